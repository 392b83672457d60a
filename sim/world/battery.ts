// The cell that the device lives on: what the ledger says was drawn empties it, and too low a voltage ends the run.

import {type CellName, terminalMv} from '../../boards/facts/battery.ts';
import {type CellFact, cells} from '../../boards/facts/cells.ts';
import type {SupplyFact} from '../../boards/facts/schema.ts';
import {CatnapError, type Which} from '../../lib/errors.ts';

export interface BatteryOptions {
	/** Which cell, such as `CR2032`. */
	readonly cell: CellName;
	/** Share of the capacity that is in it at first, 0 to 1. @default 1 */
	readonly chargedTo?: number;
}

export interface BatteryReport {
	/** Which cell it was. */
	readonly cell: CellName;
	/** Share of the capacity at the start, 0 to 1. */
	readonly chargedTo: number;
	/** Share of the capacity at the end; below 0 it gives less than its rated voltage. */
	readonly left: number;
	/** At the terminals, at the end. */
	readonly millivolts: number;
}

/** The ledger as the cell sees it. */
export interface Load {
	/** Drawn since the start of the run. */
	chargeUc(): number;
	/** Drawn at this moment. */
	readonly uA: number;
}

const secondsPerYear = 365.25 * 86_400;

export class Battery {
	readonly cell: CellName;
	readonly #facts: CellFact;
	readonly #supply: SupplyFact;
	readonly #load: Load;
	readonly #chargedTo: number;
	/** Charge and moment at which the cell was put in. */
	readonly #fromUc: number;
	readonly #fromUs: number;

	constructor({cell, chargedTo = 1}: BatteryOptions, supply: SupplyFact, load: Load, nowUs: number) {
		this.cell = cell;
		this.#facts = checkedCell(cell, chargedTo, supply);
		this.#supply = supply;
		this.#load = load;
		this.#chargedTo = chargedTo;
		this.#fromUc = load.chargeUc();
		this.#fromUs = nowUs;
	}

	/** Share of the capacity that is left; below 0 it gives less than its rated voltage. */
	left(nowUs: number): number {
		const drawn = (this.#load.chargeUc() - this.#fromUc) / (this.#facts.capacity.typ * 3.6e6);
		const leaked = (this.#facts.selfDischarge.typ * (nowUs - this.#fromUs)) / (secondsPerYear * 1e6);
		return this.#chargedTo - drawn - leaked;
	}

	millivolts(nowUs: number): number {
		return terminalMv(this.#facts, 1 - this.left(nowUs), this.#load.uA);
	}

	/** Why the chip stops, or undefined while its supply suffices. */
	brownOut(nowUs: number): string | undefined {
		const millivolts = this.millivolts(nowUs);
		const {minimumMv} = this.#supply;
		if (millivolts >= minimumMv) return undefined;
		return `brown-out: the ${this.cell} gives ${Math.floor(millivolts)} mV at ${Math.round(this.#load.uA)} uA, the chip needs ${minimumMv} mV`;
	}

	report(nowUs: number): BatteryReport {
		const left = Math.round(Math.max(0, this.left(nowUs)) * 1e6) / 1e6;
		return {
			cell: this.cell,
			chargedTo: this.#chargedTo,
			left,
			millivolts: Math.round(this.millivolts(nowUs)),
		};
	}
}

/** @throws {CatnapError} BAD_BATTERY */
function checkedCell(cell: CellName, chargedTo: number, supply: SupplyFact): CellFact {
	const bad = (which: Which<'BAD_BATTERY'>, expected: string, received: string): CatnapError =>
		new CatnapError('BAD_BATTERY', {which, cell, expected, received});
	const facts: CellFact | undefined = cells[cell];
	if (!facts) throw bad('cell', Object.keys(cells).join(', '), String(cell));
	if (!(chargedTo >= 0 && chargedTo <= 1)) throw bad('charge', '0 to 1', String(chargedTo));
	const highestMv = Math.max(...facts.curve.map(([, volts]) => volts * 1000));
	if (highestMv <= supply.maximumMv) return facts;
	throw bad('voltage', `at most ${supply.maximumMv} mV`, `${highestMv} mV`);
}
