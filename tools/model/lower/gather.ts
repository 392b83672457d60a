// GATHER, GATHER_ND, EMBEDDING_LOOKUP and DYNAMIC_UPDATE_SLICE: indices that only the running model knows.
import {dataTypes} from '../builtins.ts';
import {elementCount, type Ref, tensorBytes} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes} from './copy.ts';
import {denseStrides} from './loops.ts';
import {sameType} from './move.ts';

/** The kernels take int32; constants of int64 are narrowed here. */
function indicesOf(lowering: Lowering, tensor: ModelTensor, what: string) {
	lowering.types(tensor, what, 'INT32', ...(lowering.isConstant(tensor) ? ['INT64'] : []));
	if (!lowering.isConstant(tensor) || tensor.type.name === 'INT32') return lowering.ref(tensor);
	const values = Int32Array.from(lowering.integers(tensor, what));
	return {bytes: new Uint8Array(values.buffer), align: 4};
}

/** An index that is constant must be right; one that is computed is moved inside at run time. */
function checkIndices(lowering: Lowering, tensor: ModelTensor, limits: readonly number[]) {
	if (!lowering.isConstant(tensor)) return;
	lowering.integers(tensor, 'the indices').forEach((index, i) => {
		const limit = limits[i % limits.length]!;
		if (index < 0 || index >= limit) lowering.refuse(`index ${index} does not fit size ${limit}`);
	});
}

