// Operators that only move data: RESHAPE, CONCATENATION, SPLIT, PAD, STRIDED_SLICE, TRANSPOSE, RESIZE_NEAREST_NEIGHBOR.
import {f32, roundAway} from '../fixed-point.ts';
import {elementCount, type Ref, tensorBytes, uint16Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes, emitCopy} from './copy.ts';
import {denseStrides} from './loops.ts';

const movable = ['INT8', 'UINT8', 'INT16', 'INT32', 'FLOAT32', 'BOOL', 'INT64'];

export const byteStrides = (tensor: ModelTensor) =>
	denseStrides(tensor.shape).map(stride => stride * tensor.type.bytes);

export function sameType(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	lowering.types(input, 'the input', ...movable);
	lowering.types(output, 'the output', input.type.name);
}

export function lowerReshape(lowering: Lowering) {
	lowering.count([1, 2]);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	const wanted = newShape(lowering, elementCount(input.shape));
	if (wanted !== undefined) lowering.shape(output, 'the output', wanted);
	if (elementCount(output.shape) !== elementCount(input.shape))
		lowering.refuse(`[${input.shape}] has not as many elements as [${output.shape}]`);
	if (!lowering.alias(output, input))
		copyBytes(lowering, lowering.ref(input), lowering.ref(output), tensorBytes(input));
}

/** The shape that the operator asks for, with -1 resolved; undefined if only the output says it. */
function newShape(lowering: Lowering, elements: number): number[] | undefined {
	const tensor = lowering.optional(1);
	if (tensor !== undefined) lowering.types(tensor, 'the new shape', 'INT32', 'INT64');
	// read also where the tensor counts: damaged options are an error
	const option = lowering.operator.options?.int32s(0, 'new_shape');
	const wanted = tensor?.data === undefined ? option : lowering.integers(tensor, 'the new shape');
	// a computed shape tensor: the converter has written the result into the output's shape
	if (wanted === undefined || wanted.length === 0) {
		if (tensor === undefined && elements !== 1) lowering.refuse('it has no new shape');
		return undefined;
	}
	const open = wanted.filter(size => size === -1).length;
	const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
	if (open > 1 || wanted.some(size => size < -1) || (open === 1 && (known === 0 || elements % known !== 0)))
		lowering.refuse(`new shape [${wanted}] does not fit ${elements} elements`);
	return wanted.map(size => (size === -1 ? elements / known : size));
}

export function lowerConcatenation(lowering: Lowering) {
	lowering.count([1, 1024]);
	const options = lowering.need();
	const output = lowering.output();
	const inputs = lowering.operator.inputs.map((_, slot) => lowering.input(slot));
	const rank = output.shape.length;
	const axis = options.int32(0) < 0 ? options.int32(0) + rank : options.int32(0);
	if (axis < 0 || axis >= rank) lowering.refuse(`axis ${options.int32(0)} does not fit rank ${rank}`);
	if (lowering.activation(1) !== 'NONE') lowering.refuse('a fused activation is not supported');
	let along = 0;
	for (const [slot, input] of inputs.entries()) {
		sameType(lowering, input, output);
		lowering.shape(
			input,
			`input ${slot}`,
			output.shape.map((size, i) => (i === axis ? (input.shape[i] ?? -1) : size)),
		);
		if (!rescaledOf(input, output)) lowering.sameQuantization(input, output, `input ${slot}`);
		along += input.shape[axis]!;
	}
	if (along !== output.shape[axis])
		lowering.refuse(`the inputs have ${along} along axis ${axis}, the output ${output.shape[axis]}`);
	const strides = byteStrides(output);
	let start = 0;
	for (const input of inputs) {
		const table = rescaledOf(input, output);
		const [from, to] = [table ? rescale(lowering, input, table) : lowering.ref(input), lowering.ref(output)];
		emitCopy(
			lowering,
			{ref: from, start: 0, strides: byteStrides(input)},
			{ref: to, start, strides},
			input.shape,
			input.type.bytes,
		);
		start += input.shape[axis]! * strides[axis]!;
	}
}

