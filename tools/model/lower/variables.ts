// Resource variables: VAR_HANDLE names one, READ_VARIABLE and ASSIGN_VARIABLE copy.
import type {Table} from '../flatbuffer.ts';
import {elementCount, tensorBytes} from '../graph.ts';
import type {ModelOperator} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes} from './copy.ts';

/** VAR_HANDLE makes no code: the handle's name becomes a place in the state at its first use. */
export function lowerVarHandle(lowering: Lowering) {
	lowering.count(0);
	lowering.handles.set(lowering.output().index, handleName(lowering.operator));
}

function handleName(operator: ModelOperator): string {
	const options: Table | undefined = operator.options;
	return `${operator.scope ?? ''}${options?.text(0, 'container') ?? ''}/${options?.text(1, 'shared_name') ?? ''}`;
}

function variableOf(lowering: Lowering): string {
	const handle = lowering.input(0);
	lowering.types(handle, 'the handle', 'RESOURCE', 'INT32');
	if (elementCount(handle.shape) !== 1)
		lowering.refuse(`the handle has shape [${handle.shape}], expected 1 element`, 'shape');
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
