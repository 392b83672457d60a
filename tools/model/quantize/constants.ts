// Constants in int8: weights around 0 for each output channel, biases in the scale of the sums, others by their range.
import {roundAway} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Scale} from './rules.ts';

/** A sum of products starts at the bias: half of int32 is left for the products. */
const largestBias = 2 ** 30;
/** A channel of zeros has any scale; a smaller one than this makes factors that the kernels cannot hold. */
const least = 2 ** -30;

/** The real numbers of a constant: of float32, or of int8 with its scales (models whose weights alone are quantised). */
export function realValues(tensor: ModelTensor, data: Uint8Array): Float32Array {
	if (tensor.type.name === 'FLOAT32') return new Float32Array(new Uint8Array(data).buffer);
	const {scales, zeroPoints, dimension} = tensor.quantization;
	const inner = elementCount(tensor.shape.slice(dimension + 1));
	const stored = tensor.type.name === 'UINT8' ? data : new Int8Array(data);
	return Float32Array.from(stored, (value, i) => {
		const slot = scales.length === 1 ? 0 : Math.floor(i / inner) % scales.length;
		return (value - Number(zeroPoints[slot] ?? 0n)) * scales[slot]!;
	});
}

export interface Weights {
	readonly data: Int8Array;
	readonly scales: readonly number[];
}

/** `channels`: the dimension that has a scale for each of its slices; one scale for all without it. */
export function quantizeWeights(
	values: Float32Array,
	shape: readonly number[],
	channels: number | undefined,
	{bias, inputScale}: {readonly bias: Float32Array | undefined; readonly inputScale: number},
): Weights {
	const count = channels === undefined ? 1 : shape[channels]!;
	const inner = channels === undefined ? values.length : elementCount(shape.slice(channels + 1));
	const slotOf = (i: number) => Math.floor(i / inner) % count;
	const largest = new Float64Array(count);
	values.forEach((value, i) => {
		largest[slotOf(i)] = Math.max(largest[slotOf(i)]!, Math.abs(value));
	});
	const biasOf = (slot: number) =>
		bias === undefined
			? 0
			: count === 1
				? bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
				: Math.abs(bias[slot]!);
	const scales = Array.from(largest, (most, slot) =>
		Math.fround(Math.max(most / 127, biasOf(slot) / (largestBias * inputScale), least)),
	);
	return {data: Int8Array.from(values, (value, i) => clip(value / scales[slotOf(i)]!, -127, 127)), scales};
}

/** Biases in steps of input scale times weight scale, which is that of the sums. */
export function quantizeBias(
	values: Float32Array,
	inputScale: number,
	scales: readonly number[],
): {readonly data: Int32Array; readonly scales: readonly number[]} {
	const steps = scales.map(scale => Math.fround(Math.fround(inputScale) * scale));
	const limit = 2 ** 31 - 1;
	const data = Int32Array.from(values, (value, i) =>
		clip(value / steps[steps.length === 1 ? 0 : i]!, -limit, limit),
	);
	return {data, scales: steps};
}

/** The same in 64 bits, as int16 activations have them. */
export function quantizeBiasWide(
	values: Float32Array,
	inputScale: number,
	scales: readonly number[],
): {readonly data: Uint8Array; readonly scales: readonly number[]} {
	const steps = scales.map(scale => Math.fround(Math.fround(inputScale) * scale));
	const data = new BigInt64Array(values.length);
	for (const [i, value] of values.entries())
		data[i] = BigInt(roundAway(value / steps[steps.length === 1 ? 0 : i]!));
	return {data: new Uint8Array(data.buffer), scales: steps};
}

/** As the ends of old uint8 models are. */
export function quantizeUnsigned(values: Float32Array, {scale, zeroPoint}: Scale): Uint8Array {
	return Uint8Array.from(values, value => Math.max(0, Math.min(255, roundAway(value / scale) + zeroPoint)));
}

export function quantizeValuesWide(values: Float32Array, {scale}: Scale): Int16Array {
	return Int16Array.from(values, value => Math.max(-32768, Math.min(32767, roundAway(value / scale))));
}

export function quantizeValues(values: Float32Array, {scale, zeroPoint}: Scale): Int8Array {
	return Int8Array.from(values, value => clip(roundAway(value / scale) + zeroPoint, -128, 127));
}

function clip(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, roundAway(value)));
}
