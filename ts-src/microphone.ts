// `Microphone` of `catnap/sensor`: sound as windows of samples; the chip sleeps while a block fills.

import * as native from 'catnap:microphone';
import type {WindowOptions} from './window.ts';
import {windowsOf} from './windows.ts';

/** Rates for which the clock of a PDM microphone is within its range, in samples per second. */
export type MicrophoneRate = 16_000 | 20_000;

export interface MicrophoneOptions<RateHz extends MicrophoneRate = MicrophoneRate> {
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** -20 to 20 dB in steps of 0.5. @default 0 */
	readonly gainDb?: number;
}

/** A window of sound. Length and rate are literal types: what wants another window does not compile. */
export interface SoundWindow<Samples extends number = number, RateHz extends number = number> {
	/** Samples in the window. */
	readonly samples: Samples;
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** int16 [samples]; memory of the microphone: valid until the next window is asked for. */
	readonly data: Int16Array;
	/** Moment of the newest sample, in microseconds since power-on. */
	readonly atUs: number;
}

/** What happened to the samples; nothing is lost without being counted here. */
export type MicrophoneStats = ReturnType<native.Microphone['stats']>;

/** The board's PDM microphone. It rests, without a clock, unless windows are read. */
export class Microphone<const RateHz extends MicrophoneRate> {
	readonly #microphone: native.Microphone;
	readonly #rateHz: RateHz;

	/** @param options rate and gain; nothing is switched on before windows are read. */
	constructor(options: MicrophoneOptions<RateHz>) {
		const {rateHz, gainDb = 0} = options;
		this.#microphone = native.open({rateHz, gainHalfDb: Math.round(gainDb * 2)});
		this.#rateHz = rateHz;
	}

	/**
	 * Windows as they fill; the chip wakes once a hop (of 1024 samples at most). `data` is one buffer that each turn of
	 * the loop overwrites: copy what must last. A loop that is late by more than three hops loses samples, which `stats`
	 * counts, and the next window begins after the gap. Leaving the loop stops the microphone and its clock.
	 * @throws {NativeError} UNSUPPORTED when the board has no microphone, INVAL when it lacks the rate or the gain, BUSY
	 * while another one is read.
	 */
	windows<const Samples extends number>(
		options: WindowOptions<Samples>,
	): AsyncIterableIterator<SoundWindow<Samples, RateHz>, void, undefined> {
		const {samples, hop = samples} = options;
		const microphone = this.#microphone;
		const rateHz = this.#rateHz;
		return windowsOf(microphone, {samples, hop}, () => {
			const data = microphone.window();
			return () => ({samples, rateHz, data, atUs: 0});
		});
	}

	/** Counts since the microphone was opened. */
	get stats(): MicrophoneStats {
		return this.#microphone.stats();
	}

	/** Stop and free the memory. A second close does nothing. */
	close(): void {
		this.#microphone.close();
	}
}
