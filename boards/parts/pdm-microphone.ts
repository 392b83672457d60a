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
		typ: 650,
		unit: 'uA',
		mark: 'datasheet, quoted by a third party',
		source: 'MP34DT05-A, normal mode, clock 1.2 to 3.25 MHz, quoted by ST staff, community.st.com td-p/56437',
	},
};
