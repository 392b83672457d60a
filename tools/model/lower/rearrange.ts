// Operators that take, repeat, mirror or regroup elements: all become strided copies.
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {emitCopy} from './copy.ts';
import {lowerSliceAt} from './gather.ts';
import {denseStrides} from './loops.ts';
import {byteStrides, paddings, sameType, zeroOf} from './move.ts';

export function lowerSlice(lowering: Lowering) {
	lowering.count(3);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const [starts, counts] = [lowering.input(1), lowering.input(2)];
	// a computed size: the file has the output's shape
	const given = lowering.isConstant(counts) ? lowering.list(counts, 'the size') : undefined;
	lowering.types(counts, 'the size', 'INT32', 'INT64');
	if (given === undefined) lowering.shape(counts, 'the size', [input.shape.length]);
	if (!lowering.isConstant(starts)) {
		if (given?.includes(-1))
			lowering.refuse('the size is -1, and only the running model knows where it begins');
		if (given !== undefined) lowering.shape(output, 'the output', given);
		return lowerSliceAt(lowering, [input, starts, output]);
	}
	const begin = lowering.list(starts, 'begin');
	takeAt(lowering, begin, given ?? output.shape);
}

/** SLICE at constant places: a copy, or nothing at all. */
function takeAt(lowering: Lowering, begin: readonly number[], sizes: readonly number[]) {
	const [input, output] = [lowering.input(0), lowering.output()];
	const rank = input.shape.length;
	if (begin.length !== rank || sizes.length !== rank)
		lowering.refuse(`begin and size have ${begin.length} and ${sizes.length} entries for rank ${rank}`);
	const taken = input.shape.map((size, i) => (sizes[i] === -1 ? size - begin[i]! : sizes[i]!));
	if (taken.some((size, i) => size < 1 || begin[i]! < 0 || begin[i]! + size > input.shape[i]!))
		lowering.refuse(`begin [${begin}] and size [${sizes}] leave the input [${input.shape}]`);
	lowering.shape(output, 'the output', taken);
	if (elementCount(taken) === elementCount(input.shape) && lowering.alias(output, input)) return;
	const strides = byteStrides(input);
	const start = begin.reduce((sum, at, i) => sum + at * strides[i]!, 0);
	const to = {ref: lowering.ref(output), start: 0, strides: byteStrides(output)};
	emitCopy(lowering, {ref: lowering.ref(input), start, strides}, to, taken, input.type.bytes);
}

/** TILE and BROADCAST_TO: the input again and again, along dimensions where its stride is 0. */
function repeat(lowering: Lowering, shape: readonly number[], times: readonly number[]) {
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	lowering.shape(
		output,
		'the output',
		shape.map((size, i) => size * times[i]!),
	);
	const inner = denseStrides(shape).map(stride => stride * input.type.bytes);
	const outer = byteStrides(output);
	const pairs = shape.flatMap((size, i) => [
		{size: times[i]!, from: 0, to: outer[i]! * size},
		{size, from: inner[i]!, to: outer[i]!},
	]);
	emitCopy(
		lowering,
		{ref: lowering.ref(input), start: 0, strides: pairs.map(pair => pair.from)},
		{ref: lowering.ref(output), start: 0, strides: pairs.map(pair => pair.to)},
		pairs.map(pair => pair.size),
		input.type.bytes,
	);
}

export function lowerTile(lowering: Lowering) {
	lowering.count(2);
	const {shape} = lowering.input(0);
	const times = lowering.list(lowering.input(1), 'the multiples');
	if (times.length !== shape.length || times.some(n => n < 1))
		lowering.refuse(`multiples [${times}] for the input [${shape}]`);
	repeat(lowering, shape, times);
}

export function lowerBroadcastTo(lowering: Lowering) {
	lowering.count(2);
	const {shape} = lowering.input(0);
	const wanted = lowering.list(lowering.input(1), 'the shape');
	const wide = [...Array(Math.max(0, wanted.length - shape.length)).fill(1), ...shape] as number[];
	if (wide.length !== wanted.length || wide.some((size, i) => size !== 1 && size !== wanted[i]))
		lowering.refuse(`[${shape}] does not broadcast to [${wanted}]`);
	const times = wide.map((size, i) => (size === wanted[i] ? 1 : wanted[i]!));
	repeat(lowering, wide, times);
}

