// catnap model quantize: a float .tflite and samples in, an int8 .tflite out, with what was lost on the way.

import {existsSync, readFileSync} from 'node:fs';
import {CatnapError} from '../../lib/errors.ts';
import {type Content, writeTogether} from '../../lib/files.ts';
import {working} from '../../lib/working.ts';
import {count, type Result, table} from './args.ts';
import {type CompiledModel, compileModel} from './compile.ts';
import type {Sample} from './data/samples.ts';
import {spread} from './data/spread.ts';
import {readModelFile} from './inspect.ts';
import {keepInput} from './keep-input.ts';
import {parseModel} from './model-file.ts';
import {type Agreement, agreementOf, agreementText} from './quantize/agreement.ts';
import {calibrate} from './quantize/calibrate.ts';
import {compare, type Layer} from './quantize/compare.ts';
import {type FloatGraph, isQuantized, openFloat} from './quantize/float-graph.ts';
import {quantizePage} from './quantize/page.ts';
import type {RangeMethod} from './quantize/ranges.ts';
import {readCalibration} from './quantize/recordings.ts';
import {type Int8Model, type RewriteOptions, rewrite} from './quantize/rewrite.ts';
import {planScales} from './quantize/scales.ts';
import {writeTflite} from './tflite-writer.ts';

export interface QuantizeOptions extends RewriteOptions {
	readonly ranges: RangeMethod;
}

export interface QuantizeArgs extends Partial<QuantizeOptions> {
	/** Path of the float `.tflite`, or of the model.json of a tfjs layers model. */
	readonly file: string;
	/** Folder of recordings. */
	readonly data: string;
	/** Path of the int8 `.tflite`. */
	readonly output: string;
	/** The report as a page. @default none is written */
	readonly html?: string;
	/** How many samples of the folder are run, evenly spread. @default 500 */
	readonly samples?: number;
	/** Milli-g of one unit of the recordings, for a feature stage of acceleration. @default as they say */
	readonly mgPerUnit?: number;
}

export interface QuantizeData {
	/** Path of the float model. */
	readonly file: string;
	/** Path of the int8 `.tflite`. */
	readonly output: string;
	/** True: the model was int8 already, and is written as it is. */
	readonly unchanged: boolean;
	/** How many samples were run. */
	readonly samples: number;
	/** Of the two files. */
	readonly bytes: {readonly before: number; readonly after: number};
	/** RAM of the tensors that one invoke computes, of both models. */
	readonly arenaBytes: {readonly before: number; readonly after: number};
	/** Of the int8 model, the noisiest first. */
	readonly layers: readonly Layer[];
	/** How far the answers of both models are apart; absent for a model that was int8 already. */
	readonly agreement?: Agreement;
	/** Where the .json beside the model was copied to: beside the output, which had none. */
	readonly facts?: string;
}

export const defaults: QuantizeOptions = {perChannel: true, io: 'int8', ranges: 'minmax', activations: 8};
/** Below, the ranges are those of a few moments. */
export const leastSamples = 10;
const mostSamples = 500;

export interface Quantized {
	readonly bytes: Uint8Array;
	readonly graph: FloatGraph;
	/** The int8 model with every tensor kept, to be run. */
	readonly model: CompiledModel;
	readonly int8: Int8Model;
}

/** The int8 model of a float one, its ranges those on the samples. @throws {CatnapError} NOT_QUANTIZABLE, MODEL_* */
export function quantizeModel(
	bytes: Uint8Array,
	samples: readonly Sample[],
	{file, ...options}: Partial<QuantizeOptions> & {readonly file: string},
): Quantized {
	const chosen = {...defaults, ...options};
	const graph = openFloat(bytes, file, chosen.activations);
	const ranges = calibrate(graph, samples, chosen.ranges);
	const int8 = rewrite(graph, planScales(graph, ranges, chosen.activations), chosen);
	const written = writeTflite(int8.model);
	return {
		bytes: written,
		graph,
		int8,
		model: compileModel(written, {file: `${file} in int8`, unfused: true}),
	};
}

