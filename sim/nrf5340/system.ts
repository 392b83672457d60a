// The small blocks around the core: POWER, RESET, REGULATORS, OSCILLATORS, CTRL-AP and the information pages.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export class Power extends Peripheral {
	constantLatency = false;

	constructor(chip: Chip) {
		super(chip, 'POWER', 'POWER');
		this.onWrite('TASKS_CONSTLAT', () => {
			this.constantLatency = true;
		});
		this.onWrite('TASKS_LOWPWR', () => {
			this.constantLatency = false;
		});
	}

	/** GPREGRET survives resets, not a loss of supply. */
	override reset(): void {
		const kept = [0, 1].map(index => this.get(`GPREGRET${index}`));
		super.reset();
		for (const [index, value] of kept.entries()) this.put(`GPREGRET${index}`, value);
		this.constantLatency = false;
	}

	powerOn(): void {
		super.reset();
	}
}

export class Reset extends Peripheral {
	constructor(chip: Chip) {
		super(chip, 'RESET', 'RESET');
		this.onWrite('RESETREAS', value => this.put('RESETREAS', this.get('RESETREAS') & ~value));
	}

	/** Reasons pile up until they are cleared or the supply fails. */
	override reset(): void {
		const reasons = this.get('RESETREAS');
		super.reset();
		this.put('RESETREAS', reasons);
	}

	powerOn(): void {
		super.reset();
		this.put('RESETREAS', 0);
	}

	add(reason: number): void {
		this.put('RESETREAS', this.get('RESETREAS') | reason);
	}

	get reasons(): number {
		return this.get('RESETREAS');
	}
}

export class Regulators extends Peripheral {
	onOff: () => void = () => {};
	/** Whether the undocumented settings of erratum 160 are in place. */
	settled: () => boolean = () => true;

	constructor(chip: Chip) {
		super(chip, 'REGULATORS', 'REGULATORS');
		this.onWrite('SYSTEMOFF', value => {
			if (value === 1) this.onOff();
		});
		for (const name of ['VREGMAIN_DCDCEN', 'VREGRADIO_DCDCEN', 'VREGH_DCDCEN']) {
			this.onWrite(name, value => {
				if (value === 1 && !this.settled()) this.violation(`${name} before the settings of erratum 160`);
				this.put(name, value);
			});
		}
	}
}

export class Oscillators extends Peripheral {
	constructor(chip: Chip) {
		super(chip, 'OSCILLATORS', 'OSCILLATORS');
	}

	/** The load of the 32 kHz crystal: 0 is none inside the chip. */
	get crystalLoad(): number {
		return this.get('XOSC32KI_INTCAP');
	}
}

const unprotected = 0x50fa_50fa;

export class CtrlAp extends Peripheral {
	constructor(chip: Chip) {
		super(chip, 'CTRLAP', 'CTRLAP');
	}

	/** Whether a debug probe gets in: both UICR words and both writes of the firmware say so. */
	debugOpen(uicr: (offset: number) => number): boolean {
		return (
			this.get('APPROTECT_DISABLE') === unprotected &&
			this.get('SECUREAPPROTECT_DISABLE') === unprotected &&
			uicr(0x000) === unprotected &&
			uicr(0x01c) === unprotected
		);
	}
}
