// `catnap monitor` on pseudo-terminals: lines, stacks, a port that goes and comes back, and every way not to get one.

import {spawn} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {cannotOpen, onlyPort} from '../../lib/serial-ports.ts';
import {readLines} from '../../tools/monitor/lines.ts';
import {type MonitorOptions, monitor, type Port} from '../../tools/monitor/monitor.ts';
import {timeOfDay} from '../../tools/monitor/time.ts';
import {ptyMaker} from './pty.ts';
import {SimulatedChip} from './rom-loader.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'catnap-monitor-'));
const makePty = await ptyMaker();
const serialport = await import('serialport').catch(() => undefined);
const withPort = makePty && serialport ? test : test.skip;
test('a time of day has the same width at every moment', t => {
	t.is(timeOfDay(new Date(2026, 0, 2, 7, 8, 9, 10)), '07:08:09.010');
	t.is(timeOfDay(new Date(2026, 11, 31, 23, 59, 59, 999)), '23:59:59.999');
});

test.after.always(() => rmSync(folder, {recursive: true, force: true}));

/** Waits for what another process or the kernel does. */
async function until(done: () => boolean): Promise<void> {
	for (let tries = 0; !done(); tries++) {
		if (tries > 1000) throw new Error('it did not happen within 20 s');
		await wait(20);
	}
}

/** A monitor in this process; `stop` ends it as Ctrl-C does. */
function start(path: string, more: Partial<MonitorOptions> = {}) {
	const lines: string[] = [];
	const notes: string[] = [];
	const end = new AbortController();
	const running = monitor({
		path,
		baud: 115_200,
		create: options => new serialport!.SerialPort(options),
		print: line => lines.push(line),
		progress: text => notes.push(text),
		signal: end.signal,
		retryMs: 20,
		...more,
	});
	return {
		lines,
		notes,
		running,
		stop: () => {
			end.abort();
			return running;
		},
	};
}

/** Let a path lead to a port, as a device file that appears. */
function plug(path: string, to: string): void {
	symlinkSync(to, `${path}.new`);
	renameSync(`${path}.new`, path);
}

// ---- lines

test('bytes become lines wherever they are cut, a character of three bytes included', t => {
	const bytes = Buffer.from('one\r\ntwo €\n\nthree');
	for (let size = 1; size <= bytes.length; size++) {
		const lines: string[] = [];
		const reader = readLines(
			line => lines.push(line),
			() => t.fail('it is text'),
		);
		for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
		t.deepEqual(lines, ['one', 'two €', '']);
		reader.end();
		t.deepEqual(lines, ['one', 'two €', '', 'three']);
	}
});

test('what cannot be text is reported once, and colours and tabs are text', t => {
	let told = 0;
	const reader = readLines(
		() => {},
		() => told++,
	);
	reader.push(Buffer.from('\u001b[31mred\u001b[0m\tand\r\n'.repeat(20)));
	t.is(told, 0);
	const garbage = readLines(
		() => {},
		() => told++,
	);
	// 115200 read at 9600: mostly bytes with the top bit set, and zeros
	for (let times = 0; times < 20; times++) garbage.push(Uint8Array.of(0xf8, 0x00, 0x80, 0x1e, 0xe6, 0x00));
	t.is(told, 1);
});

test('a line without an end is cut before it fills the memory', t => {
	const lines: string[] = [];
	const reader = readLines(
		line => lines.push(line),
		() => {},
	);
	reader.push(Buffer.alloc(10_000, 'x'));
	t.deepEqual(
		lines.map(({length}) => length),
		[4096, 4096],
	);
});

// ---- the port

withPort('lines of the board are printed as they come', async t => {
	const pty = makePty!();
	const running = start(pty.path);
	await until(() => running.notes.length === 1);
	t.regex(running.notes[0]!, /^monitor: .* at 115200 baud, end with Ctrl-C$/);
	pty.write('fan is on (100 %)\nfan is ');
	pty.write('off\r\n');
	await until(() => running.lines.length === 2);
	t.deepEqual(running.lines, ['fan is on (100 %)', 'fan is off']);
	pty.write('no end');
	await wait(100);
	await running.stop();
	t.deepEqual(running.lines.slice(2), ['no end'], 'what has no end yet is not lost');
	pty.close();
});

