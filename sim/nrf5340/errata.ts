// Watches the instructions behind a sleep and behind a store to flash, where firmware must take care.

import {unitsPerUs} from './agenda.ts';
import {isWide} from './code-scan.ts';

const nop = 0xbf00;
/** Erratum 168: this many instructions that do nothing follow a WFI. */
const nopsAfterSleep = 8;
/** Erratum 160: at most this many changes into sleep within the time. */
const changes = 5;
const withinUnits = 200 * unitsPerUs;
/** So soon behind a store to flash a barrier is looked for. */
const instructionsToBarrier = 3;

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

	/**
	 * The core has stored to flash; `pc` is behind it. Flash is memory of another type than the controller's registers:
	 * without a barrier the controller may be asked before it has the word [nrfx, nrfx_nvmc.c].
	 */
	stores(pc: number, half: (address: number) => number): void {
		let at = pc;
		for (let count = 0; count < instructionsToBarrier; count++) {
			if (half(at) === 0xf3bf && isBarrier(half(at + 2))) return;
			at += isWide(half(at)) ? 4 : 2;
		}
		this.#violation('a store to flash without a barrier behind it');
	}
}

/** The second half of DSB or DMB. */
function isBarrier(half: number): boolean {
	return (half & 0xffe0) === 0x8f40;
}
