// Energy, clock and memory of the nRF5340 application core, from the fact sheet hardware/energy.md.

import type {ConverterFact, EnergyFacts, Figure, Mark} from '../board.ts';

function figure(
	typ: number,
	unit: Figure['unit'],
	mark: Mark,
	source: string,
	range: readonly [number, number],
): Figure {
	return {typ, unit, mark, source, range};
}

const run = figure(
	3500,
	'uA',
	'from memory, unverified',
	'cpu_64: 64 MHz from flash, CoreMark, DC/DC',
	[3000, 4500],
);
const onIdle = figure(
	4.5,
	'uA',
	'computed from other rows',
	'on_idle_rtc_full: System ON, RTC on LFXO',
	[3, 7],
);
const wake = figure(
	0.8,
	'uC',
	'computed from other rows',
	'wake_charge: from measured 1 ms and 5 ms sleeps',
	[0.6, 1],
);

/** 3 V, 25 C, DC/DC, HFINT 64 MHz, network core forced off, cache on, all 512 KiB RAM kept on. */
export const nrf5340Energy: EnergyFacts = {
	supplyV: 3,
	conditions: '3 V, 25 C, DC/DC, HFINT 64 MHz, cache on, network core off, 512 KiB RAM on',
	cpu: {
		run,
		transfer: run,
		// both sleeps of hal.h are WFI in System ON: the core has no deeper state that keeps RAM
		idle: onIdle,
		deep: onIdle,
		off: figure(0.9, 'uA', 'from memory, unverified', 'off: System OFF, wake by GPIO', [0.7, 1.5]),
	},
	wake: {
		idle: wake,
		deep: wake,
		off: figure(1.05, 'uC', 'from memory, unverified', 't_wake_off (300 us) x cpu_64', [0.1, 9]),
	},
	retention: figure(
		0.025,
		'uA',
		'product spec of a sister part',
		'ret_4k: one 4 KiB section',
		[0.0125, 0.04],
	),
};

/** SAADC with the internal reference of 0.6 V and gain 1/6, 10 us of acquisition and 2 us of conversion. */
export const nrf5340Converter = {
	fullScaleMv: 3600,
	takesUs: 12,
	conversion: figure(
		0.0084,
		'uC',
		'from memory, unverified',
		'12 us of 700 uA, the figure of the nRF52832 for its SAADC',
		[0.005, 0.02],
	),
} as const satisfies Omit<ConverterFact, 'inputs'>;

/** Published nRF5340 cycles over instructions counted for the same kernels: 1.24 to 1.38 on four models. */
export const nrf5340Cpi = {
	cpiMilli: 1300,
	cpiSource: 'notes/inference.md section 7, cross-check: 1.24 to 1.38',
} as const;
