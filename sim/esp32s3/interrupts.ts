// The interrupt matrix of core 0: each source goes to one interrupt of the core, or to none that it can have.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const sourceCount = 99;
/** Interrupts of the core that no source reaches: its timers, software, profiling [core-isa.h]. */
const internal = (1 << 6) | (1 << 7) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 29);

export class InterruptMatrix extends Peripheral {
	onLines: (lines: number) => void = () => {};
	readonly #high = new Set<number>();

	constructor(chip: Chip) {
		super(chip, 'INTERRUPT', 'interrupt matrix', 0x600c_2000);
		for (let index = 0; index < sourceCount; index++) {
			this.onWrite(`MAP${index}`, value => {
				this.put(`MAP${index}`, value);
				this.#update();
			});
		}
	}

	override reset(): void {
		super.reset();
		this.#high.clear();
		this.#update();
	}

	line(source: number, high: boolean): void {
		if (this.#high.has(source) === high) return;
		if (high) this.#high.add(source);
		else this.#high.delete(source);
		this.#update();
	}

	#update(): void {
		let lines = 0;
		for (const source of this.#high) lines |= 1 << this.get(`MAP${source}`);
		this.onLines((lines & ~internal) >>> 0);
	}
}
