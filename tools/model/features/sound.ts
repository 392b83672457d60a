// The stages "mfe" and "mfcc": frames of sound as energies of mel bands, or as cepstra, as Edge Impulse's blocks.
import {bad, type Fields, fftSizes, headBytes, number, oneOf, packed, whole} from './fields.ts';

/** Names and meaning of the blocks' fourth version; units end the names here. */
interface SoundFeatures {
	/** Samples of a window, 1 to 32768. */
	readonly samples: number;
	readonly rateHz: number;
	/** What multiplies each count. @default 1 / 32768 of mfe, 1 of mfcc */
	readonly scaleAxes: number;
	/** Of a frame, in seconds. What is longer than the transform is cut off. @default 0.02 */
	readonly frameLengthS: number;
	/** From one frame to the next, in seconds. @default 0.02 */
	readonly frameStrideS: number;
	/** Mel bands, 2 to 128. @default 32 */
	readonly numFilters: number;
	/** Samples of a transform: 32, 64 .. 1024. @default 256 */
	readonly fftLength: number;
	/** Where the lowest band begins. @default 0 */
	readonly lowFrequencyHz: number;
	/** Where the highest ends; 0: at rateHz / 2. @default 0 */
	readonly highFrequencyHz: number;
	/** Pre-emphasis: each sample less this part of the one `preShift` before. @default 0.98 */
	readonly preCof: number;
	/** 1 to 255. @default 1 */
	readonly preShift: number;
}

export interface MfeFeatures extends SoundFeatures {
	readonly kind: 'mfe';
	/** What becomes 0, in dB; 12 dB becomes 1. @default -52 */
	readonly noiseFloorDb: number;
}

export interface MfccFeatures extends SoundFeatures {
	readonly kind: 'mfcc';
	/** Cepstra of a frame, 1 to numFilters. @default 13 */
	readonly numCepstral: number;
	/** Frames that each cepstrum is normalised over, odd; 0: it is not. @default 101 */
	readonly winSize: number;
}

const common: Fields = {
	samples: whole(1, 32768),
	rateHz: number(1, 1e6),
	scaleAxes: number(1e-9, 1e6, 1),
	frameLengthS: number(1e-6, 10, 0.02),
	frameStrideS: number(1e-6, 10, 0.02),
	numFilters: whole(2, 128, 32),
	fftLength: oneOf(fftSizes, 256),
	lowFrequencyHz: number(0, 5e5, 0),
	highFrequencyHz: number(0, 5e5, 0),
	preCof: number(-1.9, 1.9, 0.98),
	preShift: whole(1, 255, 1),
};

export const mfeFields: Fields = {
	...common,
	scaleAxes: number(1e-9, 1e6, 1 / 32768),
	noiseFloorDb: number(-900, 11, -52),
};

export const mfccFields: Fields = {
	...common,
	numCepstral: whole(1, 128, 13),
	winSize: {
		expected: '0, or an odd whole number up to 65535',
		good: value => value === 0 || (Number.isInteger(value) && (value as number) % 2 === 1 && inUint16(value)),
		otherwise: 101,
	},
};

const inUint16 = (value: unknown) => (value as number) > 0 && (value as number) <= 65_535;
const framesMax = 500;
const bandsAt = headBytes + 16;

/** A time as samples, upwards, unless it is a whole number of them but for the last digits. */
function samplesOf(seconds: number, rateHz: number): number {
	const samples = seconds * rateHz;
	return samples - Math.floor(samples) < 0.001 ? Math.floor(samples) : Math.ceil(samples);
}

function framesOf({samples, rateHz, frameLengthS, frameStrideS}: SoundFeatures): {
	frame: number;
	stride: number;
	frames: number;
} {
	const frame = samplesOf(frameLengthS, rateHz);
	const stride = samplesOf(frameStrideS, rateHz);
	return {frame, stride, frames: Math.floor((samples - frame) / stride) + 1};
}

/** Bins where the bands begin, have their tops and end: [numFilters + 2]. */
function edgesOf({rateHz, numFilters, fftLength, lowFrequencyHz, highFrequencyHz}: SoundFeatures): number[] {
	const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
	const low = mel(lowFrequencyHz);
	const high = mel(highFrequencyHz || rateHz / 2);
	return Array.from({length: numFilters + 2}, (_, i) => {
		const hz = 700 * (Math.exp((low + ((high - low) * i) / (numFilters + 1)) / 1127) - 1);
		// a millihertz less: the last edge may not fall on either side with the last digit
		return Math.floor(((fftLength + 1) * (i > numFilters ? hz - 0.001 : hz)) / rateHz);
	});
}

/** What the fields cannot say alone. */
export function checkSound(features: MfeFeatures | MfccFeatures, where: string): void {
	const {rateHz, lowFrequencyHz, highFrequencyHz, samples, numFilters} = features;
	if (highFrequencyHz > rateHz / 2)
		throw bad(`${where}.highFrequencyHz`, `at most rateHz / 2, ${rateHz / 2}`, highFrequencyHz);
	if (lowFrequencyHz >= (highFrequencyHz || rateHz / 2))
		throw bad(`${where}.lowFrequencyHz`, 'below highFrequencyHz', lowFrequencyHz);
	const {frame, frames} = framesOf(features);
	if (frame < 1 || frames < 1)
		throw bad(
			`${where}.frameLengthS`,
			`a frame of 1 to ${samples} samples, the window`,
			features.frameLengthS,
		);
	if (frames > framesMax)
		throw bad(
			`${where}.frameStrideS`,
			`one that makes at most ${framesMax} frames, not ${frames}`,
			features.frameStrideS,
		);
	const edges = edgesOf(features);
	const empty = edges.findIndex((edge, i) => i > 1 && edges[i - 2] === edge);
	if (empty !== -1)
		throw bad(
			`${where}.numFilters`,
			`so few that each band has a bin of the transform; band ${empty - 2} has none`,
			numFilters,
		);
	if (features.kind === 'mfcc' && features.numCepstral > numFilters)
		throw bad(`${where}.numCepstral`, `at most numFilters, ${numFilters}`, features.numCepstral);
	if (features.preShift > samples)
		throw bad(`${where}.preShift`, `at most samples, ${samples}`, features.preShift);
}

export function soundCount(features: MfeFeatures | MfccFeatures): number {
	const each = features.kind === 'mfe' ? features.numFilters : features.numCepstral;
	return framesOf(features).frames * each;
}

export function packSound(features: MfeFeatures | MfccFeatures): Uint8Array {
	const {samples, fftLength: size, scaleAxes: scale, numFilters: detail} = features;
	const {frame, stride} = framesOf(features);
	const edges = edgesOf(features);
	const {bytes, view} = packed(bandsAt + 2 * edges.length, {
		...{kind: features.kind === 'mfe' ? 5 : 6, axes: 1, detail, samples, size, scale},
	});
	view.setUint16(12, frame, true);
	view.setUint16(14, stride, true);
	view.setUint8(16, features.kind === 'mfe' ? 0 : features.numCepstral);
	view.setUint8(17, features.preShift);
	view.setUint16(18, features.kind === 'mfe' ? 0 : features.winSize, true);
	view.setFloat32(20, features.preCof, true);
	view.setFloat32(24, features.kind === 'mfe' ? features.noiseFloorDb : 0, true);
	for (const [i, edge] of edges.entries()) view.setUint16(bandsAt + 2 * i, edge, true);
	return bytes;
}
