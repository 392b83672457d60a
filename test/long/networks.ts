// Small float networks that are trained here from recordings: one hidden layer, by gradient descent with a seed.
import {Random} from '../../tools/model/random.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';

export interface Example {
	readonly input: Float32Array;
	/** Number of the class, or the value that the network shall give. */
	readonly target: number;
}

interface Layer {
	readonly weights: Float64Array; // [output][input]
	readonly bias: Float64Array;
}

export interface Shape {
	readonly hidden: number;
	/** 1: a value. */
	readonly outputs: number;
	readonly epochs: number;
	readonly rate: number;
}

function layer(inputs: number, outputs: number, random: Random): Layer {
	const limit = Math.sqrt(6 / (inputs + outputs));
	return {
		weights: Float64Array.from({length: inputs * outputs}, () => random.uniform(-limit, limit)),
		bias: new Float64Array(outputs),
	};
}

function apply({weights, bias}: Layer, x: ArrayLike<number>): Float64Array {
	return bias.map((b, o) => {
		let sum = b;
		for (let i = 0; i < x.length; i++) sum += weights[o * x.length + i]! * x[i]!;
		return sum;
	});
}

/** Move a layer against the gradient of its outputs; returns the gradient of its inputs. */
function step(
	{weights, bias}: Layer,
	x: ArrayLike<number>,
	gradient: Float64Array,
	rate: number,
): Float64Array {
	const back = new Float64Array(x.length);
	gradient.forEach((g, o) => {
		for (let i = 0; i < x.length; i++) {
			back[i]! += g * weights[o * x.length + i]!;
			weights[o * x.length + i]! -= rate * g * x[i]!;
		}
		bias[o]! -= rate * g;
	});
	return back;
}

function outputGradient(sums: Float64Array, target: number): Float64Array {
	if (sums.length === 1) return sums.map(sum => sum - target);
	const most = Math.max(...sums);
	const total = sums.reduce((sum, x) => sum + Math.exp(x - most), 0);
	return sums.map((x, i) => Math.exp(x - most) / total - (i === target ? 1 : 0));
}

/** Mean and deviation of each input over the examples. */
function scalesOf(examples: readonly Example[]): {
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
} {
	const count = examples.length;
	const mean = Float64Array.from(
		examples[0]!.input,
		(_, i) => examples.reduce((sum, {input}) => sum + input[i]!, 0) / count,
	);
	const deviation = mean.map((m, i) =>
		Math.sqrt(examples.reduce((sum, {input}) => sum + (input[i]! - m) ** 2, 0) / count + 1e-6),
	);
	return {mean, deviation};
}

/** A float `.tflite` that takes inputs as they are: their scaling is in the first layer. */
export function trained(
	examples: readonly Example[],
	{hidden, outputs, epochs, rate}: Shape,
	seed: number,
): Uint8Array {
	const random = new Random(seed);
	const {mean, deviation} = scalesOf(examples);
	const rows = examples.map(({input, target}) => ({
		x: Float64Array.from(input, (value, i) => (value - mean[i]!) / deviation[i]!),
		target,
	}));
	const first = layer(mean.length, hidden, random);
	const second = layer(hidden, outputs, random);
	for (let epoch = 0; epoch < epochs; epoch++) {
		const speed = rate * (1 - epoch / epochs);
		for (const {x, target} of random.shuffle(rows)) {
			const h = apply(first, x).map(value => Math.max(0, value));
			const back = step(second, h, outputGradient(apply(second, h), target), speed);
			step(
				first,
				x,
				back.map((g, i) => (h[i]! > 0 ? g : 0)),
				speed,
			);
		}
	}
	return toTflite(first, second, mean, deviation);
}

function toTflite(first: Layer, second: Layer, mean: Float64Array, deviation: Float64Array): Uint8Array {
	const inputs = mean.length;
	const [hidden, outputs] = [first.bias.length, second.bias.length];
	const weights = Float32Array.from(first.weights, (w, i) => w / deviation[i % inputs]!);
	const bias = Float32Array.from(first.bias, (b, o) =>
		mean.reduce((sum, m, i) => sum - (first.weights[o * inputs + i]! * m) / deviation[i]!, b),
	);
	const float = (name: string, shape: readonly number[], data?: Float32Array) => ({
		...{name, dtype: 'FLOAT32', shape},
		...(data === undefined ? {} : {data}),
	});
	const scores = outputs > 1;
	return writeTflite({
		description: 'trained by test/long/networks.ts',
		tensors: [
			float('in', [1, inputs]),
			float('w1', [hidden, inputs], weights),
			float('b1', [hidden], bias),
			float('h', [1, hidden]),
			float('w2', [outputs, hidden], Float32Array.from(second.weights)),
			float('b2', [outputs], Float32Array.from(second.bias)),
			float('y', [1, outputs]),
			...(scores ? [float('shares', [1, outputs])] : []),
		],
		ops: [
			{op: 'FULLY_CONNECTED', version: 1, inputs: [0, 1, 2], outputs: [3], options: {activation: 1}},
			{op: 'FULLY_CONNECTED', version: 1, inputs: [3, 4, 5], outputs: [6]},
			...(scores ? [{op: 'SOFTMAX', version: 1, inputs: [6], outputs: [7], options: {beta: 1}}] : []),
		],
		inputs: [0],
		outputs: [scores ? 7 : 6],
	});
}
