// The engine's patches: each applies exactly or is refused by name, says what it is, and survives a round through git.
import {spawnSync} from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {leftOutNames} from '../../tools/build/absent.ts';
import {fetchQuickjs} from '../../tools/build/fetch.mjs';
import {enginePatches, parsePatch, patchFolder} from '../../tools/dev/engine/patches.ts';
import {openSeries, saveSeries} from '../../tools/dev/engine/series.ts';
import {engineReadme} from '../../tools/dev/gen/engine-readme.ts';

const script = fileURLToPath(new URL('../../bindings/engine/patched.cmake', import.meta.url));

/** A folder with copies of the patches and of the engine's source. */
function place(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-patches-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	cpSync(patchFolder, join(folder, 'patches'), {recursive: true});
	mkdirSync(join(folder, 'source'));
	for (const name of readdirSync(fetchQuickjs()).filter(one => /\.[ch]$/.test(one)))
		cpSync(join(fetchQuickjs(), name), join(folder, 'source', name));
	return folder;
}

function patched(folder: string) {
	const where = {CN_QUICKJS: 'source', CN_PATCHES: 'patches', CN_PATCHED: 'copy'};
	const settings = Object.entries(where).map(([name, path]) => `-D${name}=${join(folder, path)}`);
	const {status, stderr} = spawnSync('cmake', [...settings, '-P', script], {encoding: 'utf8'});
	// CMake wraps what it is given
	return {status, said: stderr.replaceAll(/\s+/g, ' ')};
}

test('all patches apply, and a file that they leave as it was keeps its time', t => {
	const folder = place(t);
	t.deepEqual(patched(folder), {status: 0, said: ''});
	const text = (path: string) => readFileSync(join(folder, path), 'utf8');
	t.is(text('copy/cutils.c'), text('source/cutils.c'));
	t.true(text('copy/quickjs.c').includes('cn_memory_for_job(ctx'));
	const times = () =>
		readdirSync(join(folder, 'copy')).map(name => statSync(join(folder, 'copy', name)).mtimeMs);
	const before = times();
	t.is(patched(folder).status, 0);
	t.deepEqual(times(), before);
});

interface Breakage {
	readonly title: string;
	readonly breaks: (folder: string) => void;
	readonly says: RegExp;
}

function edit(path: string, change: (text: string) => string): (folder: string) => void {
	return folder => {
		const file = join(folder, path);
		const text = readFileSync(file, 'utf8');
		const changed = change(text);
		if (changed === text) throw new Error(`nothing changed in ${path}`);
		writeFileSync(file, changed);
	};
}

/** What is only context in the second hunk of a patch, and nothing else. */
const contextOfSecond = (text: string) => text.replace(/(@@[\s\S]*@@[^\n]*\n [^\n]*\n )/, '$1x');

const breakages: readonly Breakage[] = [
	{
		title: 'a hunk that fits one line further down',
		breaks: edit('patches/05-bigint-power.patch', text =>
			text.replace(/@@ -(\d+)/, (_, line: string) => `@@ -${Number(line) + 1}`),
		),
		says: /05-bigint-power\.patch does not apply exactly .*Hunk #1 succeeded at \d+ \(offset -?1 lines?\)/,
	},
	{
		title: 'a second hunk whose context is another',
		breaks: edit('patches/04-bound-function.patch', contextOfSecond),
		says: /04-bound-function\.patch does not apply exactly .*Hunk #2 FAILED at \d+/,
	},
	{
		title: 'a patch that is cut off',
		breaks: edit('patches/13-promise-job.patch', text => text.slice(0, -40)),
		says: /13-promise-job\.patch does not apply exactly .*(malformed patch|unexpectedly ends)/,
	},
	{
		title: 'a patch that lies there twice',
		breaks: folder =>
			cpSync(join(folder, 'patches/01-async-call.patch'), join(folder, 'patches/01-async-call-again.patch')),
		says: /01-async-call(-again)?\.patch does not apply exactly .*Hunk #1 (FAILED|succeeded) at/,
	},
	{
		title: 'patches in another order',
		breaks: folder =>
			renameSync(
				join(folder, 'patches/10-memory-error.patch'),
				join(folder, 'patches/90-memory-error.patch'),
			),
		says: /11-regexp-memory\.patch does not apply exactly .*offset/,
	},
	{
		title: 'a file without a diff',
		breaks: folder => writeFileSync(join(folder, 'patches/99-words.patch'), 'words: Only words.\n'),
		says: /99-words\.patch does not apply exactly .*Only garbage was found/,
	},
	{
		title: 'another version of the source',
		breaks: edit('source/libregexp.c', text => `\n${text}`),
		says: /24-no-unicode-tables\.patch does not apply exactly .*offset 1 lines?/,
	},
];

for (const {title, breaks, says} of breakages) {
	test(`${title} is refused by its name`, t => {
		const folder = place(t);
		breaks(folder);
		const {status, said} = patched(folder);
		t.is(status, 1);
		t.regex(said, says);
		t.false(readdirSync(folder).includes('copy'), 'nothing half-patched is left');
	});
}

test('a patch without a title, an Upstream or a Cost is refused', t => {
	const [patch] = enginePatches();
	const text = `${patch!.message}\n\n${patch!.diff}`;
	t.is(parsePatch(patch!.file, text).does, patch!.does);
	for (const wrong of [
		text.replace('async-call: ', ''),
		text.replace('async-call', 'other-word'),
		text.replace('Upstream: ', 'Upstream '),
		text.replace('Cost: ', ''),
		text.replace('--- a/', '--- '),
	]) {
		t.throws(() => parsePatch(patch!.file, wrong), {message: /^error ENGINE_PATCH: /});
	}
});

test('patches become commits, and commits the same patches', t => {
	const folder = place(t);
	const count = openSeries(patchFolder, join(folder, 'git'));
	rmSync(join(folder, 'patches/01-async-call.patch'));
	writeFileSync(join(folder, 'patches/80-old.patch'), 'old');
	t.is(saveSeries(join(folder, 'git'), join(folder, 'patches')), count);
	const texts = (from: string) =>
		readdirSync(from).map(name => [name, readFileSync(join(from, name), 'utf8')]);
	t.deepEqual(texts(join(folder, 'patches')), texts(patchFolder));
	writeFileSync(join(folder, 'git/dtoa.c'), '');
	t.throws(() => saveSeries(join(folder, 'git'), join(folder, 'patches')), {message: /not committed/});
	t.throws(() => openSeries(patchFolder, join(folder, 'git')), {message: /the folder exists/});
});

test('the README lists each patch with what it does', t => {
	const listed = [...engineReadme().matchAll(/^\| \[([\w-]+)\]\(patches\/([^)]+)\) \| ([^|]+) \|/gm)];
	t.deepEqual(
		listed.map(([, , file]) => file),
		readdirSync(patchFolder),
	);
	t.true(
		readFileSync(join(patchFolder, listed[4]![2]!), 'utf8').startsWith(`bigint-power: ${listed[4]![3]}`),
	);
});

test('what the patches take away, the build names to an app that uses it', t => {
	const taken = enginePatches()
		.filter(({file}) => /no-(annex-b|shared-memory)/.test(file))
		.flatMap(({diff}) => [...diff.matchAll(/^-.*?"(\w+)"/gm)].map(([, name]) => name!));
	t.is(taken.length, 24);
	t.deepEqual(
		taken.filter(name => !leftOutNames.has(name)),
		[],
	);
});
