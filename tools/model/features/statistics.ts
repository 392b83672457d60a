// The stages "raw", "statistics" and "flatten": the samples as they are, and what describes each axis.
import {type Fields, flag, headBytes, ofWindow, packed, type Sensor} from './fields.ts';

/** What a stage on the samples of a window says first. */
export interface WindowFeatures {
	/** Samples of a window, per axis: 1 to 32768. */
	readonly samples: number;
	/** Interleaved axes of a sample, 1 to 3; 1 of a microphone. */
	readonly axes: number;
	readonly rateHz: number;
	/** @default 'accelerometer' */
	readonly sensor: Sensor;
	/** What multiplies each sample, in mg of an accelerometer and in counts of a microphone. @default 1 */
	readonly scaleAxes: number;
}

/** In the order of the output, bit 0 first. */
export const statistics = [
	'average',
	'minimum',
	'maximum',
	'rms',
	'stdev',
	'skewness',
	'kurtosis',
	'crossings',
] as const;
export type Statistic = (typeof statistics)[number];
/** Those of Edge Impulse's block "flatten". */
const flattened = statistics.slice(0, 7) as readonly Exclude<Statistic, 'crossings'>[];

export interface RawFeatures extends WindowFeatures {
	readonly kind: 'raw';
}
export interface StatisticsFeatures extends WindowFeatures {
	readonly kind: 'statistics';
	/** Which, each once; they come in the order of the list above. */
	readonly values: readonly Statistic[];
}
/** Names and meaning of Edge Impulse's block; each is true where it is left out. */
export type FlattenFeatures = WindowFeatures & {readonly kind: 'flatten'} & Readonly<
		Record<Exclude<Statistic, 'crossings'>, boolean>
	>;

export const rawFields: Fields = ofWindow;
export const statisticsFields: Fields = {
	...ofWindow,
	values: {
		expected: `an array of some of ${statistics.join(', ')}, each once`,
		good: value =>
			Array.isArray(value) &&
			value.length > 0 &&
			new Set(value).size === value.length &&
			value.every(name => statistics.includes(name as Statistic)),
	},
};
export const flattenFields: Fields = {
	...ofWindow,
	...Object.fromEntries(flattened.map(name => [name, flag(true)])),
};

/** As a bit of each value. */
export function maskOf(features: StatisticsFeatures | FlattenFeatures): number {
	const chosen = features.kind === 'statistics' ? features.values : flattened.filter(name => features[name]);
	return chosen.reduce((mask, name) => mask | (1 << statistics.indexOf(name)), 0);
}

export function statisticsCount(features: StatisticsFeatures | FlattenFeatures): number {
	return statistics.filter((_, i) => (maskOf(features) >> i) & 1).length * features.axes;
}

export function packRaw({axes, samples, scaleAxes: scale}: RawFeatures): Uint8Array {
	return packed(headBytes, {kind: 2, axes, samples, scale}).bytes;
}

export function packStatistics(features: StatisticsFeatures | FlattenFeatures): Uint8Array {
	const {axes, samples, scaleAxes: scale} = features;
	return packed(headBytes, {kind: 3, axes, detail: maskOf(features), samples, scale}).bytes;
}
