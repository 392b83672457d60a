// Files that a person names: what is no file, is too large or has a byte order mark.
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {parseJson, readBytes, readText} from '../../lib/read.ts';
import {readSound} from '../../sim/world/sound.ts';
import {readTrace} from '../../sim/world/trace.ts';
import {findApp} from '../../tools/build/app.ts';
import {readGolden} from '../../tools/model/golden.ts';
import {readModelFile} from '../../tools/model/inspect.ts';
import {readSidecar} from '../../tools/model/sidecar.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-read-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const read = (path: string): Buffer => readBytes(path, {code: 'NO_FILE', longestMb: 1});

test('a pipe, a folder, a device and a socket are errors at once: none has an end', async t => {
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const socket = join(folder, 'socket');
	const server = createServer();
	await new Promise<void>(done => server.listen(socket, done));
	for (const [path, received] of [
		[pipe, 'a pipe'],
		[folder, 'a folder'],
		['/dev/zero', 'a device'],
		[socket, 'a socket'],
	] as const) {
		const {facts} = t.throws<CatnapError>(() => read(path), {code: 'NO_FILE'})!;
		t.deepEqual([facts.where, facts.expected, facts.received], [path, 'a regular file', received]);
	}
	server.close();
	for (const reader of [readTrace, readSound, readModelFile])
		t.throws(() => reader(pipe), {message: /a pipe/});
});

test('a file that is too large is an error before it is read', t => {
	const path = join(folder, 'large');
	writeFileSync(path, '');
	truncateSync(path, 2 ** 31 + 1);
	t.throws(() => read(path), {message: /expected: at most 1 MB.*\n {2}received: 2049 MB/});
	t.throws(() => readTrace(path), {code: 'TRACE_MISSING', message: /at most 256 MB/});
	t.throws(() => readSound(path), {code: 'SOUND_MISSING', message: /at most 512 MB/});
	t.throws(() => readModelFile(path), {code: 'MODEL_READ', message: /at most 1024 MB/});
});

test('a missing file is an error that says so', t => {
	t.throws(() => read(join(folder, 'nothing')), {
		message: /^error NO_FILE: .*\n.*nothing\n.*received: ENOENT/,
	});
	t.throws(() => read(join(folder, 'large/below')), {code: 'NO_FILE'});
});

test('a byte order mark is no part of a text', t => {
	const path = join(folder, 'marked.json');
	writeFileSync(path, '\uFEFF{"a": 1}');
	t.is(readText(path, {code: 'NO_FILE', longestMb: 1}), '{"a": 1}');
	t.deepEqual(parseJson('\uFEFF{"a": 1}'), {a: 1});
	t.throws(() => parseJson('\uFEFF\uFEFF{}'), {instanceOf: SyntaxError});
});

test('text of another coding is an error that says which, wherever a text is read', async t => {
	const path = join(folder, 'coding.csv');
	const text = 't_ms,x,y,z\n0,0,0,1000\n';
	const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
	const swapped = Buffer.from(utf16).swap16();
	for (const [bytes, received] of [
		[utf16, /received: UTF-16\n {2}save the file as UTF-8$/],
		[swapped, /received: UTF-16\n/],
		[utf16.subarray(2), /received: a byte 0/],
		[Buffer.from(`# Prüfstand\n${text}`, 'latin1'), /received: bytes that are no UTF-8/],
		[Buffer.from(`${text}\0\0\0`), /received: a byte 0/],
	] as const) {
		writeFileSync(path, bytes);
		t.throws(() => readTrace(path), {code: 'TRACE_MISSING', message: received});
		t.throws(() => readGolden(path), {code: 'NO_FILE', message: received});
		const sidecar = readSidecar(path, folder, tensors);
		await t.throwsAsync(sidecar, {code: 'MODEL_FACTS', message: received});
	}
	writeFileSync(path, `\uFEFF# Prüfstand\n${text}`);
	t.is(readTrace(path).rows, 1);
});

test('a line without an end is shown in part', t => {
	const path = join(folder, 'long.csv');
	for (const text of [
		'x'.repeat(5e6),
		`t_ms,x,y,z\n${'1,'.repeat(1e6)}`,
		`t_ms,x,y,z\n${'9'.repeat(1e6)},0,0,0`,
	]) {
		writeFileSync(path, text);
		const {message} = t.throws(() => readTrace(path), {code: 'TRACE_BAD'})!;
		t.true(message.length < 1000, `${message.length}`);
	}
});

function appWith(manifest: string): string {
	const app = mkdtempSync(join(folder, 'app-'));
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), '');
	writeFileSync(join(app, 'package.json'), manifest);
	return app;
}

test('package.json gives the name without its scope', async t => {
	const {name} = await findApp(appWith('{"name": "@me/fan", "main": "./src/main.ts"}'));
	t.is(name, 'fan');
});

