// Supply current of a digital microphone with a PDM output, with and without a clock.

import type {Figure} from '../facts/figures.ts';

export const pdmMicrophoneEnergy: Readonly<Record<'off' | 'on', Figure>> = {
	off: {
		typ: 5,
		unit: 'uA',
		mark: 'from memory, unverified',
		source: 'data sheets of PDM MEMS microphones as remembered: sleep without a clock',
		range: [1, 20],
	},
	on: {
		typ: 300,
		unit: 'uA',
		mark: 'from memory, unverified',
		source: 'data sheets of PDM MEMS microphones as remembered: clock below 1.5 MHz',
		range: [200, 700],
	},
};
