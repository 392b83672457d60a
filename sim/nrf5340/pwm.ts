// PWM: one value of a sequence, played on one pin and then kept up. What else it can is reported as not simulated.

import {type Due, unitsPerSecond} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

/** The clock before PRESCALER; COUNTERTOP [device description]. */
const baseHz = 16_000_000;
const tops = {least: 3, most: 32_767} as const;
const disconnected = 0x8000_0000;
/** Of a value: the pin is high up to the step, else from it on [Zephyr pwm_nrfx.c, PWM_NRFX_CH_VALUE_NORMAL]. */
const highFirst = 0x8000;
const output = 1;

export class Pwm extends Peripheral {
	/** The configuration of a pin, for the check of the line. */
	pinConfig: (pin: number) => number = () => 0;
	/** When the period under way began; undefined: it is stopped. */
	#since: number | undefined;
	#due: Due | undefined;

	constructor(chip: Chip, name: string) {
		super(chip, 'PWM', name);
		this.onWrite('ENABLE', value => {
			// at once, without STOP [nrfx_pwm.h, nrfx_pwm_uninit; embassy, SimplePwm]
			if (value === 0) this.#halt();
			this.put('ENABLE', value);
		});
		this.onWrite('TASKS_SEQSTART*', (_, sequence) => this.#start(sequence));
		this.onWrite('TASKS_STOP', () => this.#atPeriodEnd(() => this.#stopped()));
		this.onWrite('TASKS_NEXTSTEP', () => this.violation('TASKS_NEXTSTEP is not simulated'));
		for (const name of ['PSEL_OUT*', 'PRESCALER', 'DECODER']) this.#lockWhileRunning(name);
		for (const name of ['MODE', 'LOOP', 'SHORTS'])
			this.onWrite(name, value => {
				if (value !== 0) this.violation(`${name} ${value} is not simulated`);
				this.put(name, value);
			});
		this.onWrite('COUNTERTOP', value => {
			if (value < tops.least || value > tops.most)
				this.violation(`COUNTERTOP ${value}, expected ${tops.least} to ${tops.most}`);
			this.put('COUNTERTOP', value);
		});
	}

	override reset(): void {
		this.#halt();
		super.reset();
	}

	#lockWhileRunning(name: string): void {
		this.onWrite(name, (value, index) => {
			if (this.#since !== undefined) this.violation(`${name} written while it makes pulses`);
			this.put(name.replace('*', `${index}`), value);
		});
	}

	get #periodUnits(): number {
		const clockHz = baseHz / 2 ** this.get('PRESCALER');
		return (this.get('COUNTERTOP') * unitsPerSecond) / clockHz;
	}

	#start(sequence: number): void {
		if (this.get('ENABLE') !== 1) {
			this.violation('TASKS_SEQSTART while it is disabled');
			return;
		}
		if (this.get('DECODER') !== 0 || this.get(`SEQ${sequence}_CNT`) !== 1)
			this.violation('more than one value for all channels is not simulated');
		// the value of what plays is loaded at the end of its period [product specification, "Wave counter"]
		if (this.#since === undefined) this.#play(sequence, this.chip.now());
		else this.#atPeriodEnd(at => this.#play(sequence, at));
	}

	/** Something that waits for the end of the period; a later one replaces it. */
	#atPeriodEnd(run: (at: number) => void): void {
		const since = this.#since;
		if (since === undefined) return;
		const period = this.#periodUnits;
		const at = since + Math.ceil((this.chip.now() - since + 1) / period) * period;
		this.chip.agenda.cancel(this.#due);
		this.#due = this.chip.agenda.at(at, () => run(at));
		this.chip.attend();
	}

	#play(sequence: number, at: number): void {
		const bytes = this.chip.dmaRead(this.get(`SEQ${sequence}_PTR`), 2, this.name);
		if (!bytes) return;
		const value = bytes[0]! | (bytes[1]! << 8);
		const top = this.get('COUNTERTOP');
		// a step at the top or beyond makes no edge [product specification, "Wave counter"]
		const step = Math.min(value & ~highFirst, top);
		const high = value & highFirst ? step : top - step;
		this.#since = at;
		this.#show({hz: unitsPerSecond / this.#periodUnits, duty: high / top});
		this.raise(`SEQSTARTED${sequence}`);
		this.raise(`SEQEND${sequence}`);
	}

	#stopped(): void {
		this.#halt();
		this.raise('STOPPED');
	}

	/** The pin is GPIO's again. */
	#halt(): void {
		this.chip.agenda.cancel(this.#due);
		if (this.#since === undefined) return;
		this.#since = undefined;
		this.#show(undefined);
	}

	#show(pulses: {readonly hz: number; readonly duty: number} | undefined): void {
		for (const channel of [0, 1, 2, 3]) {
			const select = this.get(`PSEL_OUT${channel}`);
			if (select >= disconnected) continue;
			const pin = select & 63;
			if (pulses && (this.pinConfig(pin) & output) === 0)
				this.violation(`pin ${pin} is no output [product specification, PWM, "Pin configuration"]`);
			this.chip.outside.pwm?.(pin, pulses);
		}
	}
}
