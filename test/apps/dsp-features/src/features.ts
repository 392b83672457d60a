// Mel, MFCC, and the front end of speech against rows that TensorFlow Lite Micro computed.

import {Fft, Mel, Mfcc, SpeechFrontEnd} from 'catnap/dsp';
import {bits, generator, near, noise} from '../../dsp/src/signals.ts';

const {PI, cos, exp, log, sqrt} = Math;

export function features(): void {
	mfcc();
	golden();
	rows();
}

/** Triangles and cepstrum in double precision. */
function definition(power: Float32Array, size: number, rateHz: number, bands: number): number[] {
	const mel = (hz: number): number => 1127 * log(1 + hz / 700);
	const low = mel(50);
	const spacing = (mel(3500) - low) / (bands + 1);
	const edge = (i: number): number => ((700 * (exp((low + spacing * i) / 1127) - 1)) / rateHz) * size;
	return Array.from({length: bands}, (_, b) => {
		const [left, top, right] = [edge(b), edge(b + 1), edge(b + 2)];
		let sum = 0;
		for (const [k, p] of power.entries()) {
			sum += p * Math.max(0, Math.min((k - left) / (top - left), (right - k) / (right - top)));
		}
		return sum;
	});
}

function mfcc(): void {
	const options = {size: 512, rateHz: 8000, bands: 20, lowHz: 50, highHz: 3500} as const;
	const signal = noise(4, 512);
	const fft = new Fft(512, {window: 'hamming'});
	const power = fft.power(signal, new Float32Array(fft.bins));
	const energies = new Mel(options).run(power, new Float32Array(20));
	const want = definition(power, 512, 8000, 20);
	console.log('mel', bits(energies), near(energies, want, 1e-5));

	const cepstrum = new Mfcc({...options, window: 'hamming', floor: 1e-4});
	const got = cepstrum.run(signal, new Float32Array(13));
	const wanted = Array.from(got, (_, c) => {
		let sum = 0;
		for (const [b, energy] of want.entries()) sum += log(energy + 1e-4) * cos((PI * c * (2 * b + 1)) / 40);
		return sum * sqrt((c === 0 ? 1 : 2) / 20);
	});
	console.log('mfcc', bits(got), near(got, wanted, 1e-3));
	cepstrum.close();
}

/** Case walk:1*12 of the golden audio_preprocessor_int8: twelve frames, a random walk each. */
function golden(): void {
	const frontEnd = new SpeechFrontEnd();
	const next = generator(1);
	const all = new Int8Array(12 * 40);
	const frame = new Int16Array(480);
	for (let row = 0; row < 12; row++) {
		let level = 0;
		for (let i = 0; i < 480; i++) {
			level += ((next() >>> 16) % 4097) - 2048;
			level = Math.min(32767, Math.max(-32768, level));
			frame[i] = level;
		}
		frontEnd.run(frame, all.subarray(40 * row, 40 * row + 40));
	}
	// the hash of the golden's rows
	console.log('speech', bits(all), bits(all) === '26253343');
	frontEnd.close();
}

/** Rows at once are rows one by one; a fresh front end hears silence as silence. */
function rows(): void {
	const sound = Int16Array.from(noise(5, 480 + 2 * 320), x => x * 9000);
	const frontEnd = new SpeechFrontEnd();
	const silence = frontEnd.run(new Int16Array(480), new Int8Array(40));
	console.log(
		'silence',
		silence.every(x => x === -128),
	);
	const atOnce = frontEnd.run(sound, new Int8Array(3 * 40));
	frontEnd.reset();
	const one = new Int8Array(3 * 40);
	for (let row = 0; row < 3; row++) {
		frontEnd.run(sound.subarray(320 * row, 320 * row + 480), one.subarray(40 * row, 40 * row + 40));
	}
	console.log('rows', bits(atOnce), bits(one) === bits(atOnce));
}
