// A tfjs layers model as a float `.tflite`: what the rest of the tools reads.
import {elementCount} from '../graph.ts';
import type {OptionValues} from '../options.ts';
import {type TfliteOp, type TfliteTensor, writeTflite} from '../tflite-writer.ts';
import {bad, readTfjs, type TfjsLayer, type TfjsModel, type Weight} from './layers-file.ts';

/** @throws {CatnapError} BAD_TFJS: what cannot be read, or a layer that cannot be converted */
export function tfliteOfTfjs(path: string): Uint8Array {
	const model = readTfjs(path);
	const net = new Net(model, path);
	for (const layer of model.layers) net.add(layer);
	return net.finish();
}

/** What TFLite calls activations that an operator can do itself; others become operators. */
const fusedCodes: Readonly<Record<string, number>> = {linear: 0, relu: 1, relu6: 3};
const activationOps: Readonly<Record<string, string>> = {
	...{relu: 'RELU', relu6: 'RELU6', softmax: 'SOFTMAX', sigmoid: 'LOGISTIC', tanh: 'TANH', elu: 'ELU'},
};

type Config = TfjsLayer['config'];
type Maker = (net: Net, layer: TfjsLayer, input: number) => number;

const pair = (value: unknown, absent = 1): readonly [number, number] => {
	const list = (Array.isArray(value) ? value : [value ?? absent, value ?? absent]) as number[];
	return [list[0]!, list[1] ?? list[0]!];
};

const makers: Readonly<Record<string, Maker>> = {
	Dense: (net, layer, input) => net.dense(layer, input),
	Conv2D: (net, layer, input) => net.conv(layer, input, false),
	DepthwiseConv2D: (net, layer, input) => net.conv(layer, input, true),
	Conv1D: (net, layer, input) => net.flat(layer, input, (lines, at) => net.conv(lines, at, false)),
	MaxPooling2D: (net, layer, input) => net.pool(layer, input, 'MAX_POOL_2D'),
	AveragePooling2D: (net, layer, input) => net.pool(layer, input, 'AVERAGE_POOL_2D'),
	MaxPooling1D: (net, layer, input) =>
		net.flat(layer, input, (lines, at) => net.pool(lines, at, 'MAX_POOL_2D')),
	AveragePooling1D: (net, layer, input) =>
		net.flat(layer, input, (lines, at) => net.pool(lines, at, 'AVERAGE_POOL_2D')),
	GlobalAveragePooling2D: (net, layer, input) => net.reduce(layer, input, 'MEAN', [1, 2]),
	GlobalAveragePooling1D: (net, layer, input) => net.reduce(layer, input, 'MEAN', [1]),
	GlobalMaxPooling2D: (net, layer, input) => net.reduce(layer, input, 'REDUCE_MAX', [1, 2]),
	GlobalMaxPooling1D: (net, layer, input) => net.reduce(layer, input, 'REDUCE_MAX', [1]),
	Flatten: (net, layer, input) => net.reshape(layer.name, input, [1, elementCount(net.shape(input))]),
	Reshape: (net, layer, input) => net.reshape(layer.name, input, [1, ...filled(net, layer, input)]),
	Dropout: (_, __, input) => input,
	Activation: (net, {name, config}, input) => net.activation(name, input, String(config.activation)),
	ReLU: (net, {name, config}, input) =>
		net.activation(name, input, config.max_value === 6 ? 'relu6' : 'relu'),
	Softmax: (net, {name}, input) => net.activation(name, input, 'softmax'),
	BatchNormalization: (net, layer, input) => net.normalise(layer, input),
};

function filled(net: Net, {config}: TfjsLayer, input: number): number[] {
	const target = config.target_shape as number[];
	const known = target.filter(size => size > 0).reduce((product, size) => product * size, 1);
	return target.map(size => (size > 0 ? size : elementCount(net.shape(input)) / known));
}

class Net {
	readonly #tensors: TfliteTensor[] = [];
	readonly #ops: TfliteOp[] = [];
	readonly #inputs: number[] = [];
	readonly #made = new Map<string, number>();
	readonly #model: TfjsModel;
	readonly #path: string;

