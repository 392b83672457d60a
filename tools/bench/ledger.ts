// The ledger of test/size: what each model, the firmware and a wake cost when they were last written down, and what got worse since.
// Usage: CATNAP_SHARED=<folder> npx tsx tools/bench/ledger.ts [models|firmware|wake|register]   (measures and rewrites it)
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {catnapRoot} from '../../lib/root.mjs';
import {type BenchRow, runBench} from '../model/bench.ts';
import {type FirmwareFigures, ledgerBoard, measureFirmware} from './firmware-figures.ts';
import {measureOnMachine} from './measure.ts';
import {sharedModels} from './places.ts';
import {measureRegister, type RegisterFigures} from './register.ts';
import {measureWakes, type Wakes, wakeFigures} from './wake.ts';

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
	readonly models: Ledger;
	/** By board. */
	readonly firmware: Readonly<Record<string, FirmwareRow>>;
	readonly wake: Wakes;
	readonly register: RegisterFigures;
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

function kept<Name extends string>(names: readonly Name[], row: Readonly<Record<Name, number>>) {
	return Object.fromEntries(names.map(name => [name, row[name]])) as Record<Name, number>;
}

function measureModels(): Ledger {
	const {models} = runBench({models: sharedModels(), measure: measureOnMachine}).data;
	return Object.fromEntries(Object.entries(models).map(([name, row]) => [name, kept(figures, row)]));
}

async function writeLedger(only: string | undefined) {
	let {models, firmware, wake, register} = readLedger();
	// models that are not on this machine keep their figures
	if (only === undefined || only === 'models') models = {...models, ...measureModels()};
	if (only === undefined || only === 'firmware') {
		const measured: FirmwareFigures = await measureFirmware(ledgerBoard);
		firmware = {...firmware, [ledgerBoard]: kept(firmwareFigures, measured)};
	}
	if (only === undefined || only === 'wake') wake = await measureWakes();
	if (only === undefined || only === 'register') register = await measureRegister();
	writeFileSync(ledgerPath, `${JSON.stringify({models, firmware, wake, register}, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeLedger(process.argv[2]);