test('package.json that is no object or leads out of the app is an error', async t => {
	const outside = join(folder, 'main.ts');
	writeFileSync(outside, '');
	for (const manifest of [
		'null',
		'[]',
		'"main"',
		'{',
		'{"main": 5}',
		'{"main": "src/main.js"}',
		'{"main": "../main.ts"}',
		'{"main": "src/../../main.ts"}',
		JSON.stringify({main: outside}),
		'{"catnap": 5}',
		'{"catnap": []}',
		'{"catnap": {"enrgy": {}}}',
		'\uFEFF{}',
	])
		await t.throwsAsync(findApp(appWith(manifest)), {code: 'BAD_PACKAGE_JSON'}, manifest);
});

test('a golden that is cut short or lacks its lists is an error that names the file', t => {
	const golden = {format: 1, model: 'fan.tflite', inputs: [], outputs: [], tensors: [], cases: []};
	const path = join(folder, 'golden.json');
	writeFileSync(path, `\uFEFF${JSON.stringify(golden)}`);
	t.is(readGolden(path).model, 'fan.tflite');
	const value = {i: 0, sha256: '', head: []};
	const good = {
		...golden,
		inputs: [0],
		tensors: [{i: 0, kind: 'input', name: '', dtype: 'INT8', shape: [1]}],
		cases: [{case: 'seed:1*2', invokes: [{in: [], mid: [], state: [], out: [value]}]}],
	};
	writeFileSync(path, JSON.stringify(good));
	t.deepEqual(readGolden(path).inputs, [0]);
	for (const text of [
		'{"format": 1',
		'{"format": 1}',
		'[]',
		...[
			{model: 3},
			{model: join('..', 'secret.tflite')},
			{inputs: [1]},
			{inputs: ['__proto__']},
			{tensors: [null]},
			{tensors: [{...good.tensors[0], dtype: 'constructor'}]},
			{tensors: [{...good.tensors[0], shape: [-1]}]},
			{cases: [{case: 'constructor', invokes: []}]},
			{cases: [{case: 'seed', invokes: []}]},
			{cases: [{case: 'min'}]},
			{cases: [{case: 'min', invokes: [{mid: [], state: []}]}]},
			{cases: [{case: 'min', invokes: [{mid: [], state: [], out: [{i: 0}]}]}]},
		].map(change => JSON.stringify({...good, ...change})),
	]) {
		writeFileSync(path, text);
		t.throws(() => readGolden(path), {code: 'BAD_GOLDEN', message: /golden\.json/}, text);
	}
});

const tensors = {inputElements: 4, outputElements: 3};

function sidecarOf(text: string) {
	const path = join(mkdtempSync(join(folder, 'model-')), 'fan.json');
	writeFileSync(path, text);
	return readSidecar(path, folder, tensors);
}

test('labels are read without the white space around them, with a byte order mark, and by own fields only', async t => {
	const labels = ['on', 'off', 'idle'];
	t.deepEqual((await sidecarOf('{"labels": ["on\\r", " off\\r\\n", "idle\\t"]}')).labels, labels);
	t.deepEqual((await sidecarOf('\uFEFF{"labels": ["on", "off", "idle"]}')).labels, labels);
	t.deepEqual((await sidecarOf('{"labels": ["läuft", "it\'s off", "a\\\\b"]}')).labels, [
		'läuft',
		"it's off",
		'a\\b',
	]);
	t.deepEqual((await sidecarOf('{"__proto__": {"labels": ["on", "off", "idle"]}}')).labels, []);
	t.deepEqual((await sidecarOf('{"labels": ["__proto__", "constructor", "toString"]}')).labels.length, 3);
});

test('labels that cannot be shown are an error that names the first', async t => {
	for (const label of [
		'a\nb',
		'a\rb',
		'a\u001b[2Jb',
		'a\u0000',
		'a\u2028b',
		'a\u202eb',
		'a\ud800b',
		'a\u0085b',
	]) {
		const text = JSON.stringify({labels: ['on', label, 'idle']});
		const error = await t.throwsAsync<CatnapError>(sidecarOf(text), {code: 'MODEL_LABELS'});
		t.is(error?.facts.received, JSON.stringify(label.trim()));
	}
});

test('labels of another number, alike, empty or no texts are an error', async t => {
	for (const labels of [
		['on', 'off'],
		['on', 'on ', 'idle'],
		['on', ' ', 'idle'],
		['on', 3, 'idle'],
		'on',
		null,
	])
		await t.throwsAsync(sidecarOf(JSON.stringify({labels})), {code: 'MODEL_LABELS'}, JSON.stringify(labels));
	for (const text of [
		'{',
		'[]',
		'null',
		'"labels"',
		'',
		'{"rangeG": "2"}',
		'{"rangeG": -2}',
		'{"rangeG": 3}',
	])
		await t.throwsAsync(sidecarOf(text), {code: 'MODEL_FACTS'}, text);
	await t.throwsAsync(readSidecar(folder, folder, tensors), {code: 'MODEL_FACTS', message: /a folder/});
});
