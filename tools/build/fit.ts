// Whether an image fits a board, said at build: flash for the image, the pool for engine, bytecode and arenas.
import {type BoardFacts, retainedRecordBytes} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {Image, Intrinsic} from './image.ts';
import type {CodeShape} from './intrinsics.ts';
import type {AppModel} from './models.ts';
import {type Priced, priceLines} from './package-prices.ts';

/**
 * RAM of the engine with console and timers, before the app's own code is loaded, in bytes; measured on `host`, whose heap
 * is that of the chips to a few percent (test/tools/fit.test.ts holds it against a run).
 */
export const engineBytes = 41_000;
/** RAM of each part of the language: notes of the engine's measurement on the Cortex-M33 build. */
const intrinsicBytes: Readonly<Record<Intrinsic, number>> = {
	Date: 4228,
	RegExp: 2024,
	Proxy: 212,
	WeakRef: 624,
	MapSet: 2248,
};

/**
 * Live heap of code that has run, in bytes: for the shapes and closures that it unfolds to, and for each name; the
 * instructions themselves stay in flash. Fitted to nine apps, four of them npm packages, of which none is further off than
 * 4 % of its RAM. Long strings stay what they are.
 */
const heapPer = {function: 200, class: 620, name: 57, codeByte: 0.39, textByte: 1} as const;

export interface Need {
	readonly what: string;
	readonly bytes: number;
}

/** What the image needs of the pool, largest first. The heap that the app makes at run time comes on top. */
export function poolNeeds(
	image: Image,
	models: readonly AppModel[],
	code: CodeShape,
	inputs: readonly Need[],
): Need[] {
	const modules = image.sections.filter(({type}) => isCode(type));
	const bytecode = modules.reduce((sum, {data}) => sum + data.length, 0);
	const needs = [
		{what: 'script engine', bytes: engineBytes},
		...image.intrinsics.map(name => ({what: `engine part ${name}`, bytes: intrinsicBytes[name]})),
		{what: `${bytecode} bytes of bytecode, loaded`, bytes: loadedBytes(bytecode, code)},
		...models.map(ownMemory),
		...sharedArena(models),
		...inputs,
	];
	return needs.sort((a, b) => b.bytes - a.bytes);
}

/** What a model takes of the pool for itself. */
function ownMemory({where, compiled, sidecar: {isSharing, isKept}}: AppModel): Need {
	const {arenaBytes, stateBytes} = compiled;
	return {
		what: `${isSharing ? 'variables' : 'arena'} of ${where}`,
		bytes: (isSharing ? 0 : arenaBytes) + (isKept ? 0 : stateBytes),
	};
}

/** As large as the largest of its models wants it. */
function sharedArena(models: readonly AppModel[]): Need[] {
	const sharing = models.filter(({sidecar}) => sidecar.isSharing);
	if (sharing.length === 0) return [];
	return [
		{
			what: `arena shared by ${sharing.map(({where}) => where).join(', ')}`,
			bytes: Math.max(...sharing.map(({compiled}) => compiled.arenaBytes)),
		},
	];
}

/** Behind the head of a state (SPEC.md, "Kept states"). */
const stateHeadBytes = 16;

/** Retained memory for states, if a model keeps its own there. */
export function statesRoom(models: readonly AppModel[], {memory}: BoardFacts): Room[] {
	const keeping = models.filter(({sidecar}) => sidecar.isKept);
	if (keeping.length === 0) return [];
	return [
		{
			what: 'retained memory for variables',
			haveKb: Math.max(0, memory.retainedBytes - retainedRecordBytes) / 1024,
			needs: keeping.map(({where, compiled}) => ({
				what: `variables of ${where}`,
				bytes: stateHeadBytes + compiled.stateBytes,
			})),
			isFixed: true,
		},
	];
}

function loadedBytes(bytecode: number, {functions, classes, names, textBytes}: CodeShape): number {
	const text = Math.min(textBytes, bytecode);
	const unfolded = functions * heapPer.function + classes * heapPer.class + names * heapPer.name;
	return Math.round(unfolded + (bytecode - text) * heapPer.codeByte + text * heapPer.textByte);
}

/** What the firmware wants free before it loads code (`read_module` of bindings/engine/engine.c), a byte of bytecode. */
const loading = {engineBytes: 14 * 1024 * 4 + 2048, perCodeByte: 3} as const;

