// Control flow: IF, WHILE and CALL_ONCE become branches around the steps of the subgraphs that they call.
import {dataTypes} from '../builtins.ts';
import {contentAfter} from '../fold.ts';
import {type Ref, tensorBytes, type Value} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {copyBytes} from './copy.ts';

/** Where a forward branch leads is known later. */
export interface Forward {
	target: number;
}

const cost = 12;
const flag = {shape: [1], type: dataTypes.find(type => type.name === 'BOOL')!};

/** Goes to `land(...)` if the condition is false. */
export function branch(lowering: Lowering, condition: Ref): Forward {
	const fields = {condition, target: 0};
	lowering.emit('branch', fields, cost);
	return fields;
}

export function jump(lowering: Lowering, target = 0): Forward {
	const fields = {target};
	lowering.emit('jump', fields, cost);
	return fields;
}

/** Where ways meet: a step that runs whichever was taken, so that the verifier sees what they wrote. */
export function land(lowering: Lowering, ...ways: readonly Forward[]) {
	for (const way of ways) way.target = lowering.steps.length;
	jump(lowering, lowering.steps.length + 1);
}

const inputs = (lowering: Lowering, from: number): ModelTensor[] =>
	lowering.operator.inputs.slice(from).map((_, slot) => lowering.input(from + slot));

/** TFLite carries shapes through subgraphs: as many bytes in another shape would be another computation. */
function isAlike(a: ModelTensor, b: ModelTensor): boolean {
	const isLike = a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i]);
	return isLike && a.type.name === b.type.name;
}

/** The outputs of a called subgraph; as many as the operator has, each of its type and shape. */
function results(lowering: Lowering, inner: Lowering): ModelTensor[] {
	const own = lowering.operator.outputs.map((_, slot) => lowering.output(slot));
	const given = inner.subgraph.outputs.map(index => inner.subgraph.tensors[index]!);
	if (given.length !== own.length)
		lowering.refuse(`subgraph ${inner.number} has ${given.length} outputs, expected ${own.length}`);
	given.forEach((tensor, slot) => {
		const to = own[slot]!;
		if (!isAlike(tensor, to))
			lowering.refuse(
				`output ${slot} of subgraph ${inner.number} is ${tensor.type.name} [${tensor.shape}], expected ${to.type.name} [${to.shape}]`,
			);
	});
	return given;
}

function isTrue(lowering: Lowering, condition: ModelTensor, what: string): boolean | undefined {
	lowering.types(condition, what, 'BOOL');
	if (tensorBytes(condition) !== 1)
		lowering.refuse(`${what} has shape [${condition.shape}], expected 1 element`);
	return lowering.isConstant(condition) ? condition.data![0] !== 0 : undefined;
}

export function lowerIf(lowering: Lowering) {
	const options = lowering.need();
	const condition = lowering.input(0);
	const known = isTrue(lowering, condition, 'the condition');
	const subgraphs = [options.int32(0), options.int32(1)] as const;
	if (known !== undefined) return way(lowering, subgraphs[known ? 0 : 1], true);
	const otherwise = branch(lowering, lowering.ref(condition));
	way(lowering, subgraphs[0], false);
	const end = jump(lowering);
	otherwise.target = lowering.steps.length;
	way(lowering, subgraphs[1], false);
	land(lowering, end);
}

/** One way of an IF; `only`: the other is never taken. */
function way(lowering: Lowering, subgraph: number, only: boolean) {
	const inner = lowering.call(subgraph, inputs(lowering, 1));
	results(lowering, inner).forEach((result, slot) => {
		const output = lowering.output(slot);
		if (only && inner.isConstant(result)) lowering.define(output, result.data!);
		else copyBytes(lowering, inner.ref(result), lowering.ref(output), tensorBytes(output));
	});
}

