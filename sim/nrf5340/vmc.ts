// VMC: which 4 KiB sections of RAM have power while the chip is on, and which keep their content while it is off.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const blocks = 8;
const sections = 16;

export class Vmc extends Peripheral {
	/** Sections lost their power, or got it back with noise inside. */
	onPower: (first: number, count: number, on: boolean) => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'VMC', 'VMC');
		this.onWrite('RAM*_POWER', (value, block) => this.#set(block, value));
		this.onWrite('RAM*_POWERSET', (value, block) => this.#set(block, this.#bits(block) | value));
		this.onWrite('RAM*_POWERCLR', (value, block) => this.#set(block, this.#bits(block) & ~value));
		for (const name of ['POWERSET', 'POWERCLR']) this.onRead(`RAM*_${name}`, block => this.#bits(block));
	}

	/** The registers keep their content over everything but a loss of supply. */
	override reset(): void {}

	powerOn(): void {
		for (let block = 0; block < blocks; block++) this.#set(block, 0xffff);
	}

	isOn(section: number): boolean {
		return ((this.#bits(section >> 4) >>> (section & 15)) & 1) !== 0;
	}

	isRetained(section: number): boolean {
		return ((this.#bits(section >> 4) >>> (16 + (section & 15))) & 1) !== 0;
	}

	#bits(block: number): number {
		return this.get(`RAM${block}_POWER`);
	}

	#set(block: number, value: number): void {
		const changed = this.#bits(block) ^ value;
		this.put(`RAM${block}_POWER`, value);
		for (let first = 0; first < sections; ) {
			const on = ((value >>> first) & 1) !== 0;
			let end = first;
			while (end < sections && (changed >>> end) & 1 && (((value >>> end) & 1) !== 0) === on) end++;
			if (end > first) this.onPower(block * sections + first, end - first, on);
			first = Math.max(end, first + 1);
		}
	}
}
