// The facts beside a model, `fan.json` of `fan.tflite`: labels, window length, and the stage that makes its features.
import {existsSync} from 'node:fs';
import {dirname, relative, resolve} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {isObject, longestJsonMb, parseJson, readText} from '../../lib/read.ts';
import {checkAnomaly, packAnomaly} from './anomaly.ts';
import {bad} from './features/fields.ts';
import {checkFeatures, type Features, featureCount, packFeatures} from './features/index.ts';
import {checkLabels, checkValues, type EndSizes, type NamedValue, wrong} from './sidecar-results.ts';

export interface Sidecar {
	/** Class names in the order of the output tensor; empty where the file has none. */
	readonly labels: readonly string[];
	/** Names and units of the outputs' elements; empty where the file has none. */
	readonly values: readonly NamedValue[];
	/** Samples of a window, when there is a feature stage to take it. */
	readonly samples: number | undefined;
	/** Samples per second that the feature stage was made for. */
	readonly rateHz: number | undefined;
	/** Bytes of the feature stage, or undefined when the app fills the input tensor itself. */
	readonly features: Uint8Array | undefined;
	/** The same as the file says it. */
	readonly stage?: Features;
	/** Bytes of the anomaly score of what the stage gives. */
	readonly anomaly?: Uint8Array;
	/** Whether the arena is one that all such models of the app share. @default false */
	readonly isSharing?: boolean;
	/** Whether the state lies in memory that survives off. @default false */
	readonly isKept?: boolean;
	/** Range of the sensor that the model was made for. */
	readonly rangeG?: number;
}

/** Read the file at `path` and check it against the model's tensors; without the file, only the sizes are known. */
export async function readSidecar(path: string, appDir: string, model: EndSizes): Promise<Sidecar> {
	const where = relative(appDir, path);
	const json = await readJson(path, where);
	const none = {samples: undefined, rateHz: undefined, features: undefined};
	if (json === undefined) return {labels: [], values: [], ...none};
	const results = {
		labels: checkLabels(json.labels, model, where),
		values: checkValues(json.values, model, `${where}: values`),
		...(choiceOf(json.arena, 'shared', 'own', `${where}: arena`) && {isSharing: true}),
		...(choiceOf(json.state, 'retained', 'fresh', `${where}: state`) && {isKept: true}),
	};
	const range = rangeOf(json.rangeG, where);
	if (json.features === undefined && json.anomaly !== undefined)
		throw bad(`${where}: anomaly`, 'a feature stage, features, whose values it judges', undefined);
	if (json.features === undefined) return {...results, ...none};
	const features = checkFeatures(json.features, `${where}: features`);
	const count = featureCount(features);
	if (count !== model.inputElements) {
		throw new CatnapError('MODEL_FEATURES', {
			where,
			expected: `${model.inputElements} values, the elements of input tensor 0`,
			received: `${count} values, what the features of this file give`,
		});
	}
	const {samples, rateHz} = features;
	const bytes = packFeatures(features);
	return {
		...results,
		samples,
		rateHz,
		features: bytes,
		stage: features,
		...range,
		...anomalyOf(json, count, model, where),
	};
}

/** The model in front of another, as `from` of the JSON says it. */
export interface Link {
	/** Path of its .tflite. */
	readonly path: string;
	/** Runs of it for one of the model behind. */
	readonly every: number;
	/** For messages. */
	readonly where: string;
}

/** `"from": {"model": "features.tflite", "every": 5}`, or the path alone; undefined for a model that stands alone. */
export async function readLink(path: string, appDir: string): Promise<Link | undefined> {
	const name = relative(appDir, path);
	const from = (await readJson(path, name))?.from;
	if (from === undefined) return undefined;
	const where = `${name}: from`;
	const {model, every = 1, ...others} = isObject(from) ? from : {model: from};
	const [other] = Object.keys(others);
	if (other !== undefined)
		throw wrong(`${where}.${other}`, 'model and every: no field of this name', others[other]);
	if (typeof model !== 'string' || !model.endsWith('.tflite'))
		throw wrong(where, 'the path of a .tflite file, seen from here', model);
	if (!Number.isInteger(every) || (every as number) < 1 || (every as number) > mostRuns)
		throw wrong(`${where}.every`, `a whole number from 1 to ${mostRuns}`, every);
	return {path: resolve(dirname(path), model), every: every as number, where};
}

const mostRuns = 65_535;

function anomalyOf(
	{anomaly: given}: Record<string, unknown>,
	count: number,
	{outputElements}: {outputElements: number},
	where: string,
): Pick<Sidecar, 'anomaly'> {
	if (given === undefined) return {};
	const anomaly = checkAnomaly(given, count, outputElements, `${where}: anomaly`);
	return {anomaly: packAnomaly(anomaly)};
}

/** Whether a field says `special`. */
function choiceOf(given: unknown, special: string, usual: string, where: string): boolean {
	if (given === undefined || given === usual || given === special) return given === special;
	throw wrong(where, `${special} or ${usual}`, given);
}

/** Of the motion sensors. */
const ranges: readonly number[] = [2, 4, 8, 16];

function rangeOf(rangeG: unknown, where: string): Pick<Sidecar, 'rangeG'> {
	if (rangeG === undefined) return {};
	if (ranges.includes(rangeG as number)) return {rangeG: rangeG as number};
	throw wrong(`${where}: rangeG`, `the range of the sensor in g: ${ranges.join(', ')}`, rangeG);
}

async function readJson(path: string, where: string): Promise<Record<string, unknown> | undefined> {
	if (!existsSync(path)) return undefined;
	const text = readText(path, {code: 'MODEL_FACTS', longestMb: longestJsonMb, where});
	try {
		const json = parseJson(text);
		if (isObject(json)) return json;
		throw new Error('not an object');
	} catch (error) {
		throw new CatnapError('MODEL_FACTS', {
			where,
			expected: 'JSON: {"labels": [...], "features": {...}}',
			received: (error as Error).message,
		});
	}
}
