// Generated from bindings/api/dsp.ts by tools/gen. Edit that file, then run: npm run gen

/** Signal processing in float32 and int16 with the same bits on every target. Lengths must fit together, or RANGE is thrown; arrays that overlap where they may not give INVAL. */
declare module 'catnap:dsp' {
	/** Transform of real samples. */
	export interface Fft {
		/**
		 * The spectrum, unscaled and without window: re 0, re n/2, then re, im of bins 1 to n/2 - 1.
		 * @param signal [size] samples, 32 to 1024 elements.
		 * @param out [size]; may be signal, 32 to 1024 elements.
		 * @throws {NativeError} Throws TYPE, RANGE.
		 */
		transform(signal: Float32Array, out: Float32Array): void;
		/**
		 * Mean removed, windowed, squared: bins 0 to n/2, which add up to the mean square of the windowed signal over that of the window.
		 * @param signal [size] samples, 32 to 1024 elements.
		 * @param out [size / 2 + 1], in the square of the unit, 17 to 513 elements.
		 * @throws {NativeError} Throws TYPE, RANGE.
		 */
		power(signal: Float32Array, out: Float32Array): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/** Second-order sections. */
	export interface Biquads {
		/**
		 * Filter the next samples.
		 * @param signal Samples, 1 to 65536 elements.
		 * @param out As long; may be signal, 1 to 65536 elements.
		 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
		 */
		run(signal: Float32Array, out: Float32Array): void;
		/** Forget what came before: silence. */
		reset(): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/** Finite impulse response. */
	export interface Fir {
		/**
		 * Filter the next samples: out[i] = sum of taps[k] * signal[i - k].
		 * @param signal Samples, 1 to 65536 elements.
		 * @param out As long; may not overlap, 1 to 65536 elements.
		 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
		 */
		run(signal: Float32Array, out: Float32Array): void;
		/** Forget what came before: silence. */
		reset(): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/** Mel bands. */
	export interface MelBank {
		/**
		 * Sum the power under each triangle, whose top is 1.
		 * @param power [size / 2 + 1] bins, 17 to 513 elements.
		 * @param out [bands], 1 to 128 elements.
		 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
		 */
		run(power: Float32Array, out: Float32Array): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/** Front end of micro_speech: 16 kHz sound to 40 int8 features every 20 ms. */
	export interface Speech {
		/**
		 * The next frames: 480 samples each, 320 from one to the next.
		 * @param samples [480 + 320 * (rows - 1)] at 16 kHz, full scale 32768, 480 to 65536 elements.
		 * @param out [rows][40], channel 0 the lowest, -128 for silence, 40 to 8160 elements.
		 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
		 */
		run(samples: Int16Array, out: Int8Array): void;
		/** Forget what came before: silence. */
		reset(): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/**
	 * A transform with its scratch and window: 4 or 8 bytes a sample.
	 * @param size Samples of the transform, a power of two, 32 to 1024.
	 * @param window Which window.
	 * @returns The transform.
	 * @throws {NativeError} Throws TYPE, RANGE, NO_MEMORY.
	 */
	export function openFft(size: number, window: 'hann' | 'hamming' | 'blackman' | 'rectangle'): Fft;
	/**
	 * Second-order filter sections, one after the other, in transposed direct form II.
	 * @param coefficients b0 b1 b2 a1 a2 of each section, a0 is 1; copied, 5 to 320 elements.
	 * @returns The filter, silent.
	 * @throws {NativeError} Throws TYPE, RANGE, NO_MEMORY.
	 */
	export function openBiquads(coefficients: Float32Array): Biquads;
	/**
	 * A filter with finite impulse response.
	 * @param taps Its impulse response; copied, 1 to 1024 elements.
	 * @returns The filter, silent.
	 * @throws {NativeError} Throws TYPE, RANGE, NO_MEMORY.
	 */
	export function openFir(taps: Float32Array): Fir;
	/**
	 * Triangular bands, evenly spaced in mel: 1127 ln(1 + Hz / 700).
	 * @param options Which spectra, and which bands.
	 * @param options.size Samples of the transform, a power of two, 32 to 1024.
	 * @param options.rateHz Samples per second, 0.001 to 1000000 Hz.
	 * @param options.bands How many, 1 to 128.
	 * @param options.lowHz Where the lowest begins, 0 to 500000 Hz.
	 * @param options.highHz Where the highest ends, above lowHz, at most rateHz / 2, 0 to 500000 Hz.
	 * @returns The bands.
	 * @throws {NativeError} Throws TYPE, RANGE, NO_MEMORY.
	 */
	export function openMelBank(options: {readonly size: number; readonly rateHz: number; readonly bands: number; readonly lowHz: number; readonly highHz: number}): MelBank;
	/**
	 * The front end of micro_speech, bit for bit TensorFlow Lite Micro's: 3.8 KB.
	 * @returns The front end, without memory of noise.
	 * @throws {NativeError} Throws NO_MEMORY.
	 */
	export function openSpeech(): Speech;
	/**
	 * Coefficients of one second-order section, gain 1 in the pass band.
	 * @param options What it lets through.
	 * @param options.kind Kind.
	 * @param options.atHz Corner or centre, above 0 and below rateHz / 2, 0 to 500000 Hz.
	 * @param options.rateHz Samples per second, 0.001 to 1000000 Hz.
	 * @param options.q Quality: 0.7071 is the flattest; a band is atHz / q wide, 0.1 to 100.
	 * @param out b0 b1 b2 a1 a2, 5 to 5 elements.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function design(options: {readonly kind: 'lowPass' | 'highPass' | 'bandPass' | 'notch'; readonly atHz: number; readonly rateHz: number; readonly q: number}, out: Float32Array): void;
	/**
	 * Fill with a periodic window: element i at i / length of it, values 0 to 1.
	 * @param kind Which window.
	 * @param out The window, 1 to 4096 elements.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function window(kind: 'hann' | 'hamming' | 'blackman' | 'rectangle', out: Float32Array): void;
	/**
	 * Multiply element by element.
	 * @param data Is multiplied in place, 1 to 65536 elements.
	 * @param by As long, 1 to 65536 elements.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function multiply(data: Float32Array, by: Float32Array): void;
	/**
	 * Root of the mean of the squares.
	 * @param data Samples, 1 to 65536 elements.
	 * @returns In the unit of the samples.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function rms(data: Float32Array): number;
	/**
	 * Mean, spread, shape and extremes.
	 * @param data Samples, 1 to 65536 elements.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function moments(data: Float32Array): {
		/** In the unit of the samples. */
		readonly mean: number;
		/** Root of the mean of the squares. */
		readonly rms: number;
		/** Of the population: divided by the count. */
		readonly variance: number;
		/** 0 for a symmetric distribution, and when the variance is 0. */
		readonly skewness: number;
		/** 3 for a normal distribution, 1.5 for a sine; 0 when the variance is 0. */
		readonly kurtosis: number;
		/** The least sample. */
		readonly least: number;
		/** The greatest sample. */
		readonly greatest: number;
	};
	/**
	 * How often the signal passes from below -hysteresis to above it, or back.
	 * @param data Samples, 1 to 65536 elements.
	 * @param hysteresis In the unit of the samples, 0 to 1000000000000000.
	 * @returns Crossings.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function zeroCrossings(data: Float32Array, hysteresis: number): number;
	/**
	 * Local maxima of a spectrum, the strongest first. The first and the last bin are none.
	 * @param power The spectrum, 1 to 65536 elements.
	 * @param least Only what is above it, 0 to 1000000000000000.
	 * @param out [peaks][place power]: place in bins, with fraction, 2 to 2048 elements.
	 * @returns How many were written.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function peaks(power: Float32Array, least: number, out: Float32Array): number;
	/**
	 * Sum of power[from] to power[to - 1].
	 * @param power The spectrum, 1 to 65536 elements.
	 * @param from First bin, 0 to 65536.
	 * @param to First bin that is no longer in it, 0 to 65536.
	 * @returns The sum.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function bandPower(power: Float32Array, from: number, to: number): number;
	/**
	 * Orthonormal DCT-II of ln(mel + floor).
	 * @param mel Energies of bands, 1 to 128 elements.
	 * @param floor Above 0: keeps the logarithm finite, 0 to 1000000000000000.
	 * @param out The first coefficients, at most as many as bands, 1 to 128 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function cepstrum(mel: Float32Array, floor: number, out: Float32Array): void;
	/**
	 * out[i] = samples[first + i * step] * scale: one axis of interleaved samples.
	 * @param samples Raw counts, 1 to 65536 elements.
	 * @param options Which of them.
	 * @param options.first The first, 0 to 65536. Default 0.
	 * @param options.step From one to the next, 1 to 65536. Default 1.
	 * @param options.scale Of one count, -1000000000000000 to 1000000000000000. Default 1.
	 * @param out As many as are wanted, 1 to 65536 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function pick(samples: Int16Array, options?: {readonly first?: number; readonly step?: number; readonly scale?: number}, out: Float32Array): void;
	/**
	 * out[i] = values[i] / scale, rounded to nearest (halves away from zero), + zeroPoint, clamped to int8.
	 * @param values Real values, 1 to 65536 elements.
	 * @param scale Of the tensor, above 0, 0 to 1000000000000000.
	 * @param zeroPoint Of the tensor, -128 to 127.
	 * @param out As long, 1 to 65536 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function quantize(values: Float32Array, scale: number, zeroPoint: number, out: Int8Array): void;
}
