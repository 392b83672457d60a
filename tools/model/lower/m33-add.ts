// ADD and SUB int8 of equal shapes for Cortex-M33: both operands become tables of 256 scaled values.
import {activationLimits, quantizeMultiplier, rescale} from '../fixed-point.ts';
import {elementCount, int32Blob, type Ref} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering, Quant} from './context.ts';
import {fastRequant} from './m33-pack.ts';

interface Operands {
	readonly a: Ref;
	readonly b: Ref;
	readonly out: Ref;
}

/** Twice the operand at the common scale, by the byte's bits. */
function scaled({scale, zeroPoint}: Quant, twice: number, sign: number): number[] {
	const factor = quantizeMultiplier(scale / twice);
	return Array.from({length: 256}, (_, byte) => {
		const value = (byte << 24) >> 24;
		return 2 * sign * rescale((value - zeroPoint) * 2 ** 20, factor);
	});
}

/** False if the shapes broadcast or the proofs of the fast requantisation fail. */
export function emitAddM33(
	lowering: Lowering,
	operands: Operands,
	[a, b, output]: readonly [ModelTensor, ModelTensor, ModelTensor],
	activation: string,
): boolean {
	const count = elementCount(output.shape);
	if (a.type.name !== 'INT8' || elementCount(a.shape) !== count || elementCount(b.shape) !== count)
		return false;
	const [aQ, bQ, outQ] = [
		lowering.quant(a, 'input 0'),
		lowering.quant(b, 'input 1'),
		lowering.quant(output, 'the output'),
	];
	const twice = 2 * Math.max(aQ.scale, bQ.scale);
	const tables = [
		scaled(aQ, twice, 1),
		scaled(bQ, twice, lowering.operator.name === 'SUB' ? -1 : 1),
	] as const;
	const low = (Math.min(...tables[0]) + Math.min(...tables[1])) / 2;
	const high = (Math.max(...tables[0]) + Math.max(...tables[1])) / 2;
	const requant = fastRequant(quantizeMultiplier(twice / (2 ** 20 * outQ.scale)), outQ.zeroPoint, {
		low,
		high,
	});
	if (requant === undefined) return false;
	lowering.emit(
		'add_m33',
		{
			a: operands.a,
			b: operands.b,
			out: operands.out,
			a_table: int32Blob(tables[0]),
			b_table: int32Blob(tables[1]),
			count,
			...requant,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		150 + count * 14,
	);
	return true;
}
