// Structural checks of a parsed model before lowering; gathers every reason, so that all are reported at once.
import {FormatError, type Table} from './flatbuffer.ts';
import {tensorBytes} from './graph.ts';
import {operators} from './lower/index.ts';
import type {ModelFile, ModelOperator, ModelTensor, Subgraph} from './model-file.ts';
import {type Reason, unknownOperator} from './refusal.ts';

const largestTensor = 1 << 28;

export function operatorLabel(operator: ModelOperator): string {
	return `operator ${operator.index} ${operator.name}`;
}

/** Why the model cannot be compiled, as far as can be said without lowering; empty if nothing is wrong. */
export function structuralReasons(model: ModelFile): Reason[] {
	const main = model.subgraphs[0]!;
	const ends = [
		...(main.inputs.length === 0 ? ['the model has no inputs'] : []),
		...(main.outputs.length === 0 ? ['the model has no outputs'] : []),
	];
	const called = calledSubgraphs(model).flatMap(number =>
		graphReasons(model.subgraphs[number]!).map(reason => ({
			...reason,
			text: `subgraph ${number}: ${reason.text}`,
		})),
	);
	return [...graphReasons(main), ...endReasons(main), ...contents(ends), ...called];
}

/** Other checks follow indices. */
function graphReasons(graph: Subgraph): Reason[] {
	const indices = indexReasons(graph);
	if (indices.length > 0) return contents(indices);
	return [
		...graph.tensors.flatMap(fileReasons),
		...usedTensors(graph).flatMap(tensor => tensorReasons(tensor, readAsShape(graph, tensor.index))),
		...graph.operators.flatMap(operatorReasons),
		...int4Reasons(graph),
		...contents(orderReasons(graph)),
	];
}

/** Fields of the options that are numbers of subgraphs. */
const calls: Readonly<Record<string, readonly number[]>> = {CALL_ONCE: [0], IF: [0, 1], WHILE: [0, 1]};

/** Subgraphs that operators of the main graph call, and what those call. */
function calledSubgraphs({subgraphs}: ModelFile): number[] {
	const found = new Set<number>();
	const visit = (graph: Subgraph) => {
		for (const {name, options} of graph.operators)
			for (const field of calls[name] ?? []) {
				const number = subgraphAt(options, field);
				if (number <= 0 || number >= subgraphs.length || found.has(number)) continue;
				found.add(number);
				visit(subgraphs[number]!);
			}
	};
	visit(subgraphs[0]!);
	return [...found];
}

const contents = (texts: readonly string[]) => texts.map((text): Reason => ({text, cause: 'content'}));

/** 0 where the options are damaged: lowering the operator says how. */
function subgraphAt(options: Table | undefined, field: number): number {
	try {
		return options?.int32(field) ?? 0;
	} catch (error) {
		if (error instanceof FormatError) return 0;
		throw error;
	}
}

function indexReasons(graph: Subgraph): string[] {
	const bad = (index: number, optional: boolean) =>
		!(index >= 0 && index < graph.tensors.length) && !(optional && index === -1);
	const range = `of ${graph.tensors.length}`;
	return [
		...graph.inputs.filter(index => bad(index, false)).map(index => `model input: tensor ${index} ${range}`),
		...graph.outputs
			.filter(index => bad(index, false))
			.map(index => `model output: tensor ${index} ${range}`),
		...graph.operators.flatMap(operator => [
			...operator.inputs
				.filter(index => bad(index, true))
				.map(index => `${operatorLabel(operator)}: input tensor ${index} ${range}`),
			...operator.outputs
				.filter(index => bad(index, false))
				.map(index => `${operatorLabel(operator)}: output tensor ${index} ${range}`),
		]),
	];
}

/** Intermediates of LSTMs and leftovers of converters are no one's input or output. */
function usedTensors(graph: Subgraph): ModelTensor[] {
	const lists = graph.operators.flatMap(operator => [operator.inputs, operator.outputs]);
	const used = new Set([...graph.inputs, ...graph.outputs, ...lists.flat()]);
	return graph.tensors.filter(tensor => used.has(tensor.index));
}

const nameOf = ({index, name}: ModelTensor) => `tensor ${index} ${JSON.stringify(name)}`;

/** TFLite rejects the file, whether anything uses the tensor or not. */
function fileReasons(tensor: ModelTensor): Reason[] {
	const {problem, scales, dimension} = tensor.quantization;
	if (problem !== undefined)
		return [{text: `${nameOf(tensor)}: ${problem}, expected as many`, cause: 'quantisation'}];
	// a dimension beyond the shape is that of a tensor whose shape a converter changed: who reads the scales judges them
	const slices = tensor.shape[dimension];
	if (scales.length > 1 && slices !== undefined && scales.length !== slices) {
		const text = `${nameOf(tensor)}: ${scales.length} scales along dimension ${dimension} of [${tensor.shape}], expected 1 or ${slices}`;
		return [{text, cause: 'quantisation'}];
	}
	const bytes = tensor.type.name === 'INT4' ? Math.ceil(tensorBytes(tensor) / 2) : tensorBytes(tensor);
	if (tensor.data === undefined || bytes <= 0 || tensor.data.length === bytes) return [];
	return contents([
		`${nameOf(tensor)}: ${tensor.data.length} bytes of data, shape [${tensor.shape}] needs ${bytes}`,
	]);
}

