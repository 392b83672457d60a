// The simulated SAADC, as the product specification says it; no core, no port.

import test from 'ava';
import {Bench, ram} from './bench.ts';

const saadc = 0x5000_e000;
const p0 = 0x5084_2500;
const irq = 14;
const at = {
	start: 0x000,
	sample: 0x004,
	stop: 0x008,
	calibrate: 0x00c,
	started: 0x100,
	end: 0x104,
	done: 0x108,
	resultDone: 0x10c,
	stopped: 0x114,
	intenset: 0x304,
	status: 0x400,
	enable: 0x500,
	pselp: 0x510,
	config: 0x518,
	resolution: 0x5f0,
	oversample: 0x5f4,
	ptr: 0x62c,
	maxcnt: 0x630,
	amount: 0x634,
} as const;
const config = {sixth: 0, one: 5 << 8, vddReference: 1 << 12, tenUs: 2 << 16, fortyUs: 5 << 16} as const;

/** A converter that is set up for AIN0; `levels` in millivolts, 255 is the supply. */
function ready(levels: Readonly<Record<number, number>>, settings: number = config.tenUs): Bench {
	const bench = new Bench();
	bench.outside.analog = input => levels[input] ?? 0;
	bench.set(saadc + at.enable, 1);
	bench.set(saadc + at.pselp, 1);
	bench.set(saadc + at.config, settings);
	bench.set(saadc + at.resolution, 2);
	bench.set(saadc + at.ptr, ram);
	bench.set(saadc + at.maxcnt, 1);
	return bench;
}

function convert(bench: Bench): number {
	bench.set(saadc + at.start, 1);
	bench.pass(2);
	bench.set(saadc + at.sample, 1);
	bench.pass(50);
	return new DataView(bench.memory.buffer).getInt16(0, true);
}

test('a conversion takes acquisition and 2 us, writes one result and raises its events', t => {
	const bench = ready({0: 1800});
	bench.set(saadc + at.intenset, 2);
	bench.set(saadc + at.start, 1);
	t.is(bench.get(saadc + at.started), 0);
	bench.pass(2);
	t.is(bench.get(saadc + at.started), 1);
	bench.set(saadc + at.sample, 1);
	t.is(bench.get(saadc + at.status), 1);
	bench.pass(11);
	t.is(bench.get(saadc + at.end), 0);
	bench.pass(2);
	for (const event of [at.end, at.done, at.resultDone]) t.is(bench.get(saadc + event), 1);
	t.true(bench.isRaised(irq));
	t.is(bench.get(saadc + at.amount), 1);
	t.is(bench.get(saadc + at.status), 0);
	t.deepEqual([...bench.memory.slice(0, 2)], [0x00, 0x08]);
	t.deepEqual(bench.taken(), []);
});

test('the result is the level times gain over reference times 2^bits and saturates', t => {
	t.is(convert(ready({0: 600}, config.one)), 4095);
	t.is(convert(ready({0: 300}, config.one)), 2048);
	t.is(convert(ready({0: 3599.9})), 4095);
	t.is(convert(ready({0: 9000})), 4095);
	t.is(convert(ready({0: -10})), -12, 'single-ended results may be negative');
	t.is(convert(ready({0: 1500, 255: 3000}, config.vddReference)), 1365, '1500 / 6 / (3000 / 4) of 4096');
	const fine = ready({0: 1800});
	fine.set(saadc + at.resolution, 3);
	t.is(convert(fine), 8192);
});

test('input 9 is the supply', t => {
	const bench = ready({255: 3000});
	bench.set(saadc + at.pselp, 9);
	t.is(convert(bench), Math.floor((3000 / 3600) * 4096));
	t.deepEqual(bench.taken(), []);
});

test('a slow acquisition takes longer', t => {
	const bench = ready({0: 1800}, config.fortyUs);
	bench.set(saadc + at.start, 1);
	bench.pass(2);
	bench.set(saadc + at.sample, 1);
	bench.pass(41);
	t.is(bench.get(saadc + at.end), 0);
	bench.pass(2);
	t.is(bench.get(saadc + at.end), 1);
});

test('after the end nothing is converted until it is started again', t => {
	const bench = ready({0: 1800});
	convert(bench);
	bench.set(saadc + at.sample, 1);
	t.regex(bench.taken()[0]!, /TASKS_SAMPLE while it is stopped/);
	bench.set(saadc + at.stop, 1);
	bench.pass(2);
	t.is(bench.get(saadc + at.stopped), 1);
	bench.set(saadc + at.enable, 0);
	t.deepEqual(bench.taken(), []);
});

const misuses: Readonly<Record<string, readonly [(bench: Bench) => void, RegExp]>> = {
	'a task while it is off': [
		bench => {
			bench.set(saadc + at.enable, 0);
			bench.set(saadc + at.start, 1);
		},
		/TASKS_START while it is disabled/,
	],
	'a start without room for a result': [
		bench => {
			bench.set(saadc + at.maxcnt, 0);
			bench.set(saadc + at.start, 1);
		},
		/without room/,
	],
	'a sample before it has started': [
		bench => {
			bench.set(saadc + at.start, 1);
			bench.set(saadc + at.sample, 1);
		},
		/while it is starting/,
	],
	'a setting that changes while it runs': [
		bench => {
			bench.set(saadc + at.start, 1);
			bench.set(saadc + at.pselp, 2);
		},
		/CH0_PSELP written while it runs/,
	],
	'switching it off while it runs': [
		bench => {
			bench.set(saadc + at.start, 1);
			bench.set(saadc + at.enable, 0);
		},
		/before it was stopped/,
	],
	'no channel at all': [
		bench => {
			bench.set(saadc + at.pselp, 0);
			bench.set(saadc + at.start, 1);
		},
		/0 channels/,
	],
	'a second channel': [
		bench => {
			bench.set(saadc + at.pselp + 0x10, 2);
			bench.set(saadc + at.start, 1);
		},
		/2 channels/,
	],
	'a pin whose digital input is connected': [
		bench => {
			bench.set(p0 + 0x200 + 4 * 4, 0);
			bench.set(saadc + at.start, 1);
		},
		/pin 4 is converted while it is a digital pin/,
	],
	'a burst, which is not simulated': [
		bench => {
			bench.set(saadc + at.config, 1 << 24);
			bench.set(saadc + at.start, 1);
		},
		/burst/,
	],
	'a calibration, which is not simulated': [bench => bench.set(saadc + at.calibrate, 1), /not simulated/],
};

for (const [what, [misuse, says]] of Object.entries(misuses)) {
	test(`${what} is reported`, t => {
		const bench = ready({0: 1800});
		misuse(bench);
		t.regex(bench.taken()[0] ?? 'nothing was reported', says);
	});
}
