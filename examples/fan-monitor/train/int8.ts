// The trained model in int8: quantisation after training, and its arithmetic as TFLite's reference does it.

import {type ReadTensor, readTensors} from '../../../tools/dev/train/tflite-reader.ts';
import {type TfliteModel, writeTflite} from '../../../tools/model/tflite-writer.ts';
import {type Dense, forward} from './model.ts';

export interface Quant {
	readonly scale: number;
	readonly zeroPoint: number;
}

/** A dense layer in int8: symmetric weights, int32 bias. */
export interface Int8Dense {
	readonly weights: Int8Array; // [output][input]
	readonly bias: Int32Array;
	readonly weightScale: number;
	readonly input: Quant;
	readonly output: Quant;
}

/** The values that the feature stage writes: log2 of mg^2 from -1.97 to 15.96 in steps of 9/128. */
export const INPUT: Quant = {scale: 9 / 128, zeroPoint: -100};

/** What the model is trained on instead: values near 0 with a spread near 1. */
const CENTRE = 4;
const SPREAD = 4;

/** An input row of the model, from the int8 values of the feature stage. */
export function toRow(values: Int8Array): Float32Array {
	return Float32Array.from(values, q => ((q - INPUT.zeroPoint) * INPUT.scale - CENTRE) / SPREAD);
}

/** Quantise `net`; the ranges of its activations are those on `rows`. */
export function quantise(
	net: readonly [Dense, Dense],
	rows: readonly Float32Array[],
): [Int8Dense, Int8Dense] {
	let most = 0;
	let [least, greatest] = [0, 0];
	for (const row of rows) {
		const {hidden, logits} = forward(net, row);
		most = Math.max(most, ...hidden);
		least = Math.min(least, ...logits);
		greatest = Math.max(greatest, ...logits);
	}
	const hidden: Quant = {scale: Math.fround(most / 255), zeroPoint: -128};
	const scale = Math.fround((greatest - least) / 255);
	const logits: Quant = {scale, zeroPoint: Math.round(-128 - least / scale)};
	return [quantiseDense(unscaleInput(net[0]), INPUT, hidden), quantiseDense(net[1], hidden, logits)];
}

// (x - CENTRE) / SPREAD goes into the weights and the bias.
function unscaleInput({weights, bias}: Dense): Dense {
	const shifted = bias.map((b, o) => b - (CENTRE / SPREAD) * weights[o]!.reduce((sum, w) => sum + w, 0));
	return {weights: weights.map(row => row.map(w => w / SPREAD)), bias: shifted};
}

function quantiseDense({weights, bias}: Dense, input: Quant, output: Quant): Int8Dense {
	const flat = weights.flatMap(row => [...row]);
	const weightScale = Math.fround(Math.max(...flat.map(Math.abs)) / 127);
	return {
		weights: Int8Array.from(flat, w => Math.round(w / weightScale)),
		bias: Int32Array.from(bias, b => Math.round(b / (input.scale * weightScale))),
		weightScale,
		input,
		output,
	};
}

/** Logits of the int8 model, as TFLite's reference kernels compute them. */
export function forwardInt8([hidden, output]: readonly [Int8Dense, Int8Dense], values: Int8Array): Int8Array {
	return denseInt8(output, denseInt8(hidden, values, true), false);
}

function denseInt8(layer: Int8Dense, values: Int8Array, relu: boolean): Int8Array {
	const {weights, bias, input, output, weightScale} = layer;
	const [multiplier, shift] = fixedPoint(
		Math.fround(Math.fround(input.scale) * weightScale) / Math.fround(output.scale),
	);
	return Int8Array.from(bias, (start, o) => {
		let sum = start;
		for (let i = 0; i < values.length; i++)
			sum += weights[o * values.length + i]! * (values[i]! - input.zeroPoint);
		const result = requantise(sum, multiplier, shift) + output.zeroPoint;
		return Math.min(Math.max(result, relu ? output.zeroPoint : -128), 127);
	});
}

// A positive factor below 1 as multiplier * 2^-31 * 2^-shift.
function fixedPoint(factor: number): [number, number] {
	let shift = 0;
	for (; factor < 0.5; factor *= 2) shift++;
	return [Math.round(factor * 2 ** 31), shift];
}

// Rounded twice, as the reference does: the doubling high product, then the shift, halves away from zero.
function requantise(sum: number, multiplier: number, shift: number): number {
	const product = BigInt(sum) * BigInt(multiplier);
	const high = Number((product + (product < 0n ? 1n - (1n << 30n) : 1n << 30n)) / (1n << 31n));
	const magnitude = Math.floor(Math.abs(high) / 2 ** shift + 0.5);
	return high < 0 ? -magnitude : magnitude;
}

/** The model as a `.tflite` file: FULLY_CONNECTED with ReLU, FULLY_CONNECTED, SOFTMAX. */
export function toTflite([hidden, output]: readonly [Int8Dense, Int8Dense], description: string): Uint8Array {
	const [units, classes] = [hidden.bias.length, output.bias.length];
	const count = hidden.weights.length / units;
	const weights = (name: string, layer: Int8Dense, shape: number[]): TfliteModel['tensors'] => [
		{name: `${name}/weights`, dtype: 'INT8', shape, data: layer.weights, scale: layer.weightScale},
		{
			name: `${name}/bias`,
			dtype: 'INT32',
			shape: [layer.bias.length],
			data: layer.bias,
			scale: Math.fround(layer.input.scale * layer.weightScale),
		},
	];
	return writeTflite({
		description,
		tensors: [
			{name: 'features', dtype: 'INT8', shape: [1, count], ...INPUT},
			...weights('hidden', hidden, [units, count]),
			{name: 'hidden', dtype: 'INT8', shape: [1, units], ...hidden.output},
			...weights('logits', output, [classes, units]),
			{name: 'logits', dtype: 'INT8', shape: [1, classes], ...output.output},
			{name: 'scores', dtype: 'INT8', shape: [1, classes], scale: 1 / 256, zeroPoint: -128},
		],
		ops: [
			{op: 'FULLY_CONNECTED', inputs: [0, 1, 2], outputs: [3], options: {activation: 1}},
			{op: 'FULLY_CONNECTED', inputs: [3, 4, 5], outputs: [6], options: {activation: 0}},
			{op: 'SOFTMAX', inputs: [6], outputs: [7], options: {beta: 1}},
		],
		inputs: [0],
		outputs: [7],
	});
}

/** The two layers of a file that toTflite wrote. */
export function fromTflite(file: Uint8Array): [Int8Dense, Int8Dense] {
	const [input, weights, bias, hidden, weights2, bias2, logits] = readTensors(file) as [
		ReadTensor,
		ReadTensor,
		ReadTensor,
		ReadTensor,
		ReadTensor,
		ReadTensor,
		ReadTensor,
	];
	return [readDense(input, weights, bias, hidden), readDense(hidden, weights2, bias2, logits)];
}

function readDense(input: ReadTensor, weights: ReadTensor, bias: ReadTensor, output: ReadTensor): Int8Dense {
	const quant = ({scale, zeroPoint}: ReadTensor): Quant => ({scale, zeroPoint});
	return {
		weights: new Int8Array(weights.data),
		bias: new Int32Array(new Uint8Array(bias.data).buffer),
		weightScale: weights.scale,
		input: quant(input),
		output: quant(output),
	};
}
