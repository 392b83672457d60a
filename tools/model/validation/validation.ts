// catnap model validate: labelled recordings through float32, int8 on the PC and the device's code; what falls, and why.

import {basename} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {writeTogether} from '../../../lib/files.ts';
import {working} from '../../../lib/working.ts';
import type {Result} from '../args.ts';
import {type CompiledModel, compileModel} from '../compile.ts';
import {type Recording, readRecordings} from '../data/samples.ts';
import {spread} from '../data/spread.ts';
import {readModelFile} from '../inspect.ts';
import {keepInput} from '../keep-input.ts';
import {parseModel} from '../model-file.ts';
import {compare, type Layer} from '../quantize/compare.ts';
import {type FloatGraph, isQuantized} from '../quantize/float-graph.ts';
import {inputShape, leastSamples} from '../quantize.ts';
import {readSidecar} from '../sidecar.ts';
import {endSizesOf} from '../sidecar-results.ts';
import {adviceOf, chosenCorrection, type Findings} from './advice.ts';
import {
	type Correction,
	type Infer,
	type Search,
	type SearchArgs,
	searchCorrections,
	tried,
} from './corrections.ts';
import type {PlaceResult, ValidateData} from './data.ts';
import {cutOffShare, type Drift, driftOf} from './drift.ts';
import {costsOf, energyOf, type InferenceCost} from './inference-cost.ts';
import {likenessOf} from './likeness.ts';
import {validationPage} from './page.ts';
import {answersOf, onHost, type Place} from './places.ts';
import {
	asFeatures,
	asInput,
	asSpeech,
	inUnits,
	type Preparation,
	type Prepared,
	preparedOf,
	windowsOf,
} from './preparation.ts';
import {unrounded} from './reference.ts';
import {divergenceOf, type Scores, scoresOf, worstOf} from './scores.ts';
import {scoreOf, type Task, taskOf} from './task.ts';
import {validationText} from './text.ts';
import {sweepsOf} from './tolerance.ts';

/** What runs the device's code: answers as stored, how many inputs it took, and time if the place has its own. */
export interface DeviceRun {
	readonly stored: readonly Uint8Array[];
	/** Which of the inputs they are of. */
	readonly of: readonly number[];
	/** Mean of an inference on the place's own clock. */
	readonly ms?: number;
	/** Cortex-M33 instructions of one, counted. */
	readonly instructions?: number;
}
export type Device = (model: CompiledModel, inputs: readonly Prepared[]) => Promise<DeviceRun>;

export interface ValidateArgs {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** Folder of labelled recordings: each sub-folder a class. */
	readonly golden: string;
	/** The network before quantising. @default the weights of the int8 model in float32 */
	readonly reference?: string;
	/** Recordings that it was quantised with. @default no drift is looked for */
	readonly calibration?: string;
	/** Share of answers that may be lost. @default 0.01 */
	readonly maxDrop?: number;
	/** Least share of right answers. @default 0 */
	readonly minAccuracy?: number;
	/** Names of the classes in the order of the outputs. @default those of the model's .json, or the folders' */
	readonly labels?: readonly string[];
	/** How recordings become inputs. @default the feature stage of the model's .json, else as they are */
	readonly features?: 'speech';
	/** Milli-g of one unit of the recordings. @default as they say */
	readonly mgPerUnit?: number;
	/** Where the device's code runs. @default host */
	readonly target?: string;
	/** Runs the device's code. @default the plan of the Cortex-M33 on the PC */
	readonly device?: Device;
	/** The report. @default none is written */
	readonly html?: string;
}

export const defaultMaxDrop = 0.01;
/** A search runs some thirty times as many inferences, a sweep as many again. */
const searchBudget = 4e8;
const searchInputs = {least: 30, most: 80} as const;
const layerInputs = 50;
const shownCorrections = 5;

/** What everything else is computed from. */
interface Subject {
	readonly model: CompiledModel;
	readonly task: Task;
	readonly preparation: Preparation;
	readonly recordings: readonly Recording[];
	readonly inputs: readonly Prepared[];
	readonly reference: Reference | undefined;
}

