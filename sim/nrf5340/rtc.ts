// RTC: a 24-bit counter of the slow clock. Its tasks wait for the clock, and its compare registers miss what comes too soon.

import type {Due} from './agenda.ts';
import type {Chip} from './chip.ts';
import {type ClockPeripheral, slowPeriod} from './clock.ts';
import {Peripheral} from './peripheral.ts';

const turn = 2 ** 24;
const channels = 4;
/** Ticks from a write of CC within which a match may be missed [product specification, RTC "Compare"]. */
const unsureTicks = 1;

export class Rtc extends Peripheral {
	readonly #clock: ClockPeripheral;
	/** Ticks since the counter was zero and running; grows over the overflow. */
	#startedAt: number | undefined;
	#offset = 0;
	readonly #due: ({readonly ticks: number; readonly entry: Due} | undefined)[] = [];
	/** Matches of values that were overwritten too late, and tasks on their way to the slow clock. */
	readonly #late = new Set<Due>();
	/** Whether the next old value that may still match does: every second one. */
	#isOldMet = false;
	#overflow: Due | undefined;

	constructor(chip: Chip, name: 'RTC0' | 'RTC1', clock: ClockPeripheral) {
		super(chip, 'RTC', name);
		this.#clock = clock;
		this.onRead('COUNTER', () => this.#ticks() % turn);
		this.onWrite('TASKS_START', () => {
			if (!clock.slowRuns) this.violation('TASKS_START while the slow clock does not run');
			this.#atEdge(() => this.#start());
		});
		this.onWrite('TASKS_STOP', () => this.#atEdge(() => this.#stop()));
		this.onWrite('TASKS_CLEAR', () => this.#atEdge(() => this.#set(0)));
		this.onWrite('TASKS_TRIGOVRFLW', () => this.#atEdge(() => this.#set(turn - 16)));
		this.onWrite('TASKS_CAPTURE*', (_, index) => this.put(`CC${index}`, this.#ticks() % turn));
		this.onWrite('CC*', (value, index) => this.#compare(index, value));
		this.onWrite('EVTENSET', value => this.put('EVTEN', this.get('EVTEN') | value));
		this.onWrite('EVTENCLR', value => this.put('EVTEN', this.get('EVTEN') & ~value));
		for (const name of ['EVTENSET', 'EVTENCLR']) this.onRead(name, () => this.get('EVTEN'));
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
		for (const due of this.#late) this.chip.agenda.cancel(due);
		this.#late.clear();
		this.#isOldMet = false;
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

	/** A task acts once the slow clock has fallen and risen: after half a period to one and a half. */
	#atEdge(run: () => void): void {
		const falls = Math.ceil(this.chip.now() / slowPeriod - 0.5) + 0.5;
		this.#later((falls + 0.5) * slowPeriod, run);
	}

	#later(at: number, run: () => void): void {
		const due = this.chip.agenda.at(at, () => {
			this.#late.delete(due);
			run();
		});
		this.#late.add(due);
		this.chip.attend();
	}

	#start(): void {
		if (this.#startedAt !== undefined || !this.#clock.slowRuns) return;
		this.#startedAt = this.chip.now();
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
		this.#startedAt = this.chip.now();
		this.#armAll();
	}

	/** A value that the counter holds already is met after a turn only. */
	#armAll(): void {
		for (let index = 0; index < channels; index++) this.#arm(index, this.#ticks() + 1);
		const next = (Math.floor(this.#ticks() / turn) + 1) * turn;
		this.chip.agenda.cancel(this.#overflow);
		const overflow = (ticks: number): void => {
			this.#overflow = this.chip.agenda.at(this.#moment(ticks), () => {
				this.#signal('OVRFLW');
				overflow(ticks + turn);
			});
		};
		overflow(next);
		this.chip.attend();
	}

	/**
	 * A new value takes effect late: one tick ahead it is missed, and two ticks ahead as well if the old one is next
	 * and half of the tick is over [Zephyr, nrf_rtc_timer.c]. An old value within two ticks may still match.
	 */
	#compare(index: number, value: number): void {
		this.put(`CC${index}`, value);
		if (this.#startedAt === undefined) return;
		const now = this.#ticks();
		const isSecondHalf = this.chip.now() - this.#moment(now) >= this.#period / 2;
		const old = this.#due[index];
		const isOldNext = old?.ticks === now + unsureTicks;
		if (old && old.ticks <= now + unsureTicks + 1 && old.ticks % turn !== value) {
			this.#isOldMet = !this.#isOldMet;
			if (this.#isOldMet) this.#later(old.entry.at, () => this.#signal(`COMPARE${index}`));
		}
		this.#arm(index, now + unsureTicks + (isOldNext && isSecondHalf ? 2 : 1));
		this.chip.attend();
	}

	#arm(index: number, soonest: number): void {
		this.chip.agenda.cancel(this.#due[index]?.entry);
		const target = this.get(`CC${index}`);
		this.#matchAt(index, soonest + ((((target - soonest) % turn) + turn) % turn));
	}

	#matchAt(index: number, ticks: number): void {
		const entry = this.chip.agenda.at(this.#moment(ticks), () => {
			this.#signal(`COMPARE${index}`);
			this.#matchAt(index, ticks + turn);
			if ((this.get('SHORTS') >>> index) & 1) this.#later(this.#moment(ticks + 1), () => this.#set(0));
		});
		this.#due[index] = {ticks, entry};
	}

	/** An event exists only while its bit of EVTEN or INTEN is set [product specification, RTC "Event control"]. */
	#signal(event: string): void {
		if (this.interrupts(event) || (this.get('EVTEN') >>> this.bitOf(event)) & 1) this.raise(event);
	}

	#disarm(): void {
		for (const due of this.#due) this.chip.agenda.cancel(due?.entry);
		this.#due.length = 0;
		this.chip.agenda.cancel(this.#overflow);
	}
}
