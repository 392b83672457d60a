// Weights and requantisation tables: what CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED and TRANSPOSE_CONV share.
import {dataTypes} from '../builtins.ts';
import {f32, quantizeMultiplier} from '../fixed-point.ts';
import {type Blob, elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';

/** One scale per output channel; `axis` is the channel's dimension in the filter. */
export function filterScales(
	lowering: Lowering,
	filter: ModelTensor,
	axis: number,
	channels: number,
): number[] {
	const {scales, dimension, zeroPoints} = filter.quantization;
	if (scales.length !== 1 && scales.length !== channels)
		lowering.refuse(`the filter has ${scales.length} scales for ${channels} channels`);
	if (scales.length > 1 && dimension !== axis)
		lowering.refuse(`the filter has quantized_dimension ${dimension}, expected ${axis}`);
	if (scales.some(scale => !(scale > 0) || !Number.isFinite(scale)))
		lowering.refuse('the filter has a scale that is not above 0');
	if (zeroPoints.length > 1 && zeroPoints.length !== scales.length)
		lowering.refuse(`the filter has ${scales.length} scales and ${zeroPoints.length} zero points`);
	if (!filter.turned && zeroPoints.some(zero => zero !== 0n))
		lowering.refuse('the filter has a zero point other than 0');
	return Array.from({length: channels}, (_, c) => scales[scales.length === 1 ? 0 : c]!);
}

const hybridAdvice =
	'the model is dynamic-range quantised (float32 activations, int8 weights): its weights are stored as float32 and run on float kernels; ' +
	'convert it with a representative data set (converter.representative_dataset) for int8 kernels, a quarter of the flash and a fraction of the time';

/** The filter of a float layer: int8 weights become float32 here, with one scale or one for each entry of `axis`. */
export function floatFilter(
	lowering: Lowering,
	input: ModelTensor,
	filter: ModelTensor,
	axis: number,
): ModelTensor {
	if (input.type.name !== 'FLOAT32' || filter.data === undefined) return filter;
	if (filter.type.name !== 'INT8' && filter.type.name !== 'UINT8') return filter;
	const {scales, zeroPoints, dimension} = filter.quantization;
	const channels = filter.shape[axis]!;
	if (scales.length !== 1 && (scales.length !== channels || dimension !== axis))
		lowering.refuse(`the filter has ${scales.length} scales for ${channels} channels`);
	const inner = elementCount(filter.shape.slice(axis + 1));
	const signed = filter.type.name === 'INT8';
	const data = Float32Array.from(filter.data, (byte, i) => {
		const channel = scales.length === 1 ? 0 : Math.floor(i / inner) % channels;
		const value = (signed ? (byte << 24) >> 24 : byte) - Number(zeroPoints[channel] ?? 0n);
		return f32(scales[channel]!) * value;
	});
	lowering.advice.add(hybridAdvice);
	const type = dataTypes.find(each => each.name === 'FLOAT32')!;
	return {...filter, type, data: new Uint8Array(data.buffer)};
}

/** Bias as numbers: int32, or int64 for int16 layers; zeros if the model has none. */
export function biasValues(lowering: Lowering, bias: ModelTensor | undefined, channels: number): bigint[] {
	if (bias === undefined) return Array(channels).fill(0n);
	const short = lowering.operator.name === 'TRANSPOSE_CONV' ? ['INT16'] : [];
	lowering.types(bias, 'the bias', 'INT32', 'INT64', ...short);
	biasRank(lowering, bias);
	const data = lowering.constant(bias, 'the bias');
	if (elementCount(bias.shape) !== channels)
		lowering.refuse(`the bias has ${elementCount(bias.shape)} elements for ${channels} channels`);
	const {scales, zeroPoints} = bias.quantization;
	// as TFLite, which looks at biases with one scale only
	if (scales.length === 1 && zeroPoints.length === 1 && zeroPoints[0] !== 0n)
		lowering.refuse(`the bias has zero point ${zeroPoints[0]}, expected 0`, 'quantisation');
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const read: Readonly<Record<string, (c: number) => bigint>> = {
		INT16: c => BigInt(view.getInt16(c * 2, true)),
		INT32: c => BigInt(view.getInt32(c * 4, true)),
		INT64: c => view.getBigInt64(c * 8, true),
	};
	return Array.from({length: channels}, (_, c) => read[bias.type.name]!(c));
}

/** As TFLite: other layers look at the number of elements only. */
function biasRank(lowering: Lowering, bias: ModelTensor) {
	if (lowering.operator.name === 'DEPTHWISE_CONV_2D') lowering.rank(bias, 'the bias', 1);
}

/** The same for float32. */
export function floatBias(lowering: Lowering, bias: ModelTensor | undefined, channels: number): Blob {
	if (bias === undefined) return {bytes: new Uint8Array(channels * 4), align: 4};
	lowering.types(bias, 'the bias', 'FLOAT32');
	biasRank(lowering, bias);
	const bytes = lowering.constant(bias, 'the bias');
	if (elementCount(bias.shape) !== channels)
		lowering.refuse(`the bias has ${elementCount(bias.shape)} elements for ${channels} channels`);
	return {bytes, align: 4};
}

export function int8s(bytes: Uint8Array): Int8Array {
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export interface Rows {
	readonly blob: Blob;
	/** Bytes from one row to the next: the depth rounded up to 4. */
	readonly row: number;
	readonly sums: readonly number[];
}

/** `channels` rows of `depth` weights, each padded with zeros to whole words. */
export function packRows(weights: Int8Array, channels: number, depth: number): Rows {
	const row = Math.ceil(depth / 4) * 4;
	const packed = new Int8Array(row * channels);
	const sums = Array.from({length: channels}, (_, c) => {
		const from = weights.subarray(c * depth, (c + 1) * depth);
		packed.set(from, c * row);
		return from.reduce((sum, weight) => sum + weight, 0);
	});
	return {blob: {bytes: new Uint8Array(packed.buffer), align: 16}, row, sums};
}

/** bias - zero * sum, modulo 2^32 as the sums of the kernels are. */
export function foldBias(bias: readonly bigint[], zero: number, sums: readonly number[]): number[] {
	return bias.map((value, c) => Number(BigInt.asIntN(32, value - BigInt(zero) * BigInt(sums[c]!))));
}

/** {bias, multiplier, exponent} per channel; scales are doubles as in the reference. */
export function requantTable(
	bias: readonly number[],
	inScale: number,
	scales: readonly number[],
	outScale: number,
	product = (scale: number) => (inScale * scale) / outScale,
): Blob {
	const bytes = new Uint8Array(bias.length * 12);
	const view = new DataView(bytes.buffer);
	bias.forEach((value, c) => {
		const {multiplier, exponent} = quantizeMultiplier(product(scales[c]!));
		view.setInt32(c * 12, value, true);
		view.setInt32(c * 12 + 4, multiplier, true);
		view.setInt32(c * 12 + 8, exponent, true);
	});
	return {bytes, align: 4};
}