/** Inputs that are shapes: one without numbers is that of a scalar. */
const shapeInputs: Readonly<Record<string, number>> = {BROADCAST_TO: 1, FILL: 0, RESHAPE: 1};

function readAsShape({operators}: Subgraph, index: number): boolean {
	return operators.every(({name, inputs, outputs}) =>
		[...inputs, ...outputs].every((each, slot) => each !== index || slot === shapeInputs[name]),
	);
}

function tensorReasons(tensor: ModelTensor, isShape: boolean): Reason[] {
	const where = nameOf(tensor);
	if (tensor.type.name === 'RESOURCE') return [];
	// only as a constant of DEQUANTIZE
	const half = tensor.type.name === 'FLOAT16' && tensor.data !== undefined;
	if (tensor.type.element === undefined && !half)
		return [{text: `${where}: type ${tensor.type.name} is not supported`, cause: 'type'}];
	if (tensor.shape.length > 6)
		return [{text: `${where}: rank ${tensor.shape.length}, supported up to 6`, cause: 'shape'}];
	if (tensor.shape.some(size => size < 1) && !(isShape && `${tensor.shape}` === '0'))
		return [{text: `${where}: shape [${tensor.shape}] has a size below 1`, cause: 'shape'}];
	const odd = tensor.quantization.scales.find(scale => !(scale >= 0 && scale < Infinity));
	if (odd !== undefined && tensor.type.name !== 'FLOAT32')
		return [{text: `${where}: scale ${odd}, expected a number above 0`, cause: 'quantisation'}];
	const bytes = tensorBytes(tensor);
	if (bytes > largestTensor)
		return [{text: `${where}: shape [${tensor.shape}] needs ${bytes} bytes`, cause: 'shape'}];
	return [];
}

function operatorReasons(operator: ModelOperator): Reason[] {
	const label = operatorLabel(operator);
	const known = operators[operator.name];
	if (known === undefined) return [unknownOperator(label, operator.name)];
	if (operator.version < 1 || operator.version > known.version)
		return [
			{text: `${label}: version ${operator.version}, supported up to ${known.version}`, cause: 'version'},
		];
	if (known.options === undefined) return [];
	const given = operator.optionsType;
	if (given !== 0 && given !== known.options)
		return contents([`${label}: options of type ${given}, expected ${known.options}`]);
	return [];
}

/** What takes constants of four bits, and as which input. Source: the Prepare functions of TensorFlow Lite. */
const takesInt4: Readonly<Record<string, number>> = {
	CONV_2D: 1,
	DEPTHWISE_CONV_2D: 1,
	FULLY_CONNECTED: 1,
	DEQUANTIZE: 0,
	GATHER: 0,
};

/** Everywhere else a type that differs from that of the other inputs is an error there. */
function int4Reasons({operators, tensors}: Subgraph): Reason[] {
	return operators.flatMap(operator =>
		operator.inputs.flatMap((index, slot) => {
			if (index === -1 || !tensors[index]!.isInt4 || takesInt4[operator.name] === slot) return [];
			const text = `${operatorLabel(operator)}: input ${slot} is INT4, supported as weights of CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED`;
			return [{text, cause: 'type' as const}];
		}),
	);
}

/** Operators stand in the order of execution: each tensor is written once, before it is read, and no constant is. */
function orderReasons(graph: Subgraph): string[] {
	const reasons: string[] = [];
	const written = new Set(graph.inputs);
	const readable = (index: number) => {
		const tensor = graph.tensors[index]!;
		return written.has(index) || tensor.data !== undefined || tensor.variable;
	};
	for (const index of graph.inputs)
		if (graph.tensors[index]!.data !== undefined) reasons.push(`input: tensor ${index} is constant`);
	for (const operator of graph.operators) {
		const label = operatorLabel(operator);
		for (const index of operator.inputs)
			if (index !== -1 && !readable(index))
				reasons.push(`${label}: reads tensor ${index} before anything wrote it`);
		for (const index of operator.outputs) {
			const tensor = graph.tensors[index]!;
			if (tensor.data !== undefined) reasons.push(`${label}: writes tensor ${index}, which is constant`);
			if (tensor.variable && operator.name !== 'CUSTOM:CIRCULAR_BUFFER')
				reasons.push(`${label}: writes variable tensor ${index}`);
			if (written.has(index)) reasons.push(`${label}: writes tensor ${index}, which is written already`);
			written.add(index);
		}
	}
	for (const index of graph.outputs)
		if (!readable(index)) reasons.push(`output: nothing writes tensor ${index}`);
	return reasons;
}

/** What a model's owner reads and writes is memory of the arena. */
function endReasons(main: Subgraph): Reason[] {
	const reasons: string[] = [];
	for (const index of main.inputs)
		if (main.tensors[index]?.type.name === 'RESOURCE') reasons.push(`input: tensor ${index} is a resource`);
	for (const index of main.outputs) {
		const tensor = main.tensors[index];
		if (tensor?.data !== undefined && tensor.type.element === undefined)
			reasons.push(`output: tensor ${index} is constant and ${tensor.type.name}`);
		if (tensor?.variable) reasons.push(`output: tensor ${index} is a variable`);
		if (tensor?.type.name === 'RESOURCE') reasons.push(`output: tensor ${index} is a resource`);
	}
	return contents(reasons);
}
