// What apps, boards and files say reaches a terminal as text: it obeys none of it, and a document keeps its values.
import {execFile, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {visible, visibleLine} from '../../lib/visible.mjs';
import {runInspect} from '../../tools/model/inspect.ts';
import {pictureOf} from '../../tools/power/svg.ts';
import {ptyMaker} from './pty.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'catnap-visible-'));
const makePty = await ptyMaker();
const withPort = makePty && (await import('serialport').catch(() => undefined)) ? test : test.skip;
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

/** Clipboard (OSC 52), title, clear, the same with C1 bytes, colour, carriage return, back space, direction. */
const nasty =
	'\u001b]52;c;cm0=\u0007\u001b]0;t\u001b\\\u001b[2J\u009b2J\u009d0;t\u009c\u001b[31m\ra\b\u007f\u202eb';
const shown =
	'\\u001b]52;c;cm0=\\u0007\\u001b]0;t\\u001b\\\\u001b[2J\\u009b2J\\u009d0;t\\u009c\\u001b[31m\\ra\\u0008\\u007f\\u202eb';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const obeyed = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

interface Ended {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

function program(args: readonly string[]): Promise<Ended> {
	return new Promise(resolve => {
		const child = execFile(process.execPath, args, {cwd: root}, (_error, stdout, stderr) =>
			resolve({code: child.exitCode ?? -1, stdout, stderr}),
		);
	});
}

function catnap(...args: string[]): Promise<Ended> {
	return program([join(root, 'tools/catnap.mjs'), ...args]);
}

function appOf(name: string, files: Readonly<Record<string, string>>): string {
	const app = join(folder, name);
	mkdirSync(join(app, 'src'), {recursive: true});
	for (const [path, text] of Object.entries(files)) writeFileSync(join(app, path), text);
	return app;
}

test('each character that a terminal obeys becomes its escape, all others stay', t => {
	t.is(visible(nasty), shown);
	for (let code = 0; code <= 0x10ffff; code++) {
		const text = String.fromCodePoint(code);
		const made = visible(text);
		if (obeyed.test(text) || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff)
			t.regex(made, /^(\\r|\\u[0-9a-f]{4})$/, code.toString(16));
		else if (made !== text) t.fail(code.toString(16));
	}
	t.is(visible('1\t2\n€ 😀'), '1\t2\n€ 😀');
	t.is(visibleLine('1\n2'), '1\\n2');
});

test('a JSON document means the same', t => {
	for (const text of [nasty, 'a\u0085\u2028\ud800', '\\u001b', 'e\r\n"\\']) {
		t.is(JSON.parse(visible(JSON.stringify(text))), text);
		t.notRegex(visible(JSON.stringify(text)), obeyed);
	}
});

test('a painter colours, and what it paints is shown', async t => {
	const script = `
		const {createPainter, print, progress} = await import(${JSON.stringify(join(root, 'lib/output.ts'))});
		const paint = createPainter({isTTY: true}, {});
		print(paint('red', 'a' + ${JSON.stringify(nasty)}) + 'b\\u001b[31m');
		print(createPainter({isTTY: false}, {})('red', 'plain'));
		progress(${JSON.stringify(nasty)});`;
	const {stdout, stderr} = await program(['--import=tsx', '--input-type=module', '-e', script]);
	t.is(stdout, `\u001b[31ma${shown}\u001b[39mb\\u001b[31m\nplain\n`);
	t.is(stderr, `${shown}\n`);
});

test('an error shows them in each of its facts, and only what was received may have lines', t => {
	const {message} = new CatnapError('BAD_FIGURE', {
		which: 'unit',
		id: `${nasty}\nerror OTHER: none`,
		where: `${nasty}\n  run: rm`,
		expected: nasty,
		received: `${nasty}\nmore`,
		todo: nasty,
	});
	t.deepEqual(message.split('\n'), [
		`error BAD_FIGURE: ${shown}\\nerror OTHER: none has another unit`,
		`  at ${shown}\\n  run: rm`,
		`  expected: ${shown}`,
		`  received: ${shown}`,
		'more',
		`  ${shown}`,
	]);
});

test('a run shows what the app says, and its document has the very characters', async t => {
	const app = appOf('console', {
		'src/main.ts': `const s = ${JSON.stringify(nasty)};\nconsole.log(s);\nconsole.error('%s', s);\nthrow new Error(s);\n`,
	});
	const ended = await catnap('run', app, '--for', '1s');
	t.is(ended.code, 1);
	t.notRegex(ended.stdout, obeyed);
	t.notRegex(ended.stderr, obeyed);
	t.is(ended.stdout.split(shown).length, 4, ended.stdout);
	const {stdout} = await catnap('run', app, '--for', '1s', '--json');
	t.notRegex(stdout, obeyed);
	t.deepEqual(JSON.parse(stdout).console.slice(0, 2), [nasty, nasty]);
});

test('names of packages and files, and arguments, are shown', async t => {
	const name = appOf('name', {'src/main.ts': '', 'package.json': JSON.stringify({name: nasty})});
	const broken = appOf('broken', {'src/main.ts': '', 'package.json': `{"x": ${nasty}`});
	const module = appOf('module', {'src/main.ts': `import ${JSON.stringify(`./${nasty}.ts`)};\n`});
	const trace = join(folder, 'trace.csv');
	writeFileSync(trace, `t_ms,x,y,z\n0,0,0,${nasty}\n`);
	const commands = [
		['run', name],
		['run', broken],
		['build', module],
		['run', module, '--trace', trace],
		['run', nasty],
		[nasty],
		['model', 'inspect', nasty],
		['power', module, '--cell', nasty],
	];
	for (const {code, stdout, stderr} of await Promise.all(commands.map(args => catnap(...args)))) {
		t.not(code, 0);
		t.notRegex(stdout, obeyed);
		t.notRegex(stderr, obeyed);
		t.regex(stderr, /\\u001b/);
	}
});

test('what a model calls itself and its tensors is shown, each in one line', t => {
	const path = join(folder, 'abs.tflite');
	const text = readFileSync(join(root, 'test/golden/operators/abs_01.tflite')).toString('latin1');
	const odd = text
		.replace('abs_01: ABS 2', '\u001b[2J\nb: ABS 2')
		.replace('\u0002\0\0\0t0', '\u0002\0\0\0\u001b\n');
	writeFileSync(path, Buffer.from(odd, 'latin1'));
	const {text: words} = runInspect({file: path});
	t.regex(words, /^.*abs\.tflite {2}\(\\u001b\[2J\\nb: ABS 2\)\ninput.* \\u001b\\n\noutput/);
});

test('a picture is XML whatever the app is called', t => {
	const currents = {pieces: [], charges: [], untilUs: 1e6};
	const svg = pictureOf(currents, {title: `<a&"${nasty}`, averageUa: 1, floorUa: 1, mark: 'estimate'});
	t.true(svg.includes(`<title>&lt;a&amp;"${shown}</title>`));
	t.notRegex(svg, obeyed);
});

withPort('a monitor shows what a board sends; raw, it passes the bytes on', async t => {
	const sent = Buffer.concat([Buffer.from(`${nasty}\r\n`), Buffer.of(0xff, 0x1b, 0x0a)]);
	const follow = async (...args: string[]): Promise<Buffer> => {
		const pty = makePty!();
		const child = spawn(process.execPath, [
			join(root, 'tools/catnap.mjs'),
			'monitor',
			'--port',
			pty.path,
			...args,
		]);
		const parts: Buffer[] = [];
		child.stdout.on('data', bytes => parts.push(bytes));
		await new Promise(done => child.stderr.once('data', done));
		pty.write(sent);
		for (let tries = 0; tries < 500 && !Buffer.concat(parts).toString().endsWith('\n'); tries++)
			await wait(20);
		await wait(100);
		child.kill('SIGINT');
		await new Promise(done => child.on('close', done));
		pty.close();
		return Buffer.concat(parts);
	};
	t.is((await follow()).toString(), `${shown}\n\ufffd\\u001b\n`);
	t.deepEqual(await follow('--raw'), sent);
});
