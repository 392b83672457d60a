// Runs the float model on the samples and sees what range each of its tensors takes.
import {CatnapError} from '../../../lib/errors.ts';
import type {Sample} from '../data/samples.ts';
import {hostRunner, type Runner} from '../verify.ts';
import {realValues} from './constants.ts';
import {type FloatGraph, valueOutputs, valueSlots} from './float-graph.ts';
import {Histogram, type Range, type RangeMethod} from './ranges.ts';

export const floatBytes = (values: Float32Array): Uint8Array =>
	new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The bytes as float32: at any place of the memory that they come from. */
export const floats = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);

/** The range of every tensor that becomes int8, by its number. */
export function calibrate(
	graph: FloatGraph,
	samples: readonly Sample[],
	method: RangeMethod,
): ReadonlyMap<number, Range> {
	const wanted = activations(graph);
	const histograms = new Map([...wanted].map(index => [index, new Histogram()]));
	const run = hostRunner(graph.model);
	const pass = (
		see: (histogram: Histogram, values: Float32Array, tensor: number, sample: Sample) => void,
	) => {
		for (const sample of samples) {
			visit(graph, run, sample, (tensor, values) => {
				const histogram = histograms.get(tensor);
				if (histogram !== undefined) see(histogram, values, tensor, sample);
			});
		}
	};
	pass((histogram, values, tensor, sample) => {
		checkFinite(graph, values, tensor, sample);
		histogram.extend(values);
	});
	if (method !== 'minmax') pass((histogram, values) => histogram.count(values));
	return new Map([...histograms].map(([tensor, histogram]) => [tensor, histogram.range(method)]));
}

function activations({operators, tensors}: FloatGraph): Set<number> {
	return new Set(
		operators.flatMap(operator => [
			...valueSlots(operator, tensors).map(slot => operator.inputs[slot]!),
			...valueOutputs(operator, tensors),
		]),
	);
}

/** Every float tensor of one run: the input, constants, and what the operators compute. */
export function visit(
	{inputs, tensors}: FloatGraph,
	run: Runner,
	{values}: Sample,
	see: (tensor: number, values: Float32Array) => void,
): void {
	see(inputs[0]!, values);
	for (const tensor of tensors)
		if (tensor.data !== undefined && tensor.type.name === 'FLOAT32')
			see(tensor.index, realValues(tensor, tensor.data));
	run([[floatBytes(values)]], (_, tensor, bytes) => {
		if (tensors[tensor]!.type.name === 'FLOAT32') see(tensor, floats(bytes));
	});
}

function checkFinite({tensors}: FloatGraph, values: Float32Array, tensor: number, sample: Sample): void {
	const odd = values.findIndex(value => !Number.isFinite(value));
	if (odd === -1) return;
	throw new CatnapError('NOT_QUANTIZABLE', {
		where: sample.name,
		expected: 'finite numbers in every tensor',
		received: `${values[odd]} at element ${odd} of ${JSON.stringify(tensors[tensor]!.name)}`,
		todo: 'the float model overflows on this sample: correct its preparation, or the model',
	});
}