/** Something that must fit, in parts, and where. */
export interface Room {
	readonly what: string;
	readonly haveKb: number;
	readonly needs: readonly Need[];
	/** Bytes that are taken for a moment, of which nothing has to be left. */
	readonly atStart?: number;
	/** Nothing else comes into it, so nothing has to be left. @default false */
	readonly isFixed?: boolean;
}

/** What a firmware takes beside the pool: measured, or the room that the board sets aside. */
export interface FirmwareNeed {
	readonly flashBytes: number;
	/** Data, stack and retained memory. */
	readonly staticRamBytes: number;
}

/**
 * The rooms that an image must fit: its own and the pool's, and the whole of the board's memories. The pool's size is
 * fixed, so what is free in it is taken from the SRAM all the same.
 */
export function roomsOf(
	image: Image,
	imageBytes: number,
	pool: readonly Need[],
	{memory}: BoardFacts,
	firmware?: FirmwareNeed,
): Room[] {
	const parts = image.sections.map(({type, id, data}) => ({what: `${type} ${id}`, bytes: data.length}));
	const content = parts.reduce((sum, {bytes}) => sum + bytes, 0);
	const flash = [...parts.sort((a, b) => b.bytes - a.bytes), {what: 'header', bytes: imageBytes - content}];
	const taken = pool.reduce((sum, {bytes}) => sum + bytes, 0);
	const codeBytes = Math.max(...image.sections.map(({type, data}) => (isCode(type) ? data.length : 0)));
	const atStart = loading.engineBytes + loading.perCodeByte * codeBytes;
	const {stackBytes, retainedBytes, firmwareKb, firmwareDataKb} = memory;
	const beside = firmware
		? [{what: "the firmware's data, stack and retained memory", bytes: firmware.staticRamBytes}]
		: [
				{what: 'stack', bytes: stackBytes},
				{what: "the firmware's data (set aside)", bytes: firmwareDataKb * 1024},
				{what: 'retained memory', bytes: retainedBytes},
			];
	return [
		{what: 'flash for the image', haveKb: memory.appImageKb, needs: flash},
		{what: 'RAM of the pool', haveKb: memory.poolKb, needs: pool, atStart},
		{
			what: 'SRAM of the board',
			haveKb: memory.ramKb,
			needs: [
				...pool,
				{what: 'left of the pool for the app', bytes: Math.max(0, memory.poolKb * 1024 - taken)},
				...beside,
			],
		},
		{
			what: 'flash of the board',
			haveKb: memory.flashKb,
			needs: [
				firmware
					? {what: 'firmware', bytes: firmware.flashBytes}
					: {what: 'firmware (set aside)', bytes: firmwareKb * 1024},
				{what: 'app image', bytes: imageBytes},
			],
		},
	];
}

function isCode(type: Image['sections'][number]['type']): boolean {
	return type === 'bytecode' || type === 'module';
}

export function usedBytes({needs}: Room): number {
	return needs.reduce((sum, {bytes}) => sum + bytes, 0);
}

export function allowedBytes({haveKb, isFixed}: Room, headroom: number): number {
	return Math.floor(haveKb * 1024 * (1 - (isFixed ? 0 : headroom)));
}

/** Throws APP_TOO_LARGE when a room would be left with less than the board's headroom; of `priced` it names the npm packages. */
export function checkFit(app: string, rooms: readonly Room[], board: BoardFacts, priced?: Priced): void {
	const row = (bytes: number, what: string): string => `    ${String(bytes).padStart(8)}  ${what}`;
	const prices = priced ? priceLines(priced, row).map(line => line.replace(/^(?! )/, '    ')) : [];
	for (const room of rooms) {
		const needed = usedBytes(room);
		const allowed = allowedBytes(room, board.headroom);
		const {what, haveKb, needs, atStart = 0, isFixed} = room;
		const lines = needs.map(need => row(need.bytes, need.what));
		if (needed > allowed)
			throw new CatnapError('APP_TOO_LARGE', {
				board: board.name,
				room: what,
				where: app,
				expected: isFixed
					? `at most ${allowed} bytes`
					: `at most ${allowed} bytes: ${haveKb} KB less ${Math.round(board.headroom * 100)} % headroom`,
				received: [`${needed} bytes`, ...lines, ...prices].join('\n'),
			});
		if (atStart > haveKb * 1024)
			throw new CatnapError('APP_TOO_LARGE', {
				board: board.name,
				room: what,
				where: app,
				expected: `at most ${haveKb * 1024} bytes while the code is loaded`,
				received: `${atStart} bytes, ${loading.perCodeByte} for each of its bytecode, and the script engine`,
			});
	}
}
