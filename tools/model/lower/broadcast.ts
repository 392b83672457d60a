// The loops of steps with two operands, either of which may be repeated along dimensions.
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {collapse, denseStrides} from './loops.ts';

/** The loop fields of a broadcasting step. */
export function broadcast(lowering: Lowering, a: ModelTensor, b: ModelTensor, output: ModelTensor) {
	const rank = Math.max(a.shape.length, b.shape.length);
	const wide = (shape: readonly number[]) => [...Array(rank - shape.length).fill(1), ...shape] as number[];
	const [shapeA, shapeB] = [wide(a.shape), wide(b.shape)];
	const sizes = shapeA.map((size, i) => {
		const other = shapeB[i]!;
		if (size !== other && size !== 1 && other !== 1)
			lowering.refuse(`shapes [${a.shape}] and [${b.shape}] do not broadcast`);
		return size === 1 ? other : size;
	});
	lowering.shape(output, 'the output', sizes);
	const strides = (shape: number[]) => denseStrides(shape).map((stride, i) => (shape[i] === 1 ? 0 : stride));
	const loops = collapse(sizes, [strides(shapeA), strides(shapeB), denseStrides(sizes)], 4);
	if (loops === undefined) lowering.refuse(`[${sizes}] needs more than 4 nested loops`);
	const [d, x, y] = [loops.sizes, loops.strides[0]!, loops.strides[1]!];
	return {
		d0: d[0]!,
		d1: d[1]!,
		d2: d[2]!,
		d3: d[3]!,
		a0: x[0]!,
		a1: x[1]!,
		a2: x[2]!,
		a3: x[3]!,
		b0: y[0]!,
		b1: y[1]!,
		b2: y[2]!,
		b3: y[3]!,
	};
}
