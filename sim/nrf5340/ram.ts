// RAM: 128 sections of 4 KiB that lose their content, and are out of reach, without power.

import type {Core} from './unicorn.ts';

export const ramStart = 0x2000_0000;
export const ramBytes = 0x8_0000;
export const sectionBytes = 0x1000;
const sections = ramBytes / sectionBytes;

export class Ram {
	readonly #core: Core;
	readonly #random: () => number;

	constructor(core: Core, seed: number) {
		this.#core = core;
		this.#random = generator(seed);
	}

	/** All sections but those that are kept are full of noise. */
	lose(isKept: (section: number) => boolean): void {
		for (let section = 0; section < sections; section++) {
			if (!isKept(section)) this.#scramble(section);
		}
	}

	power(first: number, count: number, on: boolean): void {
		for (let section = first; section < first + count; section++) this.#scramble(section);
		this.#core.reachable(ramStart + first * sectionBytes, count * sectionBytes, on);
	}

	/** Whether a stretch lies in RAM and all of it has power. */
	holds(address: number, length: number, isOn: (section: number) => boolean): boolean {
		if (address < ramStart || address + length > ramStart + ramBytes) return false;
		const last = Math.floor((address + length - 1 - ramStart) / sectionBytes);
		for (let section = Math.floor((address - ramStart) / sectionBytes); section <= last; section++) {
			if (!isOn(section)) return false;
		}
		return true;
	}

	#scramble(section: number): void {
		const words = new Uint32Array(sectionBytes / 4);
		for (let index = 0; index < words.length; index++) words[index] = this.#random();
		this.#core.write(ramStart + section * sectionBytes, new Uint8Array(words.buffer));
	}
}

/** Noise that is the same in every run with the same seed (xorshift32). */
function generator(seed: number): () => number {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;
		return state;
	};
}
