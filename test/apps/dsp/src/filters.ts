// Filters against the same recurrence in float32 steps (Math.fround), bit for bit, and against their meaning.

import {Biquad, designBiquad, Fir, rms} from 'catnap/dsp';
import {bits, near, noise, same, sine} from './signals.ts';

const {PI, cos, fround, sin} = Math;

export function filters(): void {
	design();
	biquad();
	passes();
	fir();
}

/** R. Bristow-Johnson's low pass in double precision. */
function design(): void {
	const coefficients = designBiquad({kind: 'lowPass', atHz: 30, rateHz: 200, q: 0.9});
	const angle = (2 * PI * 30) / 200;
	const alpha = sin(angle) / 1.8;
	const half = (1 - cos(angle)) / 2;
	const want = [half, 2 * half, half, -2 * cos(angle), 1 - alpha].map(x => x / (1 + alpha));
	console.log('design', bits(coefficients), near(coefficients, want, 3e-7));
	for (const kind of ['highPass', 'bandPass', 'notch'] as const) {
		console.log(kind, bits(designBiquad({kind, atHz: 12.5, rateHz: 400})));
	}
}

/** Transposed direct form II, one rounding an operation. */
function recurrence([b0, b1, b2, a1, a2]: number[], signal: Float32Array): Float32Array {
	let first = 0;
	let second = 0;
	return signal.map(x => {
		const y = fround(fround((b0 as number) * x) + first);
		first = fround(fround(fround((b1 as number) * x) - fround((a1 as number) * y)) + second);
		second = fround(fround((b2 as number) * x) - fround((a2 as number) * y));
		return y;
	});
}

function biquad(): void {
	const sections = [
		{kind: 'lowPass', atHz: 40, rateHz: 200},
		{kind: 'notch', atHz: 25, rateHz: 200, q: 5},
	] as const;
	const signal = noise(7, 300);
	const filter = new Biquad(sections);
	const whole = filter.run(signal, new Float32Array(300));
	const [one, two] = sections.map(section => [...designBiquad(section)]) as [number[], number[]];
	console.log('biquad', bits(whole), same(whole, recurrence(two, recurrence(one, signal))));

	filter.reset();
	const blocks = signal.slice();
	for (const [from, to] of [
		[0, 1],
		[1, 100],
		[100, 300],
	] as const)
		filter.run(blocks.subarray(from, to));
	console.log('in place, in blocks', same(blocks, whole));

	const raw = new Biquad(Float32Array.of(...one, ...two)).run(signal.slice());
	console.log('from coefficients', same(raw, whole));
}

/** What each kind does to tones of 5, 25 and 75 Hz, as gains once it has settled. */
function passes(): void {
	for (const kind of ['lowPass', 'highPass', 'bandPass', 'notch'] as const) {
		const filter = new Biquad({kind, atHz: 25, rateHz: 200, q: 2});
		const gains = [5, 25, 75].map(hz => {
			filter.reset();
			const tone = filter.run(sine(hz * 5, 1000)).subarray(600);
			return Math.round(rms(tone) * Math.SQRT2 * 100) / 100;
		});
		console.log('gains', kind, gains);
		filter.close();
	}
}

function fir(): void {
	const taps = noise(8, 31);
	const signal = noise(9, 200);
	const want = signal.map((_, i) => {
		let sum = 0;
		for (const [k, tap] of taps.entries()) sum = fround(sum + fround(tap * (signal[i - k] ?? 0)));
		return sum;
	});
	const filter = new Fir(taps);
	const whole = filter.run(signal, new Float32Array(200));
	console.log('fir', bits(whole), same(whole, want));
	filter.reset();
	const blocks = new Float32Array(200);
	for (const [from, to] of [
		[0, 3],
		[3, 90],
		[90, 91],
		[91, 200],
	] as const) {
		filter.run(signal.subarray(from, to), blocks.subarray(from, to));
	}
	console.log('fir in blocks', same(blocks, want));
	console.log('one tap', new Fir(Float32Array.of(2)).run(Float32Array.of(1, 2, 3), new Float32Array(3)));
}
