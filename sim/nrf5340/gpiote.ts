// GPIOTE: the PORT event from the ports' DETECT. IN events and tasks are refused: they cost current in sleep.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export class Gpiote extends Peripheral {
	constructor(chip: Chip) {
		super(chip, 'GPIOTE', 'GPIOTE0');
		this.onWrite('CONFIG*', (value, index) => {
			if ((value & 3) !== 0)
				this.violation(`CONFIG[${index}] arms a channel, which keeps the fast clock running; use PORT`);
			this.put(`CONFIG${index}`, value);
		});
		for (const task of ['OUT', 'SET', 'CLR']) {
			this.onWrite(`TASKS_${task}*`, (_, index) =>
				this.violation(`TASKS_${task}[${index}] without a configured channel`),
			);
		}
	}

	/** DETECT of a port has risen. */
	detect(): void {
		this.raise('PORT');
	}
}
