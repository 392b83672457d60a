// The world's microphone: samples of a sound at the rate that the chip asks for, block by block.

import type {MicrophoneFact} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {Clock, Due} from '../world/clock.ts';
import {clip, type Sound} from '../world/sound.ts';

/** HAL_CAPTURE_LINE of cn/hal.h: no pin of the chip, but reported like one. */
export const captureLine = {number: 63, wakeFromOff: false} as const;

export interface MicrophoneSettings {
	readonly rateHz: number;
	readonly gainDb: number;
}

export interface CaptureSettings extends MicrophoneSettings {
	/** Samples of a block. */
	readonly block: number;
	/** One is filled while the others wait. */
	readonly blocks: number;
}

export interface MicrophoneSocket {
	readonly clock: Clock;
	readonly sound: Sound | undefined;
	/** A block is full. */
	full(): void;
	/** The microphone gets its clock, or loses it. */
	power(on: boolean): void;
}

export class Microphone {
	readonly #facts: MicrophoneFact;
	readonly #socket: MicrophoneSocket;
	#sound: Sound | undefined;
	/** The moment at which the sound began. */
	#soundUs = 0;
	#settings: MicrophoneSettings | undefined;
	/** The next sample, counted from the beginning of the sound. */
	#next = 0;
	#due: Due | undefined;
	#full: Int16Array[] = [];
	#lost = 0;
	/** Counts for the soak test: every sample that was taken, and those in blocks that were overwritten. */
	readonly stats = {samples: 0, lost: 0};

	constructor(facts: MicrophoneFact, socket: MicrophoneSocket) {
		this.#facts = facts;
		this.#socket = socket;
		this.#sound = socket.sound;
	}

	/** Another sound begins now. */
	play(sound: Sound | undefined): void {
		this.#sound = sound;
		this.#soundUs = this.#socket.clock.nowUs;
		if (!this.#settings) return;
		this.#checkRate(this.#settings.rateHz);
		this.#next = 0;
	}

	/** The microphone gets its clock; false: the board cannot make this rate or gain. */
	listen(settings: MicrophoneSettings): boolean {
		const {ratesHz, gainDb} = this.#facts;
		if (!ratesHz.includes(settings.rateHz)) return false;
		if (settings.gainDb < gainDb[0] || settings.gainDb > gainDb[1]) return false;
		this.#checkRate(settings.rateHz);
		this.#settings = settings;
		const sinceUs = this.#socket.clock.nowUs - this.#soundUs;
		this.#next = Math.ceil((sinceUs * settings.rateHz) / 1e6);
		this.#socket.power(true);
		return true;
	}

	/** The samples that follow those taken before. */
	take(count: number): Int16Array {
		const gain = 10 ** ((this.#settings?.gainDb ?? 0) / 20);
		const samples = Int16Array.from({length: count}, (_, index) =>
			clip(gain * (this.#sound?.samples[this.#next + index] ?? 0)),
		);
		this.#next += count;
		this.stats.samples += count;
		return samples;
	}

	/** A virtual board captures: blocks fill until it stops. */
	start(settings: CaptureSettings): boolean {
		const {block, blocks} = settings;
		if (block < 2 || block % 2 !== 0 || blocks < 3 || blocks > 8) return false;
		if (!this.listen(settings)) return false;
		const {clock} = this.#socket;
		const startUs = clock.nowUs;
		const wait = (nth: number): void => {
			this.#due = clock.at(startUs + Math.ceil((nth * block * 1e6) / settings.rateHz), () => {
				this.#keep(this.take(block), blocks);
				this.#socket.full();
				wait(nth + 1);
			});
		};
		wait(1);
		return true;
	}

	/** The oldest full block, and how many before it were overwritten since the last call. */
	read(): {readonly samples: Int16Array; readonly lost: number} | undefined {
		const samples = this.#full.shift();
		if (!samples) return undefined;
		const lost = this.#lost;
		this.#lost = 0;
		return {samples, lost};
	}

	stop(): void {
		this.#socket.clock.cancel(this.#due);
		this.#full = [];
		this.#lost = 0;
		if (this.#settings) this.#socket.power(false);
		this.#settings = undefined;
	}

	#keep(samples: Int16Array, blocks: number): void {
		this.#full.push(samples);
		if (this.#full.length < blocks) return;
		this.#full.shift();
		this.#lost++;
		this.stats.lost += samples.length;
	}

	#checkRate(rateHz: number): void {
		if (!this.#sound || this.#sound.rateHz === rateHz) return;
		throw new CatnapError('SOUND_RATE', {
			rateHz,
			expected: `${rateHz} Hz, as the app asks for`,
			received: `${this.#sound.rateHz} Hz`,
		});
	}
}
