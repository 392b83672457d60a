// Packs the `features` of a model's JSON into the bytes that native/dsp/feature.c reads in place.

import {CatnapError} from '../../lib/errors.ts';

/** Power in frequency bands, around the strongest tone and beside it; see SPEC.md, "Feature stage". */
export interface SpectrumFeatures {
	readonly kind: 'spectrum';
	/** Samples of a window, per axis: 32, 64 .. 1024. */
	readonly samples: number;
	/** Interleaved axes of a sample, 1 to 3. */
	readonly axes: number;
	readonly rateHz: number;
	/** Power that is added to each band before the logarithm, in mg^2: hides the noise of the sensor. */
	readonly floorMg2: number;
	/** Bins on each side of the strongest one that belong to the peak, 1 to 8. */
	readonly peakBins: number;
	/** Band edges, rising; each is rounded to the nearest bin of rateHz / samples. Two or more, up to 65. */
	readonly edgesHz: readonly number[];
}

export type Features = SpectrumFeatures;

const VERSION = 1;
const KIND_SPECTRUM = 1;
const HEADER_BYTES = 12;
const BANDS_MAX = 64;
const KEYS = ['kind', 'samples', 'axes', 'rateHz', 'floorMg2', 'peakBins', 'edgesHz'];

/** Values that the stage writes into the model's input: bands, peak and rest of each axis, and the tone. */
export function featureCount(features: Features): number {
	return (features.edgesHz.length + 1) * features.axes + 1;
}

/** Check `json` (as read from a file named `where`) and return its bytes. */
export function packFeatures(json: unknown, where = 'features'): Uint8Array {
	const features = checkFeatures(json, where);
	const bins = edgeBins(features, where);
	const bytes = new Uint8Array((HEADER_BYTES + 2 * bins.length + 3) & ~3);
	const view = new DataView(bytes.buffer);
	bytes.set([VERSION, KIND_SPECTRUM, features.axes, bins.length - 1]);
	view.setUint16(4, features.samples, true);
	view.setUint8(6, features.peakBins);
	view.setFloat32(8, features.floorMg2, true);
	for (const [i, bin] of bins.entries()) view.setUint16(HEADER_BYTES + 2 * i, bin, true);
	return bytes;
}

/** Check every field of `json`; the error names the field, what it may be and what it is. */
export function checkFeatures(json: unknown, where = 'features'): Features {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw bad(where, 'an object with kind, samples, axes, rateHz, floorMg2, peakBins and edgesHz', json);
	}
	const fields = json as Record<string, unknown>;
	for (const key of Object.keys(fields)) {
		if (!KEYS.includes(key))
			throw bad(`${where}.${key}`, `no field of this name; one of ${KEYS.join(', ')}`, fields[key]);
	}
	if (fields.kind !== 'spectrum') throw bad(`${where}.kind`, "'spectrum'", fields.kind);
	const {samples, axes, rateHz, floorMg2, peakBins, edgesHz} = fields;
	if (![32, 64, 128, 256, 512, 1024].includes(samples as number)) {
		throw bad(`${where}.samples`, 'one of 32, 64, 128, 256, 512, 1024', samples);
	}
	if (![1, 2, 3].includes(axes as number)) throw bad(`${where}.axes`, '1, 2 or 3', axes);
	checkNumber(`${where}.rateHz`, rateHz, 1, 10000);
	checkNumber(`${where}.floorMg2`, floorMg2, 1e-6, 1e6);
	if (![1, 2, 3, 4, 5, 6, 7, 8].includes(peakBins as number)) {
		throw bad(`${where}.peakBins`, 'a whole number from 1 to 8', peakBins);
	}
	if (!Array.isArray(edgesHz) || edgesHz.length < 2 || edgesHz.length > BANDS_MAX + 1) {
		throw bad(`${where}.edgesHz`, `an array of 2 to ${BANDS_MAX + 1} frequencies`, edgesHz);
	}
	for (const [i, edge] of edgesHz.entries())
		checkNumber(`${where}.edgesHz[${i}]`, edge, 0, (rateHz as number) / 2);
	return json as Features;
}

function edgeBins({samples, rateHz, edgesHz}: Features, where: string): number[] {
	const binHz = rateHz / samples;
	const bins = edgesHz.map(edge => Math.round(edge / binHz));
	for (const [i, bin] of bins.entries()) {
		const least = i === 0 ? 1 : bins[i - 1]! + 1;
		if (bin < least) {
			const expected = `at least ${((least - 0.5) * binHz).toFixed(3)} Hz, half a bin of ${binHz} Hz above the edge before`;
			throw bad(`${where}.edgesHz[${i}]`, expected, edgesHz[i]);
		}
	}
	return bins;
}

function checkNumber(where: string, value: unknown, least: number, most: number): void {
	if (typeof value !== 'number' || !(value >= least && value <= most)) {
		throw bad(where, `a number from ${least} to ${most}`, value);
	}
}

function bad(where: string, expected: string, received: unknown): CatnapError {
	const shown = received === undefined ? 'nothing' : JSON.stringify(received);
	return new CatnapError('BAD_FEATURES', {where, expected, received: shown});
}
