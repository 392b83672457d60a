// Filters whose state goes on from block to block: second-order sections and finite impulse responses.

import * as native from 'catnap:dsp';
import {checkApart, checkLength, wrong} from './dsp-lengths.ts';

export interface BiquadOptions {
	/** What passes; a notch is what does not. */
	readonly kind: 'lowPass' | 'highPass' | 'bandPass' | 'notch';
	/** Corner or centre in Hz, above 0 and below `rateHz / 2`. */
	readonly atHz: number;
	/** Samples per second. */
	readonly rateHz: number;
	/** Quality, 0.1 to 100; a band is `atHz / q` wide. @default Math.SQRT1_2, the flattest */
	readonly q?: number;
}

/** The coefficients b0 b1 b2 a1 a2 (a0 is 1) of one section with gain 1 in the pass band. */
export function designBiquad({kind, atHz, rateHz, q = Math.SQRT1_2}: BiquadOptions): Float32Array {
	if (!(atHz > 0 && atHz < rateHz / 2)) {
		throw wrong('designBiquad: atHz', `above 0 and below rateHz / 2, ${rateHz / 2}`, String(atHz));
	}
	const out = new Float32Array(5);
	native.design({kind, atHz, rateHz, q}, out);
	return out;
}

/** Second-order sections, one after the other. Their state goes on from block to block. */
export class Biquad {
	readonly #native: native.Biquads;

	/**
	 * @param sections one section, several (a steeper filter), or the coefficients [sections][b0 b1 b2 a1 a2], 64 at most.
	 * @throws {NativeError} RANGE when a frequency or the quality is out of range, NO_MEMORY.
	 */
	constructor(sections: BiquadOptions | readonly BiquadOptions[] | Float32Array) {
		this.#native = native.openBiquads(coefficientsOf(sections));
	}

	/**
	 * Filter the next samples.
	 * @param out as long as `signal`. @default signal: in place
	 * @returns out.
	 */
	run(signal: Float32Array, out: Float32Array = signal): Float32Array {
		checkLength('Biquad.run', 'out', out, signal.length);
		this.#native.run(signal, out);
		return out;
	}

	/** Forget what came before. */
	reset(): void {
		this.#native.reset();
	}

	/** Give its memory back. A second close does nothing. */
	close(): void {
		this.#native.close();
	}
}

function coefficientsOf(sections: BiquadOptions | readonly BiquadOptions[] | Float32Array): Float32Array {
	if (sections instanceof Float32Array) {
		const whole = sections.length > 0 && sections.length % 5 === 0;
		if (!whole) throw wrong('Biquad: coefficients', '5 for each section', String(sections.length));
		return sections;
	}
	const list = Array.isArray(sections) ? (sections as readonly BiquadOptions[]) : [sections as BiquadOptions];
	const all = new Float32Array(5 * list.length);
	for (const [i, section] of list.entries()) all.set(designBiquad(section), 5 * i);
	return all;
}

/** Filter with finite impulse response: out[i] = sum of taps[k] * signal[i - k]; goes on from block to block. */
export class Fir {
	readonly #native: native.Fir;

	/** @param taps the impulse response, 1 to 1024; copied. */
	constructor(taps: Float32Array) {
		this.#native = native.openFir(taps);
	}

	/**
	 * Filter the next samples.
	 * @param out as long as `signal`; another array.
	 * @returns out.
	 * @throws {NativeError} INVAL when the arrays overlap.
	 */
	run(signal: Float32Array, out: Float32Array): Float32Array {
		checkLength('Fir.run', 'out', out, signal.length);
		checkApart('Fir.run', signal, out);
		this.#native.run(signal, out);
		return out;
	}

	/** Forget what came before. */
	reset(): void {
		this.#native.reset();
	}

	/** Give its memory back. A second close does nothing. */
	close(): void {
		this.#native.close();
	}
}
