// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED.
import {activationLimits, f32} from '../fixed-point.ts';
import {type Blob, elementCount, int32Blob} from '../graph.ts';
import type {Lowering} from './context.ts';
import {lowerConvFloat, lowerDepthwiseFloat, lowerFullyConnectedFloat} from './conv-float.ts';
import {groupsOf} from './conv-groups.ts';
import {lowerConvWide, lowerDepthwiseWide, lowerFullyConnectedWide} from './conv-wide.ts';
import {emitConvM33, emitDenseM33, emitDepthwiseM33} from './m33.ts';
import {type ConvParts, type DenseParts, denseMultiplier} from './parts.ts';
import {biasValues, filterScales, floatFilter, foldBias, int8s, packRows, requantTable} from './weights.ts';
import {type WindowFields, windowFields} from './window.ts';

export function lowerConv(lowering: Lowering) {
	lowering.count([2, 3]);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	const filter = floatFilter(lowering, input, lowering.input(1), 0);
	lowering.rank(filter, 'the filter', 4);
	const [oc, kh, kw, ic] = filter.shape as [number, number, number, number];
	const window = windowFields(lowering, input, output, {
		padding: options.int8(0),
		strideW: options.int32(1),
		strideH: options.int32(2),
		dilationW: options.int32(4, 1),
		dilationH: options.int32(5, 1),
		kh,
		kw,
	});
	if (window.ic % ic !== 0 || oc % (window.ic / ic) !== 0)
		lowering.refuse(`the filter has ${ic} input channels, the input ${window.ic}`);
	if (oc !== window.oc) lowering.refuse(`the filter has ${oc} output channels, the output ${window.oc}`);
	const parts = {
		input,
		filter,
		bias: biasOf(lowering),
		output,
		window,
		activation: lowering.activation(3),
	};
	for (const part of groupsOf(lowering, parts)) {
		part.before();
		byType(lowering, part.parts, emitConv, lowerConvWide, lowerConvFloat);
		part.after();
	}
}

/** Absent, not left out: TFLite rejects a convolution whose third input is -1. */
function biasOf(lowering: Lowering) {
	if (lowering.operator.inputs[2] === -1) lowering.refuse('input 2, the bias, is -1');
	return lowering.optional(2);
}

type Emit = (lowering: Lowering, parts: ConvParts) => void;

function byType(lowering: Lowering, parts: ConvParts, int8: Emit, int16: Emit, float: Emit) {
	const {input, filter, output} = parts;
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	lowering.types(filter, 'the filter', input.type.name === 'FLOAT32' ? 'FLOAT32' : 'INT8');
	lowering.constant(filter, 'the filter');
	if (input.type.name === 'INT8') int8(lowering, parts);
	else if (input.type.name === 'INT16') int16(lowering, parts);
	else float(lowering, parts);
}

function emitConv(lowering: Lowering, parts: ConvParts) {
	const {filter, window} = parts;
	const scales = filterScales(lowering, filter, 0, window.oc);
	if (filter.turned) return emitCentred(lowering, parts, 'conv_z8', scales);
	emitRows(lowering, parts, int8s(filter.data!), scales);
}

