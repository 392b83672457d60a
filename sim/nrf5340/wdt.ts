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
	/** What was left when its clock stopped: in sleep or off. */
	#left: number | undefined;
	#requested = 0;
	/** The timeout has come; the reset follows. */
	#isBiting = false;

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
		this.#stopCounting();
		this.#left = undefined;
		this.#isBiting = false;
		this.#running = false;
		this.#requested = 0;
	}

	/**
	 * A reset that is not the watchdog's own, the pin's or the supply's leaves it running with what it has left
	 * [DevZone 114321, nRF5340; nRF54L15 data sheet, "Reset behavior"]. Off stops its clock.
	 */
	resetUnlessRunning(): void {
		if (!this.#running) this.reset();
		else if (this.#left !== undefined) this.resume();
		else this.#count(Math.max(0, this.#due!.at - this.chip.now()));
	}

	/** The core goes to sleep or wakes. */
	sleeping(asleep: boolean): void {
		if ((this.get('CONFIG') & runsInSleep) !== 0) return;
		if (asleep) this.pause();
		else this.resume();
	}

	/** Its clock stops. */
	pause(): void {
		if (!this.#running || this.#left !== undefined) return;
		this.#left = this.#due!.at - this.chip.now();
		this.#stopCounting();
	}

	resume(): void {
		if (this.#left === undefined) return;
		const left = this.#left;
		this.#left = undefined;
		this.#count(left);
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
		if (!this.#running || this.#isBiting || this.#requested !== this.get('RREN')) return;
		this.#requested = 0;
		this.#count((this.get('CRV') + 1) * slowPeriod);
	}

	/** To the timeout, and from there to the reset. */
	#count(units: number): void {
		this.#stopCounting();
		this.#due = this.chip.agenda.at(this.chip.now() + units, () => {
			if (this.#isBiting) {
				this.chip.reset(this.#reason);
				return;
			}
			this.#isBiting = true;
			this.raise('TIMEOUT');
			this.#count(resetDelay);
		});
		this.chip.attend();
	}

	#stopCounting(): void {
		this.chip.agenda.cancel(this.#due);
		this.#due = undefined;
	}
}