withPort('a port that vanishes is waited for, and followed when it is back', async t => {
	const path = join(folder, 'ttyACM0');
	const first = makePty!();
	plug(path, first.path);
	const running = start(path);
	await until(() => running.notes.length === 1);
	first.write('before\n');
	await until(() => running.lines.length === 1);
	first.close();
	rmSync(path);
	await until(() => running.notes.length === 2);
	t.is(running.notes[1], `monitor: ${path} is gone, waiting for it`);
	const second = makePty!();
	plug(path, second.path);
	await until(() => running.notes.length === 3);
	t.is(running.notes[2], `monitor: ${path} is back`);
	second.write('after\n');
	await until(() => running.lines.length === 2);
	t.deepEqual(running.lines, ['before', 'after']);
	await running.stop();
	second.close();
});

withPort('a device file that goes is a port that has gone, whatever the driver says', async t => {
	const path = join(folder, 'ttyACM1');
	const pty = makePty!();
	plug(path, pty.path);
	const running = start(path);
	await until(() => running.notes.length === 1);
	rmSync(path);
	await until(() => running.notes.length === 2);
	await running.stop();
	t.regex(running.notes[1]!, /is gone/);
	pty.close();
});

withPort('the wrong rate is reported', async t => {
	const pty = makePty!();
	const running = start(pty.path, {baud: 9600});
	await until(() => running.notes.length === 1);
	for (let times = 0; times < 10; times++) pty.write(Uint8Array.of(0xf8, 0x80, 0x1e, 0xe6, 0x98, 0x00));
	await until(() => running.notes.length === 2);
	t.is(running.notes[1], 'monitor: this is no text: does the board send at 9600 baud? (--baud)');
	await running.stop();
	pty.close();
});

withPort('a port that is not there and a file that is no port are distinguished', async t => {
	const missing = await t.throwsAsync<CatnapError>(start(join(folder, 'ttyACM9')).running);
	t.is(missing?.code, 'NO_PORT');
	const path = join(folder, 'text');
	writeFileSync(path, 'hello');
	const text = await t.throwsAsync<CatnapError>(start(path).running);
	t.is(text?.code, 'NOT_A_PORT');
	t.is(text?.facts.where, path);
});

test('permission, another reader, a rate that a port cannot have and what is not known each have their words', t => {
	const codes = [
		'Error: Permission denied, cannot open /dev/x',
		'Error Resource temporarily unavailable Cannot lock port',
	];
	t.deepEqual(
		[...codes, 'Error: Invalid argument setting custom baud rate of 9', 'Error: strange'].map(
			text => cannotOpen('/dev/x', new Error(text)).code,
		),
		['NO_PERMISSION', 'PORT_BUSY', 'BAD_BAUD', 'PORT_CLOSED'],
	);
	t.regex(cannotOpen('/dev/x', new Error(codes[0]!)).message, /usermod -a -G dialout/);
});

test('a port that comes back without its permissions is tried again', async t => {
	const failures = ['Permission denied', 'Permission denied'];
	let opened = 0;
	const listeners: (() => void)[] = [];
	const create = (): Port => ({
		isOpen: true,
		set: () => {},
		on: (event: string, listener: unknown) => event === 'close' && listeners.push(listener as () => void),
		open: done => {
			const failure = opened === 1 ? failures.pop() : undefined;
			if (!failure) opened++;
			done(failure ? new Error(failure) : null);
		},
		close: done => done(null),
	});
	const running = start(folder, {create});
	await until(() => running.notes.length === 1 && listeners.length === 1);
	listeners[0]!();
	await until(() => running.notes.length === 3);
	t.is(opened, 2);
	t.deepEqual(failures, []);
	await running.stop();
});

test('the only port is taken, several are listed, and none says what to do', t => {
	const dev = mkdtempSync(join(folder, 'dev-'));
	t.is((t.throws(() => onlyPort(dev)) as CatnapError).code, 'NO_PORT');
	writeFileSync(join(dev, 'ttyS0'), '');
	t.regex(t.throws(() => onlyPort(dev))!.message, /connect the board by USB/);
	writeFileSync(join(dev, 'ttyACM1'), '');
	t.is(onlyPort(dev), join(dev, 'ttyACM1'));
	writeFileSync(join(dev, 'ttyACM0'), '');
	const several = t.throws<CatnapError>(() => onlyPort(dev));
	t.is(several?.code, 'SEVERAL_PORTS');
	t.is(several?.facts.received, `${dev}/ttyACM0, ${dev}/ttyACM1`);
});

// ---- as it is typed

interface Child {
	stdout: string;
	stderr: string;
	kill(): void;
	readonly code: Promise<number | null>;
}

