// What the nRF5340 application core draws by its states, from the rows of energy.ts; and its cycles an instruction.

import {nothing, sumOf} from '../../facts/figures.ts';
import type {
	ConverterFact,
	EnergyFacts,
	MicrophoneFact,
	PulseFact,
	PwmFact,
	SupplyFact,
	UartEnergy,
} from '../../facts/schema.ts';
import {pdmMicrophoneEnergy} from '../../parts/pdm-microphone.ts';
import {nrf5340Rows} from './energy.ts';

const sectionKb = 4;
/** What is on in the conditions of Nordic's table. */
const tableKb = 8;

export interface Nrf5340Use {
	/** RAM that stays on in System ON. */
	readonly ramOnKb: number;
	/** RAM that System OFF retains. */
	readonly ramOffKb: number;
	readonly i2cHz: number;
}

/**
 * Rows of the product specification are whole chips: while the core runs or waits for a bus they hold the floor too, all
 * but the 32 kHz clock, which they have off.
 */
export function nrf5340Energy({ramOnKb, ramOffKb, i2cHz}: Nrf5340Use): EnergyFacts {
	const rows = nrf5340Rows;
	const one = (id: keyof typeof rows) => sumOf(rows, {[id]: 1}, rows[id].unit);
	return {
		supplyV: 3,
		conditions: `3 V, 25 C, DC/DC, HFINT, cache on, network core off, ${ramOnKb} KiB RAM on`,
		rows,
		cpu: {
			run: one('cpu_64'),
			run_fast: one('cpu_128'),
			// EasyDMA moves the bytes while the core waits by WFI
			transfer: one(i2cHz > 400_000 ? 'twim_1000' : i2cHz > 100_000 ? 'twim_400' : 'twim_100'),
			// constant latency: the clocks stay ready
			idle: one('constlat'),
			deep: nothing('uA', 'System ON in low power: floor and retention are all there is'),
			off: nothing('uA', 'System OFF: the floor is all there is'),
		},
		floor: {
			awake: sumOf(rows, {on_idle_rtc: 1, on_idle: -1}, 'uA', 'on_idle_rtc less on_idle: LFXO and RTC'),
			asleep: one('on_idle_rtc'),
			off: one('off'),
		},
		retention: {
			on: sumOf(
				rows,
				{ram_on_4k: Math.max(0, ramOnKb - tableKb) / sectionKb},
				'uA',
				`ram_on_4k: ${ramOnKb} KiB on, ${tableKb} KiB of it in the other rows`,
			),
			off: sumOf(rows, {ret_4k: ramOffKb / sectionKb}, 'uA', `ret_4k: ${ramOffKb} KiB retained`),
		},
		flash: {idle: nothing('uA', 'reading is part of cpu_64 and cpu_128'), write: one('flash_i')},
		wake: {
			idle: nothing('uC', 'constant latency: the clocks run'),
			deep: one('wake_charge'),
			off: one('charge_off'),
		},
	};
}

/** SAADC with the internal reference of 0.6 V and gain 1/6, 10 us of acquisition and 2 us of conversion. */
export const nrf5340Converter = {
	fullScaleMv: 3600,
	takesUs: 12,
	conversion: sumOf(nrf5340Rows, {saadc_conversion: 1}, 'uC'),
} as const satisfies Omit<ConverterFact, 'inputs'>;

/** UARTE: the receiver waits on the crystal; what sends does without, as the console. */
export const nrf5340UartEnergy = {
	off: nothing('uA', 'UARTE is disabled'),
	receive: sumOf(nrf5340Rows, {uarte_rx: 1, hfxo: 1}, 'uA'),
	send: sumOf(nrf5340Rows, {uarte_115k: 1}, 'uA', 'at any baud rate'),
	both: sumOf(nrf5340Rows, {uarte_115k: 1, hfxo: 1}, 'uA', 'what sends has the same clocks as what receives'),
} as const satisfies UartEnergy;

/** No figure of the nRF5340 was found: its fast clock as in constant latency, and the PWM of a sister part. */
export const nrf5340Pwm = {
	// 16 MHz over 2^PRESCALER, 0 to 7, and COUNTERTOP, 3 to 32767
	hz: [4, 5_333_333],
	outputs: 4,
	energy: {
		off: nothing('uA', 'a constant level needs no clock, and PWM is disabled'),
		on: sumOf(nrf5340Rows, {constlat: 1, pwm: 1}, 'uA', 'the clock, which cannot sleep, and PWM'),
	},
	source:
		"nRF5340 product specification, PWM: PRESCALER and COUNTERTOP; instances of Nordic's device description",
} as const satisfies PwmFact;

/** GPIOTE tells TIMER; in counter mode it needs no clock of its own, and no figure of it was found. */
export const nrf5340Pulse = {
	counters: 3,
	energy: {
		off: nothing('uA', 'TIMER is stopped and its GPIOTE channel disabled'),
		on: sumOf(
			nrf5340Rows,
			{gpiote_in: 1},
			'uA',
			'GPIOTE keeps its clock; no figure of TIMER in counter mode',
		),
	},
	source: "TIMER0 to TIMER2 of Nordic's device description",
} as const satisfies PulseFact;

/** VDD; a board that is fed at VDDH bears more. */
export const nrf5340Supply = {
	minimumMv: 1700,
	maximumMv: 3600,
	source: 'nRF5340 product specification, recommended operating conditions: VDD 1.7 to 3.6 V',
	mark: 'from memory, unverified',
	cell: 'CR2032',
} as const satisfies SupplyFact;

/** PDM: 1.28 MHz, divided by 64 or 80. At 1 MHz a microphone is below its range, 1.2 to 3.25 MHz [MP34DT05-A]. */
export const nrf5340Microphone = {
	ratesHz: [16_000, 20_000],
	gainDb: [-20, 20],
	energy: pdmMicrophoneEnergy,
	capture: {
		off: nothing('uA', 'PDM is off and its clock stands'),
		on: sumOf(nrf5340Rows, {pdm: 1}, 'uA'),
	},
} as const satisfies MicrophoneFact;

/** Published nRF5340 cycles over instructions counted for the same kernels: 1.24 to 1.38 on four models. */
export const nrf5340Cpi = {
	cpiMilli: 1300,
	cpiSource: 'published nRF5340 cycles / counted CMSIS-NN instructions: 1.24 to 1.38 on four models',
} as const;