/** Quantise, write, and say what it cost. Nothing is written unless the result compiles. */
export async function runQuantize(args: QuantizeArgs): Promise<Result<QuantizeData>> {
	const {file, data: folder, output, html, samples: most = mostSamples, mgPerUnit, ...options} = args;
	const bytes = readModelFile(file);
	keepInput(file, html === undefined ? [output] : [output, html]);
	const before = compileModel(bytes, {file});
	inputShape(before, file);
	const ends = {input: before.inputs[0]!, output: before.outputs[0]!};
	const {samples: all, labels, hasFacts} = await readCalibration(file, folder, ends, mgPerUnit);
	const samples = spread(all, most);
	const facts = hasFacts ? factsOf(file, output) : [];
	if (samples.length < leastSamples)
		throw new CatnapError('BAD_DATA', {
			which: 'few',
			where: folder,
			expected: `at least ${leastSamples} for the input [${before.inputs[0]!.shape.join(', ')}]`,
			received: `${samples.length}`,
		});
	if (isQuantized(parseModel(bytes).subgraphs[0]!))
		return passUnchanged(args, bytes, before, samples.length, facts);
	const runs = (options.ranges ?? defaults.ranges) === 'minmax' ? 3 : 4;
	const counted = {total: runs * samples.length, unit: 'inferences'};
	const {quantized, layers, answers} = working(`quantising ${file}`, counted, () => {
		const quantized = quantizeModel(bytes, samples, {file, ...options});
		return {quantized, ...compare(quantized.graph, quantized.model, quantized.int8.origins, samples)};
	});
	const agreement = labels.length === 0 ? agreementOf(answers) : agreementOf(answers, labels);
	const data: QuantizeData = {
		...{file, output, unchanged: false, samples: samples.length},
		bytes: {before: bytes.length, after: quantized.bytes.length},
		arenaBytes: {
			before: before.arenaBytes,
			after: compileModel(quantized.bytes, {file: output}).arenaBytes,
		},
		layers: [...layers].sort((a, b) => (a.snrDb ?? 999) - (b.snrDb ?? 999)),
		...(agreement === undefined ? {} : {agreement}),
		...(facts[0] === undefined ? {} : {facts: facts[0][0]}),
	};
	await writeTogether([[output, quantized.bytes], ...facts, ...pageOf(html, data)]);
	return {data, text: quantizeText(data), exitCode: 0};
}

/** The labels and the feature stage go with the model, unless there are some already. */
function factsOf(file: string, output: string): Content[] {
	const [from, to] = [file, output].map(path => path.replace(/\.tflite$/, '.json'));
	if (!output.endsWith('.tflite') || existsSync(to!)) return [];
	return [[to!, readFileSync(from!)]];
}

function pageOf(html: string | undefined, data: QuantizeData): Content[] {
	return html === undefined ? [] : [[html, quantizePage(data)]];
}

async function passUnchanged(
	{file, output, html}: QuantizeArgs,
	bytes: Uint8Array,
	{arenaBytes}: CompiledModel,
	samples: number,
	facts: readonly Content[],
): Promise<Result<QuantizeData>> {
	const data: QuantizeData = {
		...{file, output, unchanged: true, samples, layers: []},
		bytes: {before: bytes.length, after: bytes.length},
		arenaBytes: {before: arenaBytes, after: arenaBytes},
		...(facts[0] === undefined ? {} : {facts: facts[0][0]}),
	};
	await writeTogether([[output, bytes], ...facts, ...pageOf(html, data)]);
	const text = `${file} is quantised already: it compiles, and ${output} is the same file`;
	return {data, text, exitCode: 0};
}

/** The shape of the one input that recordings fill. */
export function inputShape({inputs}: CompiledModel, file: string): readonly number[] {
	if (inputs.length !== 1)
		throw new CatnapError('BAD_DATA', {
			which: 'inputs',
			count: inputs.length,
			where: file,
			todo: 'only models of one input can be quantised and validated with recordings',
		});
	return inputs[0]!.shape;
}

const shownLayers = 10;

function quantizeText({
	file,
	output,
	samples,
	bytes,
	arenaBytes,
	layers,
	agreement,
	facts,
}: QuantizeData): string {
	const rows = layers
		.slice(0, shownLayers)
		.map(({operator, name, tensor, snrDb, scale, zeroPoint, clipped}) => [
			operator,
			name,
			snrDb === undefined ? 'exact' : `${snrDb.toFixed(1)} dB`,
			`${(100 * clipped).toFixed(2)} %`,
			`${Number(scale.toPrecision(4))}/${zeroPoint}`,
			tensor.slice(0, 40),
		]);
	const hidden = layers.length - rows.length;
	return [
		`${output}: int8 from ${file}, ranges of ${count(samples)} samples`,
		'',
		table(['#', 'operator', 'signal/noise', 'cut off', 'quantisation', 'tensor'], rows),
		...(hidden > 0 ? [`and ${hidden} operators with less noise`] : []),
		'',
		`file   ${count(bytes.before)} -> ${count(bytes.after)} bytes`,
		`arena  ${count(arenaBytes.before)} -> ${count(arenaBytes.after)} bytes`,
		...(agreement === undefined ? [] : agreementText(agreement)),
		...(facts === undefined ? [] : [`${facts}: labels and feature stage, copied`]),
	].join('\n');
}
