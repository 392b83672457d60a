// The ledger of the conformance suite: the tests of one snapshot that fail. Whatever else there is passes, and must go on so.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {writeAtomically} from '../../lib/files.ts';

export type Failing = ReadonlySet<string>;

export interface Ledger {
	/** Of the names of all tests: which snapshot it speaks of. */
	readonly snapshot: string;
	/** By how the tests are run. */
	readonly failing: Readonly<Record<'direct' | 'bundled', Failing>>;
}

const path = new URL('ledger.txt', import.meta.url);
const head = 'What fails of test262; all else passes. Written by: npm run test:conformance -- --write';

export function snapshotOf(names: readonly string[]): string {
	const hash = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16);
	return `${names.length} tests, ${hash}`;
}

/** @param names of all tests: the ledger abbreviates folders of which everything fails. */
export function readLedger(names: readonly string[]): Ledger {
	const [, snapshot = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
	const at = lines.indexOf('bundled');
	const part = (from: number, to: number): Failing => new Set(expanded(lines.slice(from, to), names));
	return {snapshot, failing: {direct: part(1, at), bundled: part(at + 1, lines.length)}};
}

export function writeLedger({snapshot, failing}: Ledger, names: readonly string[]): Promise<void> {
	const parts = (['direct', 'bundled'] as const).flatMap(how => [how, ...abbreviated(failing[how], names)]);
	return writeAtomically(fileURLToPath(path), `${[head, snapshot, ...parts].join('\n')}\n`);
}

/** A line for each folder: `folder/ *` if all below it fails, else the names in it. */
export function abbreviated(failing: Failing, names: readonly string[]): string[] {
	const whole = new Set(names.flatMap(foldersOf));
	for (const name of names)
		if (!failing.has(name)) for (const folder of foldersOf(name)) whole.delete(folder);
	const lines = new Map<string, string[]>();
	for (const name of [...failing].sort()) {
		const folders = foldersOf(name);
		const all = folders.find(folder => whole.has(folder));
		const folder = all ?? folders.at(-1)!;
		if (!lines.has(folder)) lines.set(folder, []);
		if (all === undefined) lines.get(folder)!.push(name.slice(folder.length).replace(/\.js$/, ''));
	}
	return [...lines].map(([folder, inside]) => `${folder} ${inside.length === 0 ? '*' : inside.join(' ')}`);
}

/** The names that lines of the ledger stand for. */
export function expanded(lines: readonly string[], names: readonly string[]): string[] {
	const known = new Set(names);
	return lines.flatMap(line => {
		const [folder = '', ...inside] = line.split(' ');
		if (inside[0] === '*') return names.filter(name => name.startsWith(folder));
		return inside.map(name => `${folder}${name}.js`).filter(name => known.has(name));
	});
}

/** The folders around a test, the outermost first. */
function foldersOf(name: string): string[] {
	const parts = name.split('/').slice(0, -1);
	return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
