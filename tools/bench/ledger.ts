// The ledger of test/size: what each model, the firmware and a wake cost when they were last written down, and what got worse since.
// Usage: CATNAP_SHARED=<folder> npx tsx tools/bench/ledger.ts [models|firmware|wake|register|serial]   (measures and rewrites it)
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {catnapRoot} from '../../lib/root.mjs';
import {type BenchRow, runBench} from '../model/bench.ts';
import {an505} from './an505.ts';
import {esp32s3} from './esp32s3.ts';
import {type LedgerBoard, ledgerBoards, measureFirmware} from './firmware-figures.ts';
import {measureOn} from './measure.ts';
import {sharedModels} from './places.ts';
import {measureRegister, type RegisterFigures} from './register.ts';
import {measureSerial, type SerialFigures} from './serial.ts';
import {measureStarts, type Starts, startFigures} from './start.ts';
import {measureWakes, type Wakes, type WakeTarget, wakeFigures, wakeTargets} from './wake.ts';

export const ledgerPath = join(catnapRoot, 'test/size/ledger.json');

const figures = ['instructions', 'arenaBytes', 'planBytes', 'codeBytes'] as const;
export type LedgerRow = Readonly<Record<(typeof figures)[number], number>>;
export type Ledger = Readonly<Record<string, LedgerRow>>;

const firmwareFigures = [
	...(['flashBytes', 'allKernelsBytes', 'ramBytes'] as const),
	...(['bootInstructions', 'wakeInstructions', 'windowInstructions'] as const),
];
export type FirmwareRow = Readonly<Record<(typeof firmwareFigures)[number], number>>;

interface LedgerFile {
	/** By chip of the bench, as `--target` has it. */
	readonly models: Readonly<Record<WakeTarget, Ledger>>;
	/** By board. */
	readonly firmware: Readonly<Record<LedgerBoard, FirmwareRow>>;
	/** By board. */
	readonly start: Readonly<Record<LedgerBoard, Starts>>;
	/** By target. */
	readonly wake: Readonly<Record<WakeTarget, Wakes>>;
	/** On the simulated nRF5340 DK. */
	readonly register: RegisterFigures;
	/** On the simulated nRF5340 DK. */
	readonly serial: SerialFigures;
}

/** A figure may be this much worse before a test fails. */
const tolerance = 0.02;
/** The same for a wake: the script engine's hash tables fall differently with each new name. */
const wakeTolerance = 0.05;

export function readLedger(): LedgerFile {
	return JSON.parse(readFileSync(ledgerPath, 'utf8')) as LedgerFile;
}

/** One line for each figure that got worse by more than the tolerance, and each model that is not exact. */
export function worse(ledger: Ledger, rows: Readonly<Record<string, BenchRow>>): string[] {
	return Object.entries(rows).flatMap(([name, row]) => {
		const known = ledger[name];
		if (known === undefined) return [`${name} is not in the ledger`];
		const grown = figures.filter(figure => row[figure] > known[figure] * (1 + tolerance));
		const lines = grown.map(figure => `${name}: ${figure} ${row[figure]}, ledger ${known[figure]}`);
		return row.exact ? lines : [...lines, `${name}: not exact`];
	});
}

/** One line for each figure of a firmware that got worse by more than the tolerance. */
export function worseFirmware(board: string, known: FirmwareRow, now: FirmwareRow): string[] {
	return firmwareFigures
		.filter(figure => now[figure] > known[figure] * (1 + tolerance))
		.map(figure => `${board}: ${figure} ${now[figure]}, ledger ${known[figure]}`);
}

/** One line for each figure of a start that got worse by more than the tolerance. */
export function worseStarts(board: string, known: Starts, now: Starts): string[] {
	return startFigures
		.filter(figure => now[figure] > known[figure] * (1 + tolerance))
		.map(figure => `${board}: start by ${figure} ${now[figure]}, ledger ${known[figure]}`);
}

/** One line for each figure of a wake that got worse by more than the tolerance. */
export function worseWakes(known: Wakes, now: Wakes): string[] {
	return (['pin', 'window'] as const).flatMap(kind =>
		wakeFigures
			.filter(figure => (now[kind][figure] ?? 0) > (known[kind][figure] ?? 0) * (1 + wakeTolerance))
			.map(figure => `wake by ${kind}: ${figure} ${now[kind][figure]}, ledger ${known[kind][figure]}`),
	);
}

/** The same for a register read from TypeScript. */
export function worseRegister(known: RegisterFigures, now: RegisterFigures): string[] {
	return (['instructions', 'microamperes'] as const)
		.filter(figure => now[figure] > known[figure] * (1 + wakeTolerance))
		.map(figure => `register read: ${figure} ${now[figure]}, ledger ${known[figure]}`);
}

/** The same for a byte of a serial port. */
export function worseSerial(known: SerialFigures, now: SerialFigures): string[] {
	if (now.instructions <= known.instructions * (1 + wakeTolerance)) return [];
	return [`serial byte: instructions ${now.instructions}, ledger ${known.instructions}`];
}

function kept<Name extends string>(names: readonly Name[], row: Readonly<Record<Name, number>>) {
	return Object.fromEntries(names.map(name => [name, row[name]])) as Record<Name, number>;
}

async function measureModels(target: WakeTarget): Promise<Ledger> {
	const measure = measureOn(target === 'qemu-an505' ? an505 : await esp32s3());
	const {models} = runBench({models: sharedModels(), measure}).data;
	return Object.fromEntries(Object.entries(models).map(([name, row]) => [name, kept(figures, row)]));
}

/** What each of `names` measures, in place of what is known. */
async function measured<Name extends string, Row>(
	names: readonly Name[],
	measure: (name: Name) => Promise<Row>,
): Promise<Record<Name, Row>> {
	const rows: [Name, Row][] = [];
	for (const name of names) rows.push([name, await measure(name)]);
	return Object.fromEntries(rows) as Record<Name, Row>;
}

async function writeLedger(only: string | undefined) {
	let {models, firmware, start, wake, register, serial} = readLedger();
	const wants = (part: string): boolean => only === undefined || only === part;
	// models that are not on this machine keep their figures
	if (wants('models'))
		models = await measured(wakeTargets, async target => ({
			...models[target],
			...(await measureModels(target)),
		}));
	if (wants('firmware')) {
		firmware = await measured(ledgerBoards, async board =>
			kept(firmwareFigures, await measureFirmware(board)),
		);
		start = await measured(ledgerBoards, measureStarts);
	}
	if (wants('wake')) wake = await measured(wakeTargets, measureWakes);
	if (wants('register')) register = await measureRegister();
	if (wants('serial')) serial = await measureSerial();
	const ledger = {models, firmware, start, wake, register, serial};
	writeFileSync(ledgerPath, `${JSON.stringify(ledger, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeLedger(process.argv[2]);
