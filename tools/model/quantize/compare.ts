// How far the int8 model is from the float model: each tensor's signal to noise, and the answers of both.
import type {CompiledModel} from '../compile.ts';
import type {Sample} from '../data/samples.ts';
import type {ModelTensor} from '../model-file.ts';
import {hostRunner} from '../verify.ts';
import {floatBytes, floats, visit} from './calibrate.ts';
import {quantizeUnsigned, quantizeValues, quantizeValuesWide} from './constants.ts';
import type {FloatGraph} from './float-graph.ts';

export interface Layer {
	readonly operator: number;
	readonly name: string;
	readonly tensor: string;
	/** 10 log10 of the float values' power over that of the difference; absent where both are equal or 0. */
	readonly snrDb?: number;
	readonly scale: number;
	readonly zeroPoint: number;
	/** Share of the float values beyond what int8 holds. */
	readonly clipped: number;
	/** Share of what int8 holds between the smallest and the largest float value. */
	readonly used: number;
}

export interface Answer {
	readonly sample: string;
	readonly label?: string;
	readonly float: readonly number[];
	readonly int8: readonly number[];
}

export interface Comparison {
	/** In the order of the operators of the int8 model. */
	readonly layers: readonly Layer[];
	/** First output of both models, real numbers. */
	readonly answers: readonly Answer[];
}

interface Sums {
	signal: number;
	noise: number;
	clipped: number;
	count: number;
	least: number;
	most: number;
}

/** Run both models on the samples. `origins`: which float tensor a tensor of the int8 model stands for. */
export function compare(
	graph: FloatGraph,
	int8: CompiledModel,
	origins: ReadonlyMap<number, number>,
	samples: readonly Sample[],
): Comparison {
	const [runFloat, runInt8] = [hostRunner(graph.model), hostRunner(int8)];
	const sums = new Map<number, Sums>();
	const answers = samples.map(sample => {
		const expected = new Map<number, Float32Array>();
		visit(graph, runFloat, sample, (tensor, values) => expected.set(tensor, values));
		let answer: Float32Array | undefined;
		runInt8([[inputBytes(int8, sample.values)]], (_, tensor, bytes) => {
			const values = realNumbers(int8.tensors[tensor]!, bytes);
			if (tensor === int8.outputs[0]!.tensor) answer = values;
			const origin = expected.get(origins.get(tensor) ?? -1);
			if (origin !== undefined) add(sums, tensor, int8.tensors[tensor]!, origin, values);
		});
		return {
			sample: sample.name,
			...(sample.label === undefined ? {} : {label: sample.label}),
			float: [...(expected.get(graph.outputs[0]!) ?? [])],
			int8: [...(answer ?? [])],
		};
	});
	return {layers: layersOf(int8, sums), answers};
}

/** A sample in the type of the model's first input. */
export function inputBytes({inputs}: Pick<CompiledModel, 'inputs'>, values: Float32Array): Uint8Array {
	const {type, scale, zeroPoint} = inputs[0]!;
	if (type === 'FLOAT32') return floatBytes(values);
	if (type === 'INT16') return new Uint8Array(quantizeValuesWide(values, {scale, zeroPoint}).buffer);
	if (type === 'UINT8') return quantizeUnsigned(values, {scale, zeroPoint});
	const {buffer} = quantizeValues(values, {scale, zeroPoint});
	return new Uint8Array(buffer);
}

const arrays: Readonly<Record<string, (bytes: ArrayBuffer) => Int8Array | Uint8Array | Int16Array>> = {
	INT8: bytes => new Int8Array(bytes),
	UINT8: bytes => new Uint8Array(bytes),
	INT16: bytes => new Int16Array(bytes),
};

/** What the bytes of a tensor stand for; INT32 stays as it is. */
export function realNumbers({type, quantization}: ModelTensor, bytes: Uint8Array): Float32Array {
	if (type.name === 'FLOAT32') return floats(bytes);
	const copy = new Uint8Array(bytes);
	const stored = arrays[type.name]?.(copy.buffer) ?? new Int32Array(copy.buffer);
	const scale = quantization.scales[0] ?? 1;
	const zero = Number(quantization.zeroPoints[0] ?? 0n);
	return Float32Array.from(stored, value => (value - zero) * scale);
}

function add(
	sums: Map<number, Sums>,
	tensor: number,
	{quantization, type}: ModelTensor,
	expected: Float32Array,
	values: Float32Array,
): void {
	const sum = sums.get(tensor) ?? {signal: 0, noise: 0, clipped: 0, count: 0, least: 1e38, most: -1e38};
	const scale = quantization.scales[0] ?? 1;
	const zero = Number(quantization.zeroPoints[0] ?? 0n);
	const most = type.name === 'INT16' ? 32768 : 128;
	const [low, high] = [(-most - 0.5 - zero) * scale, (most - 0.5 - zero) * scale];
	for (const [i, value] of expected.entries()) {
		sum.signal += value * value;
		sum.noise += (value - values[i]!) ** 2;
		if (value < low || value > high) sum.clipped++;
		sum.least = Math.min(sum.least, value);
		sum.most = Math.max(sum.most, value);
	}
	sum.count += expected.length;
	sums.set(tensor, sum);
}

function layersOf(int8: CompiledModel, sums: ReadonlyMap<number, Sums>): Layer[] {
	return int8.operators.flatMap(({index, name, outputs}) =>
		outputs.flatMap(tensor => {
			const sum = sums.get(tensor);
			if (sum === undefined || int8.tensors[tensor]!.quantization.scales.length === 0) return [];
			const {quantization, name: label, type} = int8.tensors[tensor]!;
			const steps = type.name === 'INT16' ? 65535 : 255;
			const snrDb =
				sum.noise === 0 || sum.signal === 0 ? {} : {snrDb: 10 * Math.log10(sum.signal / sum.noise)};
			return {
				...{operator: index, name, tensor: label, ...snrDb},
				scale: quantization.scales[0]!,
				zeroPoint: Number(quantization.zeroPoints[0]!),
				clipped: sum.clipped / sum.count,
				used: Math.min(1, (sum.most - sum.least) / (steps * quantization.scales[0]!)),
			};
		}),
	);
}

export function argmax(values: readonly number[]): number {
	return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
