// Numbers of a block of samples, places in a spectrum, and the way between integers and float32.

import * as native from 'catnap:dsp';
import type {WindowKind} from './dsp-fft.ts';
import {checkLength, wrong} from './dsp-lengths.ts';

/** Fill `out` (1 to 4096) with a periodic window, values 0 to 1. @returns out. */
export function fillWindow(kind: WindowKind, out: Float32Array): Float32Array {
	native.window(kind, out);
	return out;
}

/** data[i] *= by[i], in place. @returns data. */
export function multiply(data: Float32Array, by: Float32Array): Float32Array {
	checkLength('multiply', 'by', by, data.length);
	native.multiply(data, by);
	return data;
}

/** Root of the mean of the squares, in the unit of the samples. 1 to 65536 of them, here and below. */
export function rms(data: Float32Array): number {
	return native.rms(data);
}

/** Mean, rms, variance (of the population), skewness, kurtosis (3 for a normal distribution), least and greatest. */
export type Moments = ReturnType<typeof native.moments>;

/** All moments of the samples at once, as one small object. */
export function moments(data: Float32Array): Moments {
	return native.moments(data);
}

/**
 * How often the signal passes zero.
 * @param hysteresis it must pass from below -hysteresis to above it, or back; 0 or more. @default 0
 */
export function zeroCrossings(data: Float32Array, hysteresis = 0): number {
	return native.zeroCrossings(data, hysteresis);
}

/**
 * Local maxima of a spectrum, the strongest first; the first and the last bin are none.
 * @param out [room][2], 1024 peaks at most: place in bins with fraction (a parabola through the logarithms), power.
 * @param least only what is above it counts, 0 or more. @default 0
 * @returns how many were written.
 */
export function peaks(power: Float32Array, out: Float32Array, least = 0): number {
	if (out.length % 2 !== 0) throw wrong('peaks: out', 'pairs of place and power', `${out.length} elements`);
	return native.peaks(power, least, out);
}

/**
 * Sum of power[from] to power[to - 1].
 * @throws {NativeError} RANGE unless 0 <= from <= to <= power.length.
 */
export function bandPower(power: Float32Array, from = 0, to = power.length): number {
	if (to > power.length || from > to) {
		throw wrong('bandPower: to', `${from}, which is from, to ${power.length}`, String(to));
	}
	return native.bandPower(power, from, to);
}

export interface AxisOptions {
	/** Which of the interleaved values, from 0. @default 0 */
	readonly axis?: number;
	/** How many are interleaved: 3 in a sensor's window. @default 1 */
	readonly axes?: number;
	/** What a count is multiplied by, as `window.mgPerCount`. @default 1 */
	readonly scale?: number;
}

/**
 * One axis of raw counts as float32: `toFloat(window.data, x, {axis: 0, axes: 3, scale: window.mgPerCount})`.
 * @param out as many as are wanted.
 * @returns out.
 */
export function toFloat(samples: Int16Array, out: Float32Array, options: AxisOptions = {}): Float32Array {
	const {axis = 0, axes = 1, scale = 1} = options;
	const needed = axis + axes * (out.length - 1) + 1;
	if (needed > samples.length) {
		throw wrong('toFloat: samples', `at least ${needed} elements`, String(samples.length));
	}
	native.pick(samples, {first: axis, step: axes, scale}, out);
	return out;
}

/** Scale and zero point of a tensor. */
export interface Quantization {
	/** Real value of one step, above 0. */
	readonly scale: number;
	/** -128 to 127. */
	readonly zeroPoint: number;
}

/**
 * value / scale rounded to nearest (halves away from zero) + zeroPoint, clamped: as TensorFlow Lite quantises.
 * @param out as long as `values`.
 * @returns out.
 */
export function quantize(values: Float32Array, out: Int8Array, {scale, zeroPoint}: Quantization): Int8Array {
	checkLength('quantize', 'out', out, values.length);
	if (!(scale > 0)) throw wrong('quantize: scale', 'above 0', String(scale));
	native.quantize(values, scale, zeroPoint, out);
	return out;
}
