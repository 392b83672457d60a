// Runs the soak app for some days of virtual time and computes what its counts must be.

import type {ExecutionContext} from 'ava';
import {type SimulationResult, simulate, type World} from 'catnap/testing';

const rateHz = 10;
const watermark = 25;
const windowSamples = 256;
const pressEveryS = 1000;
const quarterDayS = 21_600;
/** Behind the last line of the app: the moment is asleep again, and the same on each day. */
const marginS = 5;

/** What the app says each quarter of a day. */
interface Said {
	readonly ticks: number;
	/** How late the latest tick was behind its place in the row of multiples. */
	readonly latestUs: number;
	readonly windows: number;
	readonly presses: number;
	readonly samples: number;
	readonly dropped: number;
	readonly gaps: number;
	readonly overruns: number;
	readonly busErrors: number;
	readonly restarts: number;
}

export interface Soak {
	readonly result: SimulationResult;
	readonly said: readonly Said[];
	/** Edges that the world made on watched pins, and presses of the button: all, and those before the app's last line. */
	readonly edges: number;
	readonly presses: number;
	readonly pressesTold: number;
}

export async function soak(quarterDays: number, oscillatorPpm: number): Promise<Soak> {
	const seconds = quarterDays * quarterDayS + marginS;
	let world: World | undefined;
	let presses = 0;
	let pressesTold = 0;
	const setup = (made: World): void => {
		world = made;
		// one press makes the next, so that a month of them is not waiting
		const press = (): void => {
			presses++;
			if (made.nowUs < quarterDays * quarterDayS * 1e6) pressesTold = presses;
			made.press('button', made.nowUs);
			made.at(made.nowUs + pressEveryS * 1e6 + 777, press);
		};
		made.at(pressEveryS * 1e6, press);
	};
	const result = await simulate({
		app: import.meta.dirname,
		target: 'host',
		for: `${seconds}s`,
		oscillatorPpm,
		logLimit: 10_000, // nobody looks at the entries of a month, only at counts and the console
		setup,
	});
	const said = result.console.map(
		line => JSON.parse(line, (_, value) => (typeof value === 'string' ? Number(value) : value)) as Said,
	);
	return {result, said, edges: world!.pins.edgesMade, presses, pressesTold};
}

/** All that must hold at the end, however long it was. */
export function check(t: ExecutionContext, soaked: Soak, ppm: number): void {
	const {result, said, edges, presses, pressesTold} = soaked;
	const last = said.at(-1)!;
	const seconds = result.virtualMs / 1000;
	t.is(result.ended, 'time');
	t.deepEqual(result.violations, []);
	// timers: every multiple of ten seconds, none skipped; late by what was being done, never by more as time goes on
	t.true(said.every(({ticks}, index) => ticks === ((index + 1) * quarterDayS) / 10));
	t.true(last.latestUs < 10_000, `${last.latestUs} us late`);
	// samples: what the chip's own oscillator makes; all are read, but those that wait in the FIFO
	const {samples, lost} = result.sensors.imu!;
	const expected = seconds * rateHz * (1 + ppm * 1e-6);
	t.true(Math.abs(samples - expected) <= 2, `${samples} samples, not ${expected}`);
	t.is(lost, 0);
	const {dropped, gaps, overruns, busErrors, restarts} = last;
	t.deepEqual(
		{dropped, gaps, overruns, busErrors, restarts},
		{dropped: 0, gaps: 0, overruns: 0, busErrors: 0, restarts: 0},
	);
	t.true(samples - last.samples >= 0 && samples - last.samples < watermark + marginS * rateHz);
	t.is(last.windows, Math.floor(last.samples / windowSamples));
	t.is(result.inferences, Math.floor((Math.floor(samples / watermark) * watermark) / windowSamples));
	// wakes: one for each edge of the world and each tick; now and then one comes while the chip is awake for another
	t.is(edges, Math.floor(samples / watermark) + presses);
	t.is(last.presses, pressesTold);
	const events = 1 + edges + Math.floor(seconds / 10);
	t.true(
		result.wakeCount <= events && result.wakeCount > 0.99 * events,
		`${result.wakeCount} of ${events} wakes`,
	);
}

/**
 * Flat memory. A block keeps eight bytes that are too few for a block of their own, so what is in use depends a little on
 * where blocks lie; a leak of eight bytes in each quarter of a day is 952 in a month.
 */
export function checkMemory(t: ExecutionContext, early: Soak, late: Soak): void {
	const [before, after] = [early.result.memory!, late.result.memory!];
	t.is(after.wasmBytes, before.wasmBytes);
	const kept = after.poolUsedBytes! - before.poolUsedBytes!;
	t.true(Math.abs(kept) <= 64, `${kept} bytes more are in use`);
	const grown = after.poolPeakBytes! - before.poolPeakBytes!;
	t.true(grown >= 0 && grown <= 64, `the peak grew by ${grown} bytes`);
}
