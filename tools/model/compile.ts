// The model compiler: a .tflite file becomes a plan, or one error with every reason why not.
import {placeBlocks} from './arena.ts';
import {type Chain, chained} from './chain.ts';
import {UnfitNumber} from './fixed-point.ts';
import {FormatError} from './flatbuffer.ts';
import {lowerFolding} from './fold.ts';
import {type Block, type Step, tensorBytes, type Value} from './graph.ts';
import {landWaits} from './lower/circular-buffer.ts';
import {Lowering, type LowerOptions, type OwnOperators, type Target} from './lower/context.ts';
import {copyBytes} from './lower/copy.ts';
import {operators} from './lower/index.ts';
import {type ModelFile, type ModelOperator, type ModelTensor, parseModel} from './model-file.ts';
import {type PlanTensor, placeState, valueRef, writePlan} from './plan.ts';
import {type Reason, Refusal, unreadable, unsupported} from './refusal.ts';
import type {DetectionEnds} from './sidecar-results.ts';
import {signedSubgraph} from './signed.ts';
import {operatorLabel, structuralReasons} from './validate.ts';

export interface CompileOptions {
	/** Path of the model, for messages. */
	readonly file: string;
	/** Keep every tensor of the model: nothing is fused away. @default false */
	readonly unfused?: boolean;
	/** Which kernels run the plan. @default 'portable' */
	readonly target?: Target;
}

/** An input or output, for typings and bindings. */
export interface ModelEnd {
	readonly name: string;
	readonly type: string;
	readonly shape: readonly number[];
	/** Real value = scale * (stored - zeroPoint); 0 for float32. */
	readonly scale: number;
	readonly zeroPoint: number;
	/** Byte of the arena where it lies. */
	readonly arenaOffset: number;
	readonly bytes: number;
	/** Number of the tensor in the .tflite. */
	readonly tensor: number;
}