	constructor(model: TfjsModel, path: string) {
		[this.#model, this.#path] = [model, path];
	}

	finish(): Uint8Array {
		const outputs = this.#model.outputs.map(name => this.#of(name, name));
		return writeTflite({
			description: 'from a tfjs layers model',
			...{tensors: this.#tensors, ops: this.#ops, inputs: this.#inputs, outputs},
		});
	}

	add(layer: TfjsLayer): void {
		const {kind, name, config, inputs} = layer;
		const size = (config.batch_input_shape ?? config.batch_shape) as (number | null)[] | undefined;
		if (inputs.length === 0) {
			if (!Array.isArray(size)) throw bad(this.#at(layer), 'batch_input_shape of the first layer', 'none');
			const shape = size.map((n, i) => (i === 0 ? 1 : n));
			if (shape.some(n => typeof n !== 'number'))
				throw bad(this.#at(layer), 'a shape of numbers', JSON.stringify(size));
			this.#inputs.push(this.tensor(kind === 'InputLayer' ? name : `${name}_input`, shape as number[]));
			if (kind === 'InputLayer') {
				this.#made.set(name, this.#inputs.at(-1)!);
				return;
			}
		}
		const from = inputs.length === 0 ? [this.#inputs.at(-1)!] : inputs.map(input => this.#of(input, name));
		this.#made.set(name, this.#convert(layer, from));
	}

	#convert(layer: TfjsLayer, from: readonly number[]): number {
		const {kind, name, config} = layer;
		if (config.data_format !== undefined && config.data_format !== 'channels_last')
			throw bad(this.#at(layer), "data_format 'channels_last'", JSON.stringify(config.data_format));
		if (kind === 'Add' && from.length === 2)
			return this.op('ADD', from, this.tensor(name, this.shape(from[0]!)));
		if (kind === 'Concatenate') return this.#concatenate(name, from, Number(config.axis ?? -1));
		const maker = makers[kind];
		if (maker === undefined)
			throw bad(
				this.#at(layer),
				`one of ${[...Object.keys(makers), 'Add', 'Concatenate'].sort().join(', ')}`,
				kind,
			);
		if (from.length !== 1) throw bad(this.#at(layer), 'one input', `${from.length}`);
		return maker(this, layer, from[0]!);
	}

	shape(tensor: number): readonly number[] {
		return this.#tensors[tensor]!.shape;
	}

	tensor(name: string, shape: readonly number[]): number {
		return this.#tensors.push({name, dtype: 'FLOAT32', shape}) - 1;
	}

	#constant(name: string, shape: readonly number[], data: Float32Array): number {
		return this.#tensors.push({name, dtype: 'FLOAT32', shape, data}) - 1;
	}

	op(op: string, inputs: readonly number[], output: number, options: OptionValues = {}): number {
		this.#ops.push({op, version: 1, inputs, outputs: [output], options});
		return output;
	}

	#of(layer: string, asker: string): number {
		const made = this.#made.get(layer);
		if (made === undefined)
			throw bad(
				`${this.#path}: layer ${asker}`,
				'layers in the order in which they run',
				`no layer ${layer} before it`,
			);
		return made;
	}

	#at({name, kind}: TfjsLayer): string {
		return `${this.#path}: layer ${name} (${kind})`;
	}

	#weight(layer: TfjsLayer, what: string): Weight {
		const {weights} = this.#model;
		const found =
			weights.get(`${layer.name}/${what}`) ??
			[...weights].find(([key]) => key.endsWith(`/${layer.name}/${what}`))?.[1];
		if (found === undefined)
			throw bad(this.#at(layer), `weights ${layer.name}/${what}`, [...weights.keys()].join(', '));
		return found;
	}

	#bias(layer: TfjsLayer, units: number): number {
		const {values} =
			layer.config.use_bias === false ? {values: new Float32Array(units)} : this.#weight(layer, 'bias');
		return this.#constant(`${layer.name}/bias`, [units], values);
	}

	/** The activation in the operator, or behind it. */
	#fused(layer: TfjsLayer, make: (name: string, code: number) => number): number {
		const name = String(layer.config.activation ?? 'linear');
		const code = fusedCodes[name];
		return code === undefined
			? this.activation(layer.name, make(`${layer.name}/sums`, 0), name)
			: make(layer.name, code);
	}

	activation(name: string, input: number, activation: string): number {
		if (activation === 'linear') return input;
		const op = activationOps[activation];
		if (op === undefined)
			throw bad(
				`${this.#path}: layer ${name}`,
				`an activation of ${Object.keys(activationOps).join(', ')}`,
				activation,
			);
		return this.op(op, [input], this.tensor(name, this.shape(input)), op === 'SOFTMAX' ? {beta: 1} : {});
	}

	reshape(name: string, input: number, shape: readonly number[]): number {
		const wanted =
			this.#tensors.push({name: `${name}/shape`, dtype: 'INT32', shape: [shape.length], data: shape}) - 1;
		return this.op('RESHAPE', [input, wanted], this.tensor(name, shape), {newShape: shape});
	}

	dense(layer: TfjsLayer, input: number): number {
		const {
			shape: [inputs, units],
			values,
		} = this.#weight(layer, 'kernel') as {shape: [number, number]; values: Float32Array};
		const turned = Float32Array.from(
			values,
			(_, i) => values[(i % inputs) * units + Math.floor(i / inputs)]!,
		);
		const kernel = this.#constant(`${layer.name}/kernel`, [units, inputs], turned);
		const bias = this.#bias(layer, units);
		const out = [...this.shape(input).slice(0, -1), units];
		const keepDims = out.length > 2 ? 1 : 0;
		return this.#fused(layer, (name, activation) =>
			this.op('FULLY_CONNECTED', [input, kernel, bias], this.tensor(name, out), {activation, keepDims}),
		);
	}

