// Models at the edges of what is usual: NaN, outputs that nothing reads, large layers, offsets, no inputs.
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {hostRunner} from '../../tools/model/verify.ts';
import {repository} from './places.ts';

interface TensorSpec {
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly data?: readonly number[];
	readonly scale?: readonly number[];
	readonly zp?: readonly number[];
}
interface ModelSpec {
	readonly tensors: readonly TensorSpec[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly ops: readonly object[];
}

const {writeModel} = (await import(join(repository, 'test/golden/tools/tflite-writer.mjs'))) as {
	writeModel(model: ModelSpec): Uint8Array;
};

const float = (shape: readonly number[]): TensorSpec => ({dtype: 'FLOAT32', shape});
const int8 = (shape: readonly number[], data?: readonly number[]): TensorSpec => ({
	dtype: 'INT8',
	shape,
	scale: [0.5],
	zp: [0],
	...(data === undefined ? {} : {data}),
});

/** The tensors of one invoke, by number. */
function run(spec: ModelSpec, inputs: readonly Uint8Array[]): Map<number, Uint8Array> {
	const model = compileModel(writeModel(spec), {file: 'edge.tflite'});
	const seen = new Map<number, Uint8Array>();
	hostRunner(model)([inputs], (_, tensor, bytes) => seen.set(tensor, bytes.slice()));
	return seen;
}

for (const op of ['LOGISTIC', 'TANH', 'RELU', 'RELU6', 'HARD_SWISH'])
	test(`NaN stays NaN through ${op}`, t => {
		const spec = {
			tensors: [float([1, 2]), float([1, 2])],
			inputs: [0],
			outputs: [1],
			ops: [{op, version: 1, ins: [0], outs: [1]}],
		};
		const bytes = run(spec, [new Uint8Array(new Float32Array([Number.NaN, 1]).buffer)]).get(1)!;
		const [first, second] = new Float32Array(bytes.buffer);
		t.deepEqual([Number.isNaN(first), Number.isNaN(second)], [true, false]);
	});

test('an output that nothing reads keeps its bytes to the end of its operator', t => {
	const spec = {
		tensors: [{dtype: 'INT32', shape: [], data: [1]}, int8([1, 9]), int8([1, 3]), int8([1, 3]), int8([1, 3])],
		inputs: [1],
		outputs: [2],
		ops: [{op: 'SPLIT', version: 2, ins: [0, 1], outs: [2, 3, 4], opts: {num_splits: 3}}],
	};
	const seen = run(spec, [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)]);
	t.deepEqual(
		[2, 3, 4].map(tensor => [...seen.get(tensor)!]),
		[
			[1, 2, 3],
			[4, 5, 6],
			[7, 8, 9],
		],
	);
});

test('a FULLY_CONNECTED of half a megabyte compiles for the M33', t => {
	const spec = {
		tensors: [
			int8([1, 512]),
			{...int8([1000, 512], Array(512_000).fill(1)), scale: [2 ** -9]},
			int8([1, 1000]),
		],
		inputs: [0],
		outputs: [2],
		ops: [{op: 'FULLY_CONNECTED', version: 6, ins: [0, 1, -1], outs: [2], opts: {act: 0}}],
	};
	const model = compileModel(writeModel(spec), {file: 'large.tflite', target: 'm33'});
	t.deepEqual(
		model.steps.map(step => step.kernel),
		['fc_m33'],
	);
});

const slice = (offset: boolean, columns: number): ModelSpec => {
	const vector = (data: readonly number[]): TensorSpec => ({dtype: 'INT32', shape: [2], data});
	const masks = {begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0};
	return {
		tensors: [int8([1, 8]), vector([0, 2]), vector([1, 4]), vector([1, 1]), int8([1, columns])],
		inputs: [0],
		outputs: [4],
		ops: [{op: 'STRIDED_SLICE', version: 8, ins: [0, 1, 2, 3], outs: [4], opts: {...masks, offset}}],
	};
};

test('the ends of a STRIDED_SLICE with offset count from its beginnings', t => {
	const input = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);
	t.deepEqual([...run(slice(false, 2), [input]).get(4)!], [2, 3]);
	t.deepEqual([...run(slice(true, 4), [input]).get(4)!], [2, 3, 4, 5]);
	t.throws(() => compileModel(writeModel(slice(true, 2)), {file: 'x'}), {instanceOf: CatnapError});
});

test('a model without inputs is refused', t => {
	const spec = {
		tensors: [int8([1, 2], [1, 2]), int8([1, 2])],
		inputs: [],
		outputs: [1],
		ops: [{op: 'RELU', version: 2, ins: [0], outs: [1]}],
	};
	t.throws(() => compileModel(writeModel(spec), {file: 'x'}), {message: /the model has no inputs/});
});
