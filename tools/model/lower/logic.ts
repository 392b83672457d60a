// Comparisons, LOGICAL_AND, LOGICAL_OR and SELECT_V2.
import {quantizeMultiplier} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import {elementTypes} from '../step-fields.ts';
import {broadcast} from './broadcast.ts';
import type {Lowering} from './context.ts';
import {collapse, denseStrides} from './loops.ts';

/** `kind` of compare. */
const kinds: Record<string, number> = {
	EQUAL: 0,
	NOT_EQUAL: 1,
	GREATER: 2,
	GREATER_EQUAL: 3,
	LESS: 4,
	LESS_EQUAL: 5,
};

const unscaled = {
	a_zero: 0,
	b_zero: 0,
	left_shift: 0,
	a_multiplier: 0,
	a_exponent: 0,
	b_multiplier: 0,
	b_exponent: 0,
};

export function lowerCompare(lowering: Lowering) {
	lowering.count(2);
	const {name} = lowering.operator;
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	const equality = name === 'EQUAL' || name === 'NOT_EQUAL';
	lowering.types(a, 'input 0', 'INT8', 'INT32', 'INT64', 'FLOAT32', ...(equality ? ['BOOL'] : []));
	lowering.types(b, 'input 1', a.type.name);
	lowering.types(output, 'the output', 'BOOL');
	const loops = broadcast(lowering, a, b, output);
	const operands = {a: lowering.ref(a), b: lowering.ref(b), out: lowering.ref(output), ...loops};
	const scaled = a.type.name === 'INT8' ? common(lowering, a, b) : unscaled;
	const cost = 150 + elementCount(output.shape) * (a.type.name === 'INT8' ? 60 : 24);
	lowering.emit('compare', {...operands, type: a.type.element!, kind: kinds[name]!, ...scaled}, cost);
}

/** Both operands in units of their own scale, shifted left by 8. */
function common(lowering: Lowering, a: ModelTensor, b: ModelTensor) {
	const [aQ, bQ] = [lowering.quant(a, 'input 0'), lowering.quant(b, 'input 1')];
	const [left, right] = [quantizeMultiplier(aQ.scale), quantizeMultiplier(bQ.scale)];
	if (left.exponent > 0 || right.exponent > 0) lowering.refuse('a scale is 1 or more');
	return {
		a_zero: aQ.zeroPoint,
		b_zero: bQ.zeroPoint,
		left_shift: 8,
		a_multiplier: left.multiplier,
		a_exponent: left.exponent,
		b_multiplier: right.multiplier,
		b_exponent: right.exponent,
	};
}

/** Of bools the smaller is AND, the larger OR. */
export function lowerLogical(lowering: Lowering) {
	lowering.count(2);
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	lowering.types(a, 'input 0', 'BOOL');
	lowering.types(b, 'input 1', 'BOOL');
	lowering.types(output, 'the output', 'BOOL');
	const loops = broadcast(lowering, a, b, output);
	const operands = {a: lowering.ref(a), b: lowering.ref(b), out: lowering.ref(output), ...loops};
	const kind = lowering.operator.name === 'LOGICAL_AND' ? 1 : 0;
	lowering.emit(
		'minmax',
		{...operands, type: elementTypes.indexOf('u8'), kind},
		150 + elementCount(output.shape) * 12,
	);
}

/** SELECT does not broadcast: its condition has the shape of the operands, is one value, or one for each of the first dimension. */
function conditionShape(lowering: Lowering, condition: ModelTensor, {shape}: ModelTensor): readonly number[] {
	if (lowering.operator.name !== 'SELECT' || condition.shape.length === shape.length) return condition.shape;
	if (elementCount(condition.shape) === 1) return [];
	lowering.shape(condition, 'the condition', [shape[0]!]);
	return [shape[0]!, ...Array(shape.length - 1).fill(1)];
}

export function lowerSelect(lowering: Lowering) {
	lowering.count(3);
	const [condition, a, b] = [lowering.input(0), lowering.input(1), lowering.input(2)];
	const output = lowering.output();
	lowering.types(condition, 'the condition', 'BOOL');
	lowering.types(a, 'input 1', 'FLOAT32', 'INT8', 'INT16', 'INT32', 'INT64', 'BOOL', 'UINT8');
	lowering.types(b, 'input 2', a.type.name);
	lowering.types(output, 'the output', a.type.name);
	lowering.sameQuantization(a, output, 'input 1');
	lowering.sameQuantization(b, output, 'input 2');
	const shapes = [conditionShape(lowering, condition, a), a.shape, b.shape];
	const rank = Math.max(...shapes.map(shape => shape.length));
	const wide = shapes.map(shape => [...Array(rank - shape.length).fill(1), ...shape] as number[]);
	const sizes = Array.from({length: rank}, (_, i) => Math.max(...wide.map(shape => shape[i]!)));
	for (const shape of wide)
		if (shape.some((size, i) => size !== 1 && size !== sizes[i]))
			lowering.refuse(`shapes ${shapes.map(each => `[${each}]`).join(', ')} do not broadcast`);
	lowering.shape(output, 'the output', sizes);
	const strides = wide.map(shape => denseStrides(shape).map((stride, i) => (shape[i] === 1 ? 0 : stride)));
	const loops = collapse(sizes, [...strides, denseStrides(sizes)], 4);
	if (loops === undefined) lowering.refuse(`[${sizes}] needs more than 4 nested loops`);
	const [c, x, y] = loops.strides as readonly (readonly number[])[];
	const named = (prefix: string, values: readonly number[]) =>
		Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));
	lowering.emit(
		'select',
		{
			a: lowering.ref(a),
			b: lowering.ref(b),
			out: lowering.ref(output),
			condition: lowering.ref(condition),
			...named('d', loops.sizes),
			...named('a', x!),
			...named('b', y!),
			...named('c', c!),
			size: a.type.bytes,
		} as never,
		150 + elementCount(output.shape) * 24,
	);
}
