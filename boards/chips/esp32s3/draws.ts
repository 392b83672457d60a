// What the ESP32-S3 draws by its states, from the rows of energy.ts.

import {nothing, sumOf} from '../../facts/figures.ts';
import type {ConverterFact, EnergyFacts, MicrophoneFact} from '../../facts/schema.ts';
import {pdmMicrophoneEnergy} from '../../parts/pdm-microphone.ts';
import {esp32s3Rows} from './energy.ts';

const rows = esp32s3Rows;
const one = (id: keyof typeof rows) => sumOf(rows, {[id]: 1}, rows[id].unit);
const inTheCpu = nothing('uA', "part of the cpu's rows");
const inTheFloor = nothing('uA', 'part of the floor');

/** 40 MHz or, fast, 160; one core busy, radio off; the rows are whole modules. */
export const esp32s3Energy: EnergyFacts = {
	supplyV: 3.3,
	conditions: '3.3 V, 40 MHz, one core busy, radio off, module only (no USB bridge, no LED)',
	rows,
	cpu: {
		run: one('ms40_1'),
		run_fast: one('ms160_1'),
		transfer: one('ms40_idle'),
		idle: one('ms40_idle'),
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

/** ADC1 at 12 dB: a reading says its own full scale, which the fuses of the chip and IDF's curve give; it is about this. */
export const esp32s3Converter = {
	fullScaleMv: 3100,
	takesUs: 50,
	conversion: nothing('uC', 'no figure was found: 50 us at the rows of the core, which runs meanwhile'),
} as const satisfies Omit<ConverterFact, 'inputs'>;

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
