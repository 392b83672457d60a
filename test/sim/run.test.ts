// Firmware on both virtual boards: the same log, byte for byte, and every end of a run reported clearly.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import host from '../../boards/host/board.ts';
import qemu from '../../boards/qemu-an505/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import type {RunResult} from '../../sim/result.ts';
import {type RunOptions, runImage} from '../../sim/run.ts';
import type {Fault} from '../../sim/world/faults.ts';
import {Trace} from '../../sim/world/trace.ts';
import type {World} from '../../sim/world.ts';
import {buildApp} from './build-app.ts';

const targets = ['host', 'qemu-an505'] as const;
type Target = (typeof targets)[number];

// a folder of its own, so that the last test sees only what this file leaves behind
const temporary = mkdtempSync(join(tmpdir(), 'catnap-test-'));
process.env.TMPDIR = temporary;
test.after.always(() => rmSync(temporary, {recursive: true, force: true}));

const app = {host: buildApp(host, 'app'), 'qemu-an505': buildApp(qemu, 'app')};
const misuse = {host: buildApp(host, 'misuse'), 'qemu-an505': buildApp(qemu, 'misuse')};

/** Vibration, and a knock after five seconds. */
function trace(): Trace {
	return Trace.fromSamples(
		Array.from(
			{length: 4000},
			(_, index) => [index > 1000 && index < 1100 ? 600 : (index % 50) * 4, 0, 1000] as const,
		),
		200,
	);
}

function runApp(target: Target, options: Partial<RunOptions> = {}): Promise<RunResult> {
	return runImage({
		image: new Uint8Array(64),
		firmware: app,
		target,
		forUs: 60e6,
		trace: trace(),
		seed: 7,
		...options,
	});
}

function runMisuse(target: Target, what: number, options: Partial<RunOptions> = {}): Promise<RunResult> {
	const image = Uint8Array.of(what, ...new Uint8Array(15).fill(1));
	return runImage({image, firmware: misuse, target, forUs: 1e6, ...options});
}

/** What must be equal on all targets: everything but names, memory and counts. */
function comparable(result: RunResult): string {
	const {
		target: _target,
		board: _board,
		memory: _memory,
		instructions: _,
		wakeInstructions: __,
		...rest
	} = result;
	const marks = result.marks.map(({atMs, mark, value}) => ({atMs, mark, value}));
	return JSON.stringify({...rest, marks}, undefined, 1);
}

test.serial('the same firmware gives the same log on host and in QEMU', async t => {
	const [host, qemu] = await Promise.all(targets.map(target => runApp(target)));
	t.is(comparable(qemu!), comparable(host!));
	t.is(host!.ended, 'exit');
	t.deepEqual(host!.violations, []);
	t.deepEqual(
		host!.wakes.map(wake => wake.cause),
		['power-on', ...Array(12).fill('pin:imuInt'), 'timer', 'off:imuInt', 'reset', 'watchdog'],
	);
	t.is(host!.inferences, 14);
	t.is(`${host!.console.join('\n')}\n`, readFileSync(new URL('app.expected.txt', import.meta.url), 'utf8'));
});

test.serial('a run in QEMU that is made again is byte for byte the same, counts included', async t => {
	const first = await runApp('qemu-an505');
	t.is(JSON.stringify(await runApp('qemu-an505')), JSON.stringify(first));
	t.true(first.instructions! > 10_000);
	t.is(
		first.wakeInstructions!.reduce((sum, count) => sum + count, 0),
		first.instructions!,
	);
	t.is(first.wakeInstructions!.length, first.wakes.length);
});

test.serial('every bus fault gives the same log on host and in QEMU', async t => {
	for (let transfer = 1; transfer <= 61; transfer += 4) {
		const how = (['nack', 'timeout', 'stuck-sda'] as const)[transfer % 3]!;
		const faults: Fault[] = [{kind: 'bus', bus: 'i2c0', transfer, how, byte: transfer % 2}];
		const [host, qemu] = await Promise.all(targets.map(target => runApp(target, {faults, forUs: 3e6})));
		t.is(comparable(qemu!), comparable(host!), JSON.stringify(faults));
		t.is(host!.faults[0]!.fired, 1);
	}
});

