// Statistics with values that are known, and the way from counts to float32 to int8.

import {moments, quantize, rms, toFloat, zeroCrossings} from 'catnap/dsp';
import {bits, noise} from './signals.ts';

export function statistics(): void {
	console.log('moments', moments(Float32Array.of(2, 4, 4, 4, 5, 5, 7, 9)));
	console.log('constant', moments(Float32Array.of(3, 3)));
	const {mean, variance, skewness, kurtosis} = moments(noise(3, 4096));
	// uniform in [-1, 1): 0, 1/3, 0, 9/5
	console.log(
		'uniform',
		[mean, variance, skewness, kurtosis].map(x => Math.round(x * 10) / 10),
	);
	console.log('bits', bits(Float32Array.of(mean, variance, skewness, kurtosis)));
	console.log('rms', rms(Float32Array.of(3, -4, 0, 0)));

	const wave = Float32Array.of(1, -1, 0, -1, 0, 1, 0.1, -0.1, 0.1, 1, -1);
	console.log('crossings', zeroCrossings(wave), zeroCrossings(wave, 0.5), zeroCrossings(wave, 1));

	const window = Int16Array.of(1, 10, 100, -2, -20, -200, 3, 30, 300);
	console.log('axis', toFloat(window, new Float32Array(3), {axis: 1, axes: 3, scale: 0.5}));
	console.log('counts', toFloat(window, new Float32Array(9)));
	const values = Float32Array.of(0, 0.25, -0.25, 0.74999, 0.75, 100, -100, 0.24999999, Number.NaN, Infinity);
	console.log('int8', quantize(values, new Int8Array(10), {scale: 0.5, zeroPoint: -1}));
}
