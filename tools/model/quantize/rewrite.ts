// The int8 model: the float graph with its constants quantised, each computed tensor in its scale.
import type {ModelOperator, ModelTensor} from '../model-file.ts';
import {readOptions} from '../options.ts';
import {
	int8Version,
	type TfliteModel,
	type TfliteOp,
	type TfliteTensor,
	wideVersion,
} from '../tflite-writer.ts';
import {
	quantizeBias,
	quantizeBiasWide,
	quantizeValues,
	quantizeValuesWide,
	quantizeWeights,
	realValues,
} from './constants.ts';
import {type FloatGraph, valueSlots} from './float-graph.ts';
import {type ActivationBits, rules, type Scale} from './rules.ts';
import type {ScalePlan} from './scales.ts';

export interface RewriteOptions {
	/** A scale for each output channel of convolutions. */
	readonly perChannel: boolean;
	/** What the inputs and outputs of the model are; int8 stands for int16 where activations have 16 bits. */
	readonly io: 'int8' | 'float';
	/** Of what operators compute; weights have 8 bits. @default 8 */
	readonly activations: ActivationBits;
}

export interface Int8Model {
	readonly model: TfliteModel;
	/** Which tensor of the float model a tensor of the int8 model stands for. */
	readonly origins: ReadonlyMap<number, number>;
}

export function rewrite(graph: FloatGraph, plan: ScalePlan, options: RewriteOptions): Int8Model {
	const builder = new Builder(graph, plan, options);
	const inputs = graph.inputs.map(index => builder.input(index));
	for (const operator of graph.operators) builder.operator(operator);
	const outputs = graph.outputs.map(index => builder.output(index));
	const {tensors, ops, origins} = builder;
	return {model: {description: graph.description, tensors, ops, inputs, outputs}, origins};
}

class Builder {
	readonly tensors: TfliteTensor[] = [];
	readonly ops: TfliteOp[] = [];
	readonly origins = new Map<number, number>();
	readonly #graph: FloatGraph;
	readonly #plan: ScalePlan;
	readonly #options: RewriteOptions;
	readonly #places = new Map<string, number>();