export interface OperatorReport {
	readonly index: number;
	readonly name: string;
	readonly version: number;
	readonly kernels: readonly string[];
	readonly macs: number;
	/** Estimated Cortex-M33 instructions. */
	readonly cost: number;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

/** Where a tensor's bytes can be read when `after` steps of an invoke have run; variables: after all. */
export interface TensorTrace {
	readonly tensor: number;
	/** Number of its subgraph, if an operator calls that: complete as often as the step runs. @default 0 */
	readonly subgraph?: number;
	readonly after: number;
	readonly ref: number;
	readonly bytes: number;
}

export interface ArenaEntry {
	readonly name: string;
	readonly offset: number;
	readonly bytes: number;
	readonly firstStep: number;
	readonly lastStep: number;
}

export interface CompiledModel {
	/** What the firmware runs: the bytes of the image. */
	readonly plan: Uint8Array;
	/** RAM of the tensors that one invoke computes. */
	readonly arenaBytes: number;
	/** RAM of the variables that live from one invoke to the next. */
	readonly stateBytes: number;
	/** No placing could be smaller. */
	readonly arenaLowerBound: number;
	/** Input tensors, in the order of the model. */
	readonly inputs: readonly ModelEnd[];
	/** Output tensors, in the order of the model. */
	readonly outputs: readonly ModelEnd[];
	/** Operators of the model in their order, with what each costs. */
	readonly operators: readonly OperatorReport[];
	/** Tensors of the model by their number. */
	readonly tensors: readonly ModelTensor[];
	/** Where each tensor lies in the arena, and from which step to which. */
	readonly arena: readonly ArenaEntry[];
	/** The steps in their order: which operator each belongs to, its kernel and estimated instructions. */
	readonly steps: readonly Pick<Step, 'operator' | 'kernel' | 'cost'>[];
	/** Every tensor that an operator computes and the plan keeps. */
	readonly trace: readonly TensorTrace[];
	/** Tensors that the compiler computed: they are constants of the plan, or in no step at all. */
	readonly folded: ReadonlyMap<number, Uint8Array>;
	/** Tensors of a uint8 model, which the plan holds with the upper bit of each byte turned. */
	readonly turned: ReadonlySet<number>;
	/** What the model would gain by another conversion; empty if nothing. */
	readonly advice: readonly string[];
	/** Multiplications with addition of one invoke. */
	readonly macs: number;
	/** Estimated Cortex-M33 instructions of one invoke. */
	readonly cost: number;
	/** What the file says of itself. */
	readonly description: string;
	/** Of a model whose outputs are those of TFLite_Detection_PostProcess. */
	readonly detection?: DetectionEnds;
	/** Of a chain whose second model does not run each time: the output that says whether it did. */
	readonly turnOutput?: number;
	/** Instructions of a run in which it does not. */
	readonly betweenCost?: number;
}

/** Compile, or throw CatnapError MODEL_FORMAT (no .tflite file) or MODEL_UNSUPPORTED (every reason, one a line). */
export function compileModel(tflite: Uint8Array, options: CompileOptions): CompiledModel {
	return compileFile(readChecked(tflite, options.file), options);
}

/** One of two models that are joined. */
export interface ChainPart {
	readonly tflite: Uint8Array;
	readonly file: string;
}

export interface ChainOptions extends CompileOptions, Pick<Chain, 'every' | 'where'> {}

/**
 * Compile two models as one whose first feeds the second; with `every` above 1 the last output says whether that ran.
 * @throws {CatnapError} MODEL_FACTS when they do not fit; else as `compileModel` of each
 */
export function compileChain(first: ChainPart, second: ChainPart, options: ChainOptions): CompiledModel {
	const [a, b] = [first, second].map(({tflite, file}) => readChecked(tflite, file)) as [ModelFile, ModelFile];
	const {model, own, turns} = chained({first: a, second: b, every: options.every, where: options.where});
	try {
		const compiled = compileFile(model, options, own);
		return turns ? {...compiled, ...turnsOf(compiled)} : compiled;
	} catch (error) {
		// what is wrong with one of them alone is said of that file, with its own numbers
		for (const {tflite, file} of [first, second]) compileModel(tflite, {...options, file});
		throw error;
	}
}

/** What stands before the first branch runs each time. */
function turnsOf({outputs, steps}: CompiledModel): Pick<CompiledModel, 'turnOutput' | 'betweenCost'> {
	const before = steps.slice(
		0,
		steps.findIndex(({kernel}) => kernel === 'branch'),
	);
	return {turnOutput: outputs.length - 1, betweenCost: before.reduce((sum, {cost}) => sum + cost, 0)};
}

function readChecked(tflite: Uint8Array, file: string): ModelFile {
	const model = readModel(tflite, file);
	const reasons = structuralReasons(model);
	if (reasons.length > 0) throw unsupported(file, reasons, supportedNames());
	return model;
}

function compileFile(model: ModelFile, options: CompileOptions, own?: OwnOperators): CompiledModel {
	const lowered = lowerModel(model, {
		target: options.target ?? 'portable',
		unfused: options.unfused ?? false,
		...(own && {own}),
	});
	if (lowered.reasons.length > 0) throw unsupported(options.file, lowered.reasons, supportedNames());
	try {
		return finish(model, lowered.lowering);
	} catch (error) {
		if (!(error instanceof UnfitNumber)) throw error;
		throw unsupported(options.file, [{text: error.message, cause: 'content'}], []);
	}
}

function readModel(tflite: Uint8Array, file: string): ModelFile {
	try {
		return parseModel(tflite);
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		throw unreadable(file, tflite, error.message);
	}
}

function supportedNames(): string[] {
	const names = Object.keys(operators).map(name => name.replace('CUSTOM:', ''));
	return names.sort();
}

function lowerModel(model: ModelFile, options: Pick<LowerOptions, 'target' | 'unfused' | 'own'>) {
	const graph = signedSubgraph(model.subgraphs[0]!);
	const lowering = new Lowering(graph, {...options, subgraphs: model.subgraphs, lowerAll});
	const reasons: Reason[] = [];
	for (const index of lowering.subgraph.inputs) lowering.value(lowering.subgraph.tensors[index]!).first = -1;
	for (const operator of lowering.subgraph.operators) {
		try {
			lowerOperator(lowering, operator);
		} catch (error) {
			if (!isReason(error)) throw error;
			const cause = error instanceof Refusal ? error.kind : 'content';
			reasons.push({text: `${operatorLabel(operator)}: ${error.message}`, cause});
		}
	}
	if (reasons.length === 0) landWaits(lowering);
	return {lowering, reasons};
}

const isReason = (error: unknown): error is Error =>
	error instanceof FormatError || error instanceof Refusal || error instanceof UnfitNumber;

function lowerOperator(lowering: Lowering, operator: ModelOperator) {
	const before = lowering.steps.length;
	lowering.operator = operator;
	lowerFolding(lowering, lowering.options.own?.get(operator.name) ?? operators[operator.name]!.lower);
	lowering.keepOutputs();
	lowering.noteInner(before);
}

/** Of a subgraph that an operator calls: the first reason is a reason against that operator. */
function lowerAll(inner: Lowering) {
	for (const operator of inner.subgraph.operators) {
		try {
			lowerOperator(inner, operator);
		} catch (error) {
			if (!isReason(error)) throw error;
			const cause = error instanceof Refusal ? error.kind : 'content';
			throw new Refusal(`subgraph ${inner.number} ${operatorLabel(operator)}: ${error.message}`, cause);
		}
	}
}

function finish(model: ModelFile, lowering: Lowering): CompiledModel {
	const {subgraph, steps, blocks} = lowering;
	for (const index of subgraph.outputs) writeConstant(lowering, subgraph.tensors[index]!);
	for (const index of subgraph.outputs) lowering.value(subgraph.tensors[index]!).last = steps.length;
	const used = blocks.filter(block => block.values.some(value => Number.isFinite(value.first)));
	for (const block of used) for (const value of block.values) value.first = Math.min(value.first, value.last);
	const inArena = used.filter(block => block.region === 'arena');
	const {bytes: arenaBytes, lowerBound} = placeBlocks(inArena);
	const stateBytes = placeState(blocks.filter(block => block.region === 'state'));
	const ends = (indices: readonly number[]) =>
		indices.map(index => planTensor(lowering, subgraph.tensors[index]!));
	const [inputs, outputs] = [ends(subgraph.inputs), ends(subgraph.outputs)];
	const inits = [...lowering.initial, ...variableInits(lowering)].map(([value, bytes]) => ({value, bytes}));
	const plan = writePlan({inputs, outputs, steps, inits, arenaBytes, stateBytes});
	return {
		plan,
		arenaBytes,
		stateBytes,
		arenaLowerBound: lowerBound,
		inputs: inputs.map(modelEnd),
		outputs: outputs.map(modelEnd),
		operators: subgraph.operators.map(operator => operatorReport(operator, steps)),
		tensors: subgraph.tensors,
		arena: inArena.flatMap(arenaEntries),
		steps: steps.map(({operator, kernel, cost}) => ({operator, kernel, cost})),
		trace: traceOf(lowering),
		folded: lowering.folded,
		turned: new Set(subgraph.tensors.filter(tensor => tensor.turned).map(tensor => tensor.index)),
		advice: [...lowering.advice],
		macs: steps.reduce((sum, step) => sum + step.macs, 0),
		cost: steps.reduce((sum, step) => sum + step.estimate, 0),
		description: model.description,
		...detectionOf(lowering),
	};
}

/** Which outputs of the model are boxes, classes, scores and their count. */
function detectionOf({subgraph, steps}: Lowering): Pick<CompiledModel, 'detection'> {
	const step = steps.find(({kernel}) => kernel === 'detection');
	if (step === undefined) return {};
	const ends = subgraph.operators[step.operator]!.outputs.map(tensor => subgraph.outputs.indexOf(tensor));
	if (ends.length !== 4 || ends.includes(-1)) return {};
	const [boxes, classes, scores, count] = ends as [number, number, number, number];
	const number = (field: string) => step.fields[field] as number;
	const most = number('most') * number('per_box');
	return {detection: {boxes, classes, scores, count, most, classCount: number('classes')}};
}

/** An output that is constant, in the file or by folding, is written at each invoke. */
function writeConstant(lowering: Lowering, output: ModelTensor) {
	if (output.data === undefined) return;
	const to = {value: lowering.value(output), offset: 0};
	copyBytes(lowering, lowering.ref(output), to, tensorBytes(output));
}

function planTensor(lowering: Lowering, tensor: ModelTensor): PlanTensor {
	const {scales, zeroPoints} = tensor.quantization;
	const quantized = tensor.type.name !== 'FLOAT32' && scales.length === 1;
	return {
		value: lowering.value(tensor),
		element: tensor.type.element!,
		shape: tensor.shape,
		scale: quantized ? scales[0]! : 0,
		zeroPoint: quantized ? Number(BigInt.asIntN(32, zeroPoints[0] ?? 0n)) : 0,
	};
}

/** Variable tensors start at their zero point, which stands for 0. */
function variableInits(lowering: Lowering): [Value, Uint8Array][] {
	return lowering.subgraph.tensors
		.filter(tensor => tensor.variable && tensor.type.name === 'INT8' && lowering.known(tensor) !== undefined)
		.filter(tensor => (tensor.quantization.zeroPoints[0] ?? 0n) !== 0n)
		.map(tensor => {
			const value = lowering.value(tensor);
			const zero = Number(BigInt.asUintN(8, tensor.quantization.zeroPoints[0]!));
			return [value, new Uint8Array(value.bytes).fill(zero)];
		});
}

function modelEnd(end: PlanTensor): ModelEnd {
	const {tensor} = end.value;
	return {
		name: end.value.name,
		type: tensor!.type.name,
		shape: end.shape,
		scale: end.scale,
		zeroPoint: end.zeroPoint,
		arenaOffset: valueRef(end.value),
		bytes: end.value.bytes,
		tensor: tensor!.index,
	};
}

function operatorReport(
	{
		index,
		name,
		version,
		inputs,
		outputs,
	}: {index: number; name: string; version: number; inputs: readonly number[]; outputs: readonly number[]},
	steps: readonly Step[],
): OperatorReport {
	const own = steps.filter(step => step.operator === index);
	return {
		index,
		name,
		version,
		inputs,
		outputs,
		kernels: own.map(step => step.kernel),
		macs: own.reduce((sum, step) => sum + step.macs, 0),
		cost: own.reduce((sum, step) => sum + step.estimate, 0),
	};
}

function arenaEntries(block: Block): ArenaEntry[] {
	return block.values.map(value => ({
		name: value.name,
		offset: block.at + value.offset,
		bytes: value.bytes,
		firstStep: value.first,
		lastStep: value.last,
	}));
}

/** After the last step of the operator that writes it, a tensor is complete. */
function traceOf(lowering: Lowering): TensorTrace[] {
	const {subgraph, steps} = lowering;
	const trace: TensorTrace[] = [];
	let after = 0;
	for (const operator of subgraph.operators) {
		while (after < steps.length && steps[after]!.operator <= operator.index) after++;
		for (const index of operator.outputs) {
			const tensor = subgraph.tensors[index]!;
			const value = tensor.data === undefined ? lowering.known(tensor) : undefined;
			if (value !== undefined) trace.push({tensor: index, after, ref: valueRef(value), bytes: value.bytes});
		}
	}
	// constants among the outputs are written last, variables may be written until then
	const ends = new Set(subgraph.outputs);
	for (const tensor of subgraph.tensors) {
		const isLate = tensor.variable || (tensor.data !== undefined && ends.has(tensor.index));
		const value = isLate ? lowering.known(tensor) : undefined;
		if (value !== undefined)
			trace.push({tensor: tensor.index, after: steps.length, ref: valueRef(value), bytes: value.bytes});
	}
	for (const {subgraph: number, tensor, after, value} of lowering.innerTrace)
		trace.push({tensor, subgraph: number, after, ref: valueRef(value), bytes: value.bytes});
	return trace;
}
