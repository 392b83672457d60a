// Old uint8 models: their quantised tensors become int8 with the upper bit turned, so that one set of kernels serves both.
import {dataTypes} from './builtins.ts';
import type {ModelOperator, ModelTensor, Subgraph} from './model-file.ts';

/** Operators whose kernels compute on int8; others move or convert uint8 as it is. */
const computing = new Set([
	...[
		'ADD',
		'AVERAGE_POOL_2D',
		'CONCATENATION',
		'CONV_2D',
		'DEPTHWISE_CONV_2D',
		'FULLY_CONNECTED',
		'LEAKY_RELU',
	],
	'LOGISTIC',
	'MAX_POOL_2D',
	'MEAN',
	'MUL',
	'RELU',
	'RELU6',
	'RESIZE_BILINEAR',
	'SOFTMAX',
	'SUB',
	'TANH',
]);
/** Operators that read bytes as numbers of their own: a turned bit would be another number. */
const literal = new Set([
	'IF',
	'WHILE',
	'CAST',
	'GATHER',
	'GATHER_ND',
	'EMBEDDING_LOOKUP',
	'SELECT_V2',
	'DIV',
]);

const int8 = dataTypes.find(type => type.name === 'INT8')!;

/** The same computation on int8, if the model computes on uint8. Inputs and outputs stay uint8, turned at both ends. */
export function signedSubgraph(graph: Subgraph): Subgraph {
	const turns = (index: number) => {
		const tensor = graph.tensors[index];
		return tensor?.type.name === 'UINT8' && tensor.quantization.scales.length > 0;
	};
	const reads = (names: ReadonlySet<string>) =>
		graph.operators.some(({name, inputs}) => names.has(name) && inputs.some(turns));
	// both kinds in one operator: TFLite has no kernel for it, and neither have we
	const mixed = graph.operators.some(({name, inputs, outputs}) => {
		const ends = [...inputs, ...outputs];
		return computing.has(name) && ends.some(turns) && ends.some(i => graph.tensors[i]?.type.name === 'INT8');
	});
	if (!reads(computing) || reads(literal) || mixed) return graph;
	const tensors = graph.tensors.map(tensor => (turns(tensor.index) ? turned(tensor) : tensor));
	const ends = [...new Set([...graph.inputs, ...graph.outputs])].filter(turns);
	const inner = new Map(ends.map((index, i) => [index, graph.tensors.length + i]));
	for (const [index, within] of inner) {
		tensors.push({...tensors[index]!, index: within});
		tensors[index] = graph.tensors[index]!;
	}
	const moved = (indices: readonly number[]) => indices.map(index => inner.get(index) ?? index);
	const operators = graph.operators.map(operator => ({
		...operator,
		inputs: moved(operator.inputs),
		outputs: moved(operator.outputs),
	}));
	const last = graph.operators.length - 1;
	const at = (index: number, from: number, to: number): ModelOperator => ({
		index,
		code: 114,
		name: 'QUANTIZE',
		version: 2,
		optionsType: 0,
		inputs: [from],
		outputs: [to],
		intermediates: [],
	});
	return {
		...graph,
		tensors,
		operators: [
			...graph.inputs.filter(turns).map(index => at(0, index, inner.get(index)!)),
			...operators,
			...graph.outputs.filter(turns).map(index => at(last, inner.get(index)!, index)),
		],
	};
}

function turned(tensor: ModelTensor): ModelTensor {
	const {quantization} = tensor;
	const zeroPoints = quantization.scales.map((_, i) => (quantization.zeroPoints[i] ?? 0n) - 128n);
	const data = tensor.data?.map(byte => byte ^ 0x80);
	return {
		...tensor,
		type: int8,
		turned: true,
		quantization: {...quantization, zeroPoints},
		...(data === undefined ? {} : {data}),
	};
}