for (const target of targets) {
	test.serial(`on ${target} the end of the run is exact wherever the app is`, async t => {
		for (const forUs of [1, 333, 100_752, 100_753, 1_300_000, 3_000_000, 5_060_192]) {
			const result = await runApp(target, {forUs});
			t.is(result.virtualMs, forUs / 1000);
			t.is(result.ended, 'time');
			const {sleep, awakeMs} = result;
			t.is(Math.round((sleep.idleMs + sleep.offMs + awakeMs) * 1000), forUs);
		}
	});

	test.serial(`on ${target} a crash is an error that says where`, async t => {
		const error = (await t.throwsAsync<CatnapError>(runMisuse(target, 1)))!;
		t.is(error.code, 'GUEST_FAULT');
		t.regex(
			error.facts.where!,
			target === 'host' ? /^cn_main < / : /^0x[0-9a-f]{8} \((crash|cn_main)\+\d+\)/,
		);
	});

	test.serial(`on ${target} a mistake in a script of the world is not called a crash`, async t => {
		const late = (await t.throwsAsync<CatnapError>(
			runApp(target, {setup: world => world.at(5e6, () => world.press('button', 200))}),
		))!;
		t.is(late.code, 'BAD_MOMENT');
		t.is(late.facts.where, 'virtual time 5000 ms');
		t.is(late.facts.received, '200');
		for (const mine of [new RangeError('mine'), new TypeError('mine'), new Error('mine')]) {
			const setup: RunOptions['setup'] = world =>
				world.at(5e6, () => {
					throw mine;
				});
			t.is(await t.throwsAsync(runApp(target, {setup})), mine);
		}
	});

	test.serial(`on ${target} a stack overflow is an error, not a wrong result`, async t => {
		const error = (await t.throwsAsync<CatnapError>(runMisuse(target, 2)))!;
		t.is(error.code, 'GUEST_FAULT');
		if (target === 'qemu-an505') t.regex(error.message, /stack overflow/);
	});

	test.serial(`on ${target} a panic ends the run with its text`, async t => {
		const result = await runMisuse(target, 3);
		t.is(result.ended, 'panic: nothing works');
	});

	test.serial(`on ${target} an interrupt storm loses no edge that fits between two sleeps`, async t => {
		const faults: Fault[] = [{kind: 'pin-storm', pin: 'button', atUs: 5000, edges: 1000, everyUs: 800}];
		const result = await runMisuse(target, 5, {faults});
		t.deepEqual(result.console, ['1000', String(5000 + 999 * 800)]);
		t.is(result.wakes.filter(wake => wake.cause === 'pin:button').length, 1000);
	});

	test.serial(`on ${target} the chip counts time as the world does`, async t => {
		let spent = 0;
		for (let index = 0; index < 2000; index++) spent += 100 + (index % 777);
		const atUs = Math.floor((spent * 13) / 640);
		t.deepEqual((await runMisuse(target, 8)).console, ['0', String(atUs)]);
	});

	test.serial(`on ${target} a disturbed byte of retained memory is seen after the reset`, async t => {
		const faults: Fault[] = [
			{kind: 'retained', boot: 2, byte: 0, xor: 0xff},
			{kind: 'retained', boot: 2, byte: 4095, xor: 0x01},
		];
		t.deepEqual((await runMisuse(target, 6, {faults})).console, ['0', '255', '4095', '1']);
		t.deepEqual((await runMisuse(target, 6)).console, []);
	});

	test.serial(
		`on ${target} the console keeps characters that are cut and a last line without an end`,
		async t => {
			const {console: lines, virtualMs} = await runMisuse(target, 7);
			t.is(lines.length, 3002);
			t.is(lines[0], 'grüß');
			t.is(lines.at(-1), 'the end');
			t.is(virtualMs, 13);
		},
	);
}

