// What does not fit is said, and calls take no memory.

import {NativeError} from 'catnap';
import {
	Biquad,
	bandPower,
	Fft,
	type FftSize,
	Fir,
	Mel,
	Mfcc,
	peaks,
	quantize,
	rms,
	SpeechFrontEnd,
	toFloat,
} from 'catnap/dsp';

function refused(action: () => unknown): void {
	try {
		action();
		console.log('not refused', String(action));
	} catch (error) {
		console.log(NativeError.is(error) ? error.code : 'not a NativeError', (error as Error).message);
	}
}

const floats = (length: number): Float32Array => new Float32Array(length);

export function limits(): void {
	const fft = new Fft(64);
	refused(() => new Fft(100 as FftSize));
	refused(() => fft.power(floats(64), floats(32)));
	refused(() => fft.transform(floats(63), floats(64)));
	refused(() => fft.power([1, 2] as unknown as Float32Array, floats(33)));
	refused(() => new Biquad({kind: 'lowPass', atHz: 100, rateHz: 200}));
	refused(() => new Biquad({kind: 'lowPass', atHz: 10, rateHz: 200, q: 0.01}));
	refused(() => new Biquad(floats(7)));
	refused(() => new Biquad([]));
	const shared = floats(10);
	refused(() => new Fir(floats(3)).run(shared, shared));
	refused(() => new Biquad(floats(5)).run(shared.subarray(0, 8), shared.subarray(2)));
	refused(() => new Mel({size: 64, rateHz: 200, highHz: 101}));
	refused(() => new Mel({size: 64, rateHz: 200, bands: 129}));
	refused(() => new Mfcc({size: 64, rateHz: 200, bands: 8}));
	refused(() => new Mfcc({size: 64, rateHz: 200, floor: 0}));
	refused(() => new SpeechFrontEnd().run(new Int16Array(500), new Int8Array(40)));
	refused(() => new SpeechFrontEnd().run(new Int16Array(480), new Int8Array(41)));
	refused(() => rms(floats(0)));
	refused(() => bandPower(floats(8), 2, 9));
	refused(() => peaks(floats(8), floats(3)));
	refused(() => toFloat(new Int16Array(8), floats(3), {axis: 2, axes: 3}));
	refused(() => quantize(floats(2), new Int8Array(2), {scale: 0, zeroPoint: 0}));
	fft.close();
	refused(() => fft.power(floats(64), floats(33)));
}
