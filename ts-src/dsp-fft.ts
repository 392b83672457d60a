// Spectra: the real FFT and the power spectrum.

import * as native from 'catnap:dsp';
import {checkLength, checkSize} from './dsp-lengths.ts';

/** Windows are periodic: sample i stands at i / length. `rectangle` is none. */
export type WindowKind = 'hann' | 'hamming' | 'blackman' | 'rectangle';

/** Lengths of transforms. */
export type FftSize = 32 | 64 | 128 | 256 | 512 | 1024;

export interface FftOptions {
	/** What `power` fades the signal in and out with. @default 'hann' */
	readonly window?: WindowKind;
}

/** Transform of real samples. Scratch and window are made once (8 bytes a sample); calls allocate nothing. */
export class Fft {
	readonly #native: native.Fft;
	/** Samples in. */
	readonly size: FftSize;
	/** Bins that `power` writes: size / 2 + 1. Bin k stands for k * rate / size. */
	readonly bins: number;

	/** @throws {NativeError} RANGE for another size, NO_MEMORY when the pool is full. */
	constructor(size: FftSize, options: FftOptions = {}) {
		this.#native = native.openFft(checkSize('Fft', size), options.window ?? 'hann');
		this.size = size;
		this.bins = size / 2 + 1;
	}

	/**
	 * The power spectrum: the mean is removed, the window applied, and all bins add up to the mean square of the
	 * windowed signal over that of the window. A sine of amplitude a has a * a / 2 in and beside its bin.
	 * @param signal [size]; is left as it is.
	 * @param out [size / 2 + 1], in the square of the signal's unit.
	 * @returns out.
	 * @throws {NativeError} RANGE when a length is another.
	 */
	power(signal: Float32Array, out: Float32Array): Float32Array {
		checkLength('Fft.power', 'signal', signal, this.size);
		checkLength('Fft.power', 'out', out, this.bins);
		this.#native.power(signal, out);
		return out;
	}

	/**
	 * The spectrum itself, sum of x[i] * e^(-2 pi j i k / size): unscaled, no window.
	 * @param out [size]: re of bin 0, re of bin size / 2 (both are real), then re, im of bins 1 to size / 2 - 1. May be
	 * `signal`.
	 * @returns out.
	 * @throws {NativeError} RANGE when a length is another.
	 */
	transform(signal: Float32Array, out: Float32Array): Float32Array {
		checkLength('Fft.transform', 'signal', signal, this.size);
		checkLength('Fft.transform', 'out', out, this.size);
		this.#native.transform(signal, out);
		return out;
	}

	/** Give scratch and window back. A second close does nothing. */
	close(): void {
		this.#native.close();
	}
}