interface Reference {
	/** The int8 model with every tensor kept, and the same tensors in float32. */
	readonly layers?: {readonly graph: FloatGraph; readonly int8: CompiledModel};
	readonly model: CompiledModel;
	readonly what: string;
}

/** Validate, write the report, and say what is wrong. Exit code 1 if the model does not pass. */
export async function runValidate(args: ValidateArgs): Promise<Result<ValidateData>> {
	const subject = await open(args);
	if (args.html !== undefined) keepInput(args.file, [args.html]);
	const data = await working(`validating ${args.file}`, {unit: 'inferences'}, () => validate(subject, args));
	const text = validationText(data);
	if (args.html !== undefined) await writeTogether([[args.html, validationPage(data)]]);
	return {data, text, exitCode: data.passed ? 0 : 1};
}

async function open(args: ValidateArgs): Promise<Subject> {
	const {file, golden} = args;
	const bytes = readModelFile(file);
	const model = compileModel(bytes, {file});
	inputShape(model, file);
	const sizes = endSizesOf(model);
	const sidecar = await readSidecar(file.replace(/\.tflite$/, '.json'), '.', sizes);
	const preparation = preparationOf(args, model, sidecar);
	const recordings = inUnits(preparation, readRecordings(golden), args.mgPerUnit);
	const task = taskOf(recordings, sizes.outputElements, args.labels ?? sidecar.labels, golden);
	const inputs = preparedOf(preparation, windowsOf(preparation, recordings));
	if (inputs.length < leastSamples)
		throw new CatnapError('BAD_DATA', {
			...{which: 'few', where: golden, received: `${inputs.length}`},
			expected: `at least ${leastSamples} for inputs cut to [${preparation.window.join(', ')}]`,
		});
	return {model, task, preparation, recordings, inputs, reference: referenceOf(args, bytes, model)};
}

function preparationOf(
	{features, file}: ValidateArgs,
	{inputs}: CompiledModel,
	{stage, rangeG}: Awaited<ReturnType<typeof readSidecar>>,
): Preparation {
	const input = inputs[0]!;
	if (features === 'speech') return asSpeech(input, file);
	return stage === undefined ? asInput(input) : asFeatures(input, stage, rangeG);
}

function referenceOf(
	{file, reference}: ValidateArgs,
	bytes: Uint8Array,
	{inputs, outputs}: CompiledModel,
): Reference | undefined {
	const graph = isQuantized(parseModel(bytes).subgraphs[0]!) ? unrounded(bytes, file) : undefined;
	const layers = graph && {layers: {graph, int8: compileModel(bytes, {file, unfused: true})}};
	if (reference === undefined)
		return (
			graph && {...layers, model: graph.model, what: 'weights of the model in float32, nothing else rounded'}
		);
	const model = compileModel(readModelFile(reference), {file: reference});
	const ends = ({inputs: [input], outputs: [output]}: Pick<CompiledModel, 'inputs' | 'outputs'>) =>
		`[${input?.shape.join(', ')}] to [${output?.shape.join(', ')}]`;
	if (ends(model) !== ends({inputs, outputs}))
		throw new CatnapError('WRONG_REFERENCE', {
			where: reference,
			expected: ends({inputs, outputs}),
			received: ends(model),
		});
	return {...layers, model, what: reference};
}

const bytesFor = ({inputs}: CompiledModel, {real, stored}: Prepared): Uint8Array =>
	inputs[0]!.type === 'FLOAT32' ? new Uint8Array(real.buffer, real.byteOffset, real.byteLength) : stored;

function inferWith(model: CompiledModel, place: Place = onHost(model)): Infer {
	return inputs => answersOf(model, place(inputs.map(input => bytesFor(model, input))));
}

