// The state of lowering one model: values of tensors, checks that refuse, and the steps emitted so far.
import {type Activation, activations, dataTypes} from '../builtins.ts';
import {costOf} from '../costs.ts';
import {typeLimits} from '../fixed-point.ts';
import type {Table} from '../flatbuffer.ts';
import {
	type Blob,
	type Block,
	elementCount,
	isBlob,
	newBlock,
	type Ref,
	type Step,
	type StepInput,
	tensorBytes,
	type Value,
} from '../graph.ts';
import type {ModelOperator, ModelTensor, Subgraph} from '../model-file.ts';
import {type Cause, Refusal} from '../refusal.ts';
import {type Field, steps as layouts, type StepName} from '../steps.ts';

export type Target = 'portable' | 'm33';

export type OwnOperators = ReadonlyMap<string, (lowering: Lowering) => void>;

export interface LowerOptions {
	readonly target: Target;
	readonly unfused: boolean;
	/** All subgraphs of the model; control flow calls them by number. */
	readonly subgraphs: readonly Subgraph[];
	/** Operators that no file has, by their names. @default none */
	readonly own?: OwnOperators;
	/** Lowers each operator of a subgraph that is called; throws the first refusal. */
	readonly lowerAll: (inner: Lowering) => void;
}

/** A tensor of a called subgraph, complete after a step that runs as often as the subgraph. */
export interface InnerTrace {
	readonly subgraph: number;
	readonly tensor: number;
	readonly after: number;
	readonly value: Value;
}

export interface Quant {
	readonly scale: number;
	readonly zeroPoint: number;
}

export class Lowering {
	readonly steps: Step[];
	readonly blocks: Block[];
	readonly options: LowerOptions;
	/** Number of the subgraph. */
	readonly number: number;
	readonly innerTrace: InnerTrace[];
	readonly #outer: Lowering | undefined;
	/** Its own list of tensors: folding makes constants of some. */
	readonly subgraph: Subgraph & {readonly tensors: ModelTensor[]};
	/** Resource variables of the model by name. */
	readonly resources: Map<string, Value>;
	/** Which resource a handle tensor names. */
	readonly handles = new Map<number, string>();
	/** Initial content of state. */
	readonly initial: Map<Value, Uint8Array>;
	/** What to tell the owner of the model, each once. */
	readonly advice: Set<string>;
	/** Branches to the end of the model, of operators that end an invoke early. */
	readonly waits: {target: number}[] = [];
	readonly #values = new Map<number, Value>();
	#parts = 0;
	readonly #lastUse: Map<number, number>;
	/** The operator being lowered. */
	operator!: ModelOperator;

	/** With `outer`: of a subgraph that an operator of `outer` calls; its steps become part of those of `outer`. */
	constructor(subgraph: Subgraph, options: LowerOptions, number = 0, outer?: Lowering) {
		this.subgraph = {...subgraph, tensors: [...subgraph.tensors]};
		this.options = options;
		this.number = number;
		this.#outer = outer;
		this.#lastUse = lastUses(subgraph);
		this.steps = outer?.steps ?? [];
		this.blocks = outer?.blocks ?? [];
		this.innerTrace = outer?.innerTrace ?? [];
		this.resources = outer?.resources ?? new Map();
		this.initial = outer?.initial ?? new Map();
		this.advice = outer?.advice ?? new Set();
	}

	// ---- called subgraphs

