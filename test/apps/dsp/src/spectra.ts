// Transform and power spectrum against sums in double precision; windows against their formulas.

import {bandPower, Fft, type FftSize, fillWindow, multiply, peaks, rms} from 'catnap/dsp';
import {bits, near, noise, sine} from './signals.ts';

const {PI, cos, sin} = Math;

/** Bins as `transform` lays them out. */
function definition(signal: Float32Array): Float64Array {
	const n = signal.length;
	const out = new Float64Array(n);
	for (let k = 0; k <= n / 2; k++) {
		let re = 0;
		let im = 0;
		for (const [i, x] of signal.entries()) {
			re += x * cos((2 * PI * ((i * k) % n)) / n);
			im -= x * sin((2 * PI * ((i * k) % n)) / n);
		}
		if (k === n / 2) out[1] = re;
		else out[2 * k] = re;
		if (k > 0 && k < n / 2) out[2 * k + 1] = im;
	}
	return out;
}

export function spectra(): void {
	for (const size of [32, 64, 256, 1024] as const satisfies readonly FftSize[]) transform(size);
	parseval();
	strongest();
	windows();
}

function transform(size: FftSize): void {
	const fft = new Fft(size);
	const signal = noise(size, size);
	const out = fft.transform(signal, new Float32Array(size));
	const inPlace = signal.slice();
	fft.transform(inPlace, inPlace);
	const right = size <= 64 ? near(out, definition(signal), 2e-7 * size) : 'not compared';
	console.log('fft', size, bits(out), right, bits(inPlace) === bits(out));
	fft.close();
}

/** Without window, and no mean, the bins add up to the mean square. */
function parseval(): void {
	const fft = new Fft(256, {window: 'rectangle'});
	const signal = sine(20, 256, 3);
	const power = fft.power(signal, new Float32Array(fft.bins));
	console.log('power', bits(power), near([bandPower(power)], [rms(signal) ** 2], 1e-5), power[20]);
	console.log('signal untouched', bits(signal) === bits(sine(20, 256, 3)));
}

/** Two tones on an offset: their places and strengths. */
function strongest(): void {
	const fft = new Fft(512);
	const weak = sine(100.25, 512, 0.5);
	const signal = sine(40, 512, 2).map((x, i) => x + (weak[i] as number) + 7);
	const power = fft.power(signal, new Float32Array(fft.bins));
	const found = new Float32Array(8);
	const count = peaks(power, found, 0.01);
	const [first, , second] = found as unknown as [number, number, number];
	console.log('peaks', count, bits(found), near([first, second], [40, 100.25], 0.03));
	console.log(
		'band',
		near([bandPower(power, 38, 43)], [2], 1e-3),
		near([bandPower(power, 97, 104)], [0.125], 1e-3),
	);
}

function windows(): void {
	const turn = (i: number, n: number): number => (2 * PI * i) / n;
	const formulas = {
		hann: (i: number, n: number) => 0.5 - 0.5 * cos(turn(i, n)),
		hamming: (i: number, n: number) => 0.54 - 0.46 * cos(turn(i, n)),
		blackman: (i: number, n: number) => 0.42 - 0.5 * cos(turn(i, n)) + 0.08 * cos(2 * turn(i, n)),
		rectangle: () => 1,
	};
	for (const kind of ['hann', 'hamming', 'blackman', 'rectangle'] as const) {
		const out = fillWindow(kind, new Float32Array(400));
		const want = Float64Array.from({length: 400}, (_, i) => formulas[kind](i, 400));
		console.log('window', kind, bits(out), near(out, want, 5e-7));
	}
	console.log('multiply', multiply(Float32Array.of(1, -2, 3), Float32Array.of(0.5, 0.25, 8)));
}
