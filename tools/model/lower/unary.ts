// Operators on single elements, SOFTMAX, QUANTIZE, DEQUANTIZE and ARG_MAX.

import {dataTypes} from '../builtins.ts';
import {
	type End,
	hardSwishTable,
	leakyReluTable,
	logistic,
	realTable,
	reluTable,
	rescaleTable,
} from '../byte-tables.ts';
import {expNegative, highMul, quantizeMultiplier} from '../fixed-point.ts';
import {elementCount, int32Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {lowerSoftmaxFloat, lowerUnaryFloat} from './unary-float.ts';
import {lowerSoftmaxWide, lowerUnaryWide} from './unary-wide.ts';
import {floatFilter} from './weights.ts';

type TableMaker = (input: End, output: End, lowering: Lowering) => Uint8Array;

/** How an int8 activation becomes a table. */
const tables: Record<string, TableMaker> = {
	LOGISTIC: (input, output) => realTable(input, output, logistic),
	TANH: (input, output) => realTable(input, output, Math.tanh),
	RELU: (input, output) => reluTable(input, output, false),
	RELU6: (input, output) => reluTable(input, output, true),
	LEAKY_RELU: (input, output, lowering) => leakyReluTable(input, output, lowering.need().float32(0)),
	HARD_SWISH: (input, output) => hardSwishTable(input, output),
};

/** Scale and zero point that the outputs of some functions must have. */
const ranges: Record<string, Readonly<Record<string, readonly [scale: number, zeroPoint: number]>>> = {
	LOGISTIC: {INT8: [2 ** -8, -128], INT16: [2 ** -15, 0]},
	TANH: {INT8: [2 ** -7, 0], INT16: [2 ** -15, 0]},
};

export function lowerUnary(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	lowering.shape(output, 'the output', input.shape);
	if (input.type.name === 'FLOAT32') return lowerUnaryFloat(lowering, input, output);
	const range = ranges[lowering.operator.name]?.[input.type.name];
	if (range !== undefined) lowering.fixedQuantization(output, ...range);
	if (input.type.name === 'INT16') return lowerUnaryWide(lowering, input, output);
	const ends = [tableEnd(lowering, input, 'the input'), tableEnd(lowering, output, 'the output')] as const;
	emitTable(lowering, input, output, tables[lowering.operator.name]!(...ends, lowering));
}

export function tableEnd(lowering: Lowering, tensor: ModelTensor, what: string): End {
	return {type: tensor.type.name, ...lowering.quant(tensor, what)};
}

export function emitTable(lowering: Lowering, input: ModelTensor, output: ModelTensor, bytes: Uint8Array) {
	const count = elementCount(input.shape);
	lowering.inPlace(output, input);
	const [from, to] = [lowering.ref(input), lowering.ref(output)];
	lowering.emit('lut8', {in: from, out: to, lut: {bytes, align: 4}, count}, 60 + count * 6);
}

export function lowerQuantize(lowering: Lowering) {
	lowering.count(1);
	const input = lowering.input(0);
	const output = lowering.sized(0, input.shape);
	lowering.types(input, 'the input', 'FLOAT32', 'INT8', 'UINT8', 'INT16', 'INT32');
	lowering.types(output, 'the output', 'INT8', 'UINT8', 'INT16', 'INT32');
	lowering.shape(output, 'the output', input.shape);
	const count = elementCount(input.shape);
	const outQ = lowering.quant(output, 'the output');
	if (input.type.name === 'FLOAT32') {
		if (output.type.name === 'INT32') lowering.refuse('QUANTIZE from FLOAT32 to INT32 is not supported');
		lowering.inPlace(output, input);
		const fields = {
			in: lowering.ref(input),
			out: lowering.ref(output),
			count,
			scale: outQ.scale,
			zero: outQ.zeroPoint,
		};
		return lowering.emit('quantize', {...fields, out_type: output.type.element!}, 60 + count * 30);
	}
	const [from, to] = [tableEnd(lowering, input, 'the input'), tableEnd(lowering, output, 'the output')];
	const wide = input.type.name === 'INT16' && output.type.name === 'INT16';
	if (wide && (from.zeroPoint !== 0 || to.zeroPoint !== 0))
		lowering.refuse(
			`INT16 with zero points ${from.zeroPoint} and ${to.zeroPoint}, expected 0`,
			'quantisation',
		);
	if (input.type.bytes === 1 && output.type.bytes === 1)
		return emitTable(lowering, input, output, rescaleTable(from, to));
	lowering.inPlace(output, input);
	lowering.emit(
		'requant',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			count,
			type: input.type.element!,
			out_type: output.type.element!,
			in_zero: from.zeroPoint,
			out_zero: to.zeroPoint,
			...quantizeMultiplier(from.scale / to.scale),
		},
		60 + count * 16,
	);
}

