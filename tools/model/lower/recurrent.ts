// SVDF and UNIDIRECTIONAL_SEQUENCE_LSTM: operators with variable tensors.
import {activationLimitsFloat, f32, quantizeMultiplier} from '../fixed-point.ts';
import {type Blob, int32Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {gateNames, gateScale, joinedGates} from './lstm-gates.ts';
import {lstmWide} from './recurrent-wide.ts';
import {biasValues, floatBias, foldBias, int8s} from './weights.ts';

function variable(lowering: Lowering, slot: number, what: string): ModelTensor {
	const tensor = lowering.input(slot);
	if (!tensor.variable) lowering.refuse(`${what} is no variable tensor`);
	return tensor;
}

export function lowerSvdf(lowering: Lowering) {
	lowering.count(5);
	const options = lowering.need();
	const [input, feature, time] = [lowering.input(0), lowering.input(1), lowering.input(2)];
	const [bias, state, output] = [lowering.optional(3), variable(lowering, 4, 'the state'), lowering.output()];
	const rank = options.int32(0);
	for (const [tensor, what] of [
		[input, 'the input'],
		[feature, 'the feature weights'],
		[time, 'the time weights'],
	] as const)
		lowering.rank(tensor, what, 2);
	const [batch, depth] = input.shape as [number, number];
	const [filters, memory] = time.shape as [number, number];
	if (rank < 1 || filters % rank !== 0) lowering.refuse(`${filters} filters are no multiple of rank ${rank}`);
	const units = filters / rank;
	lowering.shape(feature, 'the feature weights', [filters, depth]);
	lowering.shape(state, 'the state', [batch, memory * filters]);
	lowering.shape(output, 'the output', [batch, units]);
	const parts = {input, feature, time, bias, state, output, units};
	const dims = {batch, depth, units, rank, memory};
	if (Object.values(dims).some(size => size > 65535)) lowering.refuse('a dimension is larger than 65535');
	const macs = batch * filters * (depth + memory);
	lowering.types(input, 'the input', 'INT8', 'FLOAT32');
	if (input.type.name === 'INT8') emitSvdf(lowering, parts, dims, macs);
	else emitSvdfFloat(lowering, parts, dims, macs);
}

interface SvdfParts {
	readonly input: ModelTensor;
	readonly feature: ModelTensor;
	readonly time: ModelTensor;
	readonly bias: ModelTensor | undefined;
	readonly state: ModelTensor;
	readonly output: ModelTensor;
	readonly units: number;
}
type SvdfSizes = Record<'batch' | 'depth' | 'units' | 'rank' | 'memory', number>;

function svdfRefs(lowering: Lowering, {input, feature, time, state, output}: SvdfParts) {
	return {
		in: lowering.ref(input),
		out: lowering.ref(output),
		feature: {bytes: lowering.constant(feature, 'the feature weights'), align: 4},
		time: {bytes: lowering.constant(time, 'the time weights'), align: 4},
		state: lowering.ref(state),
	};
}

function emitSvdf(lowering: Lowering, parts: SvdfParts, dims: SvdfSizes, macs: number) {
	const {input, feature, time, bias, state, output, units} = parts;
	lowering.types(feature, 'the feature weights', 'INT8');
	lowering.types(state, 'the state', 'INT16', 'INT8');
	lowering.types(time, 'the time weights', state.type.name);
	lowering.types(output, 'the output', 'INT8');
	if (lowering.activation(1) !== 'RELU') lowering.refuse('an int8 SVDF needs the fused activation RELU');
	const scale = (tensor: ModelTensor, what: string) => lowering.quant(tensor, what).scale;
	const [inScale, stateScale, outScale] = [
		scale(input, 'the input'),
		scale(state, 'the state'),
		scale(output, 'the output'),
	];
	const first = quantizeMultiplier(f32(f32(inScale * scale(feature, 'the feature weights')) / stateScale));
	const second = quantizeMultiplier(f32(f32(stateScale * scale(time, 'the time weights')) / outScale));
	lowering.emit(
		'svdf_s8',
		{
			...svdfRefs(lowering, parts),
			bias: int32Blob(biasValues(lowering, bias, units).map(Number)),
			...dims,
			state_type: state.type.element!,
			in_zero: lowering.quant(input, 'the input').zeroPoint,
			out_zero: lowering.quant(output, 'the output').zeroPoint,
			feature_multiplier: first.multiplier,
			feature_exponent: first.exponent,
			...second,
		},
		250 + macs * 4,
		macs,
	);
}

function emitSvdfFloat(lowering: Lowering, parts: SvdfParts, dims: SvdfSizes, macs: number) {
	for (const tensor of [parts.feature, parts.time, parts.state, parts.output])
		lowering.types(tensor, 'a tensor of a float SVDF', 'FLOAT32');
	const limits = activationLimitsFloat(lowering.activation(1));
	const bias = floatBias(lowering, parts.bias, parts.units);
	lowering.emit(
		'svdf_f32',
		{...svdfRefs(lowering, parts), bias, ...dims, reserved: 0, ...limits},
		250 + macs * 6,
		macs,
	);
}

export function lowerLstm(lowering: Lowering) {
	lowering.count([20, 24]);
	const options = lowering.need();
	for (const slot of [9, 10, 11, 16, 17, 20, 21, 22, 23])
		if (lowering.optional(slot) !== undefined)
			lowering.refuse('peephole, projection and layer normalisation are not supported');
	const [input, output] = [lowering.input(0), lowering.output()];
	const [hidden, cell] = [
		variable(lowering, 18, 'the output state'),
		variable(lowering, 19, 'the cell state'),
	];
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	const float = input.type.name === 'FLOAT32';
	lowering.types(output, 'the output', input.type.name);
	lowering.types(hidden, 'the output state', input.type.name);
	lowering.types(cell, 'the cell state', float ? 'FLOAT32' : 'INT16');
	if (lowering.operator.options?.int8(0) !== 4) lowering.refuse('the fused activation must be TANH');
	if (options.float32(2) !== 0) lowering.refuse('proj_clip is not supported');
	lowering.rank(input, 'the input', 3);
	const timeMajor = options.bool(3);
	const [batch, time] = timeMajor ? [input.shape[1]!, input.shape[0]!] : [input.shape[0]!, input.shape[1]!];
	const depth = input.shape[2]!;
	const cells = cell.shape.at(-1) ?? 0;
	lowering.shape(hidden, 'the output state', [batch, cells]);
	lowering.shape(cell, 'the cell state', [batch, cells]);
	lowering.shape(output, 'the output', [input.shape[0]!, input.shape[1]!, cells]);
	const sizes = {batch, time, depth, cells, time_major: timeMajor ? 1 : 0};
	const macs = batch * time * 4 * cells * (depth + cells);
	const ends = {
		in: lowering.ref(input),
		out: lowering.ref(output),
		hidden: lowering.ref(hidden),
		cell: lowering.ref(cell),
	};
	const clip = options.float32(1);
	const cost = 300 + macs * (float ? 5 : 2) + batch * time * cells * 400;
	const scratch = lowering.scratch(4 * cells * (float ? 4 : 2));
	if (float) {
		const fields = {...ends, ...lstmFloatWeights(lowering, depth, cells), ...sizes, clip: Math.max(0, clip)};
		lowering.emit('lstm_f32', {...fields, scratch}, cost, macs);
		return;
	}
	if (input.type.name === 'INT16') {
		const wide = lstmWide(lowering, {depth, cells, clip});
		return lowering.emit('lstm_s16', {...ends, ...sizes, ...wide, scratch}, cost, macs);
	}
	const weights = lstmWeights(lowering, depth, cells);
	const state = {...lstmCell(lowering, cell, clip), ...lstmHidden(lowering)};
	lowering.emit('lstm_s8', {...ends, ...weights, ...sizes, ...state, scratch}, cost, macs);
}

/** Blobs of float32: [4][cells][depth], [4][cells][cells] and [4][cells]. */
function lstmFloatWeights(lowering: Lowering, depth: number, cells: number) {
	const joined = (slot: number, shape: readonly number[], what: string): Blob =>
		joinedGates(lowering, slot, {type: 'FLOAT32', shape, what});
	return {
		input_weights: joined(1, [cells, depth], 'input weights'),
		recurrent_weights: joined(5, [cells, cells], 'recurrent weights'),
		bias: joined(12, [cells], 'bias'),
	};
}

function lstmWeights(lowering: Lowering, depth: number, cells: number) {
	const [input, hidden] = [lowering.input(0), lowering.input(18)];
	const part = (slot: number, columns: number, from: ModelTensor, what: string, biased: boolean) => {
		const fromQ = lowering.quant(from, what);
		const gates = gateNames.map((name, gate) => {
			const weights = lowering.input(slot + gate);
			lowering.types(weights, `the ${name} gate's weights`, 'INT8');
			lowering.shape(weights, `the ${name} gate's weights`, [cells, columns]);
			const data = int8s(lowering.constant(weights, `the ${name} gate's weights`));
			const quant = lowering.quant(weights, `the ${name} gate's weights`);
			if (quant.zeroPoint !== 0) lowering.refuse(`the ${name} gate's weights have a zero point other than 0`);
			const sums = Array.from({length: cells}, (_, c) =>
				data.subarray(c * columns, (c + 1) * columns).reduce((sum, weight) => sum + weight, 0),
			);
			const bias = biasValues(lowering, biased ? lowering.input(12 + gate) : undefined, cells);
			const factor = quantizeMultiplier(f32(f32(quant.scale * fromQ.scale) / gateScale));
			return {data, folded: foldBias(bias, fromQ.zeroPoint, sums), factor};
		});
		return gates;
	};
	const fromInput = part(1, depth, input, 'the input', true);
	const fromHidden = part(5, cells, hidden, 'the output state', false);
	type Gate = (typeof fromInput)[number];
	const joined = (gates: Gate[]): Blob => ({
		bytes: Uint8Array.from(gates.flatMap(gate => [...gate.data])),
		align: 16,
	});
	const biases = (gates: Gate[]) => int32Blob(gates.flatMap(gate => gate.folded));
	const factors = (gates: Gate[], name: string) =>
		Object.fromEntries(
			gates.flatMap(({factor}, gate) => [
				[`${name}_multiplier${gate}`, factor.multiplier],
				[`${name}_exponent${gate}`, factor.exponent],
			]),
		);
	type Factors = Record<`${'input' | 'recurrent'}_${'multiplier' | 'exponent'}${0 | 1 | 2 | 3}`, number>;
	return {
		input_weights: joined(fromInput),
		recurrent_weights: joined(fromHidden),
		input_bias: biases(fromInput),
		recurrent_bias: biases(fromHidden),
		...({...factors(fromInput, 'input'), ...factors(fromHidden, 'recurrent')} as Factors),
	};
}

/** The cell's scale is a power of two: how many integer bits it leaves. */
function lstmCell(lowering: Lowering, cell: ModelTensor, clip: number) {
	const {scale} = lowering.quant(cell, 'the cell state');
	const power = Math.log2(scale);
	const bits = 15 + Math.round(power);
	if (Math.abs(power - Math.round(power)) > 1e-3 || bits < 1 || bits > 6)
		lowering.refuse(`the cell state has scale ${scale}, expected a power of two from 2^-14 to 2^-9`);
	return {
		cell_bits: bits,
		clip: clip > 0 ? Math.trunc(Math.min(Math.max(f32(clip / scale), -32768), 32767)) : 0,
	};
}

/** The hidden state's scale is that of the last intermediate. */
function lstmHidden(lowering: Lowering) {
	const index = lowering.operator.intermediates[4];
	const tensor = index === undefined ? undefined : lowering.subgraph.tensors[index];
	const {scale, zeroPoint} = lowering.quant(tensor ?? lowering.input(18), 'the hidden intermediate');
	const {multiplier, exponent} = quantizeMultiplier(f32(f32(2 ** -15 / scale) * 2 ** -15));
	return {hidden_zero: zeroPoint, hidden_multiplier: multiplier, hidden_exponent: exponent};
}
