// The conformance suite. Usage: npm run test:conformance [-- --write]
// Runs test262, from the folder that CATNAP_TEST262 names, on the firmware of `host`, and a sample through the bundler.
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {print, progress} from '../../lib/output.ts';
import {caseNames} from './corpus.ts';
import {type Failing, type Ledger, readLedger, snapshotOf, writeLedger} from './ledger.ts';
import {type How, runAll} from './run-all.ts';
import {sampleOf} from './sample.ts';

const sampleSize = 400;
const shown = 40;

const {values} = parseArgs({options: {write: {type: 'boolean', default: false}}});
process.exitCode = await main(process.env.CATNAP_TEST262, values.write);

async function main(folder: string | undefined, write: boolean): Promise<number> {
	if (folder === undefined) {
		print('skipped: CATNAP_TEST262 names no folder with test262 (github.com/tc39/test262, commit be13516)');
		return 0;
	}
	const corpus = resolve(folder);
	if (!existsSync(join(corpus, 'harness/assert.js'))) {
		progress(`CATNAP_TEST262: ${corpus} is not test262: it has no harness/assert.js`);
		return 2;
	}
	const names = caseNames(corpus);
	const snapshot = snapshotOf(names);
	const sample = sampleOf(names, sampleSize);
	const failing = {
		direct: await failingOf(corpus, names, 'direct'),
		bundled: await failingOf(corpus, sample, 'bundled'),
	};
	for (const line of figures(names, failing.direct)) print(line);
	print(
		`bundled    ${sample.length - failing.bundled.size} of ${sample.length}, as they pass without the bundler`,
	);
	return compare({snapshot, failing}, names, write);
}

async function failingOf(corpus: string, names: readonly string[], how: How): Promise<Failing> {
	const problems = await runAll(corpus, names, how, done => {
		if (done % 4000 === 0) progress(`${how}: ${done} of ${names.length}`);
	});
	return new Set(names.filter(name => problems.get(name) !== undefined));
}

function figures(names: readonly string[], failing: Failing): string[] {
	return ['language', 'built-ins'].map(folder => {
		const all = names.filter(name => name.startsWith(`${folder}/`));
		const passed = all.filter(name => !failing.has(name)).length;
		return `${folder.padEnd(10)} ${passed} of ${all.length} pass: ${((100 * passed) / all.length).toFixed(2)} %`;
	});
}

/** 0 if all passes that passed before; the ledger is never written with less. */
async function compare(now: Ledger, names: readonly string[], write: boolean): Promise<number> {
	const before = readLedger(names);
	const isSame = before.snapshot === now.snapshot;
	if (!isSame && !write) {
		progress(`the ledger is of another snapshot: ${before.snapshot}; this one is ${now.snapshot}`);
		return 1;
	}
	const pairs = (['direct', 'bundled'] as const).map(how => [before.failing[how], now.failing[how]] as const);
	const lost = isSame ? pairs.flatMap(([old, fresh]) => [...fresh].filter(name => !old.has(name))) : [];
	const gained = pairs.flatMap(([old, fresh]) => [...old].filter(name => !fresh.has(name)));
	for (const name of lost.slice(0, shown)) progress(`passed before, fails now: ${name}`);
	if (lost.length > shown) progress(`and ${lost.length - shown} more`);
	if (gained.length > 0 && !write)
		print(`${gained.length} pass that failed before: write them down with --write`);
	if (lost.length === 0 && write) await writeLedger(now, names);
	return lost.length === 0 ? 0 : 1;
}
