// Operators on whole rows: LOG_SOFTMAX, L2_NORMALIZATION, CUMSUM; and L2_POOL_2D.
import {activationLimitsFloat, highMul, quantizeMultiplier} from '../fixed-point.ts';
import {elementCount, int32Blob, type Ref} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {exponentials} from './unary.ts';
import {windowFields} from './window.ts';

function rowsOf(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	lowering.types(output, 'the output', input.type.name);
	lowering.shape(output, 'the output', input.shape);
	if (input.shape.length === 0) lowering.refuse('the input is a scalar');
	const depth = input.shape.at(-1)!;
	return {rows: elementCount(input.shape) / depth, depth};
}

export function lowerLogSoftmax(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'FLOAT32', 'INT8');
	const {rows, depth} = rowsOf(lowering, input, output);
	const ends = {in: lowering.ref(input), out: lowering.ref(output), rows, depth};
	if (input.type.name === 'FLOAT32')
		return lowering.emit('softmax_log_f32', ends, 100 + rows * (900 + depth * 55));
	const outQ = lowering.quant(output, 'the output');
	if (outQ.scale !== 1 / 16 || outQ.zeroPoint !== 127)
		lowering.refuse(
			`the output has scale ${outQ.scale} and zero point ${outQ.zeroPoint}, expected 1/16 and 127`,
		);
	const {scale} = lowering.quant(input, 'the input');
	const factor = quantizeMultiplier(Math.min(scale * 2 ** 26, 2 ** 31 - 1));
	if (factor.exponent < 0 || factor.exponent > 30) lowering.refuse(`the input has scale ${scale}`);
	const exps = exponentials(scale, 1);
	const diffs = exps.map((_, d) => highMul((-d * 2 ** factor.exponent) | 0, factor.multiplier));
	const reverse = quantizeMultiplier(2 ** (31 - factor.exponent) / factor.multiplier);
	lowering.emit(
		'softmax_log_s8',
		{
			...ends,
			exps: int32Blob(exps),
			diffs: int32Blob(diffs),
			exps_count: exps.length,
			reverse_multiplier: reverse.multiplier,
			reverse_exponent: reverse.exponent,
		},
		150 + rows * (500 + depth * 45),
	);
}

export function lowerL2Normalization(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'FLOAT32', 'INT8');
	if (lowering.activation(0) !== 'NONE') lowering.refuse('a fused activation is not supported');
	const {rows, depth} = rowsOf(lowering, input, output);
	const ends = {in: lowering.ref(input), out: lowering.ref(output), rows, depth};
	const cost = 100 + rows * (400 + depth * 40);
	if (input.type.name === 'FLOAT32') return lowering.emit('unit_f32', ends, cost);
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	if (outQ.scale !== 1 / 128 || outQ.zeroPoint !== 0)
		lowering.refuse(
			`the output has scale ${outQ.scale} and zero point ${outQ.zeroPoint}, expected 1/128 and 0`,
		);
	lowering.emit('unit_s8', {...ends, in_zero: inQ.zeroPoint}, cost);
}

export function lowerCumsum(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'FLOAT32', 'INT32', 'INT64', 'INT8');
	rowsOf(lowering, input, output);
	const rank = input.shape.length;
	const [given] = lowering.integers(lowering.input(1), 'the axis');
	if (given === undefined || given < -rank || given >= rank)
		lowering.refuse(`axis ${given} does not fit rank ${rank}`);
	const at = (given + rank) % rank;
	const {options} = lowering.operator;
	const count = elementCount(input.shape);
	lowering.inPlace(output, input);
	const view = {
		in: lowering.ref(input),
		outer: elementCount(input.shape.slice(0, at)),
		axis: input.shape[at]!,
		inner: elementCount(input.shape.slice(at + 1)),
		exclusive: Number(options?.bool(0) ?? false),
		reverse: Number(options?.bool(1) ?? false),
	};
	if (input.type.name === 'INT8') return emitSumsInt8(lowering, input, output, {...view, total: 0});
	const fields = {...view, out: lowering.ref(output), type: input.type.element!, reserved: 0};
	lowering.emit('cumsum', fields, 100 + count * 40);
}

type Sums = {readonly in: Ref} & Readonly<
	Record<'outer' | 'axis' | 'inner' | 'exclusive' | 'reverse' | 'total', number>
>;

/** Sums of int8, rescaled as TFLM does: halved first, which is exact, then by one factor below 1. */
export function emitSumsInt8(lowering: Lowering, input: ModelTensor, output: ModelTensor, sums: Sums) {
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const factor = (2 * inQ.scale) / (2 ** 20 * outQ.scale);
	if (factor >= 1)
		lowering.refuse(
			`the input has scale ${inQ.scale}, the output ${outQ.scale}: more than 2^19 times smaller`,
			'quantisation',
		);
	lowering.emit(
		'sums_s8',
		{
			...sums,
			out: lowering.ref(output),
			reserved: 0,
			in_zero: inQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...quantizeMultiplier(factor),
		},
		100 + sums.outer * sums.inner * sums.axis * 45,
	);
}

export function lowerL2Pool(lowering: Lowering) {
	lowering.count(1);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'FLOAT32');
	lowering.types(output, 'the output', 'FLOAT32');
	const window = windowFields(lowering, input, output, {
		padding: options.int8(0),
		strideW: options.int32(1),
		strideH: options.int32(2),
		dilationW: 1,
		dilationH: 1,
		kw: options.int32(3),
		kh: options.int32(4),
	});
	if (window.ic !== window.oc)
		lowering.refuse(`input and output have ${window.ic} and ${window.oc} channels`);
	const fields = {in: lowering.ref(input), out: lowering.ref(output), ...window};
	const taps = elementCount(output.shape) * window.kh * window.kw;
	lowering.emit(
		'pool_l2_f32',
		{...fields, ...activationLimitsFloat(lowering.activation(5))},
		300 + taps * 8 + elementCount(output.shape) * 350,
	);
}
