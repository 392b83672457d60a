// Pulses on pins of the chip: what the virtual kit makes of a frequency and a duty, what they draw, and what a test sees of them.

import type {PwmFact} from '../../boards/facts/schema.ts';
import type {Clock} from './clock.ts';
import type {Ledger} from './energy.ts';
import type {Log} from './log.ts';
import type {Pins} from './pins.ts';

/** What a pin does. */
export interface Pulses {
	/** 0: its level is constant. */
	readonly hz: number;
	/** Share of a period for which it is high: 0 to 1. */
	readonly duty: number;
}

/** What the chip makes of a frequency: steps of its clock in a period, and the bits of a duty that they allow. */
export interface PwmSetting {
	readonly clockHz: number;
	readonly top: number;
	readonly bits: number;
}

export type PwmStatus = 'ok' | 'invalid' | 'range' | 'full';

/** The virtual kit has the PWM of the nRF5340 [device description, PRESCALER and COUNTERTOP]. */
const baseHz = 16_000_000;
const halvings = 7;
const period = {least: 3, most: 32_767} as const;

/** The nearest that it can make, with the fastest clock whose period is not too long; undefined: it is out of reach. */
export function pwmSetting(hz: number): PwmSetting | undefined {
	for (let halved = 0; halved <= halvings; halved++) {
		const clockHz = baseHz / 2 ** halved;
		const top = Math.floor((clockHz + hz / 2) / hz);
		if (top < period.least) return undefined;
		if (top <= period.most) return {clockHz, top, bits: Math.floor(Math.log2(top))};
	}
	return undefined;
}

interface Parts {
	readonly facts: PwmFact | undefined;
	readonly pins: Pins;
	readonly clock: Clock;
	readonly ledger: Ledger;
	readonly log: Log;
}

export class PwmOutputs {
	readonly #parts: Parts;
	readonly #open = new Map<number, PwmSetting>();
	readonly #pulses = new Map<number, Pulses>();
	readonly #accounts = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	// ---- the chip's side, as hal.h has it; a register-level chip calls `set` alone

	open(pin: number, hz: number): {readonly status: PwmStatus; readonly setting?: PwmSetting} {
		const {facts, pins} = this.#parts;
		const setting = pwmSetting(hz);
		if (!facts || !pins.has(pin)) return {status: 'invalid'};
		if (!setting) return {status: 'range'};
		if (this.#open.size === facts.outputs) return {status: 'full'};
		this.#open.set(pin, setting);
		pins.setMode(pin, 'output');
		pins.write(pin, false);
		return {status: 'ok', setting};
	}

	/** Of 2^bits - 1. */
	write(pin: number, value: number): void {
		const setting = this.#open.get(pin);
		if (!setting) return;
		const {clockHz, top, bits} = setting;
		const high = Math.round((value * top) / (2 ** bits - 1));
		this.set(pin, high === 0 || high === top ? undefined : {hz: clockHz / top, duty: high / top});
		this.#parts.pins.write(pin, high === top);
	}

	close(pin: number): void {
		if (!this.#open.delete(pin)) return;
		this.set(pin, undefined);
		this.#parts.pins.setMode(pin, 'input');
	}

	/** A reset, or off: no pulses are left. */
	stop(): void {
		for (const pin of [...this.#pulses.keys()]) this.set(pin, undefined);
		this.#open.clear();
	}

	/** The pin has these pulses from now on, or none. Its level meanwhile is low: `of` says what it does. */
	set(pin: number, pulses: Pulses | undefined, atUs = this.#parts.clock.nowUs): void {
		const {pins, log} = this.#parts;
		const before = this.#pulses.get(pin);
		if (before?.hz === pulses?.hz && before?.duty === pulses?.duty) return;
		if (pulses) this.#pulses.set(pin, pulses);
		else this.#pulses.delete(pin);
		const name = pins.nameOf(pin);
		log.note(atUs, 'pwm', pulses ? `${name} ${describe(pulses)}` : `${name} no pulses`);
		this.#account(name, pulses ? 'on' : 'off', atUs);
	}

	// ---- the test's side

	/** What a pin does now. */
	of(name: string): Pulses {
		const {pins} = this.#parts;
		const level = pins.level(name);
		return this.#pulses.get(pins.numberOf(name)) ?? {hz: 0, duty: level ? 1 : 0};
	}

	/** A pin that never has pulses is not in the ledger. */
	#account(name: string, state: 'off' | 'on', atUs: number): void {
		const {facts, ledger} = this.#parts;
		const item = `pwm ${name}`;
		if (!facts) return;
		if (this.#accounts.has(item)) ledger.enter(item, state, atUs);
		else ledger.add(item, facts.energy, state, atUs);
		this.#accounts.add(item);
	}
}

function describe({hz, duty}: Pulses): string {
	return `${Number(hz.toPrecision(6))} Hz, high for ${Number((duty * 100).toPrecision(4))} %`;
}
