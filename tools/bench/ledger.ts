// The ledger of test/size: what each model cost when it was last written down, and what got worse since.
// Usage: npx tsx tools/bench/ledger.ts   (measures and writes it anew)
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BenchRow, runBench} from '../model/bench.ts';
import {sourceRoot} from '../model/sources.ts';
import {measureOnMachine} from './measure.ts';
import {sharedModels} from './places.ts';

export const ledgerPath = join(sourceRoot, 'test/size/ledger.json');

const figures = ['instructions', 'arenaBytes', 'planBytes', 'codeBytes'] as const;
export type LedgerRow = Readonly<Record<(typeof figures)[number], number>>;
export type Ledger = Readonly<Record<string, LedgerRow>>;

/** A figure may be this much worse before a test fails. */
const tolerance = 0.02;

export function readLedger(): Ledger {
	return JSON.parse(readFileSync(ledgerPath, 'utf8')) as Ledger;
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

function writeLedger() {
	const {models} = runBench({models: sharedModels(), measure: measureOnMachine}).data;
	const rows = Object.entries(models).map(([name, row]) => {
		const kept = Object.fromEntries(figures.map(figure => [figure, row[figure]]));
		return [name, kept] as const;
	});
	// models that are not on this machine keep their figures
	const ledger = {...readLedger(), ...Object.fromEntries(rows)};
	writeFileSync(ledgerPath, `${JSON.stringify(ledger, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeLedger();
