// Checks the `features` of a model's JSON and packs them into the bytes that native/dsp/feature.c reads in place.
import {isObject} from '../../../lib/read.ts';
import {bad, type Fields, filled, type Sensor} from './fields.ts';
import {
	checkSound,
	type MfccFeatures,
	type MfeFeatures,
	mfccFields,
	mfeFields,
	packSound,
	soundCount,
} from './sound.ts';
import {
	checkSpectral,
	packSpectral,
	type SpectralFeatures,
	spectralCount,
	spectralFields,
} from './spectral.ts';
import {
	packSpectrum,
	type SpectrumFeatures,
	spectrumBins,
	spectrumCount,
	spectrumFields,
} from './spectrum.ts';
import {
	type FlattenFeatures,
	flattenFields,
	packRaw,
	packStatistics,
	type RawFeatures,
	rawFields,
	type StatisticsFeatures,
	statisticsCount,
	statisticsFields,
} from './statistics.ts';

export type {SpectrumFeatures} from './spectrum.ts';
/** A feature stage with every field filled in: docs/features.md has the table of them. */
export type Features =
	| SpectrumFeatures
	| RawFeatures
	| StatisticsFeatures
	| FlattenFeatures
	| SpectralFeatures
	| MfeFeatures
	| MfccFeatures;

interface Kind<F extends Features> {
	readonly fields: Fields;
	/** What the fields cannot say alone. */
	readonly check?: (features: F, where: string) => unknown;
	/** Values of one window. */
	readonly count: (features: F) => number;
	readonly pack: (features: F) => Uint8Array;
}

const kinds: {readonly [K in Features['kind']]: Kind<Extract<Features, {kind: K}>>} = {
	spectrum: {fields: spectrumFields, check: spectrumBins, count: spectrumCount, pack: packSpectrum},
	raw: {fields: rawFields, count: ({samples, axes}) => samples * axes, pack: packRaw},
	statistics: {fields: statisticsFields, count: statisticsCount, pack: packStatistics},
	flatten: {
		fields: flattenFields,
		check: checkFlatten,
		count: statisticsCount,
		pack: packStatistics,
	},
	spectral: {fields: spectralFields, check: checkSpectral, count: spectralCount, pack: packSpectral},
	mfe: {fields: mfeFields, check: checkSound, count: soundCount, pack: packSound},
	mfcc: {fields: mfccFields, check: checkSound, count: soundCount, pack: packSound},
};

function checkFlatten(features: FlattenFeatures, where: string): void {
	if (statisticsCount(features) === 0) throw bad(where, 'one value at least that is true', features);
}

/** Check every field of `json` and fill in those left out; the error names the field, what it may be and what it is. */
export function checkFeatures(json: unknown, where = 'features'): Features {
	const names = Object.keys(kinds);
	if (!isObject(json)) throw bad(where, 'an object whose kind is one of the feature stages', json);
	if (typeof json.kind !== 'string' || !names.includes(json.kind))
		throw bad(`${where}.kind`, `one of ${names.join(', ')}`, json.kind);
	const kind = kinds[json.kind as Features['kind']] as Kind<Features>;
	const features = filled(json, kind.fields, where) as unknown as Features;
	if (sensorOf(features) === 'microphone' && axesOf(features) !== 1)
		throw bad(`${where}.axes`, '1 of a microphone', axesOf(features));
	kind.check?.(features, where);
	return features;
}

/** Values that the stage writes into the model's input. */
export function featureCount(features: Features): number {
	return (kinds[features.kind] as Kind<Features>).count(features);
}

/** The bytes of SPEC.md of what `checkFeatures` gave. */
export function packFeatures(features: Features): Uint8Array {
	return (kinds[features.kind] as Kind<Features>).pack(features);
}

export function sensorOf(features: Features): Sensor {
	if (features.kind === 'mfe' || features.kind === 'mfcc') return 'microphone';
	return features.kind === 'spectrum' ? 'accelerometer' : features.sensor;
}

/** Interleaved axes of a window. */
export function axesOf(features: Features): number {
	return 'axes' in features ? features.axes : 1;
}
