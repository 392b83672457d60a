// What the Cortex-M33 kernels share: proofs about accumulators, requantisation in six instructions, packed weights.
import {type Multiplier, quantizeMultiplier, rescale} from '../fixed-point.ts';
import type {ModelTensor} from '../model-file.ts';

/** What one output channel can hold, before and after requantisation. */
export interface ChannelRange {
	readonly low: number;
	readonly high: number;
}

/** Channels of activations as far as they are known; others hold any int8. */
export type Ranges = WeakMap<ModelTensor, readonly ChannelRange[]>;

const ranges: Ranges = new WeakMap();

export function rangeOf(tensor: ModelTensor, channel: number): ChannelRange {
	return ranges.get(tensor)?.[channel] ?? {low: -128, high: 127};
}

export function setRanges(tensor: ModelTensor, channels: readonly ChannelRange[]) {
	ranges.set(tensor, channels);
}

/** The sums that weights over inputs of these ranges can give. */
export function sumRange(
	start: number,
	weights: ArrayLike<number>,
	input: (index: number) => ChannelRange,
): ChannelRange {
	let [low, high] = [start, start];
	for (let i = 0; i < weights.length; i++) {
		const weight = weights[i]!;
		if (weight === 0) continue;
		const range = input(i);
		low += weight * (weight > 0 ? range.low : range.high);
		high += weight * (weight > 0 ? range.high : range.low);
	}
	return {low, high};
}

/** Scale, zero point and clamp of a channel's output. */
export interface ChannelOut extends Multiplier {
	readonly zero: number;
	readonly min: number;
	readonly max: number;
}

/**
 * The outputs that sums of this range give. Requantisation never falls when the sum grows, so the ends suffice;
 * undefined where a sum could leave 32 bits and the reference would wrap.
 */
export function outputRange(sums: ChannelRange, out: ChannelOut): ChannelRange | undefined {
	const left = 2 ** Math.max(0, out.exponent);
	if (sums.low * left < -(2 ** 31) || sums.high * left >= 2 ** 31) return undefined;
	const at = (sum: number) => Math.max(out.min, Math.min(out.max, rescale(sum, out) + out.zero));
	return {low: at(sums.low), high: at(sums.high)};
}

export interface FastRequant {
	readonly multiplier: number;
	readonly rounding: number;
	readonly shift: number;
}

/** Rounding and zero point must leave the sum room in 32 bits: 2^21 + 128 * 2^22 < 2^30. */
const largestShift = 22;

/**
 * Constants of cn_requant8 (dsp.h): twice the sum times the multiplier with one rounding is the reference's first
 * step when |sum| < 2^30; adding half a unit, less 1 for negative sums, before the shift is its second step when
 * 1 <= shift. Undefined where that is not proved.
 */
export function fastRequant(
	{multiplier, exponent}: Multiplier,
	zero: number,
	sums: ChannelRange,
): FastRequant | undefined {
	const shift = -exponent;
	if (shift < 1 || shift > largestShift) return undefined;
	if (sums.low <= -(2 ** 30) || sums.high >= 2 ** 30) return undefined;
	return {multiplier, shift, rounding: 2 ** (shift - 1) + zero * 2 ** shift};
}

/** The kernels sum 256 times the products (pack.h): that must fit 32 bits. */
export function fitsPacked(sums: ChannelRange): boolean {
	return sums.low > -(2 ** 23) && sums.high < 2 ** 23;
}

/** One word of four weights: halves 256 w1 + w0 and 256 w3 + w2; undefined where one leaves 16 bits. */
export function packWord(w0: number, w1: number, w2: number, w3: number): number | undefined {
	const [low, high] = [256 * w1 + w0, 256 * w3 + w2];
	if (low < -32768 || low > 32767 || high < -32768 || high > 32767) return undefined;
	return (low & 0xffff) | (high << 16);
}

/** All weights of a channel, whose number is a multiple of 4, as words. */
export function packChannel(weights: ArrayLike<number>): number[] | undefined {
	const words: number[] = [];
	for (let i = 0; i < weights.length; i += 4) {
		const word = packWord(weights[i]!, weights[i + 1]!, weights[i + 2]!, weights[i + 3]!);
		if (word === undefined) return undefined;
		words.push(word);
	}
	return words;
}

/** 256 times the folded bias and what the packed activations lack (pack.h), modulo 2^32. */
export function packedStart(bias: number, weights: ArrayLike<number>): number {
	let odd = 0;
	for (let i = 1; i < weights.length; i += 2) odd += weights[i]!;
	return Number(BigInt.asIntN(32, 256n * (BigInt(bias) + 127n * BigInt(odd))));
}

export function channelOut(
	scales: {readonly input: number; readonly filter: number; readonly output: number},
	zero: number,
	limits: {readonly min: number; readonly max: number},
): ChannelOut {
	return {...quantizeMultiplier((scales.input * scales.filter) / scales.output), zero, ...limits};
}
