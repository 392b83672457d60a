// What the firmware of a board costs on its simulated chip: flash, RAM with the example live, instructions to the app and of a wake.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import type {Machine as Esp32s3} from '../../sim/esp32s3/machine.ts';
import {runBoard as runEsp32s3} from '../../sim/esp32s3/run.ts';
import type {Machine as Nrf5340} from '../../sim/nrf5340/machine.ts';
import {type Counts, Profile} from '../../sim/nrf5340/profile.ts';
import {runBoard as runNrf5340} from '../../sim/nrf5340/run.ts';
import {readTrace} from '../../sim/world/trace.ts';
import {World} from '../../sim/world.ts';
import {type BuiltApp, buildApp} from '../build/build.ts';
import {ensureFirmware, ensureFirmwareFor} from '../build/firmware.ts';
import {type Contribution, contentOf, partOf, readLinkMap, sumBy} from '../build/link-map.ts';
import {measureElf, memorySections} from '../flash/size-table.ts';
import {count, table} from '../model/args.ts';
import {ChipWatch, sum, type Touched, type Wake} from './chip-watch.ts';
import {Stations} from './stations.ts';

/** The boards whose figures the ledger holds: one of each chip. */
export const ledgerBoards = ['nrf5340dk', 'esp32s3-devkitc'] as const;
export type LedgerBoard = (typeof ledgerBoards)[number];

const example = join(catnapRoot, 'examples/fan-monitor');
/** The whole trace: every state of the fan, all of the app's code. */
const runUs = 60e6;

type Parts = Readonly<Record<string, number>>;

export interface FirmwareFigures {
	/** Firmware with the kernels of the example's model, without the app. */
	readonly flashBytes: number;
	/** The same with the kernels of all operators and all services, as the package has it. */
	readonly allKernelsBytes: number;
	/** What the example has touched of RAM after a minute: data, retained memory, stack and pool. */
	readonly ramBytes: number;
	/** From reset to the first native that the example calls. */
	readonly bootInstructions: number;
	/** Median wake of the example: the FIFO is drained, the script sleeps on. */
	readonly wakeInstructions: number;
	/** Median wake of those in which a window is complete: features, inference, script. */
	readonly windowInstructions: number;
	/** Each figure in parts that add up to it. */
	readonly parts: {
		readonly flash: Parts;
		readonly ram: Parts;
		readonly boot: Parts;
		readonly wake: Parts;
		readonly window: Parts;
	};
}

/** What the firmware of the nRF5340 DK may take. */
export const goals = {
	flashBytes: 320 * 1024,
	// with the services that others carry only by need
	allKernelsBytes: 376 * 1024,
	ramBytes: 110 * 1024,
	bootInstructions: 2_000_000,
} as const;

export async function measureFirmware(board: LedgerBoard): Promise<FirmwareFigures> {
	const built = await buildApp(example, {target: board});
	const firmware = await ensureFirmwareFor(built);
	const elf = readFileSync(firmware.path);
	const map = readLinkMap(readFileSync(firmware.map!, 'utf8'));
	const watch = await watchExample(built, firmware.path, map);
	const [wake, window] = [false, true].map(hasWindow =>
		median(watch.wakes.filter(({counts}) => isWindow(counts) === hasWindow)),
	) as [Wake, Wake];
	const ram = ramParts(elf, map, watch);
	return {
		flashBytes: measureElf(elf).flashBytes,
		allKernelsBytes: measureElf(readFileSync((await ensureFirmware(board)).path)).flashBytes,
		ramBytes: Object.values(ram).reduce((total, bytes) => total + bytes, 0),
		bootInstructions: sum(watch.boot!),
		wakeInstructions: wake.instructions,
		windowInstructions: window.instructions,
		parts: {
			flash: sumBy(flashContent(elf, map), partOf),
			ram,
			boot: sorted(watch.boot!),
			wake: sorted(wake.counts),
			window: sorted(window.counts),
		},
	};
}

/** What the figures need of a run. */
interface Watched {
	readonly boot: Counts | undefined;
	readonly wakes: readonly Wake[];
	readonly touched: {readonly engine?: Touched; readonly app?: Touched; readonly run?: Touched};
}

const inference = 'cn_plan_invoke';

function isWindow(counts: Counts): boolean {
	return [...counts.keys()].some(part => part.includes(inference));
}

