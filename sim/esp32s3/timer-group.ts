// Timer groups: their watchdogs, and in group 0 the calibration of the slow clock. Their timers are not simulated.

import type {Due} from '../soc/agenda.ts';
import {type Chip, crystalPeriod, type ResetReason, slowPeriod} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const key = 0x50d8_3aa1;
const enable = 2 ** 31;
const flashBoot = 1 << 14;
const settings = [
	'WDTCONFIG0',
	'WDTCONFIG1',
	'WDTCONFIG2',
	'WDTCONFIG3',
	'WDTCONFIG4',
	'WDTCONFIG5',
] as const;
/** TIMG_RTCCALICFG [timer_group_reg.h]. */
const cali = {ready: 1 << 15, start: 2 ** 31, cyclic: 1 << 12} as const;
/** APB is the crystal's clock while the core runs from the crystal; the prescaler counts it. */
const apbPeriod = crystalPeriod;

export class TimerGroup extends Peripheral {
	readonly #reason: ResetReason;
	#due: Due | undefined;
	#calibrating: Due | undefined;
	#value: number | undefined;

	constructor(chip: Chip, index: 0 | 1) {
		super(chip, 'TIMG', `TIMG${index}`, 0x6001_f000 + index * 0x1000);
		this.#reason = index === 0 ? 'timer-watchdog0' : 'timer-watchdog1';
		for (const name of settings) {
			this.onWrite(name, value => {
				if (!this.#isOpen(name)) return;
				this.put(name, value);
				this.#count();
			});
		}
		this.onWrite('WDTFEED', () => {
			if (this.#isOpen('WDTFEED')) this.#count();
		});
		this.onWrite('RTCCALICFG', value => this.#calibrate(value));
		this.onRead('RTCCALICFG', () => this.get('RTCCALICFG') | (this.#value === undefined ? 0 : cali.ready));
		this.onRead('RTCCALICFG1', () => {
			if (this.#value === undefined) this.violation('the calibration is read before it is ready');
			return (this.#value ?? 0) << 7;
		});
	}

	override reset(): void {
		super.reset();
		for (const due of [this.#due, this.#calibrating]) this.chip.agenda.cancel(due);
		this.#value = undefined;
	}

	/** The ROM leaves the watchdog of group 0 running in its flash-boot mode. */
	startFlashBoot(): void {
		this.put('WDTCONFIG0', this.get('WDTCONFIG0') | flashBoot);
		this.#count();
	}

	#isOpen(name: string): boolean {
		if (this.get('WDTWPROTECT') === key) return true;
		this.violation(`${name} is written while WDTWPROTECT locks it`);
		return false;
	}

	/** Stage 0: its time in ticks of the prescaled clock, then the reset; interrupts of it are not simulated. */
	#count(): void {
		this.chip.agenda.cancel(this.#due);
		this.#due = undefined;
		if ((this.get('WDTCONFIG0') & (enable | flashBoot)) === 0) return;
		const ticks = this.get('WDTCONFIG2') * (this.get('WDTCONFIG1') >>> 16);
		this.#due = this.chip.agenda.at(this.chip.now() + ticks * apbPeriod, () => this.chip.reset(this.#reason));
		this.chip.attend();
	}

	/** So many slow periods are measured in periods of the crystal [rtc_clk_cal_internal]. */
	#calibrate(value: number): void {
		const begins = value >= cali.start && this.get('RTCCALICFG') < cali.start;
		this.put('RTCCALICFG', value & ~cali.ready);
		if (value & cali.cyclic) this.violation('cyclic calibration is not simulated');
		if (((value >>> 13) & 3) !== 0)
			this.violation('calibration of another clock than the slow one is not simulated');
		this.chip.agenda.cancel(this.#calibrating);
		if (!begins) return;
		this.#value = undefined;
		const units = ((value >>> 16) & 0x7fff) * slowPeriod;
		this.#calibrating = this.chip.agenda.at(this.chip.now() + units, () => {
			this.#value = Math.round(units / crystalPeriod);
		});
		this.chip.attend();
	}
}
