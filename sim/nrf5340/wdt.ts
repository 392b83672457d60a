// WDT: counts the slow clock, still in sleep if so configured; cannot be stopped or changed once it runs.

import type {Due} from './agenda.ts';
import type {Chip} from './chip.ts';
import {slowPeriod} from './clock.ts';
import {Peripheral} from './peripheral.ts';

const reload = 0x6e52_4635;
const runsInSleep = 1;
/** Product specification, WDT: the reset follows the TIMEOUT event by two periods of the slow clock. */
const resetDelay = 2 * slowPeriod;

export class Wdt extends Peripheral {
	readonly #reason: 'watchdog0' | 'watchdog1';
	#running = false;
	#due: Due | undefined;
	/** What was left when the core went to sleep. */
	#left: number | undefined;
	#requested = 0;

	constructor(chip: Chip, name: 'WDT0' | 'WDT1') {
		super(chip, 'WDT', name);
		this.#reason = name === 'WDT0' ? 'watchdog0' : 'watchdog1';
		this.onWrite('TASKS_START', () => this.#start());
		this.onWrite('TASKS_STOP', () => this.violation('TASKS_STOP: this configuration cannot be stopped'));
		this.onWrite('RR*', (value, index) => this.#request(value, index));
		for (const name of ['CRV', 'RREN', 'CONFIG']) {
			this.onWrite(name, value => {
				if (this.#running) this.violation(`${name} written while it runs`);
				else this.put(name, value);
			});
		}
		this.onRead('RUNSTATUS', () => (this.#running ? 1 : 0));
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#due);
		this.#running = false;
		this.#left = undefined;
		this.#requested = 0;
	}

	/** The core goes to sleep or wakes. */
	sleeping(asleep: boolean): void {
		if (!this.#running || (this.get('CONFIG') & runsInSleep) !== 0) return;
		if (asleep) {
			this.#left = this.#due!.at - this.chip.now();
			this.chip.agenda.cancel(this.#due);
		} else if (this.#left !== undefined) {
			this.#count(this.#left);
			this.#left = undefined;
		}
	}

	#start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#count((this.get('CRV') + 1) * slowPeriod);
	}

	#request(value: number, index: number): void {
		if (value !== reload) {
			this.violation(`RR[${index}] takes only the reload value`);
			return;
		}
		if (((this.get('RREN') >>> index) & 1) === 0) return;
		this.#requested |= 1 << index;
		if (!this.#running || this.#requested !== this.get('RREN')) return;
		this.#requested = 0;
		this.#count((this.get('CRV') + 1) * slowPeriod);
	}

	#count(units: number): void {
		this.chip.agenda.cancel(this.#due);
		this.#due = this.chip.agenda.at(this.chip.now() + units, () => {
			this.raise('TIMEOUT');
			this.#due = this.chip.agenda.at(this.chip.now() + resetDelay, () => this.chip.reset(this.#reason));
		});
		this.chip.attend();
	}
}