async function watchExample(
	built: BuiltApp,
	firmware: string,
	map: readonly Contribution[],
): Promise<Watched> {
	const trace = readTrace(join(example, 'traces/demo.csv'));
	const world = new World({board: built.board, forUs: runUs, trace});
	const run = {world, image: built.image, firmware};
	// generated glue of the services: what an app calls
	const natives = new Set(
		map
			.filter(({object}) => object.includes('/bindings/gen/'))
			.flatMap(({input}) => /^\.text\.(js_\w+)/.exec(input)?.[1] ?? []),
	);
	const isNative = (name: string): boolean => natives.has(name);
	if (built.board.simulator === 'esp32s3') {
		const stations = ['cn_engine_start', inference, 'hal_sleep', ...natives];
		const watch = new ChipWatch<Esp32s3>(isNative, machine => new Stations(machine, stations));
		await runEsp32s3(run, watch);
		return watch;
	}
	const watch = new ChipWatch<Nrf5340>(isNative, machine => new Profile(machine));
	await runNrf5340(run, watch);
	return watch;
}

function flashContent(elf: Uint8Array, map: readonly Contribution[]): Contribution[] {
	return [...memorySections(elf)]
		.filter(({isLoaded}) => isLoaded)
		.flatMap(section => contentOf(map, section));
}

/** Static data by object; stack and pool by what was reached when they grew. */
function ramParts(elf: Uint8Array, map: readonly Contribution[], {touched}: Watched): Parts {
	const fixed = [...memorySections(elf)]
		// the ESP32-S3 has code in RAM, too
		.filter(({name}) => ['.iram', '.data', '.bss'].includes(name))
		.flatMap(section => contentOf(map, section));
	const {engine, app, run} = touched;
	const retained = [...memorySections(elf)].find(({name}) => name === '.retained')?.bytes ?? 0;
	return {
		'pool: engine': engine!.poolBytes,
		'pool: code of the app': app!.poolBytes - engine!.poolBytes,
		'pool: while it runs': run!.poolBytes - app!.poolBytes,
		stack: run!.stackBytes,
		retained,
		...Object.fromEntries(
			Object.entries(sumBy(fixed, partOf)).map(([part, bytes]) => [`data: ${part}`, bytes]),
		),
	};
}

function median(wakes: readonly Wake[]): Wake {
	return [...wakes].sort((a, b) => a.instructions - b.instructions)[wakes.length >> 1]!;
}

function sorted(counts: Counts): Parts {
	return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** Rows of a breakdown for people; the rest is one line. */
const shownParts = 12;

export function firmwareText(board: LedgerBoard, figures: FirmwareFigures): string {
	const {parts} = figures;
	const own: Partial<typeof goals> = board === 'nrf5340dk' ? goals : {};
	const blocks = [
		["flash with the example's kernels", figures.flashBytes, parts.flash, own.flashBytes, 'bytes'],
		['RAM with the example live', figures.ramBytes, parts.ram, own.ramBytes, 'bytes'],
		[
			'reset to the first call of the app',
			figures.bootInstructions,
			parts.boot,
			own.bootInstructions,
			'instructions',
		],
		['wake, FIFO drained', figures.wakeInstructions, parts.wake, undefined, 'instructions'],
		['wake, window classified', figures.windowInstructions, parts.window, undefined, 'instructions'],
	] as const;
	const goalOfAll = own.allKernelsBytes === undefined ? '' : `, goal ${count(own.allKernelsBytes)}`;
	const all = `${board}: flash with all kernels ${count(figures.allKernelsBytes)} bytes${goalOfAll}`;
	const details = blocks
		.map(([what, total, rows, goal, unit]) => {
			const limit = goal === undefined ? '' : `, goal ${count(goal)}${total <= goal ? '' : ': NOT REACHED'}`;
			return `${board}: ${what} ${count(total)} ${unit}${limit}\n${table(['', unit], shown(rows))}`;
		})
		.join('\n\n');
	return `${details}\n\n${all}`;
}

function shown(parts: Parts): (readonly [string, number])[] {
	const rows = Object.entries(parts);
	const rest = rows.slice(shownParts);
	const sumOfRest = rest.reduce((total, [, value]) => total + value, 0);
	return [
		...rows.slice(0, shownParts),
		...(rest.length > 0 ? [[`${rest.length} more`, sumOfRest] as const] : []),
	];
}