/** A convolution whose weights are [oc][kh][kw][ic]. */
function emitRows(lowering: Lowering, parts: ConvParts, weights: Int8Array, scales: readonly number[]) {
	if (lowering.options.target === 'm33' && emitConvM33(lowering, parts, weights, scales)) return;
	const {input, bias, output, window, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const depth = window.kh * window.kw * window.ic;
	const rows = packRows(weights, window.oc, depth);
	const folded = foldBias(biasValues(lowering, bias, window.oc), inQ.zeroPoint, rows.sums);
	const single = window.kh === 1 && window.kw === 1;
	// out pixel p ends before in pixel p + 1 begins, and pixel p itself is gathered first
	const direct = single && window.pad_top === 0 && window.pad_left === 0;
	const stays = direct && window.sh === 1 && window.sw === 1 && window.oc <= window.ic;
	const over = stays && lowering.inPlace(output, input);
	const macs = window.batch * window.oh * window.ow * window.oc * depth;
	lowering.emit(
		'conv_s8',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: rows.blob,
			table: requantTable(folded, inQ.scale, scales, outQ.scale),
			scratch: direct && !over ? null : lowering.scratch(depth),
			...window,
			row: rows.row,
			in_zero: inQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		convCost(window, depth),
		macs,
	);
}

/** Instructions of the Cortex-M33 kernels: MACs, requantisation, gathering a pixel. */
function convCost(window: WindowFields, depth: number): number {
	const pixels = window.batch * window.oh * window.ow;
	return 400 + pixels * (window.oc * (depth * 1.15 + 12) + depth * 0.8 + 30);
}

export function lowerDepthwise(lowering: Lowering) {
	lowering.count([2, 3]);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	const filter = floatFilter(lowering, input, lowering.input(1), 3);
	lowering.rank(filter, 'the filter', 4);
	const [one, kh, kw, oc] = filter.shape as [number, number, number, number];
	const window = windowFields(lowering, input, output, {
		padding: options.int8(0),
		strideW: options.int32(1),
		strideH: options.int32(2),
		dilationW: options.int32(5, 1),
		dilationH: options.int32(6, 1),
		kh,
		kw,
	});
	if (one !== 1) lowering.refuse(`the filter has shape [${filter.shape}], its first dimension must be 1`);
	if (oc !== window.oc) lowering.refuse(`the filter has ${oc} output channels, the output ${window.oc}`);
	// depth_multiplier is redundant and some converters leave it 0
	if (oc % window.ic !== 0)
		lowering.refuse(`${oc} output channels are no multiple of ${window.ic} input channels`);
	window.multiplier = oc / window.ic;
	const parts = {
		input,
		filter,
		bias: biasOf(lowering),
		output,
		window,
		activation: lowering.activation(4),
	};
	byType(lowering, parts, emitDepthwise, lowerDepthwiseWide, lowerDepthwiseFloat);
}

function emitDepthwise(lowering: Lowering, parts: ConvParts) {
	const {input, filter, bias, output, window, activation} = parts;
	const scales = filterScales(lowering, filter, 3, window.oc);
	if (filter.turned) return emitCentred(lowering, parts, 'dw_z8', scales);
	const weights = int8s(filter.data!);
	if (window.ic === 1) {
		// one input channel: an ordinary convolution with transposed weights
		const plain = {...parts, window: {...window, multiplier: 1}};
		return emitRows(lowering, plain, transposed(weights, window.kh * window.kw, window.oc), scales);
	}
	if (lowering.options.target === 'm33' && emitDepthwiseM33(lowering, parts, weights, scales)) return;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const taps = window.kh * window.kw;
	const plain = biasValues(lowering, bias, window.oc).map(value => Number(BigInt.asIntN(32, value)));
	const pixels = window.batch * window.oh * window.ow;
	lowering.emit(
		'dw_s8',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: {bytes: filter.data!, align: 16},
			table: requantTable(plain, inQ.scale, scales, outQ.scale),
			...window,
			in_zero: inQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		400 + pixels * window.oc * (taps * 2.2 + 14),
		pixels * window.oc * taps,
	);
}

/** A layer of a uint8 model: its filter has a zero point, and the product of its scales is a float in the reference. */
function emitCentred(
	lowering: Lowering,
	parts: ConvParts,
	kernel: 'conv_z8' | 'dw_z8',
	scales: readonly number[],
) {
	const {input, filter, bias, output, window, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const plain = biasValues(lowering, bias, window.oc).map(value => Number(BigInt.asIntN(32, value)));
	const product = (scale: number) => f32(f32(inQ.scale) * f32(scale)) / outQ.scale;
	const depth = window.kh * window.kw * (kernel === 'conv_z8' ? window.ic : 1);
	const macs = window.batch * window.oh * window.ow * window.oc * depth;
	lowering.emit(
		kernel,
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: {bytes: filter.data!, align: 4},
			table: requantTable(plain, inQ.scale, scales, outQ.scale, product),
			...window,
			in_zero: inQ.zeroPoint,
			weights_zero: lowering.quant(filter, 'the filter').zeroPoint,
			out_zero: outQ.zeroPoint,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		400 + macs * 7 + (macs / depth) * 30,
		macs,
	);
}

/** [taps][channels] to [channels][taps]. */
function transposed(weights: Int8Array, taps: number, channels: number): Int8Array {
	return Int8Array.from(weights, (_, i) => weights[(i % taps) * channels + Math.floor(i / taps)]!);
}

export function lowerFullyConnected(lowering: Lowering) {
	lowering.count([2, 3]);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	const filter = floatFilter(lowering, input, lowering.input(1), 0);
	lowering.rank(filter, 'the filter', 2);
	if (options.int8(1) !== 0) lowering.refuse(`weights_format ${options.int8(1)} is not supported`);
	const [units, depth] = filter.shape as [number, number];
	const elements = elementCount(input.shape);
	if (elements % depth !== 0) lowering.refuse(`the input [${input.shape}] is no multiple of ${depth}`);
	if (options.bool(2) && input.shape.at(-1) !== depth)
		lowering.refuse(`keep_num_dims needs an input of [..., ${depth}], not [${input.shape}]`, 'shape');
	const rows = elements / depth;
	if (elementCount(output.shape) !== rows * units)
		lowering.refuse(`the output [${output.shape}] must have ${rows} x ${units} elements`);
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	lowering.types(filter, 'the filter', input.type.name === 'FLOAT32' ? 'FLOAT32' : 'INT8');
	lowering.constant(filter, 'the filter');
	const bias = lowering.optional(2);
	const parts = {input, filter, bias, output, rows, depth, units, activation: lowering.activation(0)};
	if (input.type.name === 'FLOAT32') lowerFullyConnectedFloat(lowering, parts);
	else if (input.type.name === 'INT16') {
		checkBiasScale(lowering, parts);
		lowerFullyConnectedWide(lowering, parts);
	} else if (filter.quantization.scales.length > 1) emitDensePerChannel(lowering, parts);
	else emitDense(lowering, parts);
}

/** The bias is in units of input times filter; TFLite lets it be off by 2 % of the output's step. */
function checkBiasScale(lowering: Lowering, {input, filter, bias, output}: DenseParts) {
	if (bias === undefined) return;
	const [scale = 0] = bias.quantization.scales.length === 1 ? bias.quantization.scales : [];
	const [inQ, filterQ, outQ] = [
		lowering.quant(input, 'the input'),
		lowering.quant(filter, 'the filter'),
		lowering.quant(output, 'the output'),
	];
	const product = f32(inQ.scale * filterQ.scale);
	if (Math.abs(product - scale) / outQ.scale > 0.02)
		lowering.refuse(`the bias has scale ${scale}, expected input times filter: ${product}`, 'quantisation');
}

function emitDense(lowering: Lowering, parts: DenseParts) {
	checkBiasScale(lowering, parts);
	if (lowering.options.target === 'm33' && emitDenseM33(lowering, parts)) return;
	const {input, filter, bias, output, rows, depth, units, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const filterQ = lowering.quant(filter, 'the filter');
	const packed = packRows(int8s(filter.data!), units, depth);
	// sum((w - wz)(x - xz)) = sum(w x) - wz sum(x) - xz sum(w - wz)
	const centred = packed.sums.map(sum => sum - depth * filterQ.zeroPoint);
	const folded = foldBias(biasValues(lowering, bias, units), inQ.zeroPoint, centred);
	lowering.emit(
		'fc_s8',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: packed.blob,
			bias: int32Blob(folded) satisfies Blob,
			rows,
			depth,
			units,
			row: packed.row,
			weights_zero: filterQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...denseMultiplier(inQ.scale, filterQ.scale, outQ.scale),
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		250 + rows * units * (depth * 2 + 16),
		rows * units * depth,
	);
}

/** One scale a unit: a 1x1 convolution over rows. */
function emitDensePerChannel(lowering: Lowering, parts: DenseParts) {
	const {rows, depth, units} = parts;
	if (depth > 65535 || units > 65535 || rows > 65535) lowering.refuse('a dimension is larger than 65535');
	const window = {
		batch: 1,
		ih: 1,
		iw: rows,
		ic: depth,
		oh: 1,
		ow: rows,
		oc: units,
		kh: 1,
		kw: 1,
		sh: 1,
		sw: 1,
		dh: 1,
		dw: 1,
		pad_top: 0,
		pad_left: 0,
		multiplier: 1,
	};
	emitRows(
		lowering,
		{...parts, window},
		int8s(parts.filter.data!),
		filterScales(lowering, parts.filter, 0, units),
	);
}
