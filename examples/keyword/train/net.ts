// The network in float, and its training: a convolution over time, two dense layers, softmax; Adam, seeded.

import {Random} from '../../../tools/model/random.ts';
import {writeTflite} from '../../../tools/model/tflite-writer.ts';

/** Weights are [output][input]. */
export interface Layer {
	readonly inputs: number;
	readonly outputs: number;
	readonly weights: Float64Array;
	readonly bias: Float64Array;
}

/** The convolution is a dense layer that every `kernel` frames in a row pass through. */
export interface Net {
	readonly shape: NetShape;
	readonly layers: readonly [conv: Layer, hidden: Layer, logits: Layer];
}

export interface NetShape {
	readonly frames: number;
	readonly bands: number;
	/** Frames that the convolution sees at once. */
	readonly kernel: number;
	readonly channels: number;
	readonly hidden: number;
	readonly classes: number;
}

export interface DataSet {
	readonly inputs: readonly Float32Array[];
	readonly labels: readonly number[];
}

export interface TrainOptions {
	readonly seed: number;
	readonly epochs: number;
	readonly batch: number;
	readonly learningRate: number;
	readonly weightDecay: number;
}

/** Outputs of each layer for one input: after ReLU, of the last one the logits. */
interface Activations {
	readonly conv: Float64Array;
	readonly hidden: Float64Array;
	readonly logits: Float64Array;
}

export function trainNet(data: DataSet, shape: NetShape, options: TrainOptions): Net {
	const random = new Random(options.seed);
	const net = startNet(shape, random);
	const slopes = net.layers.map(emptyLike);
	const adam = net.layers.map((layer, i) => adamOf(layer, slopes[i]!, options));
	const order = data.inputs.map((_, i) => i);
	for (let epoch = 0, step = 0; epoch < options.epochs; epoch++) {
		random.shuffle(order);
		for (let at = 0; at < order.length; at += options.batch) {
			const batch = order.slice(at, at + options.batch);
			for (const i of batch) addSlopes(net, slopes, data.inputs[i]!, data.labels[i]!);
			step++;
			for (const update of adam) update(step, batch.length, epoch / options.epochs);
		}
	}
	return net;
}

function startNet(shape: NetShape, random: Random): Net {
	const {frames, bands, kernel, channels, hidden, classes} = shape;
	const start = (inputs: number, outputs: number): Layer => {
		const limit = Math.sqrt(6 / inputs);
		const weights = Float64Array.from({length: inputs * outputs}, () => random.uniform(-limit, limit));
		return {inputs, outputs, weights, bias: new Float64Array(outputs)};
	};
	const positions = frames - kernel + 1;
	return {
		shape,
		layers: [start(kernel * bands, channels), start(positions * channels, hidden), start(hidden, classes)],
	};
}

const emptyLike = ({inputs, outputs}: Layer): Layer => ({
	inputs,
	outputs,
	weights: new Float64Array(inputs * outputs),
	bias: new Float64Array(outputs),
});

/** The network on one input. */
export function forward({shape, layers}: Net, input: ArrayLike<number>): Activations {
	const positions = shape.frames - shape.kernel + 1;
	const [first, second, third] = layers;
	const conv = new Float64Array(positions * first.outputs);
	for (let p = 0; p < positions; p++) apply(first, input, p * shape.bands, conv, p * first.outputs);
	const hidden = new Float64Array(second.outputs);
	apply(second, relu(conv), 0, hidden, 0);
	const logits = new Float64Array(third.outputs);
	apply(third, relu(hidden), 0, logits, 0);
	return {conv, hidden, logits};
}

function apply(layer: Layer, input: ArrayLike<number>, from: number, output: Float64Array, to: number): void {
	for (let o = 0; o < layer.outputs; o++) {
		let sum = layer.bias[o]!;
		for (let i = 0, w = o * layer.inputs; i < layer.inputs; i++, w++)
			sum += layer.weights[w]! * input[from + i]!;
		output[to + o] = sum;
	}
}

function relu(values: Float64Array): Float64Array {
	for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
	return values;
}

// Cross-entropy after a softmax: its slope at the logits is the share found less the share that is right.
function addSlopes(net: Net, slopes: readonly Layer[], input: Float32Array, label: number): void {
	const {conv, hidden, logits} = forward(net, input);
	const atLogits = softmax(logits);
	atLogits[label]! -= 1;
	const [first, second, third] = net.layers;
	const atHidden = new Float64Array(hidden.length);
	addLayer(third, slopes[2]!, hidden, 0, atLogits, 0, atHidden);
	const atConv = new Float64Array(conv.length);
	addLayer(second, slopes[1]!, conv, 0, passed(atHidden, hidden), 0, atConv);
	passed(atConv, conv);
	for (let p = 0, to = 0; to < conv.length; p++, to += first.outputs)
		addLayer(first, slopes[0]!, input, p * net.shape.bands, atConv, to);
}

