// The network behind an int8 model in float32: the same weights, nothing else rounded, no tensor cut off at its range.
import {CatnapError} from '../../../lib/errors.ts';
import {compileModel} from '../compile.ts';
import {type ModelTensor, parseModel, type Subgraph} from '../model-file.ts';
import {readOptions} from '../options.ts';
import {realValues} from '../quantize/constants.ts';
import type {FloatGraph} from '../quantize/float-graph.ts';
import {rules} from '../quantize/rules.ts';
import {type TfliteOp, type TfliteTensor, writeTflite} from '../tflite-writer.ts';

/** Tensors have the numbers that they have in the int8 model. Undefined where float32 has no such operator. */
export function unrounded(bytes: Uint8Array, file: string): FloatGraph | undefined {
	const written = unroundedFile(bytes);
	if (written === undefined) return undefined;
	try {
		const model = compileModel(written, {file: `${file} in float32`, unfused: true});
		const {subgraphs, description} = parseModel(written);
		return {description, ...(subgraphs[0] as Subgraph), model};
	} catch (error) {
		if (error instanceof CatnapError) return undefined;
		throw error;
	}
}

/** The same as a `.tflite`. */
export function unroundedFile(bytes: Uint8Array): Uint8Array | undefined {
	const {subgraphs, description} = parseModel(bytes);
	const [main] = subgraphs as [Subgraph];
	if (subgraphs.length > 1 || main.tensors.some(({variable}) => variable)) return undefined;
	const converters = main.operators.filter(({name}) => name === 'QUANTIZE' || name === 'DEQUANTIZE');
	const alias = aliases(converters, main);
	if (alias === undefined || !main.operators.every(({name}) => converts(name))) return undefined;
	const source = (index: number) => alias.get(index) ?? index;
	return writeTflite({
		description,
		tensors: main.tensors.map(floatTensor),
		ops: main.operators
			.filter(operator => !converters.includes(operator))
			.map(
				({name, version, inputs, outputs, options}): TfliteOp => ({
					...{op: name, version, inputs: inputs.map(source), outputs},
					options: readOptions(name, options),
				}),
			),
		inputs: main.inputs,
		outputs: main.outputs.map(source),
	});
}

const converts = (name: string) => name === 'QUANTIZE' || name === 'DEQUANTIZE' || name in rules;

/** What a QUANTIZE makes is what it takes. Undefined where one leads to an input of the model in another type. */
function aliases(
	converters: Subgraph['operators'],
	{outputs}: Subgraph,
): ReadonlyMap<number, number> | undefined {
	const alias = new Map<number, number>();
	for (const {inputs, outputs: made} of converters) {
		const from = inputs[0]!;
		alias.set(made[0]!, alias.get(from) ?? from);
	}
	return outputs.length === 1 ? alias : undefined;
}

function floatTensor(tensor: ModelTensor): TfliteTensor {
	const {name, shape, type, quantization, data} = tensor;
	const scaled = quantization.scales.length > 0;
	if (!scaled)
		return {name, shape, dtype: type.name, ...(data === undefined ? {} : {data: new Uint8Array(data)})};
	return {name, shape, dtype: 'FLOAT32', ...(data === undefined ? {} : {data: realNumbersOf(tensor, data)})};
}

/** Biases are int32, one scale for each. */
function realNumbersOf(tensor: ModelTensor, data: Uint8Array): Float32Array {
	if (tensor.type.name !== 'INT32') return realValues(tensor, data);
	const {scales} = tensor.quantization;
	const stored = new Int32Array(new Uint8Array(data).buffer);
	return Float32Array.from(stored, (value, i) => value * scales[scales.length === 1 ? 0 : i]!);
}
