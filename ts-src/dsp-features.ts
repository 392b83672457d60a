// Features of sound for models: mel bands, MFCC and the micro-speech front end.

import * as native from 'catnap:dsp';
import {Fft, type FftSize, type WindowKind} from './dsp-fft.ts';
import {checkLength, checkSize, wrong} from './dsp-lengths.ts';

export interface MelOptions {
	/** Samples of the transform whose power comes in. */
	readonly size: FftSize;
	/** Samples per second. */
	readonly rateHz: number;
	/** How many bands, 1 to 128. @default 26 */
	readonly bands?: number;
	/** Where the lowest begins, in Hz. @default 0 */
	readonly lowHz?: number;
	/** Where the highest ends, in Hz, at most `rateHz / 2`. @default rateHz / 2 */
	readonly highHz?: number;
}

/**
 * Triangular bands, evenly spaced in mel (1127 ln(1 + Hz / 700)), linear in Hz, with top 1. A band that is narrower
 * than a bin can be empty: 0.
 */
export class Mel {
	readonly #native: native.MelBank;
	readonly #bins: number;
	/** How many bands. */
	readonly bands: number;

	/** @throws {NativeError} RANGE when the band does not fit the rate, NO_MEMORY. */
	constructor({size, rateHz, bands = 26, lowHz = 0, highHz = rateHz / 2}: MelOptions) {
		if (!(lowHz < highHz && highHz <= rateHz / 2)) {
			throw wrong(
				'Mel: highHz',
				`above lowHz, ${lowHz}, and at most rateHz / 2, ${rateHz / 2}`,
				String(highHz),
			);
		}
		this.#native = native.openMelBank({size: checkSize('Mel', size), rateHz, bands, lowHz, highHz});
		this.#bins = size / 2 + 1;
		this.bands = bands;
	}

	/**
	 * Energies of the bands.
	 * @param power [size / 2 + 1], as `Fft.power` writes it.
	 * @param out [bands], in the unit of `power`.
	 * @returns out.
	 */
	run(power: Float32Array, out: Float32Array): Float32Array {
		checkLength('Mel.run', 'power', power, this.#bins);
		checkLength('Mel.run', 'out', out, this.bands);
		this.#native.run(power, out);
		return out;
	}

	/** Give its memory back. A second close does nothing. */
	close(): void {
		this.#native.close();
	}
}

export interface MfccOptions extends MelOptions {
	/** How many come out, 1 to `bands`. @default 13 */
	readonly coefficients?: number;
	/** @default 'hann' */
	readonly window?: WindowKind;
	/** Added to the energy of each band before the logarithm, above 0, in the square of the signal's unit. @default 1e-6 */
	readonly floor?: number;
}

/** Mel-frequency cepstrum: window, power, mel bands, natural logarithm, orthonormal DCT-II. */
export class Mfcc {
	readonly #fft: Fft;
	readonly #mel: Mel;
	readonly #floor: number;
	readonly #power: Float32Array;
	readonly #bands: Float32Array;
	/** How many coefficients. */
	readonly coefficients: number;

	/** @throws {NativeError} RANGE for an option out of range, NO_MEMORY. */
	constructor(options: MfccOptions) {
		const {size, window = 'hann', coefficients = 13, floor = 1e-6} = options;
		const bands = options.bands ?? 26;
		if (!Number.isInteger(coefficients) || coefficients < 1 || coefficients > bands) {
			throw wrong('Mfcc: coefficients', `an integer 1 to ${bands}, the bands`, String(coefficients));
		}
		if (!(floor > 0)) throw wrong('Mfcc: floor', 'above 0', String(floor));
		this.#mel = new Mel(options);
		this.#fft = new Fft(size, {window});
		this.#floor = floor;
		this.#power = new Float32Array(this.#fft.bins);
		this.#bands = new Float32Array(bands);
		this.coefficients = coefficients;
	}

	/**
	 * Coefficients of one frame; the first is its level.
	 * @param signal [size].
	 * @param out [coefficients], without unit.
	 * @returns out.
	 */
	run(signal: Float32Array, out: Float32Array): Float32Array {
		checkLength('Mfcc.run', 'out', out, this.coefficients);
		this.#fft.power(signal, this.#power);
		this.#mel.run(this.#power, this.#bands);
		native.cepstrum(this.#bands, this.#floor, out);
		return out;
	}

	/** Give its memory back. A second close does nothing. */
	close(): void {
		this.#fft.close();
		this.#mel.close();
	}
}

/**
 * The front end of micro_speech, bit for bit as TensorFlow Lite Micro's audio_preprocessor_int8: 16 kHz sound becomes
 * 40 features every 20 ms, 125 to 7500 Hz evenly in mel, with noise reduction and automatic gain.
 */
export class SpeechFrontEnd {
	/** Samples per second that it is made for. */
	static readonly rateHz = 16000;
	/** Samples of one frame: 30 ms. */
	static readonly samples = 480;
	/** Samples from one frame to the next: 20 ms. */
	static readonly stride = 320;
	/** Features of a frame. */
	static readonly channels = 40;

	readonly #native: native.Speech;

	/** @throws {NativeError} NO_MEMORY when the pool has no 3.8 KB. */
	constructor() {
		this.#native = native.openSpeech();
	}

	/**
	 * The next frames: one for `out` of 40, 49 rows (the input of micro_speech_quantized) for 1960.
	 * @param samples [480 + 320 * (rows - 1)], full scale 32768. A later call begins 320 after the last frame's begin.
	 * @param out [rows][40], 204 rows at most, channel 0 the lowest, in steps of 0.0406 of the natural logarithm of the
	 * magnitude; -128 for silence.
	 * @returns out.
	 */
	run(samples: Int16Array, out: Int8Array): Int8Array {
		const {samples: frame, stride, channels} = SpeechFrontEnd;
		if (out.length === 0 || out.length % channels !== 0) {
			throw wrong('SpeechFrontEnd.run: out', 'rows of 40 elements', String(out.length));
		}
		checkLength('SpeechFrontEnd.run', 'samples', samples, frame + stride * (out.length / channels - 1));
		this.#native.run(samples, out);
		return out;
	}

	/** Forget the noise it has heard. */
	reset(): void {
		this.#native.reset();
	}

	/** Give its memory back. A second close does nothing. */
	close(): void {
		this.#native.close();
	}
}
