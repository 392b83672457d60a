// What every board with an ESP32-S3 has in common: the core, its clocks and what ends off.

import type {BoardFacts} from '../../facts/schema.ts';
import {esp32s3Energy} from './draws.ts';

export const esp32s3 = {
	chip: 'esp32s3',
	core: 'xtensa-lx7',
	virtual: false,
	clockHz: 160_000_000,
	fastClockHz: 240_000_000,
	cpiMilli: 1300,
	cpiSource: 'assumed equal to the Cortex-M33; nothing was measured on this core',
	watchdogUs: 8_000_000,
	off: {
		timer: true,
		pins: {first: 0, last: 21, called: 'RTC pin'},
		doc: 'deep sleep: a timer or a level on an RTC pin (GPIO0 to GPIO21) ends it',
	},
	energy: esp32s3Energy,
	headroom: 0.2,
} as const satisfies Partial<BoardFacts>;
