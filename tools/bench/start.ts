// What a start costs on the simulated chips, in instructions: from power-on, and from off by a pin, to the first line of an app.
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import type {Elf} from '../../sim/cores/elf.ts';
import {runBoard as runEsp32s3} from '../../sim/esp32s3/run.ts';
import {runBoard as runNrf5340} from '../../sim/nrf5340/run.ts';
import {World} from '../../sim/world.ts';
import {buildApp} from '../build/build.ts';
import {ensureFirmwareFor} from '../build/firmware.ts';
import {count, table} from '../model/args.ts';
import type {LedgerBoard} from './firmware-figures.ts';

const app = join(catnapRoot, 'tools/bench/start-app');
/** The native that its first line calls. */
const firstNative = 'js_timer_now_us';
const runUs = 2e6;
const pressUs = 1e6;

/** Instructions from the reset of the core to the first line. */
export interface Starts {
	readonly powerOn: number;
	readonly off: number;
}

export const startFigures = ['powerOn', 'off'] as const satisfies readonly (keyof Starts)[];

interface Started {
	readonly elf: Elf;
	readonly executed: number;
	onBoot: (reason: never) => void;
	observe(name: string, run: () => void): void;
}

export async function measureStarts(target: LedgerBoard): Promise<Starts> {
	const built = await buildApp(app, {target});
	const firmware = (await ensureFirmwareFor(built)).path;
	const world = new World({board: built.board, forUs: runUs});
	world.press('button', pressUs, 1000);
	const found: number[] = [];
	const watch = {begin: (machine: Started) => note(machine, found), end: () => {}};
	const run = {world, image: built.image, firmware};
	await (built.board.simulator === 'esp32s3' ? runEsp32s3(run, watch) : runNrf5340(run, watch));
	const [powerOn, off] = found;
	if (off === undefined || world.log.violations.length > 0)
		throw new Error(`${target}: ${found.length} starts; ${world.log.violations.join('\n')}`);
	return {powerOn: powerOn!, off};
}

/** One number for each start: the native may be called again in it. */
function note(machine: Started, found: number[]): void {
	let since: number | undefined;
	const {onBoot} = machine;
	machine.onBoot = (reason: never) => {
		onBoot(reason);
		since = machine.executed;
	};
	machine.observe(firstNative, () => {
		if (since !== undefined) found.push(machine.executed - since);
		since = undefined;
	});
}

const words: Readonly<Record<keyof Starts, string>> = {
	powerOn: 'power-on to the first line of the app',
	off: 'wake from off to the first line of the app',
};

export function startsText(starts: Readonly<Partial<Record<LedgerBoard, Starts>>>): string {
	const boards = Object.entries(starts);
	const rows = startFigures.map(name => [words[name], ...boards.map(([, row]) => count(row[name]))]);
	return table(['start, instructions', ...boards.map(([board]) => board)], rows);
}