export function lowerDequantize(lowering: Lowering) {
	lowering.count(1);
	const input = lowering.input(0);
	const output = lowering.sized(0, input.shape);
	lowering.types(input, 'the input', 'INT8', 'UINT8', 'INT16', 'FLOAT16');
	lowering.types(output, 'the output', 'FLOAT32');
	lowering.shape(output, 'the output', input.shape);
	if (input.type.name === 'FLOAT16')
		return lowering.define(output, fromHalf(lowering.constant(input, 'a FLOAT16 input')));
	if (input.quantization.scales.length > 1 && lowering.isConstant(input))
		return lowering.define(output, fromChannels(lowering, input));
	const {scale, zeroPoint} = lowering.quant(input, 'the input');
	if (input.type.name === 'INT16' && zeroPoint !== 0)
		lowering.refuse(`the input is INT16 with zero point ${zeroPoint}`, 'quantisation');
	const count = elementCount(input.shape);
	const fields = {in: lowering.ref(input), out: lowering.ref(output), count, scale, zero: zeroPoint};
	lowering.emit('dequantize', {...fields, type: input.type.element!}, 60 + count * 10);
}

/** Weights with a scale for each channel: TFLite has it, TFLM does not. */
function fromChannels(lowering: Lowering, input: ModelTensor): Uint8Array {
	const {dimension} = input.quantization;
	const filter = floatFilter(lowering, {...input, type: dataTypes[0]!}, input, dimension);
	if (filter === input) lowering.refuse(`the input is ${input.type.name} with more than one scale`, 'type');
	return filter.data!;
}

/** Numbers of 16 bits as float32. */
function fromHalf(bytes: Uint8Array): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const floats = Float32Array.from({length: bytes.byteLength / 2}, (_, i) => {
		const bits = view.getUint16(i * 2, true);
		const [sign, power, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
		if (power === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
		return sign * (power === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (power - 15));
	});
	return new Uint8Array(floats.buffer);
}

export function lowerSoftmax(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	const beta = lowering.need().float32(0);
	if (!Number.isFinite(beta)) lowering.refuse(`beta is ${beta}`);
	if (input.shape.length === 0) lowering.refuse('the input is a scalar');
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.shape(output, 'the output', input.shape);
	const depth = input.shape.at(-1)!;
	const rows = elementCount(input.shape) / depth;
	if (input.type.name !== 'FLOAT32') checkSoftmaxOutput(lowering, input, output);
	if (input.type.name === 'FLOAT32') return lowerSoftmaxFloat(lowering, input, output, {rows, depth, beta});
	if (input.type.name === 'INT16') return lowerSoftmaxWide(lowering, input, output, {rows, depth, beta});
	lowering.types(output, 'the output', 'INT8', 'INT16');
	const exps = exponentials(lowering.quant(input, 'the input').scale, beta);
	lowering.emit(
		'softmax_s8',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			exps: int32Blob(exps),
			exps_count: exps.length,
			rows,
			depth,
			type: output.type.element!,
		},
		150 + rows * (250 + depth * 45),
	);
}

function checkSoftmaxOutput(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	if (input.type.name === 'INT16') lowering.fixedQuantization(output, 2 ** -15, 0);
	else if (output.type.name === 'INT16') lowering.fixedQuantization(output, 2 ** -16, -32768);
	else lowering.fixedQuantization(output, 2 ** -8, -128);
}

/** exp(-d * beta * scale) for d = 0, 1, ... as long as the reference does not cut it to 0; 256 at most. */
export function exponentials(scale: number, beta: number): number[] {
	const factor = quantizeMultiplier(Math.min(beta * scale * 2 ** 26, 2 ** 31 - 1));
	if (factor.exponent < 0) return Array.from({length: 256}, () => 2147483647);
	const limit = Math.floor((31 * 2 ** 26) / 2 ** factor.exponent);
	return Array.from({length: Math.min(256, limit + 1)}, (_, d) =>
		expNegative(highMul((-d * 2 ** factor.exponent) | 0, factor.multiplier)),
	);
}

export function lowerArgMax(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT8', 'UINT8', 'INT32', 'FLOAT32');
	lowering.types(output, 'the output', 'INT32', 'INT64');
	lowering.wantedType(output, 'output_type', lowering.need().int8(0));
	const [axis] = lowering.integers(lowering.input(1), 'the axis');
	const rank = input.shape.length;
	if (axis === undefined || axis < -rank || axis >= rank)
		lowering.refuse(`axis ${axis} does not fit rank ${rank}`);
	const at = (axis + rank) % rank;
	lowering.shape(output, 'the output', [...input.shape.slice(0, at), ...input.shape.slice(at + 1)]);
	lowering.emit(
		lowering.operator.name === 'ARG_MIN' ? 'argmin' : 'argmax',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			outer: elementCount(input.shape.slice(0, at)),
			axis: input.shape[at]!,
			inner: elementCount(input.shape.slice(at + 1)),
			type: input.type.element!,
			out_type: output.type.element!,
		},
		100 + elementCount(input.shape) * 12,
	);
}

export function lowerCast(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	const types = ['INT8', 'UINT8', 'INT16', 'INT32', 'UINT32', 'INT64', 'BOOL', 'FLOAT32'];
	lowering.types(input, 'the input', ...types);
	lowering.types(output, 'the output', ...types);
	// as a signed number the upper half would be negative
	if (input.type.name === 'UINT32' && ['FLOAT32', 'INT64'].includes(output.type.name))
		lowering.refuse(`UINT32 to ${output.type.name}`);
	lowering.shape(output, 'the output', input.shape);
	const count = elementCount(input.shape);
	lowering.inPlace(output, input);
	const ends = {in: lowering.ref(input), out: lowering.ref(output), count};
	lowering.emit('cast', {...ends, type: input.type.element!, out_type: output.type.element!}, 60 + count * 8);
}