	constructor(graph: FloatGraph, plan: ScalePlan, options: RewriteOptions) {
		[this.#graph, this.#plan, this.#options] = [graph, plan, options];
	}

	/** The number of an input of the model; a float one is followed by a QUANTIZE. */
	input(index: number): number {
		if (!this.#outside(index)) return this.#value(index);
		const from = this.#float(index);
		this.ops.push({
			op: 'QUANTIZE',
			...(this.#wide ? {version: 2} : {}),
			inputs: [from],
			outputs: [this.#value(index)],
		});
		return from;
	}

	output(index: number): number {
		if (!this.#outside(index)) return this.#value(index);
		const to = this.#float(index);
		this.ops.push({
			op: 'DEQUANTIZE',
			...(this.#wide ? {version: 3} : {}),
			inputs: [this.#value(index)],
			outputs: [to],
		});
		return to;
	}

	operator(operator: ModelOperator): void {
		const {name, index, version, inputs, outputs} = operator;
		const values = valueSlots(operator, this.#graph.tensors);
		const {weights} = rules[name]!;
		const filled = inputs.map((tensor, slot) => {
			if (tensor === -1) return -1;
			if (slot === weights?.filter) return this.#weights(operator);
			if (slot === weights?.bias) return this.#bias(operator);
			if (!values.includes(slot)) return this.#asIs(tensor);
			return this.#plan.requantized.has(`${index}:${slot}`)
				? this.#requantized(tensor, outputs[0]!)
				: this.#value(tensor);
		});
		this.ops.push({
			op: name,
			version: this.#wide ? wideVersion(name, version) : int8Version(name, version),
			inputs: filled,
			outputs: outputs.map(tensor => this.#value(tensor)),
			options: {
				...readOptions(name, operator.options),
				// TensorFlow Lite takes scales for powers of two unless it is asked otherwise
				...(this.#wide && (name === 'ADD' || name === 'SUB') ? {potScale: 0} : {}),
			},
		});
	}

	get #wide(): boolean {
		return this.#options.activations === 16;
	}

	#quantized(index: number, data: Uint8Array): ArrayLike<number> {
		const values = realValues(this.#tensor(index), data);
		if (!this.#wide) return quantizeValues(values, this.#scale(index));
		return new Uint8Array(quantizeValuesWide(values, this.#scale(index)).buffer);
	}

	#tensor(index: number): ModelTensor {
		return this.#graph.tensors[index]!;
	}

	/** The number of what `key` names; made on first use. */
	#place(key: string, make: () => TfliteTensor): number {
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		const place = this.tensors.push(make()) - 1;
		this.#places.set(key, place);
		return place;
	}

	#outside(index: number): boolean {
		return this.#options.io === 'float' && this.#tensor(index).type.name === 'FLOAT32';
	}

	#float(index: number): number {
		const {name, shape} = this.#tensor(index);
		return this.#place(`float:${index}`, () => ({name, dtype: 'FLOAT32', shape}));
	}

	/** A tensor with the scale of an activation; integers stay what they are. */
	#value(index: number): number {
		const {name, shape, type, data} = this.#tensor(index);
		if (type.name !== 'FLOAT32') return this.#asIs(index);
		const {inputs, outputs} = this.#graph;
		const end = this.#outside(index) && [...inputs, ...outputs].includes(index);
		const place = this.#place(`value:${index}`, () => ({
			name: end ? `${name}_int${this.#options.activations}` : name,
			dtype: this.#wide ? 'INT16' : 'INT8',
			shape,
			...this.#scale(index),
			...(data === undefined ? {} : {data: this.#quantized(index, data)}),
		}));
		this.origins.set(place, index);
		return place;
	}

	#asIs(index: number): number {
		const {name, shape, type, data} = this.#tensor(index);
		return this.#place(`asis:${index}`, () => ({
			name,
			dtype: type.name,
			shape,
			...(data === undefined ? {} : {data: new Uint8Array(data)}),
		}));
	}

	#scale(index: number): Scale {
		return this.#plan.scales.get(index)!;
	}

	/** `index` in the scale of `like`. */
	#requantized(index: number, like: number): number {
		const {name, shape} = this.#tensor(index);
		const scale = this.#scale(like);
		const from = this.#value(index);
		const key = `requantized:${index}:${scale.scale}:${scale.zeroPoint}`;
		if (this.#places.has(key)) return this.#places.get(key)!;
		const dtype = this.#wide ? 'INT16' : 'INT8';
		const to = this.#place(key, () => ({name: `${name}_requantized`, dtype, shape, ...scale}));
		this.ops.push({op: 'QUANTIZE', version: 2, inputs: [from], outputs: [to]});
		return to;
	}

	#quantizedWeights({name, inputs}: ModelOperator) {
		const {input, filter, bias, channels} = rules[name]!.weights!;
		const tensor = this.#tensor(inputs[filter]!);
		const biasTensor = this.#graph.tensors[inputs[bias] ?? -1];
		const slices = this.#options.perChannel ? channels : undefined;
		const inputScale = this.#scale(inputs[input]!).scale;
		const bounds = {inputScale, bias: biasTensor && realValues(biasTensor, biasTensor.data!)};
		const values = realValues(tensor, tensor.data!);
		return {...quantizeWeights(values, tensor.shape, slices, bounds), inputScale, slices, bias: bounds.bias};
	}

	#weights(operator: ModelOperator): number {
		const index = operator.inputs[rules[operator.name]!.weights!.filter]!;
		const {name, shape} = this.#tensor(index);
		const {data, scales, slices} = this.#quantizedWeights(operator);
		const dimension = scales.length === 1 ? 0 : slices!;
		// two operators may share weights and differ in their bias, which bounds the scales
		return this.#place(`weights:${index}:${dimension}:${scales.join()}`, () => ({
			...{name, dtype: 'INT8', shape, data, dimension},
			scale: scales,
		}));
	}

	#bias(operator: ModelOperator): number {
		const index = operator.inputs[rules[operator.name]!.weights!.bias]!;
		const {name, shape} = this.#tensor(index);
		const {scales, inputScale, bias} = this.#quantizedWeights(operator);
		const quantized = (this.#wide ? quantizeBiasWide : quantizeBias)(bias!, inputScale, scales);
		return this.#place(`bias:${operator.index}`, () => ({
			...{name, dtype: this.#wide ? 'INT64' : 'INT32', shape, data: quantized.data},
			scale: quantized.scales,
		}));
	}
}