/** Inputs of uint8 may have scales of their own: each byte becomes another one; undefined where none changes. */
function rescaledOf(input: ModelTensor, output: ModelTensor): Uint8Array | undefined {
	const [from, to] = [input.quantization, output.quantization];
	if (!output.turned || from.scales.length !== 1 || to.scales.length !== 1) return undefined;
	const [inZero, outZero] = [Number(from.zeroPoints[0] ?? 0n) + 128, Number(to.zeroPoints[0] ?? 0n) + 128];
	if (from.scales[0] === to.scales[0] && inZero === outZero) return undefined;
	// as the reference: floats throughout
	const scale = f32(f32(from.scales[0]!) * f32(1 / f32(to.scales[0]!)));
	const bias = f32(-inZero * scale);
	const table = new Uint8Array(256);
	for (let byte = 0; byte < 256; byte++) {
		const value = roundAway(f32(f32(byte * scale) + bias)) + outZero;
		table[byte ^ 0x80] = Math.max(0, Math.min(255, value)) ^ 0x80;
	}
	return table;
}

function rescale(lowering: Lowering, input: ModelTensor, table: Uint8Array): Ref {
	const count = elementCount(input.shape);
	const out = lowering.scratch(count);
	lowering.emit('lut8', {in: lowering.ref(input), out, lut: {bytes: table, align: 4}, count}, 80 + count * 5);
	return out;
}

export function lowerSplit(lowering: Lowering) {
	const variable = lowering.operator.name === 'SPLIT_V';
	const outputs = lowering.operator.outputs.map((_, slot) => lowering.output(slot));
	lowering.count(variable ? 3 : 2, Math.max(1, outputs.length));
	const input = lowering.input(variable ? 0 : 1);
	const list = lowering.integers(lowering.input(variable ? 2 : 0), 'the axis');
	const rank = input.shape.length;
	const axis = list[0] === undefined || list[0] >= 0 ? (list[0] ?? rank) : list[0] + rank;
	if (axis < 0 || axis >= rank) lowering.refuse(`axis ${list[0]} does not fit rank ${rank}`);
	const total = input.shape[axis]!;
	const wanted = lowering.operator.options?.int32(0) ?? 0;
	if (wanted !== outputs.length) lowering.refuse(`num_splits is ${wanted} for ${outputs.length} outputs`);
	if (!variable && total % outputs.length !== 0)
		lowering.refuse(`${total} elements do not split into ${outputs.length}`);
	const parts = variable ? splitSizes(lowering, total) : outputs.map(() => total / outputs.length);
	if (parts.length !== outputs.length) lowering.refuse(`${parts.length} sizes for ${outputs.length} outputs`);
	const strides = byteStrides(input);
	let start = 0;
	for (const [slot, output] of outputs.entries()) {
		sameType(lowering, input, output);
		lowering.shape(
			output,
			`output ${slot}`,
			input.shape.map((size, i) => (i === axis ? parts[slot]! : size)),
		);
		emitCopy(
			lowering,
			{ref: lowering.ref(input), start, strides},
			{ref: lowering.ref(output), start: 0, strides: byteStrides(output)},
			output.shape,
			input.type.bytes,
		);
		start += parts[slot]! * strides[axis]!;
	}
}

function splitSizes(lowering: Lowering, total: number): number[] {
	const sizes = lowering.integers(lowering.input(1), 'the sizes');
	const known = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
	const parts = sizes.map(size => (size === -1 ? total - known : size));
	if (parts.some(size => size < 0) || parts.reduce((sum, size) => sum + size, 0) !== total)
		lowering.refuse(`the sizes [${sizes}] do not add up to ${total}`);
	return parts;
}

/** Of each dimension how much before it and after it. */
export function paddings(lowering: Lowering, rank: number): number[] {
	const given = lowering.input(1);
	lowering.shape(given, 'the padding', [rank, 2]);
	return lowering.integers(given, 'the padding');
}

