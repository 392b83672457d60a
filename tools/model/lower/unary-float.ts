// Activations and SOFTMAX in float32.
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';

/** Numbers of the functions in unary_f32, and their estimated instructions an element. */
const kinds: Record<string, readonly [kind: number, cost: number]> = {
	LOGISTIC: [0, 60],
	TANH: [1, 70],
	RELU: [2, 8],
	RELU6: [3, 10],
	LEAKY_RELU: [4, 10],
	HARD_SWISH: [5, 16],
};

export function lowerUnaryFloat(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	const [kind, cost] = kinds[lowering.operator.name]!;
	const alpha = lowering.operator.name === 'LEAKY_RELU' ? lowering.need().float32(0) : 0;
	const count = elementCount(input.shape);
	lowering.inPlace(output, input);
	const ends = {in: lowering.ref(input), out: lowering.ref(output)};
	lowering.emit('unary_f32', {...ends, count, kind, alpha}, 60 + count * cost);
}

export interface SoftmaxShape {
	readonly rows: number;
	readonly depth: number;
	readonly beta: number;
}

export function lowerSoftmaxFloat(
	lowering: Lowering,
	input: ModelTensor,
	output: ModelTensor,
	shape: SoftmaxShape,
) {
	lowering.types(output, 'the output', 'FLOAT32');
	const ends = {in: lowering.ref(input), out: lowering.ref(output)};
	lowering.emit('softmax_f32', {...ends, ...shape}, 100 + shape.rows * shape.depth * 60);
}
