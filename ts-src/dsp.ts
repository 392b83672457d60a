// `catnap/dsp`: spectra, filters, statistics and features of sound and vibration, the same bits on every target.
// Objects take their memory when they are made; calls write into arrays of the caller and allocate nothing.

export {
	Mel,
	type MelOptions,
	Mfcc,
	type MfccOptions,
	SpeechFrontEnd,
} from './dsp-features.ts';
export {Fft, type FftOptions, type FftSize, type WindowKind} from './dsp-fft.ts';
export {Biquad, type BiquadOptions, designBiquad, Fir} from './dsp-filter.ts';
export {
	type AxisOptions,
	bandPower,
	fillWindow,
	type Moments,
	moments,
	multiply,
	peaks,
	type Quantization,
	quantize,
	rms,
	toFloat,
	zeroCrossings,
} from './dsp-statistics.ts';
