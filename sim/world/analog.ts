// Levels at the analog inputs of the board: set by hand or followed from a trace; what a converter makes of them.

import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {Clock} from './clock.ts';
import type {Trace} from './trace.ts';

/** HAL_ANALOG_SUPPLY of cn/hal.h. */
export const supplyInput = 0xff;
/** HAL_ANALOG_BITS of cn/hal.h. */
const steps = 4096;
/** Absolute maximum at a pin beyond the supply, and below ground. */
const beyondMv = 300;

/** Counts of an ideal converter; levels beyond its ends read as the ends. */
export function toCounts(millivolts: number, fullScaleMv: number): number {
	return Math.max(0, Math.min(steps - 1, Math.floor((millivolts / fullScaleMv) * steps)));
}

export class AnalogInputs {
	readonly #board: BoardFacts;
	readonly #clock: Clock;
	readonly #violation: (text: string) => void;
	readonly #held = new Map<string, number>();
	#trace: Trace | undefined;

	constructor(board: BoardFacts, clock: Clock, violation: (text: string) => void) {
		this.#board = board;
		this.#clock = clock;
		this.#violation = violation;
	}

	/** Levels come from the trace's columns of the same name, `a0_mv`. */
	follow(trace: Trace | undefined): void {
		for (const name of trace?.analog.keys() ?? []) this.#check(name);
		this.#trace = trace;
	}

	set(name: string, millivolts: number): void {
		this.#check(name);
		this.#held.set(name, millivolts);
	}

	has(number: number): boolean {
		return this.#nameOf(number) !== undefined;
	}

	/** The level now, in millivolts; an input to which nothing is connected is at ground. */
	level(number: number): number {
		const name = this.#nameOf(number)!;
		const millivolts = this.#held.get(name) ?? this.#trace?.analogAt(name, this.#clock.nowUs) ?? 0;
		const highest = this.#board.energy.supplyV * 1000 + beyondMv;
		if (millivolts < -beyondMv || millivolts > highest)
			this.#violation(`analog input ${name}: ${millivolts} mV, the pin bears ${-beyondMv} to ${highest} mV`);
		return millivolts;
	}

	#nameOf(number: number): string | undefined {
		return Object.entries(this.#names).find(([, input]) => input.number === number)?.[0];
	}

	get #names() {
		return this.#board.converter?.inputs ?? {};
	}

	#check(name: string): void {
		if (Object.hasOwn(this.#names, name)) return;
		throw new CatnapError('NO_INPUT', {
			where: `boards/${this.#board.name}/board.ts`,
			expected: Object.keys(this.#names).join(', ') || 'none',
			received: name,
		});
	}
}
