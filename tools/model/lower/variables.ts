// Resource variables: VAR_HANDLE names one, READ_VARIABLE and ASSIGN_VARIABLE copy, CALL_ONCE gives initial values.
import type {Table} from '../flatbuffer.ts';
import {tensorBytes} from '../graph.ts';
import type {ModelFile, ModelOperator, Subgraph} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes} from './copy.ts';

/** VAR_HANDLE makes no code: the handle's name becomes a place in the state at its first use. */
export function lowerVarHandle(lowering: Lowering) {
	lowering.count(0);
	lowering.handles.set(lowering.output().index, handleName(lowering.operator));
}

function handleName(operator: ModelOperator): string {
	const options: Table | undefined = operator.options;
	return `${options?.text(0, 'container') ?? ''}/${options?.text(1, 'shared_name') ?? ''}`;
}

function variableOf(lowering: Lowering): string {
	const handle = lowering.input(0);
	const name = lowering.handles.get(handle.index);
	if (name === undefined) lowering.refuse('input 0 is no variable handle');
	return name;
}

export function lowerReadVariable(lowering: Lowering) {
	lowering.count(1);
	const output = lowering.output();
	const variable = lowering.resource(variableOf(lowering), output);
	copyBytes(lowering, {value: variable, offset: 0}, lowering.ref(output), tensorBytes(output));
}

export function lowerAssignVariable(lowering: Lowering) {
	lowering.count(2, 0);
	const input = lowering.input(1);
	const variable = lowering.resource(variableOf(lowering), input);
	copyBytes(lowering, lowering.ref(input), {value: variable, offset: 0}, tensorBytes(input));
}

/** CALL_ONCE runs a subgraph that only assigns constants: its values become the initial state. */
export function lowerCallOnce(lowering: Lowering, model: ModelFile, initial: Map<string, Uint8Array>) {
	lowering.count(0, 0);
	const number = lowering.operator.options?.int32(0) ?? 0;
	const subgraph = model.subgraphs[number];
	if (subgraph === undefined || number === 0)
		lowering.refuse(`it calls subgraph ${number} of ${model.subgraphs.length}`);
	const handles = new Map<number, string>();
	for (const operator of subgraph.operators) {
		if (operator.name === 'VAR_HANDLE') handles.set(operator.outputs[0] ?? -1, handleName(operator));
		else if (operator.name === 'ASSIGN_VARIABLE')
			assignConstant(lowering, subgraph, operator, handles, initial);
		else
			lowering.refuse(
				`the initialising subgraph has a ${operator.name}, supported: VAR_HANDLE, ASSIGN_VARIABLE`,
			);
	}
}

function assignConstant(
	lowering: Lowering,
	subgraph: Subgraph,
	operator: ModelOperator,
	handles: ReadonlyMap<number, string>,
	initial: Map<string, Uint8Array>,
) {
	const name = handles.get(operator.inputs[0] ?? -1);
	const data = subgraph.tensors[operator.inputs[1] ?? -1]?.data;
	if (name === undefined || data === undefined)
		lowering.refuse('the initialising subgraph assigns something that is not constant');
	initial.set(name, data);
}