async function validate(subject: Subject, args: ValidateArgs): Promise<ValidateData> {
	const {model, task, recordings, inputs, reference} = subject;
	const {maxDrop = defaultMaxDrop} = args;
	const stored = onHost(model)(inputs.map(input => bytesFor(model, input)));
	const int8 = answersOf(model, stored);
	const float = reference && inferWith(reference.model)(inputs);
	const device = await onDevice(args, inputs);
	const differing = device.stored.filter(
		(bytes, i) => !Buffer.from(bytes).equals(stored[device.of[i]!]!),
	).length;
	const findings = findingsOf({subject, args, int8, float, differing});
	const advice = adviceOf(findings);
	const {layers, drift, cutOff, search} = findings;
	return {
		...{
			file: args.file,
			golden: args.golden,
			reference: reference?.what ?? 'none',
			target: args.target ?? 'host',
		},
		...{
			passed: !advice.some(({fails}) => fails),
			maxDrop,
			recordings: recordings.length,
			inputs: inputs.length,
		},
		classes: task.kind === 'classes' ? task.names : [],
		places: placesOf({subject, args, int8, float, device}),
		...{differing, advice, drift, cutOff},
		costs: await costs(args, device),
		worst: worstOf(task, inputs, int8, float),
		layers: [...layers].sort((a, b) => (a.snrDb ?? 999) - (b.snrDb ?? 999)),
		sweeps: sweepsOf({...searchOf(subject), infer: inferWith(model)}, maxDrop),
		corrections: shownOf(search),
	};
}

interface Answers {
	readonly subject: Subject;
	readonly args: ValidateArgs;
	readonly int8: readonly Float32Array[];
	readonly float: readonly Float32Array[] | undefined;
}

function findingsOf({
	subject,
	args,
	int8,
	float,
	differing,
}: Answers & {readonly differing: number}): Findings {
	const {model, task, recordings, inputs, reference} = subject;
	const {maxDrop = defaultMaxDrop, minAccuracy = 0} = args;
	const search = searchCorrections({...searchOf(subject), infer: inferWith(reference?.model ?? model)});
	const chosen = chosenCorrection(search, maxDrop);
	const before =
		args.calibration === undefined ? undefined : calibrationFrom(args.calibration, subject, args);
	const likeness = before && likenessOf(before, recordings);
	const score = scoreOf(task, inputs, int8);
	const expected = float && scoreOf(task, inputs, float);
	return {
		...{search, chosen, maxDrop, minAccuracy, differing, int8: score, inputs: inputs.length},
		...(expected === undefined ? {} : {reference: expected}),
		loss: expected === undefined ? 0 : chosen === undefined ? expected - score : lossWith(chosen, subject),
		layers: layersOf(subject),
		cutOff: cutOffShare(
			model.inputs[0]!,
			inputs.map(({real}) => real),
		),
		drift: before === undefined ? [] : driftFrom(before, subject),
		...recallOf(scoresOf(task, inputs, float ?? int8)),
		...alwaysSameOf(task, inputs),
		...statedRate(subject),
		...(likeness === undefined ? {} : {likeness}),
	};
}

/** What int8 loses once the recordings are corrected: the rest is its own. */
function lossWith({change, names, score}: Correction, subject: Subject): number {
	const {task} = subject;
	const {inputs, answers} = tried({...searchOf(subject), infer: inferWith(subject.model)}, change);
	return score - scoreOf(names === undefined ? task : {kind: 'classes', names}, inputs, answers);
}

function shownOf({corrections}: Search) {
	return corrections.slice(0, shownCorrections).map(({kind, what, score}) => ({kind, what, score}));
}

/** As many inputs as the model's size allows. */
function searchOf({model, task, preparation, recordings}: Subject): Omit<SearchArgs, 'infer'> {
	const affordable = Math.floor(searchBudget / Math.max(1, model.cost) / 30);
	const most = Math.max(searchInputs.least, Math.min(searchInputs.most, affordable));
	return {task, preparation, recordings, most};
}

function compiledForDevice(file: string): CompiledModel {
	return compileModel(readModelFile(file), {file, target: 'm33'});
}

async function onDevice({file, device}: ValidateArgs, inputs: readonly Prepared[]): Promise<DeviceRun> {
	const model = compiledForDevice(file);
	if (device !== undefined) return device(model, inputs);
	const stored = onHost(model)(inputs.map(input => bytesFor(model, input)));
	return {stored, of: inputs.map((_, i) => i)};
}

