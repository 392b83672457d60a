// LEDC: four timers that divide the crystal, eight channels that are high for a part of a period. Fading is not simulated.

import {type Chip, crystalPeriod, unitsPerSecond} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const channels = [0, 1, 2, 3, 4, 5, 6, 7];
const timers = [0, 1, 2, 3];
/** LEDC_LS_SIG_OUT0_IDX [gpio_sig_map.h]; a channel's is that and its number. */
const firstSignal = 73;
/** Registers [ledc_reg.h]. */
const channel = {timer: 3, outOn: 1 << 2, update: 1 << 4} as const;
const timer = {update: 1 << 25, reset: 1 << 23, paused: 1 << 22} as const;
const dutyStart = 2 ** 31;
const clocks = {crystal: 3} as const;
/** The divider has eight bits behind the point [LEDC_LL_FRACTIONAL_BITS]. */
const fraction = 256;
const mostBits = 14;

interface Shown {
	readonly pin: number;
	readonly duty: number;
	readonly since: number;
}

export class Ledc extends Peripheral {
	outputOf: (signal: number) => number | undefined = () => undefined;
	/** What timers divide and count, as it was applied. */
	readonly #timers = new Map<number, {readonly units: number; readonly steps: number}>();
	/** Steps for which a channel is high. */
	readonly #duties = new Map<number, number>();
	readonly #shown = new Map<number, Shown>();

	constructor(chip: Chip) {
		super(chip, 'LEDC', 'LEDC', 0x6001_9000);
		for (const number of timers) this.onWrite(`TIMER${number}`, value => this.#time(number, value));
		for (const number of channels) this.onWrite(`CONF0_${number}`, value => this.#set(number, value));
	}

	override reset(): void {
		super.reset();
		for (const number of channels) this.#hide(number);
		this.#duties.clear();
		this.#timers.clear();
	}

	get busy(): boolean {
		return this.#shown.size > 0;
	}

	/** Pins have another signal. */
	listen(): void {
		for (const number of channels) {
			const shown = this.#shown.get(number);
			if (shown?.pin === this.outputOf(firstSignal + number)) continue;
			this.#hide(number);
			this.#show(number, this.chip.now());
		}
	}

	#time(number: number, value: number): void {
		this.put(`TIMER${number}`, value & ~timer.update);
		if (value & (timer.reset | timer.paused)) this.#timers.delete(number);
		if ((value & timer.update) === 0) return;
		const [bits, divider] = [value & 15, (value >>> 4) & 0x3ffff];
		if (bits < 1 || bits > mostBits)
			this.violation(`a resolution of ${bits} bits [SOC_LEDC_TIMER_BIT_WIDTH: 14]`);
		if (divider < fraction)
			this.violation(`a divider of ${divider / fraction}: it is 1 or more [ledc.c, ledc_calculate_divisor]`);
		if ((this.get('CONF') & 3) !== clocks.crystal)
			this.violation('a timer that runs from another clock than the crystal');
		const steps = 2 ** bits;
		this.#timers.set(number, {steps, units: (crystalPeriod * divider * steps) / fraction});
	}

	#set(number: number, value: number): void {
		this.put(`CONF0_${number}`, value & ~channel.update);
		// what is written counts only from the update on [ledc_ll_ls_channel_update]
		if ((value & channel.update) === 0) return;
		if ((value & channel.outOn) === 0) {
			this.#duties.delete(number);
			this.#hide(number);
			return;
		}
		if (this.get(`CONF1_${number}`) < dutyStart)
			this.violation('a duty without DUTY_START is not taken over');
		if (this.get(`HPOINT${number}`) !== 0)
			this.violation('pulses that do not begin their period are not simulated');
		if ((this.get(`CONF1_${number}`) & 0x3ff) !== 0) this.violation('fading is not simulated');
		const clock = this.#timers.get(value & channel.timer);
		if (clock === undefined) {
			this.violation(`a channel on timer ${value & channel.timer}, which stands still`);
			return;
		}
		const high = this.get(`DUTY${number}`) >>> 4;
		if (high > clock.steps) this.violation(`a duty of ${high} of ${clock.steps} steps`);
		this.#duties.set(number, high);
		this.#atPeriodEnd(number, clock.units);
	}

	/** Of a channel that has pulses the duty changes with the period [ledc.h, ledc_update_duty]. */
	#atPeriodEnd(number: number, units: number): void {
		const shown = this.#shown.get(number);
		const now = this.chip.now();
		if (shown === undefined) {
			this.#show(number, now);
			return;
		}
		const at = shown.since + Math.ceil((now - shown.since + 1) / units) * units;
		this.chip.agenda.at(at, () => {
			if (this.#shown.has(number)) this.#show(number, at);
		});
		this.chip.attend();
	}

	#show(number: number, since: number): void {
		const pin = this.outputOf(firstSignal + number);
		const high = this.#duties.get(number);
		const clock = this.#timers.get(this.get(`CONF0_${number}`) & channel.timer);
		if (pin === undefined || high === undefined || clock === undefined) return;
		this.#shown.set(number, {pin, since, duty: high});
		this.chip.outside.pwm?.(pin, {hz: unitsPerSecond / clock.units, duty: high / clock.steps});
	}

	#hide(number: number): void {
		const shown = this.#shown.get(number);
		if (shown === undefined) return;
		this.#shown.delete(number);
		this.chip.outside.pwm?.(shown.pin, undefined);
	}
}
