// BATCH_MATMUL: products of two computed matrices, either of which may be transposed.
import {activationLimits} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {denseStrides} from './loops.ts';
import {denseMultiplier} from './parts.ts';

export function lowerBatchMatmul(lowering: Lowering) {
	lowering.count(2);
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	lowering.types(a, 'input 0', 'FLOAT32', 'INT8', 'INT16');
	lowering.types(b, 'input 1', a.type.name);
	lowering.types(output, 'the output', a.type.name);
	const rank = Math.max(a.shape.length, b.shape.length);
	if (a.shape.length < 2 || b.shape.length < 2 || rank > 5)
		lowering.refuse(`shapes [${a.shape}] and [${b.shape}], expected ranks 2 to 5`);
	const {options} = lowering.operator;
	const [left, right] = [
		matrix(a, rank, options?.bool(0) ?? false),
		matrix(b, rank, options?.bool(1) ?? false),
	];
	if (left.columns !== right.rows) lowering.refuse(`[${a.shape}] and [${b.shape}] have no common depth`);
	const batches = left.batches.map((size, i) => {
		const other = right.batches[i]!;
		if (size !== other && size !== 1 && other !== 1)
			lowering.refuse(`the batches of [${a.shape}] and [${b.shape}] do not broadcast`);
		return Math.max(size, other);
	});
	lowering.shape(output, 'the output', [...batches, left.rows, right.columns]);
	const three = (list: readonly number[], fill: number) => [...Array(3 - list.length).fill(fill), ...list];
	const [d, x, y] = [three(batches, 1), three(left.strides, 0), three(right.strides, 0)];
	const sizes = {m: left.rows, n: right.columns, k: left.columns};
	const common = {
		a: lowering.ref(a),
		b: lowering.ref(b),
		out: lowering.ref(output),
		d0: d[0]!,
		d1: d[1]!,
		d2: d[2]!,
		...sizes,
		a0: x[0]!,
		a1: x[1]!,
		a2: x[2]!,
		b0: y[0]!,
		b1: y[1]!,
		b2: y[2]!,
		am: left.row,
		ak: left.column,
		bk: right.row,
		bn: right.column,
	};
	const macs = elementCount(output.shape) * sizes.k;
	if (a.type.name === 'FLOAT32')
		return lowering.emit('matmul_f32', {...common, reserved: 0}, 300 + macs * 10, macs);
	const fields = {...common, type: a.type.element!, ...quantization(lowering, a, b, output)};
	lowering.emit('matmul_q', fields, 300 + macs * 24, macs);
}

interface Matrix {
	readonly rows: number;
	readonly columns: number;
	/** Elements from one row, and from one column, to the next. */
	readonly row: number;
	readonly column: number;
	readonly batches: readonly number[];
	readonly strides: readonly number[];
}

function matrix({shape}: ModelTensor, rank: number, transposed: boolean): Matrix {
	const wide = [...Array(rank - shape.length).fill(1), ...shape] as number[];
	const strides = denseStrides(wide);
	const [rows, columns] = wide.slice(-2) as [number, number];
	const plain = {rows, columns, row: columns, column: 1};
	const batches = wide.slice(0, -2);
	return {
		...(transposed ? {rows: columns, columns: rows, row: 1, column: columns} : plain),
		batches,
		strides: batches.map((size, i) => (size === 1 ? 0 : strides[i]!)),
	};
}

function quantization(lowering: Lowering, a: ModelTensor, b: ModelTensor, output: ModelTensor) {
	const [aQ, bQ, outQ] = [
		lowering.quant(a, 'input 0'),
		lowering.quant(b, 'input 1'),
		lowering.quant(output, 'the output'),
	];
	if (a.type.name === 'INT16' && [aQ, bQ, outQ].some(({zeroPoint}) => zeroPoint !== 0))
		lowering.refuse('INT16 needs zero points of 0');
	return {
		a_zero: aQ.zeroPoint,
		b_zero: bQ.zeroPoint,
		out_zero: outQ.zeroPoint,
		...denseMultiplier(aQ.scale, bQ.scale, outQ.scale),
		...activationLimits('NONE', a.type.name, outQ.scale, outQ.zeroPoint),
	};
}