function costs(
	{file, target}: ValidateArgs,
	{instructions, ms}: DeviceRun,
): Promise<readonly InferenceCost[]> {
	if (ms !== undefined && target !== undefined) return simulatedCost(target, ms);
	if (instructions !== undefined) return costsOf(instructions, 'counted on qemu-an505');
	return costsOf(compiledForDevice(file).cost, 'estimated');
}

async function simulatedCost(board: string, ms: number): Promise<readonly InferenceCost[]> {
	return [{board, ms, microjoules: await energyOf(board, ms), by: 'simulated chip'}];
}

function placesOf({
	subject: {task, inputs, reference, model},
	args,
	int8,
	float,
	device,
}: Answers & {readonly device: DeviceRun}): PlaceResult[] {
	const onChip = answersOf(model, device.stored);
	const chosen = device.of.map(i => inputs[i]!);
	const before = device.of.map(i => int8[i]!);
	return [
		...(float === undefined
			? []
			: [
					{
						place: 'float32' as const,
						what: reference!.what,
						inputs: inputs.length,
						...scoresOf(task, inputs, float),
					},
				]),
		{
			...{place: 'int8', what: 'reference kernels on the PC', inputs: inputs.length},
			...scoresOf(task, inputs, int8),
			...(float === undefined ? {} : {divergence: divergenceOf(task, float, int8)}),
		},
		{
			...{place: 'device', what: deviceName(args), inputs: chosen.length},
			...scoresOf(task, chosen, onChip),
			divergence: divergenceOf(task, before, onChip),
		},
	];
}

function deviceName({target = 'host'}: ValidateArgs): string {
	return target === 'host' ? 'kernels of the Cortex-M33, on the PC' : target;
}

/** Signal to noise by layer, of some of the inputs. */
function layersOf({inputs, reference}: Subject): readonly Layer[] {
	if (reference?.layers === undefined || reference.layers.int8.turned.size > 0) return [];
	const {graph, int8} = reference.layers;
	const identity = new Map(int8.tensors.map(({index}) => [index, index]));
	const samples = spread(inputs, layerInputs).map(({name, real}) => ({name, values: real}));
	return compare(graph, int8, identity, samples).layers;
}

function calibrationFrom(folder: string, {preparation}: Subject, {mgPerUnit}: ValidateArgs): Recording[] {
	return inUnits(preparation, readRecordings(folder), mgPerUnit);
}

function driftFrom(recordings: readonly Recording[], {preparation, model, inputs}: Subject): Drift[] {
	const calibration = preparedOf(preparation, windowsOf(preparation, recordings));
	return driftOf(
		model.inputs[0]!,
		calibration.map(({real}) => real),
		inputs.map(({real}) => real),
	);
}

/** The median is the number that is nearest to all on average. */
function alwaysSameOf(task: Task, inputs: readonly Prepared[]): Pick<Findings, 'alwaysSame'> {
	if (task.kind === 'classes') return {};
	const numbers = inputs.map(({label}) => Number(label)).sort((a, b) => a - b);
	const middle = Float32Array.of(numbers[Math.floor(numbers.length / 2)]!);
	return {
		alwaysSame: scoreOf(
			task,
			inputs,
			inputs.map(() => middle),
		),
	};
}

function recallOf({classes = []}: Scores): Pick<Findings, 'recall'> {
	const known = classes.flatMap(({recall}) => (recall === undefined ? [] : [recall]));
	if (known.length === 0) return {};
	return {recall: {mean: known.reduce((sum, each) => sum + each, 0) / known.length, classes: known.length}};
}

function statedRate({recordings, preparation}: Subject) {
	const rates = recordings
		.flatMap(({rateHz}) => (rateHz === undefined ? [] : [rateHz]))
		.sort((a, b) => a - b);
	const stated = rates[Math.floor(rates.length / 2)];
	return stated === undefined || preparation.rateHz === undefined
		? {}
		: {rates: {stated, expected: preparation.rateHz}};
}

/** `name` of the report's file for a model. */
export function reportName(file: string): string {
	return `${basename(file).replace(/\.tflite$/, '')}_validation.html`;
}
