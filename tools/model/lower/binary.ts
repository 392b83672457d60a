// ADD, SUB, MUL, MAXIMUM and MINIMUM with broadcasting.
import {
	activationLimits,
	activationLimitsFloat,
	activationLimitsInteger,
	f32,
	quantizeMultiplier,
} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import {lowerArithmetic} from './arithmetic.ts';
import {broadcast} from './broadcast.ts';
import type {Lowering} from './context.ts';
import {emitAddM33} from './m33-add.ts';

/** Kernels of float32 binary operators, `kind` of binary_f32. */
const floatKinds: Record<string, number> = {ADD: 0, SUB: 1, MUL: 2};

/** The same of binary_i32. */
const integerKinds: Record<string, number> = {...floatKinds, DIV: 3};

function typesOf(name: string): string[] {
	const common = ['INT8', 'INT16', 'INT32', 'FLOAT32'];
	return name === 'MAXIMUM' || name === 'MINIMUM' ? [...common, 'UINT8', 'INT64'] : common;
}

export function lowerBinary(lowering: Lowering) {
	if (lowering.operator.name === 'DIV' && lowering.input(0).type.name !== 'INT32')
		return lowerArithmetic(lowering);
	lowering.count(2);
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	const {name} = lowering.operator;
	const extremum = name === 'MAXIMUM' || name === 'MINIMUM';
	const types = typesOf(name);
	lowering.types(a, 'input 0', ...types);
	lowering.types(b, 'input 1', a.type.name);
	lowering.types(output, 'the output', a.type.name);
	const loops = broadcast(lowering, a, b, output);
	if (!lowering.isConstant(a) && sameShape(a, output)) lowering.inPlace(output, a);
	else if (!lowering.isConstant(b) && sameShape(b, output)) lowering.inPlace(output, b);
	const operands = {a: lowering.ref(a), b: lowering.ref(b), out: lowering.ref(output), ...loops};
	const elements = elementCount(output.shape);
	const type = a.type.element!;
	if (extremum) {
		lowering.emit('minmax', {...operands, type, kind: name === 'MINIMUM' ? 1 : 0}, 150 + elements * 12);
		return;
	}
	const activation = lowering.activation(0);
	if (a.type.name === 'INT32') {
		const fields = {...operands, kind: integerKinds[name]!, ...activationLimitsInteger(activation)};
		lowering.emit('binary_i32', fields, 150 + elements * 14);
	} else if (a.type.name === 'FLOAT32') {
		const fields = {...operands, kind: floatKinds[name]!, ...activationLimitsFloat(activation)};
		lowering.emit('binary_f32', fields, 150 + elements * 12);
	} else if (a.type.name === 'INT16' && [a, b, output].some(hasZeroPoint)) {
		lowering.refuse('INT16 needs zero points of 0', 'quantisation');
	} else if (name === 'MUL') emitMul(lowering, operands, [a, b, output], activation);
	else emitAdd(lowering, operands, [a, b, output], activation);
}

type Operands = ReturnType<typeof broadcast> & {
	a: ReturnType<Lowering['ref']>;
	b: ReturnType<Lowering['ref']>;
	out: ReturnType<Lowering['ref']>;
};
type Three = readonly [ModelTensor, ModelTensor, ModelTensor];

function emitAdd(lowering: Lowering, operands: Operands, [a, b, output]: Three, activation: string) {
	const [aQ, bQ, outQ] = [
		lowering.quant(a, 'input 0'),
		lowering.quant(b, 'input 1'),
		lowering.quant(output, 'the output'),
	];
	if (lowering.options.target === 'm33' && emitAddM33(lowering, operands, [a, b, output], activation)) return;
	const leftShift = a.type.name === 'INT16' ? 15 : 20;
	const twice = 2 * Math.max(aQ.scale, bQ.scale);
	const [mulA, mulB] = [quantizeMultiplier(aQ.scale / twice), quantizeMultiplier(bQ.scale / twice)];
	lowering.emit(
		'add_q',
		{
			...operands,
			type: a.type.element!,
			subtract: lowering.operator.name === 'SUB' ? 1 : 0,
			a_zero: aQ.zeroPoint,
			b_zero: bQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			left_shift: leftShift,
			a_multiplier: mulA.multiplier,
			a_exponent: mulA.exponent,
			b_multiplier: mulB.multiplier,
			b_exponent: mulB.exponent,
			...quantizeMultiplier(twice / (2 ** leftShift * outQ.scale)),
			...activationLimits(activation, output.type.name, outQ.scale, outQ.zeroPoint),
		},
		200 + elementCount(output.shape) * 28,
	);
}

function emitMul(lowering: Lowering, operands: Operands, [a, b, output]: Three, activation: string) {
	// a constant of zeros comes with a scale of 0: the product is 0 then, as in the reference
	const [aQ, bQ, outQ] = [
		lowering.quant(a, 'input 0', {mayBeZero: true}),
		lowering.quant(b, 'input 1', {mayBeZero: true}),
		lowering.quant(output, 'the output'),
	];
	lowering.emit(
		'mul_q',
		{
			...operands,
			type: a.type.element!,
			reserved: 0,
			a_zero: aQ.zeroPoint,
			b_zero: bQ.zeroPoint,
			out_zero: outQ.zeroPoint,
			...quantizeMultiplier(f32(f32(aQ.scale * bQ.scale) / outQ.scale)),
			...activationLimits(activation, output.type.name, outQ.scale, outQ.zeroPoint),
		},
		200 + elementCount(output.shape) * 16,
	);
}

const hasZeroPoint = ({quantization}: ModelTensor) => quantization.zeroPoints.some(zero => zero !== 0n);

const sameShape = (a: ModelTensor, b: ModelTensor) => elementCount(a.shape) === elementCount(b.shape);
