// The stage "spectral": the axes filtered, their statistics, and the power of their bins, as Edge Impulse's block.
import {butterworth} from './butterworth.ts';
import {bad, type Fields, fftSizes, flag, headBytes, number, ofWindow, oneOf, packed} from './fields.ts';
import type {WindowFeatures} from './statistics.ts';

/** Names and meaning of the block's fourth version, its analysis FFT; units end the names here. */
export interface SpectralFeatures extends WindowFeatures {
	readonly kind: 'spectral';
	/** What a Butterworth filter lets through, before all else. @default 'none' */
	readonly filterType: 'none' | 'low' | 'high';
	/** Where it passes half the power, in Hz, below rateHz / 2; also the bins beyond it are left out. @default rateHz / 4 */
	readonly filterCutoffHz?: number;
	/** 0, which only leaves out bins, to 8. @default 6 */
	readonly filterOrder: 0 | 2 | 4 | 6 | 8;
	/** Samples of a transform: 32, 64 .. 1024. @default 64 */
	readonly fftLength: number;
	/** Whether powers become log10 of them. @default true */
	readonly doLog: boolean;
	/** Whether a frame begins in the middle of the one before. @default true */
	readonly doFftOverlap: boolean;
}

export const spectralFields: Fields = {
	...ofWindow,
	filterType: oneOf(['none', 'low', 'high'], 'none'),
	filterCutoffHz: {
		expected: 'a number above 0, in Hz',
		good: value => value === undefined || (typeof value === 'number' && value > 0),
	},
	filterOrder: oneOf([0, 2, 4, 6, 8], 6),
	fftLength: oneOf(fftSizes, 64),
	doLog: flag(true),
	doFftOverlap: flag(true),
};

/** Of the samples: rms, skewness, kurtosis; of the bins: skewness, kurtosis. */
const statisticsOfAxis = 5;
const binsAt = headBytes;
const sectionsAt = headBytes + 8;
const sectionBytes = 20;

/** First bin that comes out, and the one after the last: those that the filter lets through. */
function binsOf(features: SpectralFeatures): {first: number; end: number} {
	const {filterType, fftLength, rateHz} = features;
	const last = fftLength / 2 + 1;
	const cutoff = (cutoffOf(features) * fftLength) / rateHz;
	if (filterType === 'low') return {first: 1, end: Math.trunc(cutoff + 0.5) + 1};
	if (filterType === 'high') return {first: Math.max(1, Math.trunc(cutoff - 0.5) + 1), end: last};
	return {first: 1, end: last};
}

function cutoffOf({filterCutoffHz, rateHz}: SpectralFeatures): number {
	return filterCutoffHz ?? rateHz / 4;
}

/** What the fields cannot say alone. */
export function checkSpectral(features: SpectralFeatures, where: string): void {
	const {filterType, rateHz, filterCutoffHz} = features;
	if (filterType === 'none') return;
	const {good} = number(0, rateHz / 2);
	const cutoff = cutoffOf(features);
	if (!good(cutoff) || cutoff === rateHz / 2)
		throw bad(
			`${where}.filterCutoffHz`,
			`a number above 0 and below rateHz / 2, ${rateHz / 2}`,
			filterCutoffHz,
		);
	const {first, end} = binsOf(features);
	if (first >= end)
		throw bad(
			`${where}.filterCutoffHz`,
			`one that leaves a bin of ${rateHz / features.fftLength} Hz`,
			filterCutoffHz,
		);
}

export function spectralCount(features: SpectralFeatures): number {
	const {first, end} = binsOf(features);
	return features.axes * (statisticsOfAxis + end - first);
}

export function packSpectral(features: SpectralFeatures): Uint8Array {
	const {axes, samples, fftLength: size, scaleAxes: scale, filterType, filterOrder} = features;
	const detail = (features.doLog ? 1 : 0) | (features.doFftOverlap ? 2 : 0);
	const sections =
		filterType === 'none' ? [] : butterworth(filterType, filterOrder, cutoffOf(features), features.rateHz);
	const {bytes, view} = packed(sectionsAt + sections.length * sectionBytes, {
		...{kind: 4, axes, detail, samples, size, scale},
	});
	const {first, end} = binsOf(features);
	view.setUint16(binsAt, first, true);
	view.setUint16(binsAt + 2, end, true);
	view.setUint8(binsAt + 4, sections.length);
	for (const [i, value] of sections.flat().entries()) view.setFloat32(sectionsAt + 4 * i, value, true);
	return bytes;
}
