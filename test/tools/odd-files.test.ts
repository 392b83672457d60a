// Every reader of a file that a person names, with every file that is not one of its kind: one clear error, at once.
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {readSound} from '../../sim/world/sound.ts';
import {readTrace} from '../../sim/world/trace.ts';
import {findApp} from '../../tools/build/app.ts';
import {boardOf} from '../../tools/build/own-board.ts';
import {compileModel} from '../../tools/model/compile.ts';
import {readSamples} from '../../tools/model/data/samples.ts';
import {readGolden} from '../../tools/model/golden.ts';
import {readModelFile} from '../../tools/model/inspect.ts';
import {readSidecar} from '../../tools/model/sidecar.ts';
import {readCurrentLog} from '../../tools/power/ppk2.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-odd-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const table = 't_ms,x,y,z\n0,0,0,1000\n';
const json = '{"labels": ["a"], "features": 3}';

/** What each file holds; a function makes what is no plain file. */
const files: Readonly<Record<string, string | Buffer | ((path: string) => void)>> = {
	empty: '',
	'a byte order mark alone': '\uFEFF',
	'one byte': '\x01',
	'bytes 0': Buffer.alloc(5000),
	'UTF-16': Buffer.from(`\uFEFF${table}`, 'utf16le'),
	'UTF-16, the other way round': Buffer.from(`\uFEFF${json}`, 'utf16le').swap16(),
	'Latin-1': Buffer.from('{"labels": ["läuft"]}', 'latin1'),
	'line ends alone': '\r\r\n\n\r',
	'a very long line': 'x'.repeat(3_000_000),
	'a very long table': `t_ms,x,y,z\n${'1,'.repeat(500_000)}\n`,
	'JSON of another kind': '[[[]]]',
	'deep JSON': '['.repeat(200_000),
	'JSON that is cut off': '{"labels": ["a"',
	'keys of every object':
		'{"__proto__": {"main": 5}, "constructor": 1, "main": {}, "labels": 1, "model": "x"}',
	'escape sequences': '\u001b]0;title\u0007\u001b[2J,1,2\n',
	'a header and nothing else': 'RIFF\x24\0\0\0WAVEfmt ',
	'TFL3 and nothing else': '\0\0\0\0TFL3\0\0\0\0',
	'an archive': 'PK\x03\x04\x14\0\0\0',
	'a folder': path => mkdirSync(path),
	'a pipe': path => execFileSync('mkfifo', [path]),
	'a device': path => symlinkSync('/dev/zero', path),
	'a link to nothing': path => symlinkSync('/nowhere/at/all', path),
	'a link to itself': path => symlinkSync(path, path),
};

const sizes = {inputElements: 4, outputElements: 3};

/** How the file is called, and who reads it. */
const readers: Readonly<Record<string, readonly [name: string, read: (path: string) => unknown]>> = {
	trace: ['t.csv', path => readTrace(path)],
	'current log': ['ppk2.csv', readCurrentLog],
	sound: ['s.wav', readSound],
	model: ['m.tflite', path => compileModel(readModelFile(path), {file: path})],
	'facts of a model': ['m.json', path => readSidecar(path, folder, sizes)],
	golden: ['g.json', readGolden],
	'package.json': ['package.json', path => findApp(dirname(path))],
	'board.ts': ['board.ts', path => boardOf(dirname(path), 'host', undefined)],
	...Object.fromEntries(
		['csv', 'npy', 'wav'].map(type => [
			`recordings as ${type}`,
			[`r.${type}`, (path: string) => readSamples(dirname(path), [1, 4])] as const,
		]),
	),
};

/** TypeScript itself needs minutes for such a file. */
const skipped = (reader: string, what: string): boolean =>
	reader === 'board.ts' && what === 'a very long table';

/** What is right as it is, or is taken for a file that is not there. */
const taken: Readonly<Record<string, readonly string[]>> = {
	'facts of a model': ['a link to nothing', 'a link to itself'],
	'package.json': ['a link to nothing', 'a link to itself'],
	'board.ts': ['a link to nothing', 'a link to itself'],
};

for (const [reader, [name, read]] of Object.entries(readers))
	test(`a ${reader} that is none is one error that says where, and what was received`, async t => {
		for (const [what, content] of Object.entries(files)) {
			if (skipped(reader, what)) continue;
			const dir = mkdtempSync(join(folder, 'f-'));
			mkdirSync(join(dir, 'src'));
			writeFileSync(join(dir, 'src/main.ts'), '');
			const path = join(dir, name);
			if (typeof content === 'function') content(path);
			else writeFileSync(path, content);
			let error: unknown;
			try {
				await read(path);
			} catch (thrown) {
				error = thrown;
			}
			if (taken[reader]?.includes(what)) {
				t.is(error, undefined, what);
				continue;
			}
			t.true(error instanceof CatnapError, `${what}: ${error === undefined ? 'accepted' : error}`);
			if (!(error instanceof CatnapError)) continue;
			const {message, facts} = error;
			t.true(message.length < 2500, `${what}: ${message.length} characters`);
			t.truthy(facts.where, `${what}: ${message}`);
			t.truthy(facts.received, `${what}: ${message}`);
			t.truthy(facts.expected ?? facts.todo, `${what}: ${message}`);
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
			t.notRegex(message, /[\x00-\x09\x0b-\x1f\x7f]/, what);
		}
	});
