// The model in TensorFlow.js: two dense layers, trained with seeded weights, batches and augmentation.

import {CatnapError} from '../../../lib/errors.ts';
import {Random} from '../../../tools/model/random.ts';

/** Rows of equal length, one label each. */
export interface DataSet {
	readonly inputs: Float32Array[];
	readonly labels: number[];
}

/** A dense layer: weights [output][input]. */
export interface Dense {
	readonly weights: Float32Array[];
	readonly bias: Float32Array;
}

export interface TrainOptions {
	readonly seed: number;
	readonly hidden: number;
	readonly classes: number;
	readonly epochs: number;
	readonly batch: number;
	readonly learningRate: number;
	readonly weightDecay: number;
	readonly dropout: number;
}

// The part of TensorFlow.js that is used here: the package is installed for training only, so nothing of the
// build may need its types.
interface Tensor {
	dispose(): void;
	dataSync(): Float32Array;
}
interface Layer {
	getWeights(): Tensor[];
	setWeights(weights: Tensor[]): void;
}
interface Sequential {
	add(layer: Layer): void;
	compile(options: object): void;
	trainOnBatch(inputs: Tensor, labels: Tensor): Promise<number | number[]>;
	dispose(): void;
}
interface Tf {
	sequential(): Sequential;
	tensor2d(values: Float32Array, shape: [number, number]): Tensor;
	tensor1d(values: Float32Array): Tensor;
	setBackend(name: string): Promise<boolean>;
	layers: {dense(options: object): Layer; dropout(options: object): Layer};
	regularizers: {l2(options: object): object};
	train: {adam(rate: number): object};
}

/** TensorFlow.js, or an error that says how to get it. */
export async function loadTf(): Promise<Tf> {
	const name = '@tensorflow/tfjs';
	try {
		const tf = (await import(name)) as Tf;
		await tf.setBackend('cpu');
		return tf;
	} catch (error) {
		throw new CatnapError('NO_TFJS', {
			received: error instanceof Error ? error.message.split('\n')[0]! : String(error),
		});
	}
}

/** Train two dense layers (ReLU between them) and return their weights. */
export async function train(tf: Tf, data: DataSet, options: TrainOptions): Promise<[Dense, Dense]> {
	const random = new Random(options.seed);
	const inputs = data.inputs[0]!.length;
	const kernelRegularizer = tf.regularizers.l2({l2: options.weightDecay});
	const hidden = tf.layers.dense({
		inputShape: [inputs],
		units: options.hidden,
		activation: 'relu',
		kernelRegularizer,
	});
	const output = tf.layers.dense({units: options.classes, activation: 'softmax', kernelRegularizer});
	const model = tf.sequential();
	model.add(hidden);
	model.add(tf.layers.dropout({rate: options.dropout, seed: options.seed}));
	model.add(output);
	model.compile({optimizer: tf.train.adam(options.learningRate), loss: 'categoricalCrossentropy'});
	startWeights(tf, hidden, inputs, options.hidden, random);
	startWeights(tf, output, options.hidden, options.classes, random);
	const order = data.inputs.map((_, i) => i);
	for (let epoch = 0; epoch < options.epochs; epoch++) {
		random.shuffle(order);
		for (let at = 0; at < order.length; at += options.batch) {
			await trainBatch(tf, model, data, order.slice(at, at + options.batch), options.classes);
		}
	}
	const layers: [Dense, Dense] = [readDense(hidden, inputs), readDense(output, options.hidden)];
	model.dispose();
	return layers;
}

async function trainBatch(
	tf: Tf,
	model: Sequential,
	data: DataSet,
	rows: number[],
	classes: number,
): Promise<void> {
	const width = data.inputs[0]!.length;
	const inputs = new Float32Array(rows.length * width);
	const labels = new Float32Array(rows.length * classes);
	for (const [i, row] of rows.entries()) {
		inputs.set(data.inputs[row]!, i * width);
		labels[i * classes + data.labels[row]!] = 1;
	}
	const x = tf.tensor2d(inputs, [rows.length, width]);
	const y = tf.tensor2d(labels, [rows.length, classes]);
	await model.trainOnBatch(x, y);
	x.dispose();
	y.dispose();
}

// Uniform within +-sqrt(6 / (inputs + outputs)), biases 0.
function startWeights(tf: Tf, layer: Layer, inputs: number, outputs: number, random: Random): void {
	const limit = Math.sqrt(6 / (inputs + outputs));
	const kernel = Float32Array.from({length: inputs * outputs}, () => random.uniform(-limit, limit));
	layer.setWeights([tf.tensor2d(kernel, [inputs, outputs]), tf.tensor1d(new Float32Array(outputs))]);
}

// TensorFlow.js keeps [input][output]; .tflite wants [output][input].
function readDense(layer: Layer, inputs: number): Dense {
	const [kernel, bias] = layer.getWeights().map(tensor => tensor.dataSync());
	const outputs = bias!.length;
	const weights = Array.from({length: outputs}, (_, o) =>
		Float32Array.from({length: inputs}, (_, i) => kernel![i * outputs + o]!),
	);
	return {weights, bias: bias!.slice()};
}

/** The model in float64: hidden activations and logits of one row. */
export function forward(
	[hidden, output]: readonly [Dense, Dense],
	row: ArrayLike<number>,
): {
	hidden: number[];
	logits: number[];
} {
	const h = apply(hidden, row).map(value => Math.max(0, value));
	return {hidden: h, logits: apply(output, h)};
}

function apply({weights, bias}: Dense, row: ArrayLike<number>): number[] {
	return weights.map((w, o) => w.reduce((sum, value, i) => sum + value * row[i]!, bias[o]!));
}

/** Index of the largest value. */
export function argmax(values: ArrayLike<number>): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
	return best;
}
