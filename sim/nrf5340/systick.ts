// SysTick: counts core clock cycles down, sets COUNTFLAG and its exception at zero.

import type {Agenda, Due} from './agenda.ts';

const enable = 1;
const interrupt = 2;
const coreClock = 4;
const countFlag = 1 << 16;

export class SysTick {
	readonly #agenda: Agenda;
	readonly #now: () => number;
	readonly #cycle: () => number;
	readonly #fire: () => void;
	#control = 0;
	#reload = 0;
	/** The moment at which the counter was, or will be, zero. */
	#zeroAt = 0;
	#stopped = 0;
	#due: Due | undefined;

	/** `cycle`: units of the agenda a core cycle takes. */
	constructor(agenda: Agenda, now: () => number, cycle: () => number, fire: () => void) {
		this.#agenda = agenda;
		this.#now = now;
		this.#cycle = cycle;
		this.#fire = fire;
	}

	reset(): void {
		this.#agenda.cancel(this.#due);
		this.#control = 0;
		this.#reload = 0;
		this.#stopped = 0;
	}

	get control(): number {
		const value = this.#control;
		this.#control &= ~countFlag;
		return value;
	}

	set control(value: number) {
		const wasOn = (this.#control & enable) !== 0;
		if (wasOn) this.#stopped = this.value;
		this.#control = value & (enable | interrupt | coreClock);
		this.#agenda.cancel(this.#due);
		if (value & enable) this.#run(this.#stopped);
	}

	get reload(): number {
		return this.#reload;
	}

	set reload(value: number) {
		this.#reload = value & 0xff_ffff;
	}

	get value(): number {
		if ((this.#control & enable) === 0) return this.#stopped;
		return Math.max(0, Math.ceil((this.#zeroAt - this.#now()) / this.#cycle()));
	}

	/** Any write clears the counter. */
	clear(): void {
		this.#stopped = 0;
		this.#control &= ~countFlag;
		if (this.#control & enable) {
			this.#agenda.cancel(this.#due);
			this.#run(0);
		}
	}

	#run(value: number): void {
		if (this.#reload === 0) {
			this.#zeroAt = this.#now();
			return;
		}
		const cycles = value === 0 ? this.#reload + 1 : value;
		this.#zeroAt = this.#now() + cycles * this.#cycle();
		this.#due = this.#agenda.at(this.#zeroAt, () => {
			this.#control |= countFlag;
			if (this.#control & interrupt) this.#fire();
			this.#run(0);
		});
	}
}