export function lowerPad(lowering: Lowering) {
	const second = lowering.operator.name === 'PADV2';
	lowering.count(second ? 3 : 2);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	const pads = paddings(lowering, input.shape.length);
	if (pads.some(pad => pad < 0)) lowering.refuse(`negative padding [${pads}]`);
	lowering.shape(
		output,
		'the output',
		input.shape.map((size, i) => size + pads[2 * i]! + pads[2 * i + 1]!),
	);
	if (pads.every(pad => pad === 0) && lowering.alias(output, input)) return;
	const strides = byteStrides(output);
	const start = strides.reduce((sum, stride, i) => sum + stride * pads[2 * i]!, 0);
	const to = lowering.ref(output);
	const count = elementCount(output.shape);
	if (count !== elementCount(input.shape))
		lowering.emit(
			'fill',
			{in: padValue(lowering, input), out: to, size: input.type.bytes, count},
			60 + count * 4,
		);
	emitCopy(
		lowering,
		{ref: lowering.ref(input), start: 0, strides: byteStrides(input)},
		{ref: to, start, strides},
		input.shape,
		input.type.bytes,
	);
}

/** The padding value: PADV2's third input, or the zero point. */
function padValue(lowering: Lowering, input: ModelTensor) {
	const given = lowering.optional(2);
	if (given !== undefined) {
		lowering.types(given, 'the padding value', input.type.name);
		if (elementCount(given.shape) !== 1) lowering.refuse('the padding value is no scalar');
		return lowering.ref(given);
	}
	return zeroOf(lowering, input);
}

/** The element that stands for 0. */
export function zeroOf(lowering: Lowering, input: ModelTensor) {
	const bytes = new Uint8Array(input.type.bytes);
	const quantized = input.quantization.scales.length > 0 && input.type.name !== 'FLOAT32';
	const zero = quantized ? lowering.quant(lowering.output(), 'the output').zeroPoint : 0;
	new DataView(bytes.buffer).setUint8(0, zero & 0xff);
	if (bytes.length === 2) new DataView(bytes.buffer).setInt16(0, zero, true);
	return {bytes, align: Math.min(4, bytes.length)};
}

export function lowerStridedSlice(lowering: Lowering) {
	lowering.count(4);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	if (options.int32(2) !== 0) lowering.refuse('ellipsis_mask is not supported');
	if (options.int32(3) !== 0) lowering.refuse('new_axis_mask is not supported');
	for (const slot of [1, 2, 3]) lowering.rank(lowering.input(slot), `input ${slot}`, 1);
	const [begin, given, stride] = [1, 2, 3].map(slot =>
		lowering.list(lowering.input(slot), `input ${slot}`),
	) as [number[], number[], number[]];
	const rank = input.shape.length;
	if (begin.length > rank || given.length !== begin.length || stride.length !== begin.length)
		lowering.refuse(
			`begin, end and strides have ${begin.length}, ${given.length}, ${stride.length} entries for rank ${rank}`,
		);
	const masks = {begin: options.int32(0), end: options.int32(1), shrink: options.int32(4)};
	// version 8: the ends count from the beginnings
	const end = options.bool(5) ? given.map((count, i) => begin[i]! + count) : given;
	const ranges = input.shape.map((size, i) =>
		i < begin.length
			? sliceRange(
					lowering,
					size,
					begin[i]!,
					end[i]!,
					stride[i]!,
					bit(masks.begin, i),
					bit(masks.end, i),
					bit(masks.shrink, i),
				)
			: {start: 0, step: 1, count: size},
	);
	lowering.shape(
		output,
		'the output',
		ranges.filter((_, i) => !bit(masks.shrink, i)).map(range => range.count),
	);
	copyRanges(lowering, input, output, ranges);
}