export function lowerGather(lowering: Lowering) {
	lowering.count(2);
	const options = lowering.need();
	const [input, indices, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const rank = input.shape.length;
	const fromEnd = (n: number, size: number): number => (n < 0 ? n + size : n);
	const [axis, batches] = [
		fromEnd(options.int32(0), rank),
		fromEnd(options.int32(1), indices.shape.length),
	] as const;
	const most = Math.min(axis, indices.shape.length, rank - 1);
	if (axis < 0 || axis >= rank || batches < 0 || batches > most)
		lowering.refuse(`axis ${options.int32(0)} and batch_dims ${options.int32(1)} do not fit rank ${rank}`);
	for (let i = 0; i < batches; i++)
		if (indices.shape[i] !== input.shape[i])
			lowering.refuse(`the indices [${indices.shape}] and the input [${input.shape}] differ in a batch`);
	lowering.shape(output, 'the output', [
		...input.shape.slice(0, axis),
		...indices.shape.slice(batches),
		...input.shape.slice(axis + 1),
	]);
	checkIndices(lowering, indices, [input.shape[axis]!]);
	emitGather(lowering, [input, indices, output], {
		batch: elementCount(input.shape.slice(0, batches)),
		outer: elementCount(input.shape.slice(batches, axis)),
		axis: input.shape[axis]!,
		count: elementCount(indices.shape.slice(batches)),
		size: elementCount(input.shape.slice(axis + 1)) * input.type.bytes,
	});
}

type Lines = Record<'batch' | 'outer' | 'axis' | 'count' | 'size', number>;

function emitGather(
	lowering: Lowering,
	[input, indices, output]: readonly [ModelTensor, ModelTensor, ModelTensor],
	lines: Lines,
) {
	const refs = {in: lowering.ref(input), indices: indicesOf(lowering, indices, 'the indices')};
	const rounds = lines.batch * lines.outer * lines.count;
	lowering.emit(
		'gather',
		{...refs, out: lowering.ref(output), ...lines},
		100 + rounds * (30 + lines.size * 0.5),
	);
}

export function lowerEmbeddingLookup(lowering: Lowering) {
	lowering.count(2);
	const [indices, values, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	lowering.types(values, 'the values', 'FLOAT32', 'INT8');
	lowering.types(output, 'the output', values.type.name);
	lowering.sameQuantization(values, output, 'the values');
	lowering.rank(indices, 'the indices', 1);
	if (values.shape.length < 2)
		lowering.refuse(`the values have rank ${values.shape.length}, expected 2 or more`);
	lowering.shape(output, 'the output', [indices.shape[0]!, ...values.shape.slice(1)]);
	checkIndices(lowering, indices, [values.shape[0]!]);
	emitGather(lowering, [values, indices, output], {
		batch: 1,
		outer: 1,
		axis: values.shape[0]!,
		count: indices.shape[0]!,
		size: elementCount(values.shape.slice(1)) * values.type.bytes,
	});
}

export function lowerGatherNd(lowering: Lowering) {
	lowering.count(2);
	const [input, indices, output] = [lowering.input(0), lowering.input(1), lowering.output()];
	sameType(lowering, input, output);
	lowering.sameQuantization(input, output, 'the input');
	const depth = indices.shape.at(-1) ?? 0;
	if (depth < 1 || depth > Math.min(5, input.shape.length))
		lowering.refuse(`the indices [${indices.shape}] for the input [${input.shape}]`);
	lowering.shape(output, 'the output', [...indices.shape.slice(0, -1), ...input.shape.slice(depth)]);
	checkIndices(lowering, indices, input.shape.slice(0, depth));
	const strides = denseStrides(input.shape).map(stride => stride * input.type.bytes);
	const five = (prefix: string, values: readonly number[], fill: number) =>
		Object.fromEntries([0, 1, 2, 3, 4].map(i => [`${prefix}${i}`, i < depth ? values[i]! : fill]));
	const [count, size] = [elementCount(indices.shape) / depth, tensorBytes(output)];
	lowering.emit(
		'gather_nd',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			indices: indicesOf(lowering, indices, 'the indices'),
			count,
			depth,
			size: size / count,
			...five('l', input.shape, 1),
			...five('s', strides, 0),
		} as never,
		100 + count * (30 + depth * 12) + size * 0.5,
	);
}

export function lowerDynamicUpdateSlice(lowering: Lowering) {
	lowering.count(3);
	const [operand, update, starts] = [lowering.input(0), lowering.input(1), lowering.input(2)];
	const output = lowering.output();
	sameType(lowering, operand, output);
	lowering.types(update, 'the update', operand.type.name);
	lowering.sameQuantization(operand, output, 'the operand');
	lowering.sameQuantization(update, output, 'the update');
	const rank = operand.shape.length;
	lowering.shape(output, 'the output', operand.shape);
	lowering.shape(starts, 'the start indices', [rank]);
	if (rank > 5) lowering.refuse(`rank ${rank}, supported up to 5`);
	if (update.shape.length !== rank || update.shape.some((size, i) => size > operand.shape[i]!))
		lowering.refuse(`the update [${update.shape}] does not fit the operand [${operand.shape}]`);
	if (!lowering.inPlace(output, operand))
		copyBytes(lowering, lowering.ref(operand), lowering.ref(output), tensorBytes(operand));
	const ends = {in: lowering.ref(update), out: lowering.ref(output)};
	emitBlock(lowering, 'update_slice', {whole: operand, part: update, starts}, ends);
}

type Ends = Readonly<Record<'in' | 'out', Ref>>;

/** A part of a tensor that begins where only the running model knows: `update_slice` writes it, `slice_at` reads it. */
function emitBlock(
	lowering: Lowering,
	step: 'update_slice' | 'slice_at',
	{whole, part, starts}: Readonly<Record<'whole' | 'part' | 'starts', ModelTensor>>,
	ends: Ends,
) {
	const rank = whole.shape.length;
	const five = (prefix: string, shape: readonly number[]) =>
		Object.fromEntries([...Array(5 - rank).fill(1), ...shape].map((size, i) => [`${prefix}${i}`, size]));
	lowering.emit(
		step,
		{
			...ends,
			starts: indicesOf(lowering, starts, 'the start indices'),
			rank,
			size: whole.type.bytes,
			...five('l', whole.shape),
			...five('u', part.shape),
		} as never,
		150 + elementCount(part.shape.slice(0, -1)) * 80 + tensorBytes(part) * 0.5,
	);
}

/** The lower halves of computed int64 numbers. */
function narrowed(lowering: Lowering, tensor: ModelTensor): ModelTensor {
	const type = dataTypes.find(({name}) => name === 'INT32')!;
	const narrow = lowering.part(tensor, {type});
	const count = elementCount(tensor.shape);
	const ends = {in: lowering.ref(tensor), out: lowering.ref(narrow), count};
	lowering.emit('cast', {...ends, type: tensor.type.element!, out_type: type.element!}, 60 + count * 8);
	return narrow;
}

/** SLICE whose begin is computed: the file says how much it takes, a begin outside is moved inside. */
export function lowerSliceAt(lowering: Lowering, [input, starts, output]: readonly ModelTensor[]) {
	const [whole, part] = [input!, output!];
	const begin = starts!.type.name === 'INT64' ? narrowed(lowering, starts!) : starts!;
	const rank = whole.shape.length;
	lowering.shape(begin, 'begin', [rank]);
	if (rank > 5) lowering.refuse(`rank ${rank}, supported up to 5`);
	if (part.shape.length !== rank || part.shape.some((size, i) => size < 1 || size > whole.shape[i]!))
		lowering.refuse(`the output [${part.shape}] does not fit the input [${whole.shape}]`);
	const ends = {in: lowering.ref(whole), out: lowering.ref(part)};
	emitBlock(lowering, 'slice_at', {whole, part, starts: begin}, ends);
}
