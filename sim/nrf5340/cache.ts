// CACHE: off after reset; must be invalidated after flash has changed. Hits and misses are not counted.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export class Cache extends Peripheral {
	onInvalidate: () => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'CACHE', 'CACHE');
		this.onWrite('INVALIDATE', value => {
			if (value === 1) this.onInvalidate();
		});
	}

	get enabled(): boolean {
		return this.get('ENABLE') === 1;
	}
}
