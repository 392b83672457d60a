// What a simulated peripheral gets from the chip around it; and the chip's time.

import type {Agenda} from '../soc/agenda.ts';
import type {PiecewiseOutside} from '../soc/outside.ts';

/** The unit of time is one period of the PLL, 480 MHz: all clocks of the core divide it. */
export const unitsPerUs = 480;
export const unitsPerSecond = unitsPerUs * 1e6;
export const crystalPeriod = 12;
/**
 * The slow RC oscillator: "about 136 kHz", and several percent off [RTC_SLOW_CLK in the technical documentation of IDF]. This
 * one is 1.7 % fast, so that whoever does not calibrate is seen.
 */
export const slowPeriod = 3470;

/** RTC_CNTL_RESET_STATE, cause of core 0 [reset_reasons.h]. */
export const resetCauses = {
	'power-on': 1,
	soft: 3,
	'deep-sleep': 5,
	'timer-watchdog0': 7,
	'timer-watchdog1': 8,
	'rtc-watchdog': 9,
	'brown-out': 15,
} as const;
export type ResetReason = keyof typeof resetCauses;

export interface Chip {
	readonly agenda: Agenda;
	readonly outside: PiecewiseOutside;
	/** Now, in units of 1/480 us. */
	now(): number;
	/** What the outside gives a pin at this moment; undefined: nothing. */
	level(pin: number): boolean | undefined;
	/** The firmware did what the chip does not allow or does not have. */
	violation(text: string): void;
	/** Something new is due: look before the next instruction. */
	attend(): void;
	/** The level of a source of the interrupt matrix. */
	line(source: number, high: boolean): void;
	reset(reason: ResetReason): void;
}
