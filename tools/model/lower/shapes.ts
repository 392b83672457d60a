// Operators on shapes: SHAPE, RANK and BROADCAST_ARGS are constants, EXPAND_DIMS and SQUEEZE names for the same bytes.
import {elementCount, tensorBytes} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes, emitCopy} from './copy.ts';
import {byteStrides, sameType} from './move.ts';

/** Numbers as the bytes of an INT32 or INT64 tensor. */
function integerBytes(tensor: ModelTensor, values: readonly number[]): Uint8Array {
	const wide = tensor.type.name === 'INT64';
	const bytes = new Uint8Array(values.length * (wide ? 8 : 4));
	const view = new DataView(bytes.buffer);
	values.forEach((value, i) => {
		if (wide) view.setBigInt64(i * 8, BigInt(value), true);
		else view.setInt32(i * 4, value, true);
	});
	return bytes;
}

export function lowerShape(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(output, 'the output', 'INT32', 'INT64');
	lowering.shape(output, 'the output', [input.shape.length]);
	lowering.wantedType(output, 'out_type', lowering.need().int8(0));
	lowering.define(output, integerBytes(output, input.shape));
}

export function lowerRank(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(output, 'the output', 'INT32');
	lowering.shape(output, 'the output', []);
	lowering.define(output, integerBytes(output, [input.shape.length]));
}

export function lowerBroadcastArgs(lowering: Lowering) {
	lowering.count(2);
	const [a, b, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	lowering.types(output, 'the output', a.type.name);
	lowering.types(b, 'input 1', a.type.name);
	const [x, y] = [lowering.list(a, 'input 0'), lowering.list(b, 'input 1')];
	const rank = Math.max(x.length, y.length);
	const wide = (list: readonly number[]) => [...Array(rank - list.length).fill(1), ...list] as number[];
	const [left, right] = [wide(x), wide(y)];
	const joined = left.map((size, i) => {
		const other = right[i]!;
		if (size !== other && size !== 1 && other !== 1) lowering.refuse(`[${x}] and [${y}] do not broadcast`);
		return size === 1 ? other : size;
	});
	lowering.shape(output, 'the output', [rank]);
	lowering.define(output, integerBytes(output, joined));
}

/** The output is the input's bytes under another shape. */
function rename(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	if (!lowering.alias(output, input))
		copyBytes(lowering, lowering.ref(input), lowering.ref(output), tensorBytes(input));
}

function axisOf(lowering: Lowering, axis: number, rank: number): number {
	if (axis < -rank || axis >= rank) lowering.refuse(`axis ${axis} does not fit rank ${rank}`);
	return axis < 0 ? axis + rank : axis;
}

export function lowerExpandDims(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	const list = lowering.integers(lowering.input(1), 'the axis');
	if (list.length !== 1) lowering.refuse(`the axis has ${list.length} elements, expected 1`);
	const axis = axisOf(lowering, list[0]!, input.shape.length + 1);
	lowering.shape(output, 'the output', input.shape.toSpliced(axis, 0, 1));
	lowering.sameQuantization(input, output, 'the input');
	rename(lowering, input, output);
}

export function lowerSqueeze(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	const rank = input.shape.length;
	const given = lowering.operator.options?.int32s(0, 'squeeze_dims') ?? [];
	const axes = new Set(given.map(axis => axisOf(lowering, axis, rank)));
	for (const axis of axes)
		if (input.shape[axis] !== 1) lowering.refuse(`dimension ${axis} of [${input.shape}] is not 1`);
	const kept = input.shape.filter((size, i) => (given.length === 0 ? size !== 1 : !axes.has(i)));
	lowering.shape(output, 'the output', kept);
	rename(lowering, input, output);
}

export function lowerPack(lowering: Lowering) {
	lowering.count([1, 1024]);
	const options = lowering.need();
	const output = lowering.output();
	const inputs = lowering.operator.inputs.map((_, slot) => lowering.input(slot));
	if (options.int32(0) !== inputs.length)
		lowering.refuse(`values_count is ${options.int32(0)} for ${inputs.length} inputs`);
	const axis = axisOf(lowering, options.int32(1), output.shape.length);
	const strides = byteStrides(output);
	for (const [slot, input] of inputs.entries()) {
		sameType(lowering, input, output);
		lowering.sameQuantization(input, output, `input ${slot}`);
		lowering.shape(output, 'the output', input.shape.toSpliced(axis, 0, inputs.length));
	}
	if (inputs.length === 1) return rename(lowering, inputs[0]!, output);
	for (const [slot, input] of inputs.entries()) {
		const start = slot * strides[axis]!;
		const to = {ref: lowering.ref(output), start, strides: strides.toSpliced(axis, 1)};
		const from = {ref: lowering.ref(input), start: 0, strides: byteStrides(input)};
		emitCopy(lowering, from, to, input.shape, input.type.bytes);
	}
}

export function lowerUnpack(lowering: Lowering) {
	const outputs = lowering.operator.outputs.map((_, slot) => lowering.output(slot));
	lowering.count(1, Math.max(1, outputs.length));
	const options = lowering.need();
	const input = lowering.input(0);
	const axis = axisOf(lowering, options.int32(1), input.shape.length);
	if (options.int32(0) !== outputs.length || input.shape[axis] !== outputs.length)
		lowering.refuse(
			`num is ${options.int32(0)}, dimension ${axis} ${input.shape[axis]}, and there are ${outputs.length} outputs`,
		);
	const strides = byteStrides(input);
	for (const [slot, output] of outputs.entries()) {
		sameType(lowering, input, output);
		lowering.sameQuantization(input, output, `output ${slot}`);
		lowering.shape(output, `output ${slot}`, input.shape.toSpliced(axis, 1));
		if (outputs.length === 1) return rename(lowering, input, output);
		const from = {
			ref: lowering.ref(input),
			start: slot * strides[axis]!,
			strides: strides.toSpliced(axis, 1),
		};
		const to = {ref: lowering.ref(output), start: 0, strides: byteStrides(output)};
		emitCopy(lowering, from, to, output.shape, input.type.bytes);
	}
}

/** FILL and ZEROS_LIKE: one value everywhere. */
export function lowerFill(lowering: Lowering) {
	lowering.count(2);
	const [value, output] = [lowering.input(1), lowering.output()];
	sameType(lowering, value, output);
	if (value.shape.length !== 0) lowering.refuse(`the value has shape [${value.shape}], expected a scalar`);
	lowering.sameQuantization(value, output, 'the value');
	lowering.shape(output, 'the output', lowering.list(lowering.input(0), 'the dimensions'));
	emitFill(lowering, lowering.ref(value), output);
}

export function lowerZerosLike(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT8', 'INT32', 'INT64', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	lowering.shape(output, 'the output', input.shape);
	emitFill(
		lowering,
		{bytes: new Uint8Array(output.type.bytes), align: Math.min(4, output.type.bytes)},
		output,
	);
}

function emitFill(lowering: Lowering, from: ReturnType<Lowering['ref']>, output: ModelTensor) {
	const count = elementCount(output.shape);
	lowering.emit(
		'fill',
		{in: from, out: lowering.ref(output), size: output.type.bytes, count},
		60 + count * 4,
	);
}
