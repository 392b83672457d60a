// What the ESP32-S3 draws by its states, from the rows of energy.ts.

import {nothing, sumOf} from '../../facts/figures.ts';
import type {
	BoardFacts,
	ConverterFact,
	EnergyFacts,
	MicrophoneFact,
	PulseFact,
	PwmFact,
	UartEnergy,
} from '../../facts/schema.ts';
import {pdmMicrophoneEnergy} from '../../parts/pdm-microphone.ts';
import {esp32s3Rows} from './energy.ts';

const rows = esp32s3Rows;
const one = (id: keyof typeof rows) => sumOf(rows, {[id]: 1}, rows[id].unit);
const inTheCpu = nothing('uA', "part of the cpu's rows");
const inTheFloor = nothing('uA', 'part of the floor');

/** Clocks of the core in MHz: what scripts run at, and phases that are wanted done soon (clock.c). */
export interface Esp32s3Clocks {
	readonly slow: 40 | 80;
	readonly fast: 80 | 160 | 240;
}

/** One core busy, radio off; the rows are whole modules. */
function energyAt({slow, fast}: Esp32s3Clocks): EnergyFacts {
	return {
		supplyV: 3.3,
		conditions: `3.3 V, ${slow} MHz, one core busy, radio off, module only (no USB bridge, no LED)`,
		rows,
		cpu: {
			run: one(`ms${slow}_1`),
			run_fast: one(`ms${fast}_1`),
			transfer: one(`ms${slow}_idle`),
			idle: one(`ms${slow}_idle`),
			deep: inTheFloor,
			off: inTheFloor,
		},
		floor: {awake: inTheCpu, asleep: one('light'), off: one('deep_measured')},
		retention: {on: inTheFloor, off: inTheFloor},
		flash: {idle: inTheCpu, write: inTheCpu},
		wake: {
			idle: nothing('uC', 'the clock runs'),
			deep: one('charge_light'),
			off: one('charge_deep'),
		},
	};
}

/** The facts of a board that depend on its clocks. */
export function esp32s3At(clocks: Esp32s3Clocks): Pick<BoardFacts, 'clockHz' | 'fastClockHz' | 'energy'> {
	return {clockHz: clocks.slow * 1e6, fastClockHz: clocks.fast * 1e6, energy: energyAt(clocks)};
}

/** ADC1 at 12 dB: a reading says its own full scale, which the fuses of the chip and IDF's curve give; it is about this. */
export const esp32s3Converter = {
	fullScaleMv: 3100,
	takesUs: 50,
	conversion: nothing('uC', 'no figure was found: 50 us at the rows of the core, which runs meanwhile'),
} as const satisfies Omit<ConverterFact, 'inputs'>;

const noUartFigure = nothing(
	'uA',
	'no figure was found for a UART: the core idles instead of sleeping lightly, which is counted',
);

/** UART1. */
export const esp32s3UartEnergy = {
	off: nothing('uA', 'its clock gate is closed'),
	receive: noUartFigure,
	send: noUartFigure,
	both: noUartFigure,
} as const satisfies UartEnergy;

/** LEDC on the crystal: it divides by 1 to 1024, and a period has 2 to 14 bits. */
export const esp32s3Pwm = {
	hz: [3, 10_000_000],
	outputs: 4,
	energy: {
		off: nothing('uA', 'a constant level needs no clock, and the gate of LEDC is closed'),
		on: nothing(
			'uA',
			'no figure was found for LEDC: the core idles instead of sleeping lightly, which is counted',
		),
	},
	source: 'ledc_reg.h of IDF, CLK_DIV and DUTY_RES; four timers, each with a frequency of its own',
} as const satisfies PwmFact;

/** PCNT: one unit a pin, and one more for each whose mark is asked for. */
export const esp32s3Pulse = {
	counters: 4,
	energy: {
		off: nothing('uA', 'the gate of PCNT is closed'),
		on: nothing(
			'uA',
			'no figure was found for PCNT: the core idles instead of sleeping lightly, which is counted',
		),
	},
	source: 'pcnt_reg.h of IDF: four units',
} as const satisfies PulseFact;

/** PDM: 2.048 MHz by 128, 1.28 MHz by 64; a microphone takes 1.2 to 3.25 MHz [MP34DT05-A]. The port multiplies for the gain. */
export const esp32s3Microphone = {
	ratesHz: [16_000, 20_000],
	gainDb: [-20, 20],
	energy: pdmMicrophoneEnergy,
	capture: {
		off: nothing('uA', 'I2S and DMA are off'),
		on: nothing(
			'uA',
			'no figure was found for I2S and DMA: the core idles instead of sleeping lightly, which is counted',
		),
	},
} as const satisfies MicrophoneFact;
