// Watches for the errata of the core's sleep that firmware must work around.

import {unitsPerUs} from './agenda.ts';

const nop = 0xbf00;
/** Erratum 168: this many instructions that do nothing follow a WFI. */
const nopsAfterSleep = 8;
/** Erratum 160: at most this many changes into sleep within the time. */
const changes = 5;
const withinUnits = 200 * unitsPerUs;

export class ErrataWatch {
	readonly #violation: (text: string) => void;
	readonly #sleeps: number[] = [];

	constructor(violation: (text: string) => void) {
		this.#violation = violation;
	}

	/** The core has executed a WFI; `pc` is behind it. */
	sleeps(now: number, pc: number, half: (address: number) => number): void {
		for (let index = 0; index < nopsAfterSleep; index++) {
			if (half(pc + 2 * index) === nop) continue;
			this.#violation(`erratum 168: ${index} NOPs after WFI, expected ${nopsAfterSleep}`);
			break;
		}
		this.#sleeps.push(now);
		if (this.#sleeps.length > changes + 1) this.#sleeps.shift();
		if (this.#sleeps.length === changes + 1 && now - this.#sleeps[0]! < withinUnits) {
			this.#violation(
				`erratum 160: ${changes + 1} sleeps within ${((now - this.#sleeps[0]!) / unitsPerUs).toFixed(1)} us`,
			);
		}
	}
}
