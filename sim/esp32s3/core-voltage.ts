// The core's voltage: two regulators by levels on the analog bus, and what each clock of the core needs of them.
//
// By IDF: rtc_init.c, rtc_set_stored_dbias (levels of a chip by its fuses; without them 28 at 240 MHz and 27 below), and
// rtc_clk.c, rtc_clk_cpu_freq_to_pll_mhz (the order, 40 us, parts of the regulator). Voltages here are volts.

import {unitsPerUs} from './chip.ts';
import type {Burnt} from './fuses.ts';

/** The block of both regulators, and its registers [regi2c_dig_reg.h]. */
export const regulatorBlock = {number: 0x6d, rtc: 4, digital: 6} as const;
const settles = 40 * unitsPerUs;
const defaults = {raised: 28, usual: 27} as const;
/** Above it the digital part is not driven; rtc.h: about 1.34 V is the highest level. */
const highestVolts = 1.3;
/** The RTC's voltage may lie so far below. */
const apartVolts = 0.025;
/** Of RTC_CNTL_DATE [rtc_cntl_reg.h, RTC_CNTL_SLAVE_PD]: off at the crystal, of six; one less for each 80 MHz. */
const parts = {shift: 13, mask: 0x3f, offAtCrystal: 7} as const;
/** Sums of decimal fractions. */
const rounding = 1e-9;

interface Around {
	now(): number;
	/** A register of the block. */
	level(register: number): number;
	burnt(): Burnt;
	/** RTC_CNTL_DATE. */
	date(): number;
}

/** Sign and magnitude. */
function signed(value: number, bits: number): number {
	const sign = 1 << (bits - 1);
	return value & sign ? -(value & (sign - 1)) : value;
}

export class CoreVoltage {
	readonly #around: Around;
	#changedAt = Number.NEGATIVE_INFINITY;

	constructor(around: Around) {
		this.#around = around;
	}

	/** A level was written. */
	changed(): void {
		this.#changedAt = this.#around.now();
	}

	/** Why the core cannot run at so many MHz from the PLL; undefined: it can. */
	problem(mhz: number): string | undefined {
		const off = (this.#around.date() >>> parts.shift) & parts.mask;
		if (off & ~(parts.offAtCrystal >>> (mhz / 80)))
			return `${ones(off)} parts of the regulator are off, ${3 - mhz / 80} may be`;
		const digital = this.#level('digital');
		const needed = this.#needed(mhz === 240);
		if (digital < needed) return `the digital regulator is at level ${digital}, this chip needs ${needed}`;
		if (this.#isMeasured && digital > this.#highest) return 'the digital regulator gives more than 1.3 V';
		if (this.#rtcVolts < this.#digitalVolts(digital) - apartVolts - rounding)
			return "the RTC's voltage is too far below the digital one";
		if (mhz === 240 && this.#around.now() < this.#changedAt + settles)
			return 'the voltage has not settled for 40 us';
		return undefined;
	}

	/** It was raised for 240 MHz and not lowered again. */
	get isRaised(): boolean {
		return this.#level('digital') > this.#needed(false);
	}

	#level(which: 'rtc' | 'digital'): number {
		return this.#around.level(regulatorBlock[which]) & 0x1f;
	}

	#needed(raised: boolean): number {
		if (!this.#isMeasured) return raised ? defaults.raised : defaults.usual;
		return Math.min(this.#highest, this.#around.burnt().lowestDigital + (raised ? 3 : 2));
	}

	/** Block version 0.1, 1.1 and from 1.2 on. */
	get #isMeasured(): boolean {
		const {major, minor, lowestDigital} = this.#around.burnt();
		return lowestDigital !== 0 && (minor === 1 || (major === 1 && minor >= 2) || major > 1);
	}

	/** The first level that gives 1.3 V. */
	get #highest(): number {
		let level = 15;
		while (level < 31 && this.#digitalVolts(level) < highestVolts - rounding) level++;
		return level;
	}

	#digitalVolts(level: number): number {
		if (!this.#isMeasured) return level / 500;
		const {vDigital, kDigital} = this.#around.burnt();
		return 1.0841 + signed(vDigital, 8) / 500 + (0.0211 + signed(kDigital, 7) / 1e4) * (level - 20);
	}

	get #rtcVolts(): number {
		const level = this.#level('rtc');
		if (!this.#isMeasured) return level / 500;
		const {vRtc, kRtc} = this.#around.burnt();
		return 1.0181 + signed(vRtc, 8) / 500 + (0.0198 + signed(kRtc, 7) / 1e4) * (level - 20);
	}
}

function ones(bits: number): number {
	return bits === 0 ? 0 : (bits & 1) + ones(bits >>> 1);
}
