// Small float models with numbers drawn by seed, for quantising: between them all that scales depend on.
import type {Sample} from '../../tools/model/data/samples.ts';
import type {QuantizeOptions} from '../../tools/model/quantize.ts';
import {type TfliteOp, type TfliteTensor, writeTflite} from '../../tools/model/tflite-writer.ts';
import {xorshift} from './fuzz-models.ts';

export interface FloatModel {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly samples: readonly Sample[];
	readonly options: Partial<QuantizeOptions>;
}

/** Adds tensors and operators in their order. */
class Net {
	readonly tensors: TfliteTensor[] = [];
	readonly ops: TfliteOp[] = [];
	readonly #random: () => number;

	constructor(seed: number) {
		const next = xorshift(seed);
		this.#random = () => (next(2 ** 32) / 2 ** 32) * 2 - 1;
	}

	values(count: number, spread: number): Float32Array {
		return Float32Array.from({length: count}, () => this.#random() * spread);
	}

	computed(shape: readonly number[], dtype = 'FLOAT32'): number {
		return this.tensors.push({name: `t${this.tensors.length}`, dtype, shape}) - 1;
	}

	constant(shape: readonly number[], spread = 0.5): number {
		const data = this.values(
			shape.reduce((a, b) => a * b, 1),
			spread,
		);
		return this.tensors.push({name: `c${this.tensors.length}`, dtype: 'FLOAT32', shape, data}) - 1;
	}

	integers(...data: number[]): number {
		return (
			this.tensors.push({name: `i${this.tensors.length}`, dtype: 'INT32', shape: [data.length], data}) - 1
		);
	}

	op(
		op: string,
		inputs: readonly number[],
		shape: readonly number[],
		options: TfliteOp['options'] = {},
	): number {
		const output = this.computed(shape, op === 'ARG_MAX' ? 'INT32' : 'FLOAT32');
		this.ops.push({op, version: 1, inputs, outputs: [output], options});
		return output;
	}

	model(name: string, outputs: readonly number[], options: Partial<QuantizeOptions> = {}): FloatModel {
		const {tensors, ops} = this;
		const bytes = writeTflite({description: name, tensors, ops, inputs: [0], outputs});
		const count = tensors[0]!.shape.reduce((a, b) => a * b, 1);
		const samples = Array.from({length: 12}, (_, i) => ({
			name: `${i}`,
			values: this.values(count, 1 + i / 4),
		}));
		return {name, bytes, samples, options};
	}
}

const stride = {padding: 0, strideW: 1, strideH: 1};
const pool = {padding: 1, strideW: 2, strideH: 2, filterW: 2, filterH: 2};

function classifier(name: string, options: Partial<QuantizeOptions>): FloatModel {
	const net = new Net(1);
	const input = net.computed([1, 8, 8, 2]);
	const conv = net.op('CONV_2D', [input, net.constant([4, 3, 3, 2]), net.constant([4])], [1, 8, 8, 4], {
		...stride,
		activation: 1,
	});
	const halved = net.op('MAX_POOL_2D', [conv], [1, 4, 4, 4], pool);
	const depthwise = net.op(
		'DEPTHWISE_CONV_2D',
		[halved, net.constant([1, 3, 3, 4]), net.constant([4])],
		[1, 4, 4, 4],
		{
			...stride,
			multiplier: 1,
			activation: 3,
		},
	);
	const averaged = net.op('AVERAGE_POOL_2D', [depthwise], [1, 2, 2, 4], pool);
	const flat = net.op('RESHAPE', [averaged, net.integers(1, 16)], [1, 16], {newShape: [1, 16]});
	const dense = net.op('FULLY_CONNECTED', [flat, net.constant([5, 16]), net.constant([5])], [1, 5]);
	return net.model(name, [net.op('SOFTMAX', [dense], [1, 5], {beta: 1})], options);
}

/** A given scale meets others in CONCATENATION; constants in ADD, MUL and MAXIMUM. */
function branches(): FloatModel {
	const net = new Net(2);
	const input = net.computed([1, 6, 6, 3]);
	const filters = () => [net.constant([4, 1, 1, 3]), net.constant([4])];
	const a = net.op('CONV_2D', [input, ...filters()], [1, 6, 6, 4], stride);
	const b = net.op('CONV_2D', [input, ...filters()], [1, 6, 6, 4], stride);
	const sum = net.op('ADD', [a, b], [1, 6, 6, 4], {activation: 1});
	const bent = net.op('TANH', [b], [1, 6, 6, 4]);
	const joined = net.op('CONCATENATION', [sum, bent, a], [1, 6, 6, 12], {axis: 3});
	const scaled = net.op('MUL', [joined, net.constant([12], 2)], [1, 6, 6, 12]);
	const floored = net.op('MAXIMUM', [scaled, net.constant([1], 0.1)], [1, 6, 6, 12]);
	const padded = net.op(
		'PAD',
		[
			floored,
			net.tensors.push({name: 'pads', dtype: 'INT32', shape: [4, 2], data: [0, 0, 1, 1, 1, 1, 0, 0]}) - 1,
		],
		[1, 8, 8, 12],
	);
	const mean = net.op('MEAN', [padded, net.integers(1, 2)], [1, 12]);
	const shifted = net.op('SUB', [mean, net.constant([12])], [1, 12]);
	return net.model('branches', [net.op('LOGISTIC', [shifted], [1, 12])]);
}

/** Branches that are added, subtracted, multiplied and joined. */
function sums(name: string, options: FloatModel['options']): FloatModel {
	const net = new Net(6);
	const input = net.computed([1, 6, 6, 3]);
	const filters = () => [net.constant([4, 1, 1, 3]), net.constant([4])];
	const a = net.op('CONV_2D', [input, ...filters()], [1, 6, 6, 4], stride);
	const b = net.op('CONV_2D', [input, ...filters()], [1, 6, 6, 4], stride);
	const sum = net.op('ADD', [a, b], [1, 6, 6, 4], {activation: 1});
	const difference = net.op('SUB', [a, net.constant([4], 2)], [1, 6, 6, 4]);
	const product = net.op('MUL', [net.op('TANH', [b], [1, 6, 6, 4]), sum], [1, 6, 6, 4]);
	const joined = net.op('CONCATENATION', [product, difference], [1, 6, 6, 8], {axis: 3});
	const mean = net.op('MEAN', [joined, net.integers(1, 2)], [1, 8]);
	return net.model(name, [net.op('LOGISTIC', [mean], [1, 8])], options);
}

/** Operators that move and choose, with float32 at both ends. */
function moves(): FloatModel {
	const net = new Net(3);
	const input = net.computed([1, 4, 6]);
	const turned = net.op('TRANSPOSE', [input, net.integers(0, 2, 1)], [1, 6, 4]);
	const first = net.op(
		'STRIDED_SLICE',
		[turned, net.integers(0, 0, 0), net.integers(1, 3, 4), net.integers(1, 1, 1)],
		[1, 3, 4],
	);
	const second = net.op('SLICE', [turned, net.integers(0, 3, 0), net.integers(1, 3, 4)], [1, 3, 4]);
	const leaky = net.op('LEAKY_RELU', [first], [1, 3, 4], {alpha: 0.1});
	const least = net.op('MINIMUM', [leaky, second], [1, 3, 4]);
	const swish = net.op('HARD_SWISH', [second], [1, 3, 4]);
	const packed = net.op('PACK', [least, swish], [2, 1, 3, 4], {count: 2, axis: 0});
	const relu = net.op('RELU6', [packed], [2, 1, 3, 4]);
	const squeezed = net.op('SQUEEZE', [relu], [2, 3, 4], {dims: [1]});
	return net.model('moves', [squeezed], {io: 'float'});
}

/** A picture that grows again, and the channel that is largest. */
function upsampling(): FloatModel {
	const net = new Net(4);
	const input = net.computed([1, 3, 3, 2]);
	const grown = net.op(
		'TRANSPOSE_CONV',
		[net.integers(1, 6, 6, 3), net.constant([3, 2, 2, 2]), input],
		[1, 6, 6, 3],
		{
			padding: 0,
			strideW: 2,
			strideH: 2,
		},
	);
	const relu = net.op('RELU', [grown], [1, 6, 6, 3]);
	const resized = net.op('RESIZE_BILINEAR', [relu, net.integers(4, 4)], [1, 4, 4, 3], {});
	const near = net.op('RESIZE_NEAREST_NEIGHBOR', [resized, net.integers(8, 8)], [1, 8, 8, 3]);
	return net.model('upsampling', [
		near,
		net.op('ARG_MAX', [near, net.integers(3)], [1, 8, 8], {outputType: 2}),
	]);
}

export const floatModels: readonly FloatModel[] = [
	classifier('classifier', {}),
	classifier('classifier_one_scale', {perChannel: false, ranges: 'percentile'}),
	classifier('classifier_least_error', {ranges: 'mse'}),
	classifier('classifier_wide', {activations: 16}),
	sums('sums_wide', {activations: 16, io: 'float'}),
	branches(),
	moves(),
	upsampling(),
];
