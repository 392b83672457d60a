// `catnap crash`: crashes out of a console, of logs with and without times, and out of the record's bytes.
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {catnapRoot} from '../../lib/root.mjs';
import {crashesIn} from '../../tools/monitor/crash-lines.ts';
import {readCrashRecord} from '../../tools/monitor/crash-record.ts';
import {ptyMaker} from './pty.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-crash-'));
const makePty = await ptyMaker();
const serialport = await import('serialport').catch(() => undefined);
const withPort = makePty && serialport ? test : test.skip;
test.after.always(() => rmSync(work, {recursive: true, force: true}));

/** What a board with the app of test/apps/crash says, before places get their names. */
const said = [
	'catnap: crashed:',
	'Uncaught Error: crash 1',
	'    at <anonymous> (app.js:9:16)',
	'reset ended 1',
];

interface Said {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function catnap(
	args: readonly string[],
	input = '',
	heard: (text: string) => void = () => {},
): Promise<Said> {
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), 'crash', ...args], {
		cwd: work,
	});
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', bytes => (stdout += String(bytes)));
	child.stderr.on('data', bytes => {
		stderr += String(bytes);
		heard(stderr);
	});
	child.stdin.end(input);
	return new Promise(resolve => child.on('close', code => resolve({code, stdout, stderr})));
}

test('a crash is its message and its stack, and ends where another line comes', t => {
	const [crash, ...others] = crashesIn(['hello', ...said].join('\r\n'));
	t.deepEqual(crash, {message: 'Uncaught Error: crash 1', stack: ['at <anonymous> (app.js:9:16)']});
	t.deepEqual(others, []);
});

test('of a log all crashes are found, the one at its end, one without a stack and the times before the lines too', t => {
	const log = [...said, 'catnap: crashed:', 'watchdog', ...said.map(line => `07:08:09.010  ${line}`)].slice(
		0,
		-1,
	);
	t.deepEqual(
		crashesIn(log.join('\n')).map(({message, stack, time}) => [message, stack.length, time]),
		[
			['Uncaught Error: crash 1', 1, undefined],
			['watchdog', 0, undefined],
			['Uncaught Error: crash 1', 1, '07:08:09.010'],
		],
	);
	t.deepEqual(crashesIn('catnap: crashed:'), []);
});

/** The table of SPEC.md, "Crash record". */
function record(): Uint8Array {
	const bytes = new Uint8Array(320);
	const view = new DataView(bytes.buffer);
	bytes.set([2, 1, 1]);
	view.setUint32(4, 3, true);
	view.setBigUint64(16, 5_000_000_000n, true);
	view.setUint32(24, 7, true);
	view.setBigUint64(32, 1_000_000n, true);
	view.setBigUint64(40, 2_000_000n, true);
	bytes.set(new TextEncoder().encode('Uncaught Error: é\n    at f (app.js:1:1)'), 64);
	return bytes;
}

test('a record is read by the table of SPEC.md', t => {
	t.deepEqual(readCrashRecord(record()), {
		kind: 'ended',
		crashes: 3,
		atUs: 5_000_000_000,
		sleeps: 7,
		idleUs: 1_000_000,
		deepUs: 2_000_000,
		text: 'Uncaught Error: é\n    at f (app.js:1:1)',
	});
});

test('what is no record is none: too short, empty, another kind, a text without an end', t => {
	t.is(readCrashRecord(record().subarray(0, 319)), undefined);
	t.is(readCrashRecord(new Uint8Array(320)), undefined);
	t.is(readCrashRecord(record().fill(5, 0, 1)), undefined);
	t.is(readCrashRecord(record().fill(65, 64)), undefined);
});

test('the last crash of a log is shown, with places in TypeScript where the app was built', async t => {
	const app = join(work, 'app');
	mkdirSync(join(app, 'build'), {recursive: true});
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), '');
	const map = {
		version: 3,
		file: 'app.js',
		sources: [join(app, 'src/main.ts')],
		names: [],
		mappings: ';;;;;;;;AAwBA',
	};
	writeFileSync(join(app, 'build/app.js.map'), JSON.stringify(map));
	const {code, stdout, stderr} = await catnap(['app', '--from', '-'], said.join('\n'));
	t.is(code, 0, stderr);
	t.is(stdout, 'Uncaught Error: crash 1\n    at <anonymous> (src/main.ts:25:1)\n');
});

test('a crash in a timeline of run is shown without the blanks of its moment', async t => {
	const log = [
		'              catnap: crashed:',
		'              Error: no',
		'                  at f (a.ts:1:1)',
	];
	const {stdout} = await catnap(['--from', '-', '--json'], `${log.join('\n')}\n`);
	t.like(JSON.parse(stdout), {message: 'Error: no', stack: ['at f (a.ts:1:1)']});
});

test('a record is shown with its moment and its sleeps', async t => {
	writeFileSync(join(work, 'record.bin'), record());
	const {code, stdout} = await catnap(['--from', 'record.bin']);
	t.is(code, 0);
	t.regex(
		stdout,
		/^ended 1 h 23 min after power-on, 3 crashes since then\nby then 7 sleeps, 1 s idle, 2 s deeper\n/,
	);
	const {stdout: json} = await catnap(['--from', 'record.bin', '--json']);
	t.is(JSON.parse(json).kind, 'ended');
});

test('a log without a crash, and one that is not there, are errors', async t => {
	const without = await catnap(['--from', '-'], 'hello\n');
	t.is(without.code, 1);
	t.regex(without.stderr, /^error NO_CRASH: .*\n {2}at stdin\n {2}expected: .*\n {2}received: 6 bytes/);
	const missing = await catnap(['--from', 'missing.log']);
	t.is(missing.code, 1);
	t.regex(missing.stderr, /^error NO_FILE: /);
});

withPort('from a port the first crash that the board says is shown, and then it ends', async t => {
	const pty = makePty!();
	const {code, stdout, stderr} = await catnap(['--port', pty.path], '', text => {
		if (/crash: waiting/.test(text)) pty.write(`${said.slice(0, 3).join('\n')}\n`);
	});
	t.is(code, 0, stderr);
	t.is(stdout, 'Uncaught Error: crash 1\n    at <anonymous> (app.js:9:16)\n');
	pty.close();
});

withPort('a board that says none is waited for as long as is said', async t => {
	const pty = makePty!();
	const {code, stderr} = await catnap(['--port', pty.path, '--for', '300ms']);
	t.is(code, 1);
	t.regex(stderr, /error NO_CRASH: the board said no crash within 300 ms/);
	pty.close();
});