	/** Lowers a subgraph as part of this operator. `given` are its inputs: tensors of this graph, or places. */
	call(number: number, given: readonly (ModelTensor | Value)[]): Lowering {
		const {subgraphs = this.options.subgraphs} = this.operator;
		const subgraph = subgraphs[number];
		if (subgraph === undefined || number <= 0)
			this.refuse(`it calls subgraph ${number} of ${subgraphs.length}`);
		if (this.#callers().includes(number)) this.refuse(`it calls subgraph ${number}, which calls itself`);
		if (subgraph.inputs.length !== given.length)
			this.refuse(`it gives ${given.length} inputs to a subgraph with ${subgraph.inputs.length}`);
		const inner = new Lowering(subgraph, this.options, number, this);
		subgraph.inputs.forEach((index, slot) => {
			this.#give(inner, index, given[slot]!);
		});
		this.options.lowerAll(inner);
		return inner;
	}

	#callers(): number[] {
		return [this.number, ...(this.#outer === undefined ? [] : this.#outer.#callers())];
	}

	#give(inner: Lowering, index: number, from: ModelTensor | Value) {
		const to = inner.subgraph.tensors[index]!;
		const tensor = 'block' in from ? from.tensor! : from;
		const isLike = to.shape.length === tensor.shape.length && to.shape.every((n, i) => n === tensor.shape[i]);
		if (to.type.name !== tensor.type.name || !isLike)
			this.refuse(
				`it gives ${tensor.type.name} [${tensor.shape}] to input ${index} of its subgraph, ${to.type.name} [${to.shape}]`,
			);
		const handle = 'block' in from ? undefined : this.handles.get(from.index);
		if (handle !== undefined) return inner.handles.set(index, handle);
		if ('data' in from && from.data !== undefined && !from.variable) {
			inner.subgraph.tensors[index] = {...to, data: from.data};
			return undefined;
		}
		const value = 'block' in from ? from : this.value(from);
		value.last = Math.max(value.last, this.steps.length);
		inner.#add(to, value.block, value.offset);
		const place = inner.value(to);
		place.first = this.steps.length;
		place.last = this.steps.length;
		place.kept = true;
		return undefined;
	}

	/** Notes which tensors the operator's steps completed; `from`: the number of steps before it. */
	noteInner(from: number) {
		if (this.#outer === undefined || this.steps.length === from) return;
		for (const index of this.operator.outputs) {
			const value = this.#values.get(index);
			if (value !== undefined)
				this.innerTrace.push({subgraph: this.number, tensor: index, after: this.steps.length, value});
		}
	}

	/** The operator of the main graph that the steps belong to. */
	#mainOperator(): number {
		return this.#outer === undefined ? this.operator.index : this.#outer.#mainOperator();
	}

	// ---- tensors

	/** Input `slot` of the operator. */
	input(slot: number): ModelTensor {
		const tensor = this.optional(slot);
		if (tensor === undefined) this.refuse(`input ${slot} is missing`);
		return tensor;
	}

	optional(slot: number): ModelTensor | undefined {
		const index = this.operator.inputs[slot];
		return index === undefined || index === -1 ? undefined : this.subgraph.tensors[index];
	}

	output(slot = 0): ModelTensor {
		const index = this.operator.outputs[slot];
		if (index === undefined) this.refuse(`output ${slot} is missing`);
		return this.subgraph.tensors[index]!;
	}

	/** An output whose shape the file leaves to TFLite, which sets it; `always`: also if the file says another number of elements. */
	sized(slot: number, shape: readonly number[], {always = false} = {}): ModelTensor {
		const output = this.output(slot);
		const isOpen = output.shape.length === 0 && shape.length > 0;
		const isOther = always && elementCount(output.shape) !== elementCount(shape);
		if ((isOpen || isOther) && !this.#values.has(output.index))
			this.subgraph.tensors[output.index] = {...output, shape};
		return this.output(slot);
	}

	count(inputs: number | readonly [number, number], outputs = 1) {
		const [low, high] = typeof inputs === 'number' ? [inputs, inputs] : inputs;
		const {inputs: ins, outputs: outs} = this.operator;
		if (ins.length < low || ins.length > high)
			this.refuse(`it has ${ins.length} inputs, expected ${low === high ? low : `${low} to ${high}`}`);
		if (outs.length !== outputs) this.refuse(`it has ${outs.length} outputs, expected ${outputs}`);
	}

	types(tensor: ModelTensor, what: string, ...allowed: string[]) {
		if (!allowed.includes(tensor.type.name))
			this.refuse(`${what} is ${tensor.type.name}, supported: ${allowed.join(', ')}`, 'type');
	}

	/** A type that the options of an operator name, too. */
	wantedType({type}: ModelTensor, option: string, wanted: number) {
		const name = dataTypes[wanted]?.name ?? `TYPE_${wanted}`;
		if (name !== type.name) this.refuse(`${option} is ${name}, the output ${type.name}`, 'type');
	}

	rank(tensor: ModelTensor, what: string, rank: number) {
		if (tensor.shape.length !== rank)
			this.refuse(`${what} has rank ${tensor.shape.length}, expected ${rank}`, 'shape');
	}

	shape(tensor: ModelTensor, what: string, expected: readonly number[]) {
		if (tensor.shape.length !== expected.length || tensor.shape.some((size, i) => size !== expected[i]))
			this.refuse(`${what} has shape [${tensor.shape}], expected [${expected}]`, 'shape');
	}

	/** The one scale and zero point of a quantised activation. */
	quant(tensor: ModelTensor, what: string, {mayBeZero = false} = {}): Quant {
		const {scales, zeroPoints} = tensor.quantization;
		if (scales.length !== 1) this.refuse(`${what} has ${scales.length} scales, expected 1`, 'quantisation');
		if (zeroPoints.length > 1)
			this.refuse(`${what} has ${zeroPoints.length} zero points for 1 scale`, 'quantisation');
		const scale = scales[0]!;
		if (!(scale > 0 || (mayBeZero && scale === 0)) || !Number.isFinite(scale))
			this.refuse(`${what} has scale ${scale}, expected above 0`, 'quantisation');
		const zeroPoint = zeroPoints[0] ?? 0n;
		const [low, high] = typeLimits(tensor.type.name);
		if (zeroPoint < BigInt(low) || zeroPoint > BigInt(high))
			this.refuse(`${what} has zero point ${zeroPoint}, expected ${low} to ${high}`);
		return {scale, zeroPoint: Number(zeroPoint)};
	}

	/** Moving bytes rescales nothing: both sides must have the same quantisation, or both none. */
	sameQuantization(input: ModelTensor, output: ModelTensor, what: string) {
		if (input.type.name === 'FLOAT32') return;
		const [a, b] = [one(input), one(output)];
		if (!(Math.abs(a.scale - b.scale) <= 1e-6 * b.scale) || a.zeroPoint !== b.zeroPoint)
			this.refuse(
				`${what} has scale ${a.scale} and zero point ${a.zeroPoint}, the output ${b.scale} and ${b.zeroPoint}`,
				'quantisation',
			);
	}

	/** The output of an operator whose range is known: its scale and zero point are, too. */
	fixedQuantization(output: ModelTensor, scale: number, zeroPoint: number) {
		const given = this.quant(output, 'the output');
		if (!(Math.abs(given.scale - scale) <= 0.001 * scale) || given.zeroPoint !== zeroPoint)
			this.refuse(
				`the output has scale ${given.scale} and zero point ${given.zeroPoint}, expected ${scale} and ${zeroPoint}`,
				'quantisation',
			);
	}

	isConstant(tensor: ModelTensor): boolean {
		return tensor.data !== undefined;
	}

	constant(tensor: ModelTensor, what: string): Uint8Array {
		if (tensor.data === undefined) this.refuse(`${what} must be constant`);
		return tensor.data;
	}

	/** The numbers of a constant INT32 (or INT64) tensor. */
	integers(tensor: ModelTensor, what: string): number[] {
		this.types(tensor, what, 'INT32', 'INT64');
		const data = this.constant(tensor, what);
		const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
		const wide = tensor.type.name === 'INT64';
		return Array.from({length: data.byteLength / tensor.type.bytes}, (_, i) =>
			wide ? Number(view.getBigInt64(i * 8, true)) : view.getInt32(i * 4, true),
		);
	}

	/** The numbers of a constant of one dimension, as shapes, sizes and permutations are given. */
	list(tensor: ModelTensor, what: string): number[] {
		this.rank(tensor, what, 1);
		return this.integers(tensor, what);
	}

	need(): Table {
		const {options} = this.operator;
		if (options === undefined) this.refuse('it has no options');
		return options;
	}

	activation(field: number): Activation {
		const code = this.operator.options?.int8(field) ?? 0;
		const activation = activations[code];
		if (activation === undefined) this.refuse(`fused activation ${code} is not supported`);
		return activation;
	}

	refuse(reason: string, cause?: Cause): never {
		throw new Refusal(reason, cause);
	}

	// ---- values

	/** The place of a tensor that is computed; made on first use. */
	value(tensor: ModelTensor): Value {
		const known = this.#values.get(tensor.index);
		if (known !== undefined) return known;
		const block = newBlock(tensor.variable ? 'state' : 'arena');
		const value = this.#add(tensor, block, 0);
		if (tensor.variable) value.first = -1;
		return value;
	}

	#add(tensor: ModelTensor, block: Block, offset: number): Value {
		const value: Value = {
			name: tensor.name,
			bytes: tensorBytes(tensor),
			first: Number.POSITIVE_INFINITY,
			last: -1,
			block,
			offset,
			tensor,
			subgraph: this.number,
		};
		block.values.push(value);
		if (block.values.length === 1) this.blocks.push(block);
		this.#values.set(tensor.index, value);
		return value;
	}

	/** Tensors that are constants by folding. */
	readonly folded = new Map<number, Uint8Array>();

	/** Let a tensor that an operator computes be a constant. */
	define(tensor: ModelTensor, data: Uint8Array) {
		if (data.length !== tensorBytes(tensor))
			this.refuse(
				`the output [${tensor.shape}] has ${tensorBytes(tensor)} bytes, computed are ${data.length}`,
			);
		this.subgraph.tensors[tensor.index] = {...tensor, data};
		this.folded.set(tensor.index, data);
	}

	/** Take back the steps and blocks that came after, and the values that lie in those blocks. */
	forget({steps, blocks}: {readonly steps: number; readonly blocks: number}) {
		this.steps.length = steps;
		while ((this.innerTrace.at(-1)?.after ?? 0) > steps) this.innerTrace.pop();
		for (const block of this.blocks.splice(blocks))
			for (const {tensor} of block.values) if (tensor !== undefined) this.#values.delete(tensor.index);
	}

	/** Take back the steps that came after, and their blocks but those of the state. */
	forgetSteps({steps, blocks}: {readonly steps: number; readonly blocks: number}) {
		const state = this.blocks.slice(blocks).filter(block => block.region === 'state');
		this.forget({steps, blocks});
		this.blocks.push(...state);
	}

	known(tensor: ModelTensor): Value | undefined {
		return this.#values.get(tensor.index);
	}

	/** Operand for any tensor: constants lie in the plan. */
	ref(tensor: ModelTensor, offset = 0): Ref {
		if (tensor.data !== undefined && !tensor.variable)
			return {bytes: tensor.data, align: Math.min(4, tensor.type.bytes), start: offset};
		return {value: this.value(tensor), offset};
	}

	/** Let `output` be the bytes of a place that is complete. */
	bind(output: ModelTensor, place: Value) {
		place.last = Math.max(place.last, this.steps.length);
		this.#add(output, place.block, place.offset);
		const value = this.#values.get(output.index)!;
		value.first = this.steps.length;
		value.last = this.steps.length;
	}

	/** A part of a tensor, as a tensor that the model does not have. */
	part(tensor: ModelTensor, changes: Partial<ModelTensor>): ModelTensor {
		this.#parts++;
		return {...tensor, ...changes, index: -1 - this.#parts};
	}

	/** A place of its own in the arena for something like `tensor`. */
	place(tensor: ModelTensor): Value {
		const block = newBlock('arena');
		const value: Value = {
			name: tensor.name,
			bytes: tensorBytes(tensor),
			first: Number.POSITIVE_INFINITY,
			last: -1,
			block,
			offset: 0,
			tensor,
			subgraph: this.number,
		};
		block.values.push(value);
		this.blocks.push(block);
		return value;
	}

	/** Let `output` be the bytes of `input` at `offset`; false where it must be copied. */
	alias(output: ModelTensor, input: ModelTensor, offset = 0): boolean {
		if (this.isConstant(input) || input.variable || this.#isEnd(output, input)) return false;
		const value = this.value(input);
		value.last = Math.max(value.last, this.steps.length);
		this.#add(output, value.block, value.offset + offset);
		// the value exists from here on, though no step writes it
		this.#values.get(output.index)!.first = this.steps.length;
		this.#values.get(output.index)!.last = this.steps.length;
		return true;
	}

	/** An input and an output of the model may not be the same bytes: writing one would change the other. */
	#isEnd(output: ModelTensor, input: ModelTensor) {
		const {inputs, outputs} = this.subgraph;
		const shared = this.value(input).block.values;
		return outputs.includes(output.index) && shared.some(v => inputs.includes(v.tensor?.index ?? -1));
	}

	/** Let `output` be written over `input`, if nothing needs `input` after this operator. */
	inPlace(output: ModelTensor, input: ModelTensor): boolean {
		if (this.isConstant(input) || input.variable || this.#values.has(output.index)) return false;
		const value = this.value(input);
		if (value.block.region !== 'arena' || tensorBytes(output) > value.bytes || this.#isEnd(output, input))
			return false;
		const busy = value.block.values.some(other => {
			const last = this.#lastUse.get(other.tensor?.index ?? -1) ?? -1;
			// another input of this operator may only be the very same bytes
			const same = other.offset === value.offset && other.bytes === value.bytes;
			return other.kept === true || last > this.operator.index || (last === this.operator.index && !same);
		});
		if (busy) return false;
		this.#add(output, value.block, value.offset);
		return true;
	}

	/** Memory for the next step only. */
	scratch(bytes: number): Ref {
		const block = newBlock('arena');
		const value: Value = {
			name: 'scratch',
			bytes,
			first: Number.POSITIVE_INFINITY,
			last: -1,
			block,
			offset: 0,
			subgraph: 0,
		};
		block.values.push(value);
		this.blocks.push(block);
		return {value, offset: 0};
	}

	/** A resource variable's place in the state. */
	resource(name: string, like: Pick<ModelTensor, 'shape' | 'type'>): Value {
		const known = this.resources.get(name);
		if (known !== undefined) {
			if (known.bytes !== tensorBytes(like)) this.refuse(`variable ${name} is used with two sizes`);
			return known;
		}
		const block = newBlock('state');
		const value: Value = {name, bytes: tensorBytes(like), first: -1, last: 0, block, offset: 0, subgraph: 0};
		block.values.push(value);
		this.blocks.push(block);
		this.resources.set(name, value);
		return value;
	}

	/** Outputs live to the end of their operator, also those that nothing reads: the verifier reads them there. */
	keepOutputs() {
		for (const index of this.operator.outputs) {
			const value = this.#values.get(index);
			if (value !== undefined) value.last = Math.max(value.last, this.steps.length - 1);
		}
	}

	// ---- steps

	/** `cost` is what the plan says: virtual time passes by it. */
	emit<N extends StepName>(kernel: N, fields: StepInput<N>, cost: number, macs = 0) {
		const index = this.steps.length;
		for (const [field, type] of layouts[kernel].fields as readonly Field[]) {
			if (type === 'ref') touch(fields[field as keyof StepInput<N>] as Ref, index);
		}
		this.steps.push({
			kernel,
			fields: fields as Record<string, number | Ref>,
			operator: this.#mainOperator(),
			code: this.operator.code,
			cost: Math.min(0xffffffff, Math.round(cost)),
			estimate: Math.round(costOf(kernel, fields) ?? cost),
			macs,
		});
	}
}

/** Scale and zero point of a tensor that has one of them, else 0 and 0. */
function one({quantization: {scales, zeroPoints}}: ModelTensor): Quant {
	if (scales.length !== 1) return {scale: 0, zeroPoint: 0};
	return {scale: scales[0]!, zeroPoint: Number(zeroPoints[0] ?? 0n)};
}

function touch(ref: Ref | number, step: number) {
	if (ref === null || typeof ref === 'number' || isBlob(ref as Blob | {value: Value; offset: number})) return;
	const {value} = ref as {value: Value};
	value.first = Math.min(value.first, step);
	value.last = Math.max(value.last, step);
}

/** The last operator that reads each tensor; the model's outputs are read after the end. */
function lastUses(subgraph: Subgraph): Map<number, number> {
	const last = new Map<number, number>();
	for (const operator of subgraph.operators) {
		for (const index of operator.inputs) last.set(index, operator.index);
	}
	for (const index of subgraph.outputs) last.set(index, Number.POSITIVE_INFINITY);
	return last;
}
