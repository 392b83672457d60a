// Chains: a model whose output becomes the input of a second one, alone or as the newest of many, joined into one model.
import {CatnapError} from '../../lib/errors.ts';
import {dataTypes} from './builtins.ts';
import {type Blob, elementCount, tensorBytes, type Value} from './graph.ts';
import type {Lowering, OwnOperators} from './lower/context.ts';
import {branch, land} from './lower/control.ts';
import {copyBytes} from './lower/copy.ts';
import type {ModelFile, ModelOperator, ModelTensor, Subgraph} from './model-file.ts';
import {signedSubgraph} from './signed.ts';

export interface Chain {
	/** What runs each time. */
	readonly first: ModelFile;
	/** What runs behind it. */
	readonly second: ModelFile;
	/** The second one runs each `every`th time; between, its outputs stay. */
	readonly every: number;
	/** The place in the JSON that joins them, for messages. */
	readonly where: string;
}

/**
 * One model of both. If it `turns`, for `every` is above 1 or a CIRCULAR_BUFFER of either waits for more, its last output is
 * a bool: whether the second one ran to its end.
 * @throws {CatnapError} MODEL_FACTS when the two do not fit
 */
export function chained({first, second, every, where}: Chain): {
	model: ModelFile;
	own: OwnOperators;
	turns: boolean;
} {
	const graph = new Joined(signedSubgraph(first.subgraphs[0]!), where);
	const inner = new Joined(signedSubgraph(ofSecond(second).subgraphs[0]!), where);
	const [from, to] = [graph.only('outputs'), graph.add(inner.only('inputs'))];
	graph.feed(graph.converted(from, to), to);
	if (every > 1) graph.turn(every);
	graph.append(inner, to);
	const turns = every > 1 || graph.waits;
	if (turns) graph.keepOutputs();
	const subgraphs = [graph.subgraph(), ...first.subgraphs.slice(1)];
	return {model: {description: second.description, subgraphs}, own: graph.own, turns};
}

/** Its control flow calls its own subgraphs, and its variables are not those of the first. */
function ofSecond(second: ModelFile): ModelFile {
	const subgraphs: Subgraph[] = [];
	for (const graph of second.subgraphs)
		subgraphs.push({
			...graph,
			operators: graph.operators.map(operator => ({...operator, subgraphs, scope: 'second/'})),
		});
	return {...second, subgraphs};
}

const flag = {
	type: dataTypes.find(type => type.name === 'BOOL')!,
	shape: [1],
	quantization: {scales: [], zeroPoints: [], dimension: 0},
	variable: false,
};

const byte = (value: number): Blob => ({bytes: Uint8Array.of(value), align: 1});

type Lower = (lowering: Lowering) => void;

/** A graph that grows. */
class Joined {
	readonly #tensors: ModelTensor[];
	readonly #operators: ModelOperator[];
	readonly #inputs: readonly number[];
	#outputs: readonly number[];
	readonly #where: string;
	readonly #forward: {target: number}[] = [];
	/** What its own operators do. */
	readonly own = new Map<string, Lower>();

	constructor({tensors, operators, inputs, outputs}: Subgraph, where: string) {
		this.#tensors = [...tensors];
		this.#operators = [...operators];
		this.#inputs = inputs;
		this.#outputs = outputs;
		this.#where = where;
	}

	subgraph(): Subgraph {
		return {
			tensors: this.#tensors,
			operators: this.#operators.map((operator, index) => ({...operator, index})),
			inputs: this.#inputs,
			outputs: this.#outputs,
		};
	}

	/** The first model has one output, the second one input. */
	only(end: 'inputs' | 'outputs'): ModelTensor {
		const all = end === 'inputs' ? this.#inputs : this.#outputs;
		if (all.length === 1) return this.#tensors[all[0]!]!;
		const [which, what] = end === 'inputs' ? ['behind', 'input'] : ['in front', 'output'];
		throw this.#refused(`a model ${which} with 1 ${what}`, `${all.length} ${end}`);
	}