/** The elements of `ranges` of the input, one after another, are the output. */
function copyRanges(
	lowering: Lowering,
	input: ModelTensor,
	output: ModelTensor,
	ranges: readonly ReturnType<typeof sliceRange>[],
): void {
	const strides = byteStrides(input);
	emitCopy(
		lowering,
		{
			ref: lowering.ref(input),
			start: ranges.reduce((sum, range, i) => sum + range.start * strides[i]!, 0),
			strides: ranges.map((range, i) => range.step * strides[i]!),
		},
		{
			ref: lowering.ref(output),
			start: 0,
			strides: denseStrides(ranges.map(range => range.count)).map(n => n * input.type.bytes),
		},
		ranges.map(range => range.count),
		input.type.bytes,
	);
}

const bit = (mask: number, index: number) => ((mask >> index) & 1) === 1;

function sliceRange(
	lowering: Lowering,
	size: number,
	begin: number,
	end: number,
	step: number,
	open: boolean,
	endless: boolean,
	shrink: boolean,
) {
	if (step === 0) lowering.refuse('a stride is 0');
	const wrap = (at: number) => (at < 0 ? at + size : at);
	const forward = step > 0;
	const [low, high] = forward ? [0, size] : [-1, size - 1];
	const clamp = (at: number) => Math.max(low, Math.min(high, at));
	const start = open ? (forward ? 0 : size - 1) : clamp(wrap(begin));
	if (shrink) {
		if (start < 0 || start >= size) lowering.refuse(`index ${begin} does not fit size ${size}`);
		return {start, step: 1, count: 1};
	}
	const stop = endless ? (forward ? size : -1) : clamp(wrap(end));
	return {start, step, count: Math.max(0, Math.ceil((stop - start) / step))};
}

export function lowerTranspose(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	const order = lowering.list(lowering.input(1), 'the permutation');
	const rank = input.shape.length;
	if (order.length !== rank || new Set(order).size !== rank || order.some(axis => axis < 0 || axis >= rank))
		lowering.refuse(`[${order}] is no permutation of ${rank} dimensions`);
	const sizes = order.map(axis => input.shape[axis]!);
	lowering.shape(output, 'the output', sizes);
	// dimensions of 1 may go anywhere: the bytes stay
	const moved = order.filter(axis => input.shape[axis] !== 1);
	if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!) && lowering.alias(output, input)) return;
	const strides = byteStrides(input);
	emitCopy(
		lowering,
		{ref: lowering.ref(input), start: 0, strides: order.map(axis => strides[axis]!)},
		{ref: lowering.ref(output), start: 0, strides: byteStrides(output)},
		sizes,
		input.type.bytes,
	);
}

export function lowerResizeNearest(lowering: Lowering) {
	lowering.count(2);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.rank(input, 'the input', 4);
	const size = lowering.list(lowering.input(1), 'the size');
	if (size.length !== 2 || size.some(n => n < 1 || n > 65535)) lowering.refuse(`the size is [${size}]`);
	const [batch, ih, iw, channels] = input.shape as [number, number, number, number];
	const [oh, ow] = size as [number, number];
	if ([batch, ih, iw].some(n => n > 65535)) lowering.refuse('a dimension is larger than 65535');
	lowering.shape(output, 'the output', [batch, oh, ow, channels]);
	const [align, half] = [options.bool(0), options.bool(1)];
	lowering.emit(
		'resize_nearest',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			ys: uint16Blob(nearest(ih, oh, align, half)),
			xs: uint16Blob(nearest(iw, ow, align, half)),
			batch,
			ih,
			iw,
			oh,
			ow,
			reserved: 0,
			size: channels * input.type.bytes,
		},
		100 + batch * oh * ow * (14 + channels * input.type.bytes * 0.5),
	);
}

/** Which input line each output line takes; float32 arithmetic as in the reference. */
function nearest(from: number, to: number, align: boolean, half: boolean): number[] {
	const scale = align && to > 1 ? f32((from - 1) / (to - 1)) : f32(from / to);
	const offset = half ? 0.5 : 0;
	return Array.from({length: to}, (_, at) => {
		const place = f32(f32(at + offset) * scale);
		const line = align ? (place < 0 ? -Math.round(-place) : Math.round(place)) : Math.floor(place);
		return Math.max(half ? 0 : Number.NEGATIVE_INFINITY, Math.min(from - 1, line));
	});
}