function addLayer(
	layer: Layer,
	slope: Layer,
	input: ArrayLike<number>,
	from: number,
	atOutput: Float64Array,
	to: number,
	atInput?: Float64Array,
): void {
	for (let o = 0; o < layer.outputs; o++) {
		const d = atOutput[to + o]!;
		if (d === 0) continue;
		slope.bias[o]! += d;
		for (let i = 0, w = o * layer.inputs; i < layer.inputs; i++, w++) {
			slope.weights[w]! += d * input[from + i]!;
			if (atInput !== undefined) atInput[i]! += d * layer.weights[w]!;
		}
	}
}

// Where ReLU gave 0 nothing passes.
function passed(slopes: Float64Array, outputs: Float64Array): Float64Array {
	for (let i = 0; i < slopes.length; i++) if (outputs[i] === 0) slopes[i] = 0;
	return slopes;
}

export function softmax(logits: Float64Array): Float64Array {
	const most = Math.max(...logits);
	const powers = logits.map(value => Math.exp(value - most));
	const sum = powers.reduce((all, value) => all + value, 0);
	return powers.map(value => value / sum);
}

/** Takes a step and clears the slopes. The rate falls to a tenth over the training. */
function adamOf(layer: Layer, slope: Layer, {learningRate, weightDecay}: TrainOptions) {
	const pairs = [
		[layer.weights, slope.weights],
		[layer.bias, slope.bias],
	] as const;
	const moments = pairs.map(([values]) => [new Float64Array(values.length), new Float64Array(values.length)]);
	return (step: number, batch: number, share: number): void => {
		const rate = (learningRate * 0.1 ** share * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
		for (const [p, [values, slopes]] of pairs.entries()) {
			const [mean, power] = moments[p] as [Float64Array, Float64Array];
			for (let i = 0; i < values.length; i++) {
				const g = slopes[i]! / batch + weightDecay * values[i]!;
				mean[i] = 0.9 * mean[i]! + 0.1 * g;
				power[i] = 0.999 * power[i]! + 0.001 * g * g;
				values[i]! -= (rate * mean[i]!) / (Math.sqrt(power[i]!) + 1e-8);
				slopes[i] = 0;
			}
		}
	};
}

/** The network as a float `.tflite`: CONV_2D over frames, two FULLY_CONNECTED, SOFTMAX. */
export function toFloatTflite({shape, layers}: Net, description: string): Uint8Array {
	const {frames, bands, kernel, channels, hidden, classes} = shape;
	const positions = frames - kernel + 1;
	const float = (name: string, size: number[], data?: Float64Array) => ({
		...{name, dtype: 'FLOAT32', shape: size},
		...(data === undefined ? {} : {data}),
	});
	const [conv, dense, last] = layers;
	const tensors = [
		float('features', [1, frames, 1, bands]),
		float('conv/weights', [channels, kernel, 1, bands], conv.weights),
		float('conv/bias', [channels], conv.bias),
		float('conv', [1, positions, 1, channels]),
		float('hidden/weights', [hidden, positions * channels], dense.weights),
		float('hidden/bias', [hidden], dense.bias),
		float('hidden', [1, hidden]),
		float('logits/weights', [classes, hidden], last.weights),
		float('logits/bias', [classes], last.bias),
		float('logits', [1, classes]),
		float('scores', [1, classes]),
	];
	const convolution = {padding: 1, strideW: 1, strideH: 1, dilationW: 1, dilationH: 1, activation: 1};
	const ops = [
		{op: 'CONV_2D', version: 1, inputs: [0, 1, 2], outputs: [3], options: convolution},
		{op: 'FULLY_CONNECTED', version: 1, inputs: [3, 4, 5], outputs: [6], options: {activation: 1}},
		{op: 'FULLY_CONNECTED', version: 1, inputs: [6, 7, 8], outputs: [9], options: {activation: 0}},
		{op: 'SOFTMAX', version: 1, inputs: [9], outputs: [10], options: {beta: 1}},
	];
	return writeTflite({description, tensors, ops, inputs: [0], outputs: [10]});
}