	add(tensor: Omit<ModelTensor, 'index'>): ModelTensor {
		const added = {...tensor, index: this.#tensors.length};
		this.#tensors.push(added);
		return added;
	}

	#operator(name: string, inputs: readonly ModelTensor[], outputs: readonly ModelTensor[], lower?: Lower) {
		const numbers = (tensors: readonly ModelTensor[]) => tensors.map(({index}) => index);
		if (lower !== undefined) this.own.set(name, lower);
		this.#operators.push({
			...{index: this.#operators.length, code: 114, name, version: 1, optionsType: 0, intermediates: []},
			...{inputs: numbers(inputs), outputs: numbers(outputs)},
		});
	}

	/** `from` in the type and quantisation of `to`; what has no quantisation is taken as that of its type. */
	converted(from: ModelTensor, to: ModelTensor): ModelTensor {
		const isFloat = to.type.name === 'FLOAT32';
		if (from.type === to.type && (isFloat || isBare(from) || isBare(to) || isSame(from, to))) return from;
		const canConvert = from.type.name === 'FLOAT32' ? !isBare(to) : !isBare(from) && (isFloat || !isBare(to));
		if (!canConvert) throw this.#refused(`output 0 of the model in front is ${typeOf(to)}`, typeOf(from));
		const {type, quantization} = to;
		const given = this.add({
			name: `${from.name} converted`,
			shape: from.shape,
			variable: false,
			type,
			quantization,
		});
		this.#operator(isFloat ? 'DEQUANTIZE' : 'QUANTIZE', [from], [given]);
		return given;
	}

	/** `to` is `from`, or holds the newest of it at its end and what came before in front of that. */
	feed(from: ModelTensor, to: ModelTensor) {
		const [one, all] = [elementCount(from.shape), elementCount(to.shape)];
		if (one === 0 || all % one !== 0)
			throw this.#refused(
				`input 0 of the model behind has a multiple of the ${one} elements of output 0 of the model in front`,
				`${all} elements, [${to.shape}]`,
			);
		if (one === all)
			return this.#operator('JOIN', [from], [to], lowering => {
				const [input, output] = [lowering.input(0), lowering.output()];
				if (!lowering.alias(output, input))
					copyBytes(lowering, lowering.ref(input), lowering.ref(output), tensorBytes(output));
			});
		this.#tensors[to.index] = {...to, variable: true};
		return this.#operator('WINDOW', [from], [to], lowering => {
			const [input, window] = [lowering.input(0), zeroed(lowering, lowering.output())];
			push(lowering, window, tensorBytes(input), at => {
				copyBytes(lowering, lowering.ref(input), {value: window, offset: at}, tensorBytes(input));
			});
		});
	}

	/** Whether an invoke may end at an operator. */
	get waits(): boolean {
		return this.#operators.some(({name}) => name === 'CUSTOM:CIRCULAR_BUFFER');
	}

	/** What follows runs each `every`th time only, until `keepOutputs`. */
	turn(every: number) {
		const due = this.add({...flag, name: 'due'});
		const turns = this.add({...flag, name: 'turns', shape: [every], variable: true});
		this.#operator('TURN', [], [due, turns], lowering => {
			const [isDue, ring] = [lowering.ref(lowering.output(0)), lowering.value(lowering.output(1))];
			lowering.initial.set(
				ring,
				Uint8Array.from({length: every}, (_, i) => (i === every - 1 ? 1 : 0)),
			);
			copyBytes(lowering, {value: ring, offset: 0}, isDue, 1);
			push(lowering, ring, 1, at => {
				copyBytes(lowering, isDue, {value: ring, offset: at}, 1);
			});
			this.#forward.push(branch(lowering, isDue));
		});
	}

	/** The operators of `behind`, whose input is `to`; its outputs become those of this graph. */
	append(behind: Joined, to: ModelTensor) {
		const start = this.#tensors.length;
		const [input] = behind.#inputs;
		const moved = (index: number) => (index === -1 ? -1 : index === input ? to.index : index + start);
		const all = (indices: readonly number[]) => indices.map(moved);
		this.#tensors.push(...behind.#tensors.map(tensor => ({...tensor, index: tensor.index + start})));
		for (const operator of behind.#operators)
			this.#operators.push({
				...operator,
				inputs: all(operator.inputs),
				outputs: all(operator.outputs),
				intermediates: all(operator.intermediates),
			});
		this.#outputs = all(behind.#outputs);
	}

	/** When the end is not reached, outputs are what they were, at first zeros; whether it was comes behind them. */
	keepOutputs() {
		const ran = this.add({...flag, name: 'ran', variable: true});
		this.#operator('START', [], [ran], lowering => {
			copyBytes(lowering, byte(0), lowering.ref(lowering.output()), 1);
		});
		this.#operators.unshift(this.#operators.pop()!);
		const outputs = this.#outputs.map(index => this.#tensors[index]!);
		const kept = outputs.map(output => this.add({...output, variable: true}));
		this.#operator('KEEP', outputs, [...kept, ran], lowering => {
			for (const slot of outputs.keys()) {
				const to = {value: zeroed(lowering, lowering.output(slot)), offset: 0};
				copyBytes(lowering, lowering.ref(lowering.input(slot)), to, to.value.bytes);
			}
			copyBytes(lowering, byte(1), lowering.ref(lowering.output(kept.length)), 1);
			land(lowering, ...this.#forward, ...lowering.waits.splice(0));
		});
		this.#outputs = [...kept, ran].map(({index}) => index);
	}

	#refused(expected: string, received: string): CatnapError {
		return new CatnapError('MODEL_FACTS', {where: this.#where, expected, received});
	}
}

/** A variable that starts with what stands for 0. */
function zeroed(lowering: Lowering, tensor: ModelTensor): Value {
	const value = lowering.value(tensor);
	const zero = tensor.type.bytes === 1 ? Number(tensor.quantization.zeroPoints[0] ?? 0n) : 0;
	lowering.initial.set(value, new Uint8Array(value.bytes).fill(zero));
	return value;
}

/** Moves a variable forward by some bytes; `fill` writes those at its end. */
function push(lowering: Lowering, value: Value, bytes: number, fill: (at: number) => void) {
	const rest = value.bytes - bytes;
	copyBytes(lowering, {value, offset: bytes}, {value, offset: 0}, rest);
	fill(rest);
}

const isBare = ({quantization}: ModelTensor): boolean => quantization.scales.every(scale => scale === 0);

function isSame(a: ModelTensor, b: ModelTensor): boolean {
	const [zeroA, zeroB] = [a.quantization.zeroPoints[0] ?? 0n, b.quantization.zeroPoints[0] ?? 0n];
	return a.quantization.scales[0] === b.quantization.scales[0] && zeroA === zeroB;
}

function typeOf(tensor: ModelTensor): string {
	const {scales, zeroPoints} = tensor.quantization;
	const quantized = isBare(tensor) ? '' : `, scale ${scales[0]}, zero point ${zeroPoints[0] ?? 0n}`;
	return `${tensor.type.name} [${tensor.shape}]${quantized}`;
}
