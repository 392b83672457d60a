// DPPI: which channels carry events to tasks. Groups of channels are not simulated.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export class Dppic extends Peripheral {
	/** An event has come to the tasks that subscribe to its channel. */
	onEvent: (channel: number) => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'DPPIC', 'DPPIC');
		this.onWrite('CHENSET', value => this.put('CHEN', this.get('CHEN') | value));
		this.onWrite('CHENCLR', value => this.put('CHEN', this.get('CHEN') & ~value));
		for (const name of ['CHENSET', 'CHENCLR']) this.onRead(name, () => this.get('CHEN'));
		for (const task of ['EN', 'DIS'])
			this.onWrite(`TASKS_CHG*_${task}`, () => this.violation('groups of channels are not simulated'));
	}

	/** An event on a channel; one that is not enabled carries nothing [BabbleSim, NHW_DPPI.c]. */
	publish(channel: number): void {
		if ((this.get('CHEN') >>> channel) & 1) this.onEvent(channel);
	}
}
