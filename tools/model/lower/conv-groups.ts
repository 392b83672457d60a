// Grouped convolutions: each group of output channels sees its share of the input channels, and is a convolution of its own.
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {emitCopy} from './copy.ts';
import {byteStrides} from './move.ts';
import type {ConvParts} from './parts.ts';

export interface Group {
	readonly parts: ConvParts;
	/** Brings its channels together. */
	readonly before: () => void;
	/** Spreads what it computed into the output. */
	readonly after: () => void;
}

const nothing = () => {};

/** The whole convolution where its filter sees every channel. */
export function groupsOf(lowering: Lowering, parts: ConvParts): Group[] {
	const {input, filter, bias, output, window} = parts;
	const depth = filter.shape[3]!;
	const count = window.ic / depth;
	if (count === 1) return [{parts, before: nothing, after: nothing}];
	const units = window.oc / count;
	return Array.from({length: count}, (_, group) => {
		const [from, to] = [group * depth, group * units];
		const share = {
			input: lowering.part(input, {shape: [...input.shape.slice(0, 3), depth]}),
			filter: rowsOf(lowering, filter, to, units),
			bias: bias && rowsOf(lowering, bias, to, units),
			output: lowering.part(output, {shape: [...output.shape.slice(0, 3), units]}),
			window: {...window, ic: depth, oc: units},
			activation: parts.activation,
		};
		return {
			parts: share,
			before: () => copyChannels(lowering, {tensor: input, at: from}, {tensor: share.input, at: 0}),
			after: () => copyChannels(lowering, {tensor: share.output, at: 0}, {tensor: output, at: to}),
		};
	});
}

/** `count` entries of the first dimension of a constant, with their scales. */
function rowsOf(lowering: Lowering, tensor: ModelTensor, from: number, count: number): ModelTensor {
	const data = lowering.constant(tensor, 'the filter');
	const row = data.length / tensor.shape[0]!;
	const {quantization} = tensor;
	const own = <Each>(list: readonly Each[]) =>
		list.length === tensor.shape[0] ? list.slice(from, from + count) : list;
	return lowering.part(tensor, {
		shape: [count, ...tensor.shape.slice(1)],
		data: data.slice(from * row, (from + count) * row),
		quantization: {
			...quantization,
			scales: own(quantization.scales),
			zeroPoints: own(quantization.zeroPoints),
		},
	});
}

interface Channels {
	readonly tensor: ModelTensor;
	readonly at: number;
}

function copyChannels(lowering: Lowering, from: Channels, to: Channels) {
	const {shape, type} = from.at === 0 && from.tensor.index < 0 ? from.tensor : to.tensor;
	const view = ({tensor, at}: Channels) => ({
		ref: lowering.ref(tensor),
		start: at * type.bytes,
		strides: byteStrides(tensor),
	});
	emitCopy(lowering, view(from), view(to), shape, type.bytes);
}
