// Trains of pulses that a test gives to a pin, and the counters of the virtual kit that count them.

import type {PulseFact} from '../../boards/facts/schema.ts';
import type {Clock} from './clock.ts';
import type {Ledger} from './energy.ts';
import type {EdgeMask, PinMode, Pins} from './pins.ts';

/** hal.h, HAL_PULSE_LINE. */
export const pulseLines = {
	pulse: {number: 62, wakeFromOff: false, doc: 'A counter of pulses has come to its mark'},
} as const;

export interface PulseTrain {
	/** The moment of the first rising edge, from the start of the run. @default now */
	readonly atUs?: number;
	/** Pulses a second; each of the two levels must last a microsecond or longer. */
	readonly hz: number;
	/** How many. */
	readonly count: number;
	/** Share of a period for which the pin is high. @default 0.5 */
	readonly duty?: number;
}

/** Give a pin the pulses; it is low afterwards. */
export function playTrain(clock: Clock, pins: Pins, name: string, train: PulseTrain): void {
	const {atUs = clock.nowUs, hz, count, duty = 0.5} = train;
	pins.level(name); // a name that no pin has is the mistake of this call
	const us = 1e6 / hz;
	const isRight = us * Math.min(duty, 1 - duty) >= 1 && Number.isSafeInteger(count) && count > 0;
	if (!isRight)
		throw new RangeError(
			`pulses of pin ${name}: ${count} at ${hz} Hz with duty ${duty}; expected one or more, and levels of 1 us or longer`,
		);
	const edge = (index: number): void => {
		pins.drive(name, index % 2 === 0);
		if (index + 1 < 2 * count) clock.at(momentOf(index + 1), () => edge(index + 1));
	};
	const momentOf = (index: number): number =>
		atUs + Math.round(us * (Math.floor(index / 2) + (index % 2 === 0 ? 0 : duty)));
	clock.at(atUs, () => edge(0));
}

interface Counter {
	readonly edges: EdgeMask;
	count: number;
	mark: number | undefined;
}

interface Parts {
	readonly facts: PulseFact | undefined;
	readonly pins: Pins;
	readonly clock: Clock;
	readonly ledger: Ledger;
}

export type PulseStatus = 'ok' | 'invalid' | 'full';

const wrap = 2 ** 32;

export class PulseCounters {
	readonly #parts: Parts;
	readonly #counters = new Map<number, Counter>();
	readonly #followed = new Set<number>();
	readonly #accounts = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	open(pin: number, mode: PinMode, edges: EdgeMask): PulseStatus {
		const {facts, pins} = this.#parts;
		if (!facts || !pins.has(pin)) return 'invalid';
		if (this.#counters.size === facts.counters) return 'full';
		pins.setMode(pin, mode);
		this.#follow(pin);
		this.#counters.set(pin, {edges, count: 0, mark: undefined});
		this.account(pin, 'on');
		return 'ok';
	}

	read(pin: number): number {
		return this.#counters.get(pin)?.count ?? 0;
	}

	mark(pin: number, mark: number): void {
		const counter = this.#counters.get(pin);
		if (counter) counter.mark = mark;
	}

	close(pin: number): void {
		if (this.#counters.delete(pin)) this.account(pin, 'off');
	}

	/** A reset, or off: nothing counts any more. */
	stop(): void {
		for (const pin of [...this.#counters.keys()]) this.close(pin);
	}

	/** What counts a pin draws this from now on; a register-level chip calls it by itself. */
	account(pin: number, state: 'off' | 'on', atUs = this.#parts.clock.nowUs): void {
		const {facts, ledger, pins} = this.#parts;
		const item = `count ${pins.nameOf(pin)}`;
		if (!facts || (state === 'off' && !this.#accounts.has(item))) return;
		if (this.#accounts.has(item)) ledger.enter(item, state, atUs);
		else ledger.add(item, facts.energy, state, atUs);
		this.#accounts.add(item);
	}

	#follow(pin: number): void {
		if (this.#followed.has(pin)) return;
		this.#followed.add(pin);
		const {pins} = this.#parts;
		pins.onChange(pins.nameOf(pin), high => {
			const counter = this.#counters.get(pin);
			if (counter && counter.edges & (high ? 1 : 2)) this.#count(counter);
		});
	}

	#count(counter: Counter): void {
		counter.count = (counter.count + 1) % wrap;
		if (counter.count !== counter.mark) return;
		this.#parts.pins.drive('pulse', true);
		this.#parts.pins.drive('pulse', false);
	}
}
