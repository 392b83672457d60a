// RTC: a 24-bit counter of the slow clock with compare registers that miss what comes too soon.

import type {Due} from './agenda.ts';
import type {Chip} from './chip.ts';
import {type ClockPeripheral, slowPeriod} from './clock.ts';
import {Peripheral} from './peripheral.ts';

const turn = 2 ** 24;
/** nRF52 product specification, RTC "Compare": a match is certain from two ticks ahead. The simulator never grants less. */
const nearestMatch = 2;

export class Rtc extends Peripheral {
	readonly #clock: ClockPeripheral;
	readonly #channels: number;
	/** Ticks since the counter was zero and running; grows over the overflow. */
	#startedAt: number | undefined;
	#offset = 0;
	readonly #due: (Due | undefined)[] = [];
	#overflow: Due | undefined;

	constructor(chip: Chip, name: 'RTC0' | 'RTC1', clock: ClockPeripheral) {
		super(chip, 'RTC', name);
		this.#clock = clock;
		this.#channels = 4;
		this.onRead('COUNTER', () => this.#ticks() % turn);
		this.onWrite('TASKS_START', () => this.#start());
		this.onWrite('TASKS_STOP', () => this.#stop());
		this.onWrite('TASKS_CLEAR', () => this.#set(0));
		this.onWrite('TASKS_TRIGOVRFLW', () => this.#set(turn - 16));
		this.onWrite('TASKS_CAPTURE*', (_, index) => this.put(`CC${index}`, this.#ticks() % turn));
		this.onWrite('CC*', (value, index) => {
			this.put(`CC${index}`, value);
			this.#arm(index);
		});
		this.onWrite('PRESCALER', value => {
			if (this.#startedAt !== undefined) this.violation('PRESCALER written while the counter runs');
			this.put('PRESCALER', value);
		});
	}

	override reset(): void {
		super.reset();
		this.#startedAt = undefined;
		this.#offset = 0;
		this.#disarm();
	}

	get #period(): number {
		return slowPeriod * (this.get('PRESCALER') + 1);
	}

	#ticks(): number {
		if (this.#startedAt === undefined) return this.#offset;
		return this.#offset + Math.max(0, Math.floor((this.chip.now() - this.#startedAt) / this.#period));
	}

	/** The moment at which the counter has made that many ticks. */
	#moment(ticks: number): number {
		return this.#startedAt! + (ticks - this.#offset) * this.#period;
	}

	#start(): void {
		if (!this.#clock.slowRuns) this.violation('TASKS_START while the slow clock does not run');
		if (this.#startedAt !== undefined) return;
		// tasks are taken over at the next edge of the slow clock
		this.#startedAt = Math.ceil(this.chip.now() / slowPeriod) * slowPeriod;
		this.#armAll();
	}

	#stop(): void {
		this.#offset = this.#ticks();
		this.#startedAt = undefined;
		this.#disarm();
	}

	#set(ticks: number): void {
		this.#offset = ticks;
		if (this.#startedAt === undefined) return;
		this.#startedAt = Math.ceil(this.chip.now() / slowPeriod) * slowPeriod;
		this.#armAll();
	}

	#armAll(): void {
		for (let index = 0; index < this.#channels; index++) this.#arm(index);
		const next = (Math.floor(this.#ticks() / turn) + 1) * turn;
		this.chip.agenda.cancel(this.#overflow);
		const overflow = (ticks: number): void => {
			this.#overflow = this.chip.agenda.at(this.#moment(ticks), () => {
				this.raise('OVRFLW');
				overflow(ticks + turn);
			});
		};
		overflow(next);
		this.chip.attend();
	}

	#arm(index: number): void {
		this.chip.agenda.cancel(this.#due[index]);
		if (this.#startedAt === undefined) return;
		const soonest = this.#ticks() + nearestMatch;
		const target = this.get(`CC${index}`);
		const match = soonest + ((((target - soonest) % turn) + turn) % turn);
		this.#matchAt(index, match);
		this.chip.attend();
	}

	#matchAt(index: number, ticks: number): void {
		this.#due[index] = this.chip.agenda.at(this.#moment(ticks), () => {
			this.raise(`COMPARE${index}`);
			if ((this.get('SHORTS') >>> index) & 1) this.#set(0);
			else this.#matchAt(index, ticks + turn);
		});
	}

	#disarm(): void {
		for (const due of this.#due) this.chip.agenda.cancel(due);
		this.chip.agenda.cancel(this.#overflow);
	}
}