function typed(args: readonly string[], options: {cwd?: string; env?: NodeJS.ProcessEnv} = {}): Child {
	const child = spawn(process.execPath, [join(root, 'tools/catnap.mjs'), 'monitor', ...args], {
		cwd: root,
		...options,
	});
	const said: Child = {
		stdout: '',
		stderr: '',
		kill: () => child.kill('SIGINT'),
		code: new Promise(resolve => child.on('close', resolve)),
	};
	child.stdout.on('data', bytes => (said.stdout += String(bytes)));
	child.stderr.on('data', bytes => (said.stderr += String(bytes)));
	return said;
}

/** An app with the map that a build leaves: line 1 of the bundle is line 12 of src/fan.ts. */
function builtApp(): string {
	const app = mkdtempSync(join(folder, 'app-'));
	mkdirSync(join(app, 'build'));
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), '');
	const map = {version: 3, sources: [join(app, 'src/fan.ts')], names: [], mappings: 'AAWA'};
	writeFileSync(join(app, 'build/app.js.map'), JSON.stringify(map));
	return app;
}

test('a board is reset by the lines of its port once that is open, and its first line is not missed', async t => {
	const chip = new SimulatedChip();
	const {lines, stop} = start('/dev/null', {create: chip.create, reset: true});
	await until(() => lines.length >= 3);
	t.is(lines[0], 'ESP-ROM:esp32s3-20210327');
	t.is(chip.starts, 1);
	await stop();
});

test('a chip that waits to be flashed is said to start no app', async t => {
	const chip = new SimulatedChip();
	const {lines, notes, stop} = start('/dev/null', {create: chip.create});
	await until(() => chip.port?.isOpen === true);
	chip.lines(false, true);
	chip.lines(true, false);
	await until(() => notes.length >= 2);
	t.true(lines.includes('waiting for download'));
	t.regex(notes.at(-1)!, /starts no app: press its RESET button/);
	await stop();
});

withPort('a port without lines to reset the board is said', async t => {
	const pty = makePty!();
	const {notes, stop} = start(pty.path, {reset: true});
	await until(() => notes.length >= 2);
	t.regex(notes[1]!, /no lines to reset the board: press its RESET button/);
	await stop();
	pty.close();
});

withPort('a stack of the board names lines of TypeScript; Ctrl-C ends with exit code 0', async t => {
	const pty = makePty!();
	const app = builtApp();
	const child = typed([app, '--port', pty.path]);
	await until(() => child.stderr.includes('end with Ctrl-C'));
	pty.write('Uncaught Error: no fan\n    at <anonymous> (app.js:1:1)\n');
	await until(() => child.stdout.split('\n').length === 3);
	child.kill();
	t.is(await child.code, 0);
	t.is(child.stdout, 'Uncaught Error: no fan\n    at <anonymous> (src/fan.ts:12:1)\n');
	pty.close();
});

test('an app that was not built, an app that is none and a rate of 0 end with their exit codes', async t => {
	const app = builtApp();
	rmSync(join(app, 'build'), {recursive: true});
	const unbuilt = typed([app, '--port', '/dev/null']);
	t.is(await unbuilt.code, 1);
	t.regex(unbuilt.stderr, /^error NO_MAP: [\s\S]*catnap build .* --board <board>/);
	mkdirSync(join(app, 'build'));
	writeFileSync(join(app, 'build/app.js.map'), '{');
	const damaged = typed([app, '--port', '/dev/null']);
	t.is(await damaged.code, 1);
	t.regex(damaged.stderr, /^error NO_MAP: [\s\S]*at .*app\.js\.map\n {2}received: .*JSON/);
	t.is(await typed([join(folder, 'nothing'), '--port', '/dev/null']).code, 1);
	t.is(await typed(['--baud', '0']).code, 2);
});

test('without serialport the command says how to get it', async t => {
	const loader = join(folder, 'without-serialport.mjs');
	const hook = `export async function resolve(name, context, next) {
		if (name === 'serialport') throw Object.assign(new Error("Cannot find package 'serialport'"), {code: 'ERR_MODULE_NOT_FOUND'});
		return next(name, context);
	}`;
	writeFileSync(
		loader,
		`import {register} from 'node:module';\nregister('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));\n`,
	);
	chmodSync(loader, 0o644);
	const child = typed(['--port', '/dev/null'], {env: {...process.env, NODE_OPTIONS: `--import ${loader}`}});
	t.is(await child.code, 1);
	t.regex(child.stderr, /^error NO_SERIALPORT: [\s\S]*npm install --include=optional/);
});
