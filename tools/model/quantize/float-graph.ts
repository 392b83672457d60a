// The float model as quantising sees it: what folding leaves of its operators, and every reason against int8.
import {CatnapError} from '../../../lib/errors.ts';
import {type CompiledModel, compileModel} from '../compile.ts';
import {type ModelOperator, type ModelTensor, parseModel, type Subgraph} from '../model-file.ts';
import {operatorLabel} from '../validate.ts';
import {type ActivationBits, type Rule, rules, wideOperators} from './rules.ts';

export interface FloatGraph {
	readonly description: string;
	/** Folded tensors are constants here. */
	readonly tensors: readonly ModelTensor[];
	readonly operators: readonly ModelOperator[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	/** The plan that keeps every tensor. */
	readonly model: CompiledModel;
}

/** Whether a model computes on 8 or 16 bits already. */
export function isQuantized({tensors, operators}: Subgraph): boolean {
	return operators.some(({outputs}) => outputs.some(index => narrow(tensors[index])));
}

const narrow = (tensor: ModelTensor | undefined) =>
	['INT8', 'UINT8', 'INT16'].includes(tensor?.type.name ?? '') && tensor!.quantization.scales.length > 0;

/** Operators that only lead from real numbers to integers, and back. */
const converters: readonly string[] = ['QUANTIZE', 'DEQUANTIZE'];

/** @throws {CatnapError} MODEL_FORMAT, MODEL_UNSUPPORTED, NOT_QUANTIZABLE with every reason */
export function openFloat(bytes: Uint8Array, file: string, bits: ActivationBits = 8): FloatGraph {
	const model = compileModel(bytes, {file, unfused: true});
	const {subgraphs, description} = parseModel(bytes);
	const [main] = subgraphs as [Subgraph];
	const tensors = main.tensors.map(tensor => {
		const data = model.folded.get(tensor.index);
		return data === undefined ? tensor : {...tensor, data};
	});
	const operators = main.operators.filter(({outputs}) => outputs.some(index => !model.folded.has(index)));
	const graph = {description, tensors, operators, inputs: main.inputs, outputs: main.outputs, model};
	const reasons = [
		...reasonsAgainst(graph, isQuantized(main)),
		...(bits === 16 ? reasonsAgainstWide(operators) : []),
	];
	if (reasons.length > 0)
		throw new CatnapError('NOT_QUANTIZABLE', {
			where: file,
			received: reasons.join('\n            '),
			expected: `a float32 model of these operators: ${Object.keys(rules).sort().join(', ')}`,
			todo: 'quantise the model where it is trained, or replace these operators',
		});
	return graph;
}

function reasonsAgainst({tensors, operators}: FloatGraph, partly: boolean): string[] {
	if (partly) return ['some of its operators compute on integers, others on float32'];
	const computes = operators.some(({outputs}) =>
		outputs.some(index => tensors[index]!.type.name === 'FLOAT32'),
	);
	return [
		...(computes ? [] : ['no operator of it computes float32']),
		...tensors.filter(({variable}) => variable).map(({name}) => `tensor ${JSON.stringify(name)} keeps state`),
		...operators.flatMap(operator => {
			const reason = reasonAgainst(operator, tensors);
			return reason === undefined ? [] : [`${operatorLabel(operator)}: ${reason}`];
		}),
	];
}

function reasonsAgainstWide(operators: readonly ModelOperator[]): string[] {
	return operators
		.filter(({name}) => name in rules && !wideOperators.has(name))
		.map(operator => `${operatorLabel(operator)}: it has no activations of 16 bits`);
}

function reasonAgainst(operator: ModelOperator, tensors: readonly ModelTensor[]): string | undefined {
	const rule = rules[operator.name];
	if (converters.includes(operator.name)) return 'the model is quantised in parts';
	if (rule === undefined) return 'it cannot be quantised here';
	if (rule.weights === undefined) return undefined;
	if (tensors[operator.inputs[rule.weights.filter] ?? -1]?.data === undefined)
		return 'its weights are computed';
	const bias = tensors[operator.inputs[rule.weights.bias] ?? -1];
	return bias !== undefined && bias.data === undefined ? 'its bias is computed' : undefined;
}

/** Slots of the inputs that become int8 with a scale of an activation: float32, weights and biases apart. */
export function valueSlots({name, inputs}: ModelOperator, tensors: readonly ModelTensor[]): number[] {
	const {weights} = rules[name] as Rule;
	return [...inputs.keys()].filter(
		slot =>
			slot !== weights?.filter && slot !== weights?.bias && tensors[inputs[slot]!]?.type.name === 'FLOAT32',
	);
}

/** Outputs that become int8; ARG_MAX has none. */
export function valueOutputs({outputs}: ModelOperator, tensors: readonly ModelTensor[]): number[] {
	return outputs.filter(index => tensors[index]!.type.name === 'FLOAT32');
}