	/** A window of TFLite: padding 0 is same, 1 is valid. */
	#window(
		{config}: TfjsLayer,
		size: readonly [number, number],
		strides: readonly [number, number],
		input: number,
	) {
		const [, height, width] = this.shape(input) as [number, number, number];
		const same = config.padding === 'same';
		const [dilationH, dilationW] = pair(config.dilation_rate);
		const span = (n: number, dilation: number) => (n - 1) * dilation + 1;
		const out = (
			[
				[height, size[0], strides[0], dilationH],
				[width, size[1], strides[1], dilationW],
			] as const
		).map(([length, n, stride, dilation]) =>
			same ? Math.ceil(length / stride) : Math.floor((length - span(n, dilation)) / stride) + 1,
		);
		return {
			out,
			options: {padding: same ? 0 : 1, strideH: strides[0], strideW: strides[1]},
			dilation: {dilationH, dilationW},
		};
	}

	conv(layer: TfjsLayer, input: number, depthwise: boolean): number {
		if (!['same', 'valid'].includes(String(layer.config.padding)))
			throw bad(this.#at(layer), "padding 'same' or 'valid'", JSON.stringify(layer.config.padding));
		const weight = this.#weight(layer, depthwise ? 'depthwise_kernel' : 'kernel');
		const [height = 1, width = 1, channels = 1, units = 1] =
			weight.shape.length === 3 ? [1, ...weight.shape] : weight.shape;
		const count = depthwise ? channels * units : units;
		const order = depthwise ? weight.values : outermost(weight.values, units);
		const shape = depthwise ? [1, height, width, count] : [units, height, width, channels];
		const kernel = this.#constant(`${layer.name}/kernel`, shape, order);
		const bias = this.#bias(layer, count);
		const {out, options, dilation} = this.#window(layer, [height, width], pair(layer.config.strides), input);
		const extra = depthwise ? {multiplier: units} : {};
		return this.#fused(layer, (name, activation) =>
			this.op(
				depthwise ? 'DEPTHWISE_CONV_2D' : 'CONV_2D',
				[input, kernel, bias],
				this.tensor(name, [1, ...out, count]),
				{
					...{...options, ...dilation, ...extra, activation},
				},
			),
		);
	}

	pool(layer: TfjsLayer, input: number, op: string): number {
		const size = pair(layer.config.pool_size, 2);
		const {out, options} = this.#window(
			{...layer, config: {...layer.config, dilation_rate: 1}},
			size,
			pair(layer.config.strides ?? size),
			input,
		);
		const shape = [1, ...out, this.shape(input)[3]!];
		return this.op(op, [input], this.tensor(layer.name, shape), {
			...options,
			filterH: size[0],
			filterW: size[1],
		});
	}

	/** A layer of one dimension as one of two, on a picture of one line. */
	flat(layer: TfjsLayer, input: number, make: (layer: TfjsLayer, input: number) => number): number {
		const [, length, channels] = this.shape(input) as [number, number, number];
		const line = this.reshape(`${layer.name}/line`, input, [1, 1, length, channels]);
		const made = make({...layer, config: lineConfig(layer.config)}, line);
		const [, , steps, units] = this.shape(made) as [number, number, number, number];
		return this.reshape(`${layer.name}/steps`, made, [1, steps, units]);
	}

	reduce({name, config}: TfjsLayer, input: number, op: string, dimensions: readonly number[]): number {
		const shape = this.shape(input);
		const list =
			this.#tensors.push({
				name: `${name}/dimensions`,
				dtype: 'INT32',
				shape: [dimensions.length],
				data: dimensions,
			}) - 1;
		const keep = config.keepdims === true;
		const out = keep
			? shape.map((n, i) => (dimensions.includes(i) ? 1 : n))
			: shape.filter((_, i) => !dimensions.includes(i));
		return this.op(op, [input, list], this.tensor(name, out), {keepDims: keep ? 1 : 0});
	}

	#concatenate(name: string, from: readonly number[], axis: number): number {
		const shapes = from.map(tensor => this.shape(tensor));
		const at = (axis + shapes[0]!.length) % shapes[0]!.length;
		const shape = shapes[0]!.map((size, i) =>
			i === at ? shapes.reduce((sum, each) => sum + each[i]!, 0) : size,
		);
		return this.op('CONCATENATION', from, this.tensor(name, shape), {axis: at});
	}

	/** Into the weights before it where these are its only input; else a product and a sum. */
	normalise(layer: TfjsLayer, input: number): number {
		const [mean, variance] = ['moving_mean', 'moving_variance'].map(what => this.#weight(layer, what).values);
		const gamma = layer.config.scale === false ? undefined : this.#weight(layer, 'gamma').values;
		const beta = layer.config.center === false ? undefined : this.#weight(layer, 'beta').values;
		const epsilon = Number(layer.config.epsilon ?? 1e-3);
		const factors = mean!.map((_, i) => (gamma?.[i] ?? 1) / Math.sqrt(variance![i]! + epsilon));
		const shifts = mean!.map((value, i) => (beta?.[i] ?? 0) - value * factors[i]!);
		if (this.#fold(input, factors, shifts)) return input;
		const names = ['factors', 'shifts'].map((what, i) =>
			this.#constant(`${layer.name}/${what}`, [factors.length], [factors, shifts][i]!),
		);
		const product = this.op(
			'MUL',
			[input, names[0]!],
			this.tensor(`${layer.name}/product`, this.shape(input)),
		);
		return this.op('ADD', [product, names[1]!], this.tensor(layer.name, this.shape(input)));
	}

	#fold(input: number, factors: Float32Array, shifts: Float32Array): boolean {
		const last = this.#ops.at(-1);
		const users = this.#model.layers.filter(({inputs}) =>
			inputs.some(name => this.#made.get(name) === input),
		);
		const foldable = ['FULLY_CONNECTED', 'CONV_2D', 'DEPTHWISE_CONV_2D'];
		if (
			last?.outputs[0] !== input ||
			!foldable.includes(last.op) ||
			last.options?.activation !== 0 ||
			users.length > 1
		)
			return false;
		const [kernel, bias] = [this.#tensors[last.inputs[1]!]!, this.#tensors[last.inputs[2]!]!];
		const inner = kernel.data!.length / factors.length;
		const channel =
			last.op === 'DEPTHWISE_CONV_2D'
				? (i: number) => i % factors.length
				: (i: number) => Math.floor(i / inner);
		const scaled = (data: ArrayLike<number>, value: (x: number, i: number) => number) =>
			Float32Array.from(data, value);
		this.#tensors[last.inputs[1]!] = {
			...kernel,
			data: scaled(kernel.data!, (x, i) => x * factors[channel(i)]!),
		};
		this.#tensors[last.inputs[2]!] = {
			...bias,
			data: scaled(bias.data!, (x, i) => x * factors[i]! + shifts[i]!),
		};
		return true;
	}
}

/** [...][units] as [units][...]. */
function outermost(values: Float32Array, units: number): Float32Array {
	const inner = values.length / units;
	return Float32Array.from(values, (_, i) => values[(i % inner) * units + Math.floor(i / inner)]!);
}

function lineConfig(config: Config): Config {
	const line = (value: unknown) =>
		value === undefined || value === null ? value : [1, Number(Array.isArray(value) ? value[0] : value)];
	return {
		...config,
		strides: line(config.strides),
		dilation_rate: line(config.dilation_rate),
		pool_size: line(config.pool_size),
	};
}
