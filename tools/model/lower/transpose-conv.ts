// TRANSPOSE_CONV: the convolution whose gradient it is gives its padding.
import {activationLimits, activationLimitsFloat} from '../fixed-point.ts';
import type {StepInput} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {signedFilter, symmetric, wideTable} from './conv-wide.ts';
import type {ConvParts} from './parts.ts';
import {biasValues, filterScales, floatBias, requantTable} from './weights.ts';
import type {WindowFields} from './window.ts';

export function lowerTransposeConv(lowering: Lowering) {
	lowering.count([3, 4]);
	const options = lowering.need();
	const [sizes, filter, input] = [lowering.input(0), lowering.input(1), lowering.input(2)];
	const output = lowering.output();
	lowering.rank(filter, 'the filter', 4);
	lowering.rank(input, 'the input', 4);
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	lowering.types(filter, 'the filter', input.type.name === 'FLOAT32' ? 'FLOAT32' : 'INT8');
	// TFLM looks at the output alone; sizes that come at run time say no more
	if (lowering.isConstant(sizes))
		lowering.shape(output, 'the output', lowering.list(sizes, 'the output shape'));
	lowering.rank(output, 'the output', 4);
	const window = windowOf(lowering, options, {input, filter, output});
	const {batch, ih, iw, ic, kh, kw, oc} = window;
	const weights = {bytes: lowering.constant(filter, 'the filter'), align: 4};
	const common = {in: lowering.ref(input), out: lowering.ref(output), weights, ...window};
	const macs = batch * ih * iw * ic * kh * kw * oc;
	const bias = lowering.optional(3);
	const activation = lowering.activation(3);
	if (input.type.name === 'FLOAT32') {
		const rest = {bias: floatBias(lowering, bias, oc), ...activationLimitsFloat(activation)};
		return lowering.emit('tconv_f32', {...common, ...rest}, 400 + macs * 5, macs);
	}
	if (input.type.name === 'INT16')
		return emitWide(lowering, {input, filter, output, bias, activation}, common, macs);
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const scales = filterScales(lowering, filter, 0, oc);
	const plain = biasValues(lowering, bias, oc).map(Number);
	const rest = {
		table: requantTable(plain, inQ.scale, scales, outQ.scale),
		in_zero: inQ.zeroPoint,
		out_zero: outQ.zeroPoint,
		...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
	};
	lowering.emit('tconv_s8', {...common, ...rest}, 400 + macs * 5, macs);
}

/** A bias of 64 bits, or of 16 as only TFLM has it, makes sums of 64; with another one or none TFLite sums in 32 bits. */
function emitWide(
	lowering: Lowering,
	{input, filter, output, bias, activation}: Omit<ConvParts, 'window'>,
	common: Pick<StepInput<'tconv_s16'>, 'in' | 'out' | 'weights'> & WindowFields,
	macs: number,
) {
	signedFilter(lowering, filter);
	if (bias !== undefined) lowering.types(bias, 'the bias', 'INT64', 'INT32', 'INT16');
	const narrow = bias === undefined || bias.type.name === 'INT32' ? 1 : 0;
	const [inScale, outScale] = [
		symmetric(lowering, input, 'the input'),
		symmetric(lowering, output, 'the output'),
	];
	const factors = filterScales(lowering, filter, 0, common.oc).map(scale => (inScale * scale) / outScale);
	const table = wideTable(biasValues(lowering, bias, common.oc), factors);
	const limits = activationLimits(activation, 'INT16', outScale, 0);
	lowering.emit('tconv_s16', {...common, table, narrow, ...limits}, 400 + macs * 6, macs);
}

/** Sizes, strides and padding of the step, checked against each other. */
function windowOf(
	lowering: Lowering,
	options: ReturnType<Lowering['need']>,
	{input, filter, output}: Readonly<Record<'input' | 'filter' | 'output', ModelTensor>>,
) {
	const [batch, ih, iw, ic] = input.shape as [number, number, number, number];
	const [oc, kh, kw, depth] = filter.shape as [number, number, number, number];
	const [, oh, ow] = output.shape as [number, number, number];
	if (depth !== ic) lowering.refuse(`the filter has ${depth} input channels, the input ${ic}`);
	lowering.shape(output, 'the output', [batch, oh, ow, oc]);
	const [padding, sw, sh] = [options.int8(0), options.int32(1), options.int32(2)];
	if (sw < 1 || sh < 1 || [sw, sh, ...input.shape, ...output.shape, kh, kw].some(n => n > 65535))
		lowering.refuse(`strides are ${sh} and ${sw}`);
	if (padding !== 0 && padding !== 1)
		lowering.refuse(`padding is ${padding}, expected 0 (SAME) or 1 (VALID)`);
	const rows = before(lowering, {from: ih, to: oh, taps: kh, stride: sh, same: padding === 0});
	const columns = before(lowering, {from: iw, to: ow, taps: kw, stride: sw, same: padding === 0});
	return {
		batch,
		ih,
		iw,
		ic,
		oh,
		ow,
		oc,
		kh,
		kw,
		sh,
		sw,
		dh: 1,
		dw: 1,
		pad_top: rows,
		pad_left: columns,
		multiplier: 1,
	};
}

interface Side {
	readonly from: number;
	readonly to: number;
	readonly taps: number;
	readonly stride: number;
	readonly same: boolean;
}

/** Padding in front; refuses an output size that the forward convolution would not map to the input's. */
function before(lowering: Lowering, {from, to, taps, stride, same}: Side): number {
	const forward = same ? Math.ceil(to / stride) : Math.ceil((to - taps + 1) / stride);
	if (forward !== from) lowering.refuse(`an output of ${to} does not belong to an input of ${from}`);
	return Math.max(0, (forward - 1) * stride + taps - to) >> 1;
}
