// The floors of the house, in one table: what may import or include what. There are no exceptions.

/** A room: the files below a folder, or one file. */
export interface Room {
	readonly in: RegExp;
	readonly called: string;
}

function room(called: string, within: RegExp): Room {
	return {called, in: within};
}

/** TypeScript on the PC, from the ground up: a file imports from its own room and from rooms that stand before it. */
export const pcFloors: readonly Room[] = [
	room('lib', /^lib\//),
	room('bindings', /^bindings\//),
	room('boards/facts', /^boards\/facts\//),
	room('boards/parts', /^boards\/parts\//),
	room('boards/chips', /^boards\/chips\//),
	room('boards/virtual', /^boards\/virtual\//),
	room('boards', /^boards\//),
	room('sim/world', /^sim\/world\//),
	room('sim/devices', /^sim\/devices\//),
	room('sim/cores', /^sim\/cores\//),
	room('sim', /^sim\/(adapter|rendezvous|world)\.ts$/),
	room('sim/<target>', /^sim\/\w+\//),
	room('sim/run.ts', /^sim\//),
	room('tools/model', /^tools\/model\//),
	room('tools/build', /^tools\/build\//),
	room('tools/flash', /^tools\/flash\//),
	room('tools/power', /^tools\/power\//),
	room('tools/report', /^tools\/report\//),
	room('tools/monitor', /^tools\/monitor\//),
	room('tools/watch', /^tools\/watch\//),
	room('tools/doctor', /^tools\/doctor\//),
	room('tools/run-app.ts', /^tools\/(run-app|options)\.ts$/),
	room('tools/testing', /^tools\/(testing|app-test|scenario)\//),
	room('tools/record', /^tools\/record\//),
	room('tools/new', /^tools\/new\//),
	room('tools/bench', /^tools\/bench\//),
	room('tools/commands', /^tools\/commands\//),
	room('tools/cli.ts', /^tools\/(cli|commands)\.ts$|^tools\/catnap\.mjs$/),
	room('tools/dev', /^tools\/(dev\/|test\.mjs$|setup\.mjs$)/),
];

/** TypeScript on the chip imports from its own room only. */
export const chipRoom = room('ts-src', /^ts-src\//);

/** What a C file of a folder may include in quotes, by how it is written, beside the headers of its own folder. */
export interface IncludeRule {
	readonly in: RegExp;
	readonly may: RegExp;
	/** Folders whose headers are written without a path, beside its own. */
	readonly folders?: RegExp;
	readonly says: string;
}

/** `bindings -> native -> hal.h <- boards`. The first rule whose folder matches counts. */
export const includeRules: readonly IncludeRule[] = [
	{
		in: /^native\//,
		may: /^(cn|\.\.\/gen|\.\.\/portable)\//,
		says: 'native may include <std>, "cn/...", "../gen/...", "../portable/..." and headers beside',
	},
	{
		in: /^bindings\/(engine|gen)\//,
		may: /^(cn\/|quickjs\.h$|\.\.\/(engine|gen)\/)/,
		folders: /^bindings\/(engine|gen)$/,
		says: 'bindings may include "cn/...", quickjs.h and their own headers',
	},
	{
		in: /^boards\/chips\//,
		may: /^cn\/|^(facts|pins)\.h$/,
		folders: /^boards\/flashed$/,
		says: 'a chip family may include <std>, "cn/...", its own headers, those of boards/flashed and the generated ones of the board that is built',
	},
	{
		in: /^boards\//,
		may: /^cn\/|^\.\.\/virtual\//,
		folders: /^boards\/(chips\/\w+|[\w-]+\/gen)$/,
		says: 'boards may include <std>, "cn/...", their own headers and those of their chip family',
	},
];

/** Only these folders know the engine. */
export const knowsEngine = /^bindings\/(engine|gen)\//;

/** Folders whose C files must not call each other in a circle, beside the ports of all boards. */
export const cRooms: readonly RegExp[] = [/^bindings\/engine\//];