test.serial('an edge at any microsecond around going to sleep is neither lost nor doubled', async t => {
	const wakes: number[] = [];
	for (let afterUs = 1; afterUs <= 60; afterUs++) {
		// the first edge wakes the chip, which works for 20 us and goes to sleep again; the second comes meanwhile
		const setup = (world: World): void => {
			world.press('button', 5000, 1);
			world.press('button', 5000 + afterUs, 1);
		};
		const result = await runMisuse('host', 5, {setup});
		t.deepEqual(result.console, ['2', String(5000 + afterUs)]);
		wakes.push(result.wakes.filter(wake => wake.cause === 'pin:button').length);
	}
	t.deepEqual(wakes, [...Array(20).fill(1), ...Array(40).fill(2)]);
});

test.serial('an hour of streaming loses no sample and keeps a bounded log', async t => {
	const result = await runImage({
		image: Uint8Array.of(1),
		firmware: app,
		target: 'host',
		forUs: 3600e6 + 1000,
		logLimit: 1000,
	});
	t.is(result.sensors.imu!.lost, 0);
	t.is(result.sensors.imu!.samples, 720_000);
	t.is(result.wakeCount, 1 + 720_000 / 20);
	t.is(result.wakes.length, 1000);
	t.true(result.logDropped > 30_000);
});

test.serial('instructions are counted exactly in QEMU', async t => {
	const {marks} = await runMisuse('qemu-an505', 4);
	const [begin, end] = marks.filter(({mark}) => mark.startsWith('invoke'));
	const between = end!.instructions! - begin!.instructions!;
	// the loop, and what it costs to send the first mark
	t.true(between >= 2_000_000 && between < 2_000_400, `${between} instructions`);
});

test.serial('without the emulator the error names the package', async t => {
	const path = process.env.PATH;
	const folder = mkdtempSync(join(tmpdir(), 'catnap-path-'));
	symlinkSync('/usr/bin/mkfifo', join(folder, 'mkfifo'));
	process.env.PATH = folder;
	try {
		const error = (await t.throwsAsync<CatnapError>(runMisuse('qemu-an505', 7)))!;
		t.is(error.code, 'NO_EMULATOR');
		t.regex(error.facts.todo!, /apt-get install qemu-system-arm/);
	} finally {
		process.env.PATH = path;
		rmSync(folder, {recursive: true});
	}
});

test.serial('a firmware that is no program ends in an error, not in a wait', async t => {
	const firmware = {...misuse, 'qemu-an505': misuse.host};
	const error = (await t.throwsAsync<CatnapError>(
		runImage({image: new Uint8Array(1), firmware, target: 'qemu-an505', forUs: 1e6}),
	))!;
	t.true(['EMULATOR_ENDED', 'GUEST_STALLED'].includes(error.code), error.message);
});

test.serial('an image that is larger than its room is refused', async t => {
	const image = new Uint8Array(512 * 1024 + 1);
	const error = (await t.throwsAsync<CatnapError>(
		runImage({image, firmware: app, target: 'host', forUs: 1e6}),
	))!;
	t.is(error.code, 'IMAGE_TOO_LARGE');
});

test.serial('a run that is ended by a signal takes the emulator and its folder with it', async t => {
	const script = new URL('loop.ts', import.meta.url).pathname;
	const child = spawn(process.execPath, ['--import=tsx', script, misuse['qemu-an505']], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const folder = String(await once(child.stdout!, 'data'));
	// the emulator works in its folder
	const emulators = (): number =>
		readdirSync('/proc').filter(pid => {
			try {
				return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
			} catch {
				return false;
			}
		}).length;
	t.is(emulators(), 1);
	child.kill('SIGTERM');
	const [, signal] = await once(child, 'exit');
	t.is(signal, 'SIGTERM');
	t.false(existsSync(folder));
	await new Promise(done => setTimeout(done, 200));
	t.is(emulators(), 0);
});

test.serial('no folder and no process is left behind', t => {
	t.deepEqual(
		readdirSync(temporary).filter(name => name.startsWith('catnap-')),
		[],
	);
});
