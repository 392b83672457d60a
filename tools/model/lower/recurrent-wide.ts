// UNIDIRECTIONAL_SEQUENCE_LSTM of int16: factors as TensorFlow Lite Micro computes them.
import {f32, quantizeMultiplier} from '../fixed-point.ts';
import type {Lowering} from './context.ts';
import {symmetric, wideTable} from './conv-wide.ts';
import {gateNames, gateScale, joinedGates} from './lstm-gates.ts';
import {sigmoids} from './unary-wide.ts';

interface WideLstm {
	readonly depth: number;
	readonly cells: number;
	readonly clip: number;
}

/** Of the weights at `slot`: the factors of the gates' sums. */
function gateFactors(lowering: Lowering, slot: number, inScale: number): number[] {
	return gateNames.map((name, gate) => {
		const {scale, zeroPoint} = lowering.quant(lowering.input(slot + gate), `the ${name} gate's weights`);
		if (zeroPoint !== 0) lowering.refuse(`the ${name} gate's weights have a zero point other than 0`);
		return f32(scale * inScale) / gateScale;
	});
}

/** Weights, factors, and what becomes of the cell. */
export function lstmWide(lowering: Lowering, {depth, cells, clip}: WideLstm) {
	const inScale = symmetric(lowering, lowering.input(0), 'the input');
	const hiddenScale = symmetric(lowering, lowering.input(18), 'the output state');
	const cellScale = symmetric(lowering, lowering.input(19), 'the cell state');
	const power = Math.round(Math.log2(cellScale)) + 12;
	if (Math.abs(power) > 14)
		lowering.refuse(`the cell state has scale ${cellScale}, expected 2^-26 to 2^2`, 'quantisation');
	const factors = [...gateFactors(lowering, 1, inScale), ...gateFactors(lowering, 5, hiddenScale)];
	const [add, hidden] = [
		quantizeMultiplier(2 ** -30 / cellScale),
		quantizeMultiplier(2 ** -30 / hiddenScale),
	];
	return {
		input_weights: joinedGates(lowering, 1, {type: 'INT8', shape: [cells, depth], what: 'input weights'}),
		recurrent_weights: joinedGates(lowering, 5, {
			type: 'INT8',
			shape: [cells, cells],
			what: 'recurrent weights',
		}),
		bias: joinedGates(lowering, 12, {type: 'INT64', shape: [cells], what: 'bias'}),
		factors: wideTable(Array(factors.length).fill(0n), factors),
		sigmoid: sigmoids,
		reserved: 0,
		add_multiplier: add.multiplier,
		add_exponent: add.exponent,
		hidden_multiplier: hidden.multiplier,
		hidden_exponent: hidden.exponent,
		cell_shift: power,
		clip: clip > 0 ? Math.trunc(Math.min(clip / cellScale, 32767)) : 32768,
	};
}