export function lowerReverse(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.shape(output, 'the output', input.shape);
	const rank = input.shape.length;
	const axes = new Set(
		lowering.list(lowering.input(1), 'the axis').map(axis => {
			if (axis < -rank || axis >= rank) lowering.refuse(`axis ${axis} does not fit rank ${rank}`);
			return (axis + rank) % rank;
		}),
	);
	const strides = byteStrides(input);
	const start = strides.reduce(
		(sum, stride, i) => sum + (axes.has(i) ? stride * (input.shape[i]! - 1) : 0),
		0,
	);
	emitCopy(
		lowering,
		{ref: lowering.ref(input), start, strides: strides.map((stride, i) => (axes.has(i) ? -stride : stride))},
		{ref: lowering.ref(output), start: 0, strides},
		input.shape,
		input.type.bytes,
	);
}

export function lowerSpaceToDepth(lowering: Lowering) {
	regroup(lowering, 'SPACE_TO_DEPTH');
}

export function lowerDepthToSpace(lowering: Lowering) {
	regroup(lowering, 'DEPTH_TO_SPACE');
}

/** Both move [batch][y][block][x][block][channels]: one side has the blocks in its channels, the other in its image. */
function regroup(lowering: Lowering, name: 'SPACE_TO_DEPTH' | 'DEPTH_TO_SPACE') {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	lowering.rank(input, 'the input', 4);
	lowering.rank(output, 'the output', 4);
	const block = lowering.need().int32(0);
	const [image, deep] = name === 'SPACE_TO_DEPTH' ? [input, output] : [output, input];
	const [batch, h, w, depth] = deep.shape as [number, number, number, number];
	const channels = depth / (block * block);
	if (block < 1 || !Number.isInteger(channels))
		lowering.refuse(`block size ${block} does not fit the input [${input.shape}]`);
	lowering.shape(image, name === 'SPACE_TO_DEPTH' ? 'the input' : 'the output', [
		batch,
		h * block,
		w * block,
		channels,
	]);
	const bytes = input.type.bytes;
	const row = w * block * channels * bytes;
	const inImage = [h * block * row, block * row, row, block * channels * bytes, channels * bytes, bytes];
	const line = w * depth * bytes;
	const inDeep = [h * line, line, block * channels * bytes, depth * bytes, channels * bytes, bytes];
	const [from, to] = name === 'SPACE_TO_DEPTH' ? [inImage, inDeep] : [inDeep, inImage];
	emitCopy(
		lowering,
		{ref: lowering.ref(input), start: 0, strides: from},
		{ref: lowering.ref(output), start: 0, strides: to},
		[batch, h, block, w, block, channels],
		bytes,
	);
}

interface Blocks {
	readonly sizes: readonly number[];
	/** Two for each spatial dimension: before, after. */
	readonly edges: readonly number[];
}

function blocksOf(lowering: Lowering, spatial: number, what: string): Blocks {
	const sizes = lowering.list(lowering.input(1), 'the block shape');
	lowering.shape(lowering.input(2), what, [spatial, 2]);
	const edges = lowering.integers(lowering.input(2), what);
	if (sizes.length !== spatial || sizes.some(n => n < 1) || edges.some(n => n < 0))
		lowering.refuse(`the block shape is [${sizes}], ${what} [${edges}]`);
	return {sizes, edges};
}

const mostBlocks = 64;

/** One copy for each place in a block: it takes every block-th row and column of the image. */
function eachBlock(
	lowering: Lowering,
	{sizes, edges}: Blocks,
	[image, blocks]: readonly [ModelTensor, ModelTensor],
	toImage: boolean,
) {
	const spatial = sizes.length;
	const places = elementCount(sizes);
	if (places > mostBlocks) lowering.refuse(`blocks of ${places} elements, supported up to ${mostBlocks}`);
	const [batch, ...rest] = image.shape;
	const [, ...small] = blocks.shape;
	const [inImage, inBlocks] = [byteStrides(image), byteStrides(blocks)];
	for (let place = 0; place < places; place++) {
		let left = place;
		const offsets = sizes.toReversed().map(size => {
			const at = left % size;
			left = Math.floor(left / size);
			return at;
		});
		offsets.reverse();
		// the lines of the blocks that fall on the image, from `first` on
		const lines = offsets.map((offset, i) => {
			const first = Math.max(0, Math.ceil((edges[2 * i]! - offset) / sizes[i]!));
			const end = Math.ceil((rest[i]! + edges[2 * i]! - offset) / sizes[i]!);
			return {first, count: Math.max(0, Math.min(small[i]!, end) - first)};
		});
		const at = (tensor: 'image' | 'blocks') =>
			offsets.reduce((sum, offset, i) => {
				const {first} = lines[i]!;
				const place = tensor === 'image' ? first * sizes[i]! + offset - edges[2 * i]! : first;
				return sum + place * (tensor === 'image' ? inImage : inBlocks)[i + 1]!;
			}, 0);
		const counts = [batch!, ...lines.map(line => line.count), ...rest.slice(spatial)];
		const imageView = {
			ref: lowering.ref(image),
			start: at('image'),
			strides: inImage.map((stride, i) => (i > 0 && i <= spatial ? stride * sizes[i - 1]! : stride)),
		};
		const blockView = {
			ref: lowering.ref(blocks),
			start: at('blocks') + place * batch! * inBlocks[0]!,
			strides: inBlocks,
		};
		const [from, to] = toImage ? [blockView, imageView] : [imageView, blockView];
		emitCopy(lowering, from, to, counts, image.type.bytes);
	}
}

