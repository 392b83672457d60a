// The stage "spectrum": power in frequency bands, around the strongest tone and beside it.
import {bad, type Fields, fftSizes, headBytes, number, oneOf, packed, whole} from './fields.ts';

/** See SPEC.md, "Feature stage". */
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

const bandsMax = 64;

export const spectrumFields: Fields = {
	samples: oneOf(fftSizes),
	axes: oneOf([1, 2, 3]),
	rateHz: number(1, 10000),
	floorMg2: number(1e-6, 1e6),
	peakBins: whole(1, 8),
	edgesHz: {
		expected: `an array of 2 to ${bandsMax + 1} frequencies`,
		good: value => Array.isArray(value) && value.length >= 2 && value.length <= bandsMax + 1,
	},
};

export function spectrumCount({edgesHz, axes}: SpectrumFeatures): number {
	return (edgesHz.length + 1) * axes + 1;
}

export function packSpectrum(features: SpectrumFeatures): Uint8Array {
	const bins = spectrumBins(features);
	const {axes, samples, peakBins: size, floorMg2: scale} = features;
	const {bytes, view} = packed(headBytes + 2 * bins.length, {
		...{kind: 1, axes, detail: bins.length - 1, samples, size, scale},
	});
	for (const [i, bin] of bins.entries()) view.setUint16(headBytes + 2 * i, bin, true);
	return bytes;
}

/** The edges as bins. */
export function spectrumBins({samples, rateHz, edgesHz}: SpectrumFeatures, where = 'features'): number[] {
	const {expected, good} = number(0, rateHz / 2);
	const binHz = rateHz / samples;
	let least = 1;
	return edgesHz.map((edge, i) => {
		const name = `${where}.edgesHz[${i}]`;
		if (!good(edge)) throw bad(name, expected, edge);
		const bin = Math.round(edge / binHz);
		if (bin < least) {
			const lowest = ((least - 0.5) * binHz).toFixed(3);
			throw bad(name, `at least ${lowest} Hz, half a bin of ${binHz} Hz above the edge before`, edge);
		}
		least = bin + 1;
		return bin;
	});
}