/** What goes round a WHILE: a place, or a resource handle that is the same in each round. */
function loopVariable(lowering: Lowering, slot: number): Value | ModelTensor {
	const [input, output] = [lowering.input(slot), lowering.output(slot)];
	const handle = lowering.handles.get(input.index);
	if (handle !== undefined) {
		lowering.handles.set(output.index, handle);
		return input;
	}
	if (!isAlike(input, output))
		lowering.refuse(
			`input ${slot} is ${input.type.name} [${input.shape}], output ${slot} ${output.type.name} [${output.shape}]`,
		);
	const place = lowering.place(output);
	copyBytes(lowering, lowering.ref(input), {value: place, offset: 0}, place.bytes);
	return place;
}

export function lowerWhile(lowering: Lowering) {
	const options = lowering.need();
	const count = lowering.operator.inputs.length;
	lowering.count(count, count);
	const variables = Array.from({length: count}, (_, slot) => loopVariable(lowering, slot));
	const start = lowering.steps.length;
	const test = lowering.call(options.int32(0), variables);
	if (test.subgraph.outputs.length !== 1)
		lowering.refuse(`its condition has ${test.subgraph.outputs.length} outputs, expected 1`);
	const condition = test.subgraph.tensors[test.subgraph.outputs[0]!]!;
	if (isTrue(lowering, condition, 'the output of its condition') === true)
		lowering.refuse('its condition is always true: it never ends');
	const end = branch(lowering, test.ref(condition));
	nextRound(lowering, lowering.call(options.int32(1), variables), variables);
	jump(lowering, start);
	// what goes round is needed until the last jump back, whatever reads it last
	for (const each of variables) if ('block' in each) each.last = lowering.steps.length;
	land(lowering, end);
	variables.forEach((each, slot) => {
		if ('block' in each) lowering.bind(lowering.output(slot), each);
	});
}

/** The body's results become the variables; those that lie in a variable wait elsewhere until all are read. */
function nextRound(lowering: Lowering, body: Lowering, variables: readonly (Value | ModelTensor)[]) {
	const moves = results(lowering, body).flatMap((result, slot) => {
		const to = variables[slot]!;
		if (!('block' in to)) return [];
		const from = body.ref(result);
		const place = from !== null && 'value' in from ? from.value : undefined;
		if (place?.block === to.block && place.offset === to.offset) return [];
		const waits = variables.some(each => 'block' in each && each.block === place?.block);
		return [{from, to, waits}];
	});
	const staged = moves.map(({from, to, waits}) => {
		if (!waits) return {from, to};
		const place = lowering.place(to.tensor!);
		copyBytes(lowering, from, {value: place, offset: 0}, to.bytes);
		return {from: {value: place, offset: 0}, to};
	});
	for (const {from, to} of staged) copyBytes(lowering, from, {value: to, offset: 0}, to.bytes);
}

/** CALL_ONCE: what its subgraph assigns becomes the initial state; what cannot be computed here runs at the first invoke. */
export function lowerCallOnce(lowering: Lowering) {
	lowering.count(0, 0);
	const number = lowering.operator.options?.int32(0) ?? 0;
	const before = {steps: lowering.steps.length, blocks: lowering.blocks.length};
	const {outputs} = lowering.call(number, []).subgraph;
	if (outputs.length > 0) lowering.refuse(`subgraph ${number} has ${outputs.length} outputs, expected none`);
	const initial = contentAfter(lowering.steps.slice(before.steps));
	lowering.forgetSteps(before);
	if (initial !== undefined) {
		for (const [value, bytes] of initial)
			if (value.block.region === 'state') lowering.initial.set(value, bytes);
		return;
	}
	const pending = lowering.resource(`CALL_ONCE of operator ${lowering.operator.index} is to run`, flag);
	lowering.initial.set(pending, Uint8Array.of(1));
	const done = branch(lowering, {value: pending, offset: 0});
	lowering.call(number, []);
	copyBytes(lowering, {bytes: Uint8Array.of(0), align: 1}, {value: pending, offset: 0}, 1);
	land(lowering, done);
}
