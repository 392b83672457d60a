// The simulated PDM, as the product specification says it; no core, no port.

import test from 'ava';
import {Bench, ram} from './bench.ts';

const pdm = 0x5002_6000;
const clock = 0x5000_5000;
const p1 = 0x5084_2800;
const irq = 38;
const at = {
	start: 0x000,
	stop: 0x004,
	started: 0x100,
	stopped: 0x104,
	end: 0x108,
	intenset: 0x304,
	enable: 0x500,
	clock: 0x504,
	mode: 0x508,
	gainl: 0x518,
	ratio: 0x520,
	pselClock: 0x540,
	pselData: 0x544,
	ptr: 0x560,
	maxcnt: 0x564,
} as const;
const clocks = {k1000: 0x0800_0000, k1280: 0x0a00_0000} as const;

interface Heard {
	readonly asked: (readonly [number, number])[];
	rested: number;
}

/** A bench whose microphone counts samples, with the crystal running and PDM set up for 16 kHz. */
function ready(): {bench: Bench; heard: Heard} {
	const bench = new Bench();
	const heard: Heard = {asked: [], rested: 0};
	let next = 0;
	Object.assign(bench.outside, {
		microphone: {
			listen: (rateHz: number, gainDb: number) => {
				heard.asked.push([rateHz, gainDb]);
				return true;
			},
			take: (count: number) => Int16Array.from({length: count}, () => next++),
			rest: () => void heard.rested++,
		},
	});
	bench.set(clock + 0x514, 1);
	bench.set(clock + 0x000, 1);
	bench.pass(2000);
	bench.set(p1 + 0x200 + 4 * 5, 3);
	bench.set(p1 + 0x200 + 4 * 6, 0);
	for (const [offset, value] of [
		[at.pselClock, 37],
		[at.pselData, 38],
		[at.clock, clocks.k1280],
		[at.ratio, 1],
		[at.mode, 1],
		[at.ptr, ram],
		[at.maxcnt, 160],
		[at.enable, 1],
	] as const)
		bench.set(pdm + offset, value);
	return {bench, heard};
}

function words(bench: Bench, offset: number, count: number): number[] {
	return [...new Int16Array(bench.memory.buffer, offset, count)];
}

test('blocks of 160 samples end every 10 ms and go where the pointer said at their start', t => {
	const {bench, heard} = ready();
	bench.set(pdm + at.intenset, 5);
	bench.set(pdm + at.start, 1);
	t.is(bench.get(pdm + at.started), 1);
	t.true(bench.isRaised(irq));
	bench.set(pdm + at.started, 0);
	bench.set(pdm + at.ptr, ram + 0x1000);
	t.false(bench.isRaised(irq));
	bench.pass(9999);
	t.is(bench.get(pdm + at.end), 0);
	bench.pass(2);
	t.is(bench.get(pdm + at.end), 1);
	t.is(bench.get(pdm + at.started), 1);
	t.deepEqual(words(bench, 0, 3), [0, 1, 2]);
	bench.set(pdm + at.ptr, ram);
	bench.pass(10_000);
	t.deepEqual(words(bench, 0x1000, 2), [160, 161]);
	t.deepEqual(heard.asked, [[16_000, 0]]);
	t.deepEqual(bench.taken(), []);
});

test('the rate is the clock over the ratio, and the gain comes in half decibels', t => {
	for (const [frequency, ratio, rateHz] of [
		[clocks.k1280, 0, 20_000],
		[clocks.k1000, 1, 12_500],
		[clocks.k1000, 0, 15_625],
	] as const) {
		const {bench, heard} = ready();
		bench.set(pdm + at.clock, frequency);
		bench.set(pdm + at.ratio, ratio);
		bench.set(pdm + at.gainl, 0x28 + 7);
		bench.set(pdm + at.start, 1);
		t.deepEqual(heard.asked, [[rateHz, 3.5]]);
		bench.set(pdm + at.ptr, ram);
		bench.pass((160e6 / rateHz) * 0.999);
		t.is(bench.get(pdm + at.end), 0);
		bench.pass((160e6 / rateHz) * 0.002);
		t.is(bench.get(pdm + at.end), 1);
	}
});

test('blocks follow each other without a gap: the hundredth ends after a second', t => {
	const {bench} = ready();
	bench.set(pdm + at.start, 1);
	for (let block = 0; block < 99; block++) {
		bench.set(pdm + at.ptr, ram);
		bench.pass(10_000);
	}
	bench.set(pdm + at.ptr, ram);
	bench.set(pdm + at.end, 0);
	bench.pass(9999);
	t.is(bench.get(pdm + at.end), 0);
	bench.pass(2);
	t.is(bench.get(pdm + at.end), 1);
	t.is(words(bench, 0, 1)[0], 99 * 160);
	t.deepEqual(bench.taken(), []);
});

test('a stop ends the block that is being filled, releases the microphone and says when', t => {
	const {bench, heard} = ready();
	bench.set(pdm + at.start, 1);
	bench.pass(5000);
	bench.set(pdm + at.stop, 1);
	t.is(heard.rested, 1);
	t.is(bench.get(pdm + at.stopped), 0);
	bench.pass(10);
	t.is(bench.get(pdm + at.stopped), 1);
	bench.pass(50_000);
	t.is(bench.get(pdm + at.end), 0);
	bench.set(pdm + at.enable, 0);
	t.deepEqual(bench.taken(), []);
});

const misuses: Readonly<Record<string, readonly [(bench: Bench) => void, RegExp]>> = {
	'a start while it is off': [bench => bench.set(pdm + at.enable, 0), /while it is disabled/],
	'a start without the crystal': [bench => bench.set(clock + 0x004, 1), /without the crystal/],
	'a clock pin that is an input': [bench => bench.set(p1 + 0x200 + 4 * 5, 0), /pin 37 of PSEL_CLK/],
	'a data pin whose input is disconnected': [bench => bench.set(p1 + 0x200 + 4 * 6, 2), /pin 38 of PSEL_DIN/],
	'a line that is not connected': [
		bench => bench.set(pdm + at.pselData, 0x8000_0000),
		/PSEL_DIN disconnected/,
	],
	'no room': [bench => bench.set(pdm + at.maxcnt, 0), /without room/],
	stereo: [bench => bench.set(pdm + at.mode, 0), /stereo/],
	'a clock that it does not have': [bench => bench.set(pdm + at.clock, 5), /none of its clocks/],
	'too much gain': [bench => bench.set(pdm + at.gainl, 0x51), /at most 80/],
};
for (const [what, [misuse, says]] of Object.entries(misuses)) {
	test(`${what} is reported`, t => {
		const {bench} = ready();
		misuse(bench);
		bench.set(pdm + at.start, 1);
		t.regex(bench.taken()[0] ?? 'nothing was reported', says);
	});
}

test('a pointer that was not renewed, a setting that changes and switching it off are reported', t => {
	const {bench} = ready();
	bench.set(pdm + at.start, 1);
	bench.pass(10_001);
	t.regex(bench.taken()[0] ?? '', /the same block is filled again/);
	bench.set(pdm + at.ratio, 0);
	t.regex(bench.taken()[0] ?? '', /RATIO written while it runs/);
	bench.set(pdm + at.enable, 0);
	t.regex(bench.taken()[0] ?? '', /disabled before it was stopped/);
});
