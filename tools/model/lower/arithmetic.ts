// DIV, SQUARED_DIFFERENCE, FLOOR_DIV, FLOOR_MOD, PRELU and ADD_N.
import {activationLimits, activationLimitsFloat, f32, quantizeMultiplier} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import {broadcast} from './broadcast.ts';
import type {Lowering} from './context.ts';
import {emitCopy} from './copy.ts';
import {emitSumsInt8} from './rows.ts';

/** `kind` of arith_f32 and arith_i32. */
const kinds: Record<string, number> = {DIV: 0, SQUARED_DIFFERENCE: 1, FLOOR_DIV: 2, FLOOR_MOD: 3, PRELU: 4};

const types: Record<string, readonly string[]> = {
	DIV: ['FLOAT32', 'INT8', 'UINT8'],
	SQUARED_DIFFERENCE: ['FLOAT32', 'INT32', 'INT8', 'INT16'],
	FLOOR_DIV: ['FLOAT32', 'INT32'],
	FLOOR_MOD: ['FLOAT32', 'INT32'],
	PRELU: ['FLOAT32', 'INT8', 'INT16'],
};

type Operands = ReturnType<typeof operandsOf>;

function operandsOf(lowering: Lowering, a: ModelTensor, b: ModelTensor, output: ModelTensor) {
	const loops = broadcast(lowering, a, b, output);
	return {a: lowering.ref(a), b: lowering.ref(b), out: lowering.ref(output), ...loops};
}

export function lowerArithmetic(lowering: Lowering) {
	lowering.count(2);
	const {name} = lowering.operator;
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	lowering.types(a, 'input 0', ...types[name]!);
	const type = a.type.name;
	lowering.types(b, 'input 1', name === 'PRELU' && type === 'INT16' ? 'INT8' : type);
	lowering.types(output, 'the output', type);
	if (name === 'PRELU') lowering.shape(output, 'the output', a.shape);
	const operands = operandsOf(lowering, a, b, output);
	const count = elementCount(output.shape);
	if (type === 'FLOAT32') {
		const limits = activationLimitsFloat(name === 'DIV' ? lowering.activation(0) : 'NONE');
		const cost = name === 'FLOOR_DIV' || name === 'FLOOR_MOD' ? 300 : 20;
		return lowering.emit('arith_f32', {...operands, kind: kinds[name]!, ...limits}, 150 + count * cost);
	}
	if (type === 'INT32')
		return lowering.emit('arith_i32', {...operands, kind: kinds[name]!}, 150 + count * 20);
	const quantized = {SQUARED_DIFFERENCE: emitSquareDiff, DIV: emitDiv, PRELU: emitPrelu}[name]!;
	quantized(lowering, operands, [a, b, output]);
}

type Three = readonly [ModelTensor, ModelTensor, ModelTensor];

function quants(lowering: Lowering, [a, b, output]: Three) {
	return [
		lowering.quant(a, 'input 0'),
		lowering.quant(b, 'input 1'),
		lowering.quant(output, 'the output'),
	] as const;
}

function emitSquareDiff(lowering: Lowering, operands: Operands, tensors: Three) {
	const [aQ, bQ, outQ] = quants(lowering, tensors);
	const wide = tensors[0].type.name === 'INT16';
	if (wide && [aQ, bQ, outQ].some(({zeroPoint}) => zeroPoint !== 0))
		lowering.refuse('INT16 needs zero points of 0');
	const shift = wide ? 0 : 7;
	const twice = 2 * Math.max(aQ.scale, bQ.scale);
	const [left, right] = [quantizeMultiplier(aQ.scale / twice), quantizeMultiplier(bQ.scale / twice)];
	lowering.emit(
		'square_diff_q',
		{
			...operands,
			type: tensors[0].type.element!,
			a_zero: aQ.zeroPoint,
			b_zero: bQ.zeroPoint,
			left_shift: shift,
			a_multiplier: left.multiplier,
			a_exponent: left.exponent,
			b_multiplier: right.multiplier,
			b_exponent: right.exponent,
			...quantizeMultiplier((twice * twice) / f32(2 ** (2 * shift) * outQ.scale)),
			out_zero: outQ.zeroPoint,
		},
		200 + elementCount(tensors[2].shape) * 60,
	);
}

