// The facts beside a model, `fan.json` of `fan.tflite`: labels, window length, and the stage that makes its features.
import {readFile} from 'node:fs/promises';
import {relative} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {checkFeatures, featureCount, packFeatures} from '../model/features.ts';

export interface Sidecar {
	/** Class names in the order of the output tensor; empty where the file has none. */
	readonly labels: readonly string[];
	/** Samples of a window, when there is a feature stage to take it. */
	readonly samples: number | undefined;
	/** Samples per second that the feature stage was made for. */
	readonly rateHz: number | undefined;
	/** Bytes of the feature stage, or undefined when the app fills the input tensor itself. */
	readonly features: Uint8Array | undefined;
}

/** Read the file at `path` and check it against the model's tensors; without the file, only the sizes are known. */
export async function readSidecar(
	path: string,
	appDir: string,
	model: {inputElements: number; outputElements: number},
): Promise<Sidecar> {
	const where = relative(appDir, path);
	const json = await readJson(path, where);
	if (json === undefined) return {labels: [], samples: undefined, rateHz: undefined, features: undefined};
	const labels = checkLabels(json.labels, model.outputElements, where);
	if (json.features === undefined)
		return {labels, samples: undefined, rateHz: undefined, features: undefined};
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
	return {labels, samples, rateHz, features: packFeatures(json.features, `${where}: features`)};
}

async function readJson(path: string, where: string): Promise<Record<string, unknown> | undefined> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch {
		return undefined;
	}
	try {
		const json = JSON.parse(text);
		if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
		throw new Error('no object');
	} catch (error) {
		throw new CatnapError('MODEL_FACTS', {
			where,
			expected: 'JSON: {"labels": [...], "features": {...}}',
			received: (error as Error).message,
		});
	}
}

function checkLabels(labels: unknown, outputs: number, where: string): string[] {
	if (labels === undefined) return [];
	const good = Array.isArray(labels) && labels.every(label => typeof label === 'string' && label !== '');
	if (!good || labels.length !== outputs || new Set(labels).size !== labels.length) {
		throw new CatnapError('MODEL_LABELS', {
			where,
			expected: `${outputs} different names, one an element of output tensor 0`,
			received: JSON.stringify(labels),
		});
	}
	return labels;
}
