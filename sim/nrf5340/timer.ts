// TIMER as a counter: what DPPI or a task counts, captured and compared. Its own clock is not simulated.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const timerMode = 0;
/** By BITMODE [BabbleSim, NHW_TIMER.c, mask_from_bitmode]. */
const wraps = [2 ** 16, 2 ** 8, 2 ** 24, 2 ** 32];
const registers = [0, 1, 2, 3, 4, 5];
const channelEnabled = 0x8000_0000;

export class Timer extends Peripheral {
	#runs = false;
	#count = 0;

	constructor(chip: Chip, name: string) {
		super(chip, 'TIMER', name);
		this.onWrite('TASKS_START', () => {
			if (this.get('MODE') === timerMode) this.violation('counting by its own clock is not simulated');
			this.#runs = true;
		});
		this.onWrite('TASKS_STOP', () => {
			this.#runs = false;
		});
		this.onWrite('TASKS_CLEAR', () => {
			this.#count = 0;
		});
		this.onWrite('TASKS_COUNT', () => this.count());
		this.onWrite('TASKS_CAPTURE*', (_, register) => this.put(`CC${register}`, this.#count));
		this.onWrite('TASKS_SHUTDOWN', () => this.violation('TASKS_SHUTDOWN is deprecated [device description]'));
		this.onWrite('SHORTS', value => {
			if (value !== 0) this.violation('SHORTS are not simulated');
			this.put('SHORTS', value);
		});
		for (const name of ['MODE', 'BITMODE', 'PRESCALER'])
			this.onWrite(name, value => {
				if (this.#runs) this.violation(`${name} written while it runs`);
				this.put(name, value);
			});
	}

	override reset(): void {
		super.reset();
		this.#runs = false;
		this.#count = 0;
	}

	/** The task on its own, and as DPPI starts it: ignored unless it runs as a counter [NHW_TIMER.c, nhw_timer_TASK_COUNT]. */
	count(): void {
		if (!this.#runs || this.get('MODE') === timerMode) return;
		const wrap = wraps[this.get('BITMODE')]!;
		this.#count = (this.#count + 1) % wrap;
		for (const register of registers) {
			if (this.get(`CC${register}`) % wrap === this.#count) this.raise(`COMPARE${register}`);
		}
	}

	/** An event on a channel of DPPI. */
	hear(channel: number): void {
		if (this.get('SUBSCRIBE_COUNT') === (channelEnabled | channel) >>> 0) this.count();
	}
}