function emitDiv(lowering: Lowering, operands: Operands, tensors: Three) {
	const [aQ, bQ, outQ] = quants(lowering, tensors);
	const type = tensors[0].type.name;
	lowering.emit(
		'div_q',
		{
			...operands,
			type: tensors[0].type.element!,
			a_zero: aQ.zeroPoint,
			b_zero: bQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...quantizeMultiplier(f32(aQ.scale / f32(bQ.scale * outQ.scale))),
			...activationLimits(lowering.activation(0), type, outQ.scale, outQ.zeroPoint),
		},
		200 + elementCount(tensors[2].shape) * 120,
	);
}

function emitPrelu(lowering: Lowering, operands: Operands, tensors: Three) {
	const [inQ, alphaQ, outQ] = quants(lowering, tensors);
	const slope = quantizeMultiplier((inQ.scale * alphaQ.scale) / outQ.scale);
	lowering.emit(
		'prelu_q',
		{
			...operands,
			type: tensors[0].type.element!,
			a_zero: inQ.zeroPoint,
			b_zero: alphaQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...quantizeMultiplier(inQ.scale / outQ.scale),
			slope_multiplier: slope.multiplier,
			slope_exponent: slope.exponent,
		},
		200 + elementCount(tensors[2].shape) * 40,
	);
}

/** The sum of many: the first two, then one after another onto the output. */
export function lowerAddN(lowering: Lowering) {
	lowering.count([2, 1024]);
	const output = lowering.output();
	const inputs = lowering.operator.inputs.map((_, slot) => lowering.input(slot));
	for (const [slot, input] of inputs.entries()) {
		lowering.types(input, `input ${slot}`, 'FLOAT32', 'INT32', 'INT8');
		lowering.types(output, 'the output', input.type.name);
		lowering.shape(input, `input ${slot}`, output.shape);
	}
	if (output.type.name === 'INT8') return emitAddNInt8(lowering, inputs, output);
	const count = elementCount(output.shape);
	for (const [slot, input] of inputs.entries()) {
		if (slot === 0) continue;
		const first = slot === 1 ? inputs[0]! : output;
		const operands = {
			...operandsOf(lowering, input, input, output),
			a: lowering.ref(first),
			b: lowering.ref(input),
			kind: 0,
		};
		if (output.type.name === 'FLOAT32')
			lowering.emit('binary_f32', {...operands, ...activationLimitsFloat('NONE')}, 150 + count * 12);
		else lowering.emit('binary_i32', {...operands, min: -0x80000000, max: 0x7fffffff}, 150 + count * 14);
	}
}

/** Of int8 tensors: side by side first, as TFLM rounds once, after the last. */
function emitAddNInt8(lowering: Lowering, inputs: readonly ModelTensor[], output: ModelTensor) {
	const count = elementCount(output.shape);
	const {scale, zeroPoint} = lowering.quant(inputs[0]!, 'input 0');
	const lines = lowering.scratch(inputs.length * count);
	for (const [slot, input] of inputs.entries()) {
		const other = lowering.quant(input, `input ${slot}`);
		if (other.scale !== scale || other.zeroPoint !== zeroPoint)
			lowering.refuse(
				`input ${slot} has scale ${other.scale} and zero point ${other.zeroPoint}, input 0 ${scale} and ${zeroPoint}`,
				'quantisation',
			);
		const from = {ref: lowering.ref(input), start: 0, strides: [1]};
		emitCopy(lowering, from, {ref: lines, start: slot * count, strides: [1]}, [count], 1);
	}
	const sizes = {outer: 1, axis: inputs.length, inner: count, exclusive: 0, reverse: 0};
	emitSumsInt8(lowering, inputs[0]!, output, {in: lines, ...sizes, total: 1});
}
