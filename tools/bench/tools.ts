// What the commands of every day take, on the app that `catnap new` makes: this Catnap, and another one beside it.

import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {cacheFolder} from '../../lib/cache.mjs';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../lib/root.mjs';
import {working} from '../../lib/working.ts';
import {ensureFirmware} from '../build/firmware.ts';
import {type Catnap, RunningProgram, type Taken, timeCommand} from './timed-program.ts';

export interface ToolsRow {
	readonly what: string;
	/** The processors' time that the project allows itself. */
	readonly mostCpuMs?: number;
	/** Medians. */
	readonly now: Taken;
	/** Of the other Catnap, measured in turn with this one. */
	readonly before?: Taken;
}

const rowFacts: readonly {readonly what: string; readonly mostCpuMs?: number}[] = [
	{what: 'run, the first of all', mostCpuMs: 1500},
	{what: 'run, the app has changed', mostCpuMs: 1500},
	{what: 'run, nothing has changed', mostCpuMs: 700},
	{what: 'dev, until the first timeline', mostCpuMs: 1500},
	{what: 'dev, after a change until the new timeline', mostCpuMs: 500},
];

/** What of the cache is made by running: all else, such as firmware that was built, is not what is measured. */
const measured = ['builds', 'code', 'library'];
const changes = 3;

/** @param against the folder of another Catnap, installed or a clone. @throws {CatnapError} NO_CATNAP, BENCH_COMMAND */
export async function measureTools(rounds: number, against?: string): Promise<ToolsRow[]> {
	const other = against === undefined ? undefined : resolve(against);
	if (other !== undefined && !existsSync(join(other, 'tools/catnap.mjs')))
		throw new CatnapError('NO_CATNAP', {where: other, expected: 'a folder with tools/catnap.mjs'});
	await ensureFirmware('host');
	const work = mkdtempSync(join(tmpdir(), 'catnap-bench-'));
	try {
		const roots = [catnapRoot, ...(other === undefined ? [] : [other])];
		const taken: Taken[][][] = roots.map(() => rowFacts.map(() => []));
		await working('commands', {total: rounds * roots.length, unit: 'rounds', isLong: true}, async bar => {
			for (let round = 0; round < rounds; round++)
				for (const [index, root] of roots.entries()) {
					const folder = join(work, `${round}-${index}`);
					for (const [row, one] of (await measureOnce(root, folder)).entries()) taken[index]![row]!.push(one);
					bar.step();
				}
		});
		return rowFacts.map((facts, row) => ({
			...facts,
			now: median(taken[0]![row]!),
			...(taken[1] && {before: median(taken[1][row]!)}),
		}));
	} finally {
		rmSync(work, {recursive: true, force: true});
	}
}

/** One value for each row. */
async function measureOnce(root: string, work: string): Promise<Taken[]> {
	const app = join(work, 'hello');
	const cache = join(work, 'cache');
	mkdirSync(cache, {recursive: true});
	for (const name of existsSync(cacheFolder()) ? readdirSync(cacheFolder()) : [])
		if (!measured.includes(name)) symlinkSync(join(cacheFolder(), name), join(cache, name));
	cpSync(join(catnapRoot, 'examples/hello/src'), join(app, 'src'), {recursive: true});
	const catnap = {root, cache};
	const main = join(app, 'src/main.ts');
	const first = await timeCommand(catnap, ['run', app]);
	writeFileSync(main, `${readFileSync(main, 'utf8')}// changed\n`);
	const changed = await timeCommand(catnap, ['run', app]);
	const unchanged = await timeCommand(catnap, ['run', app]);
	return [first, changed, unchanged, ...(await measureDev(catnap, app, main))];
}

async function measureDev(catnap: Catnap, app: string, main: string): Promise<Taken[]> {
	const source = readFileSync(main, 'utf8');
	writeFileSync(main, `${source}// changed again\n`);
	const program = new RunningProgram(catnap, ['dev', app]);
	const start = await program.timeStart(/waiting for changes/);
	const edits: Taken[] = [];
	for (let edit = 0; edit < changes; edit++)
		edits.push(
			await program.time(new RegExp(`edit${edit} 5`), () =>
				writeFileSync(main, source.replace('hello', `edit${edit}`)),
			),
		);
	await program.quit();
	return [start, median(edits)];
}

function median(values: readonly Taken[]): Taken {
	const of = (key: keyof Taken): number =>
		values.map(one => one[key]).sort((a, b) => a - b)[values.length >> 1]!;
	return {wallMs: of('wallMs'), cpuMs: of('cpuMs')};
}

export function toolsText(rows: readonly ToolsRow[]): string {
	const cells = rows.map(({what, now, before, mostCpuMs}) => [
		what,
		...(before ? [seconds(before.cpuMs), seconds(before.wallMs)] : []),
		seconds(now.cpuMs),
		seconds(now.wallMs),
		mostCpuMs === undefined ? '' : seconds(mostCpuMs),
	]);
	const pair = ['CPU s', 'wall s'];
	const head = [
		'the app hello',
		...(rows[0]?.before ? ['before: CPU s', 'wall s', 'now: CPU s', 'wall s'] : pair),
		'at most CPU s',
	];
	const all = [head, ...cells];
	const widths = head.map((_, column) => Math.max(...all.map(row => row[column]!.length)));
	return all
		.map(row =>
			row
				.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(2);
}