export function lowerSpaceToBatch(lowering: Lowering) {
	lowering.count(3);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const spatial = input.shape.length - 2;
	if (spatial < 1 || spatial > 2)
		lowering.refuse(`the input has rank ${input.shape.length}, expected 3 or 4`);
	const blocks = blocksOf(lowering, spatial, 'the padding');
	const [batch, ...rest] = input.shape;
	const sizes = rest.map((size, i) =>
		i < spatial ? (size + blocks.edges[2 * i]! + blocks.edges[2 * i + 1]!) / blocks.sizes[i]! : size,
	);
	lowering.shape(output, 'the output', [batch! * elementCount(blocks.sizes), ...sizes]);
	const count = elementCount(output.shape);
	if (blocks.edges.some(edge => edge > 0))
		lowering.emit(
			'fill',
			{in: zeroOf(lowering, input), out: lowering.ref(output), size: input.type.bytes, count},
			60 + count * 4,
		);
	eachBlock(lowering, blocks, [input, output], false);
}

export function lowerBatchToSpace(lowering: Lowering) {
	lowering.count(3);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const spatial = input.shape.length - 2;
	if (spatial < 1 || spatial > 2)
		lowering.refuse(`the input has rank ${input.shape.length}, expected 3 or 4`);
	const blocks = blocksOf(lowering, spatial, 'the crops');
	const [batch, ...rest] = input.shape;
	const sizes = rest.map((size, i) =>
		i < spatial ? size * blocks.sizes[i]! - blocks.edges[2 * i]! - blocks.edges[2 * i + 1]! : size,
	);
	lowering.shape(output, 'the output', [batch! / elementCount(blocks.sizes), ...sizes]);
	eachBlock(lowering, blocks, [output, input], true);
}

/** The middle, then each dimension's borders as mirrors of what is there already. */
export function lowerMirrorPad(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const rank = input.shape.length;
	const pads = paddings(lowering, rank);
	const mode = lowering.need().int8(0);
	if (mode !== 0 && mode !== 1) lowering.refuse(`mode is ${mode}, expected 0 (REFLECT) or 1 (SYMMETRIC)`);
	// REFLECT leaves out the border line itself
	const skip = mode === 0 ? 1 : 0;
	if (pads.some((pad, i) => pad < 0 || pad > input.shape[i >> 1]! - skip))
		lowering.refuse(`padding [${pads}] of the input [${input.shape}]`);
	lowering.shape(
		output,
		'the output',
		input.shape.map((size, i) => size + pads[2 * i]! + pads[2 * i + 1]!),
	);
	if (pads.every(pad => pad === 0) && lowering.alias(output, input)) return;
	const strides = byteStrides(output);
	const corner = strides.reduce((sum, stride, i) => sum + stride * pads[2 * i]!, 0);
	const from = {ref: lowering.ref(input), start: 0, strides: byteStrides(input)};
	emitCopy(
		lowering,
		from,
		{ref: lowering.ref(output), start: corner, strides},
		input.shape,
		input.type.bytes,
	);
	const filled = [...input.shape];
	let start = corner;
	for (let axis = 0; axis < rank; axis++) {
		const [before, after] = [pads[2 * axis]!, pads[2 * axis + 1]!];
		const stride = strides[axis]!;
		const mirrored = strides.map((each, i) => (i === axis ? -each : each));
		const mirror = (count: number, source: number, target: number) => {
			if (count === 0) return;
			const sizes = filled.with(axis, count);
			const view = {ref: lowering.ref(output), start: source, strides: mirrored};
			emitCopy(lowering, view, {ref: lowering.ref(output), start: target, strides}, sizes, input.type.bytes);
		};
		mirror(before, start + (before - 1 + skip) * stride, start - before * stride);
		const end = start + input.shape[axis]! * stride;
		mirror(after, end - (1 + skip) * stride, end);
		start -= before * stride;
		filled[axis] = output.shape[axis]!;
	}
}
