// Checks the `anomaly` of a model's JSON and packs it into the bytes that native/dsp/anomaly.c reads in place.
import {isObject} from '../../lib/read.ts';
import {bad, type Field, type Fields, filled} from './features/fields.ts';

/** Distance to the nearest of clusters, less its radius: below 0 inside of one. */
export interface ClusterAnomaly {
	readonly kind: 'k-means';
	/** A score above it is an anomaly. */
	readonly threshold: number;
	/** Which of the features count: V places. */
	readonly values: readonly number[];
	/** [V] what is taken off each. */
	readonly mean: readonly number[];
	/** [V] what each is then divided by, above 0. */
	readonly scale: readonly number[];
	/** The center is [V]. */
	readonly clusters: readonly {readonly center: readonly number[]; readonly radius: number}[];
}

/** Root of the mean square of the differences between the features and output tensor 0, in their unit. */
export interface AutoencoderAnomaly {
	readonly kind: 'autoencoder';
	/** A score above it is an anomaly. */
	readonly threshold: number;
}

export type Anomaly = ClusterAnomaly | AutoencoderAnomaly;

const finite = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 1e30;
const numbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(finite);

const threshold = {expected: 'a number below 1e30', good: finite};
const autoencoderFields: Fields = {threshold};
const most = 65_535;

const placesOf = (count: number): Field => ({
	expected: `an array of places from 0 to ${count - 1}, the values of the feature stage, each once`,
	good: value =>
		numbers(value) &&
		value.length > 0 &&
		new Set(value).size === value.length &&
		value.every(place => Number.isInteger(place) && place >= 0 && place < count),
});

/** Whether these are places among so many values. */
export function checkPlaces(places: readonly number[], count: number, where: string): void {
	const {good, expected} = placesOf(count);
	if (!good(places)) throw bad(where, expected, places);
}

/** Whether float32 holds it, as the device wants it. */
export function checkThreshold(value: number, where: string): void {
	if (!threshold.good(value)) throw bad(where, threshold.expected, value);
}

/** Those of clusters, for a stage of so many values. */
function clusterFields(count: number): Fields {
	return {
		threshold,
		values: placesOf(count),
		mean: {expected: 'an array of numbers', good: numbers},
		scale: {
			expected: 'an array of numbers above 0',
			good: value => numbers(value) && value.every(each => each > 1e-30),
		},
		clusters: {
			expected: `an array of 1 to ${most} objects with center and radius, 0 or more`,
			good: value =>
				Array.isArray(value) &&
				value.length > 0 &&
				value.length <= most &&
				value.every(
					each => isObject(each) && numbers(each.center) && finite(each.radius) && each.radius >= 0,
				),
		},
	};
}

/** Check every field; `count` values come out of the feature stage, `outputs` out of the model's tensor 0. */
export function checkAnomaly(json: unknown, count: number, outputs: number, where = 'anomaly'): Anomaly {
	if (!isObject(json)) throw bad(where, 'an object with kind and threshold', json);
	if (json.kind !== 'k-means' && json.kind !== 'autoencoder')
		throw bad(`${where}.kind`, 'k-means or autoencoder', json.kind);
	if (json.kind === 'autoencoder') {
		if (outputs !== count)
			throw bad(
				`${where}.kind`,
				`autoencoder only of a model whose output has the ${count} values of its features`,
				outputs,
			);
		return filled(json, autoencoderFields, where) as unknown as AutoencoderAnomaly;
	}
	const anomaly = filled(json, clusterFields(count), where) as unknown as ClusterAnomaly;
	const {length} = anomaly.values;
	const lists = [
		['mean', anomaly.mean] as const,
		['scale', anomaly.scale] as const,
		...anomaly.clusters.map(({center}, i) => [`clusters[${i}].center`, center] as const),
	];
	for (const [name, list] of lists) {
		if (list.length !== length)
			throw bad(`${where}.${name}`, `${length} numbers, one for each of values`, list.length);
	}
	return anomaly;
}

const headBytes = 12;

/** The bytes of SPEC.md of what `checkAnomaly` gave. */
export function packAnomaly(anomaly: Anomaly): Uint8Array {
	if (anomaly.kind === 'autoencoder') {
		const bytes = Uint8Array.of(1, 2, ...new Array<number>(headBytes - 2).fill(0));
		new DataView(bytes.buffer).setFloat32(8, anomaly.threshold, true);
		return bytes;
	}
	const {values, mean, scale, clusters} = anomaly;
	const numbersAt = headBytes + 2 * (values.length + (values.length % 2));
	const floats = [
		...mean,
		...scale.map(each => 1 / each),
		...clusters.flatMap(({center, radius}) => [radius, ...center]),
	];
	const bytes = new Uint8Array(numbersAt + 4 * floats.length);
	const view = new DataView(bytes.buffer);
	bytes.set([1, 1]);
	view.setUint16(2, values.length, true);
	view.setUint16(4, clusters.length, true);
	view.setFloat32(8, anomaly.threshold, true);
	for (const [i, place] of values.entries()) view.setUint16(headBytes + 2 * i, place, true);
	for (const [i, float] of floats.entries()) view.setFloat32(numbersAt + 4 * i, float, true);
	return bytes;
}
