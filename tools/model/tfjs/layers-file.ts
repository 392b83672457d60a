// A tfjs layers model: model.json with its weight files, as a list of layers in the order in which they run.
import {dirname, join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {isObject, parseJson, readBytes, readText} from '../../../lib/read.ts';

export interface Weight {
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

export interface TfjsLayer {
	readonly kind: string;
	readonly name: string;
	readonly config: Readonly<Record<string, unknown>>;
	/** Names of the layers that it takes. */
	readonly inputs: readonly string[];
}

export interface TfjsModel {
	readonly layers: readonly TfjsLayer[];
	readonly outputs: readonly string[];
	/** By name, as layers call them: dense_1/kernel. */
	readonly weights: ReadonlyMap<string, Weight>;
}

const longestMb = 256;

type Json = Readonly<Record<string, unknown>>;

export function bad(where: string, expected: string, received: string): CatnapError {
	return new CatnapError('BAD_TFJS', {where, expected, received});
}

/** @throws {CatnapError} BAD_TFJS, NO_FILE */
export function readTfjs(path: string): TfjsModel {
	const json = readJson(path);
	const topology = json.modelTopology;
	if (json.format !== undefined && json.format !== 'layers-model')
		throw bad(path, "format 'layers-model'", JSON.stringify(json.format));
	const config = isObject(topology)
		? isObject(topology.model_config)
			? topology.model_config
			: topology
		: undefined;
	if (config === undefined || (!isObject(config.config) && !Array.isArray(config.config)))
		throw bad(path, 'modelTopology of a layers model', 'none');
	const {layers, outputs} = layersOf(config, path);
	return {layers, outputs, weights: readWeights(json.weightsManifest, path)};
}

function readJson(path: string): Json {
	const text = readText(path, {code: 'NO_FILE', longestMb});
	try {
		const json = parseJson(text);
		if (isObject(json)) return json;
	} catch (error) {
		throw bad(path, 'JSON', (error as Error).message);
	}
	throw bad(path, 'an object', 'another value');
}

function layersOf(config: Json, path: string): Pick<TfjsModel, 'layers' | 'outputs'> {
	const inner = config.config as Json | readonly unknown[];
	const list = (Array.isArray(inner) ? inner : (inner as Json).layers) as readonly unknown[] | undefined;
	if (!Array.isArray(list) || list.length === 0) throw bad(path, 'a list of layers', 'none');
	const layers = list.map((layer, i) => layerOf(layer, `${path}: layer ${i}`));
	if (config.class_name === 'Sequential' || Array.isArray(inner)) {
		const chained = layers.map((layer, i) => ({...layer, inputs: i === 0 ? [] : [layers[i - 1]!.name]}));
		return {layers: chained, outputs: [chained.at(-1)!.name]};
	}
	const outputs = (inner as Json).output_layers;
	if (!Array.isArray(outputs)) throw bad(path, 'output_layers', JSON.stringify(outputs));
	const names = (typeof outputs[0] === 'string' ? [outputs] : outputs) as readonly (readonly unknown[])[];
	return {layers, outputs: names.map(([name]) => String(name))};
}

function layerOf(layer: unknown, where: string): TfjsLayer {
	if (!isObject(layer) || typeof layer.class_name !== 'string' || !isObject(layer.config))
		throw bad(where, 'class_name and config', JSON.stringify(layer)?.slice(0, 80) ?? 'nothing');
	const {config} = layer;
	const name = typeof layer.name === 'string' ? layer.name : String(config.name);
	const nodes = Array.isArray(layer.inbound_nodes) ? (layer.inbound_nodes as readonly unknown[]) : [];
	if (nodes.length > 1)
		throw bad(where, 'layers that are used once', `${name} is used ${nodes.length} times`);
	const inputs = ((nodes[0] ?? []) as readonly (readonly unknown[])[]).map(([from]) => String(from));
	return {kind: layer.class_name, name, config, inputs};
}

/** `manifest`: groups of files, one after the other, and what lies in them in this order. */
function readWeights(manifest: unknown, path: string): ReadonlyMap<string, Weight> {
	if (!Array.isArray(manifest)) throw bad(path, 'weightsManifest', JSON.stringify(manifest) ?? 'nothing');
	const weights = new Map<string, Weight>();
	for (const group of manifest as readonly {paths: readonly string[]; weights: readonly Json[]}[]) {
		const parts = group.paths.map(name => readBytes(join(dirname(path), name), {code: 'NO_FILE', longestMb}));
		const bytes = new Uint8Array(Buffer.concat(parts));
		let at = 0;
		for (const {name, shape, dtype, quantization} of group.weights) {
			if (dtype !== 'float32' || quantization !== undefined)
				throw bad(
					`${path}: ${String(name)}`,
					'weights in float32, not quantised',
					JSON.stringify(quantization ?? dtype),
				);
			const size = 4 * (shape as number[]).reduce((product, n) => product * n, 1);
			if (at + size > bytes.length)
				throw bad(
					`${path}: ${String(name)}`,
					`${at + size} bytes in ${group.paths.join(', ')}`,
					`${bytes.length}`,
				);
			weights.set(String(name), {
				shape: shape as number[],
				values: new Float32Array(bytes.slice(at, at + size).buffer),
			});
			at += size;
		}
		if (at !== bytes.length) throw bad(path, `${at} bytes in ${group.paths.join(', ')}`, `${bytes.length}`);
	}
	return weights;
}
