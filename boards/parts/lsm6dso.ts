// Supply current of the LSM6DSO by operating state, each with its source.

import type {Figure, Mark} from '../facts/figures.ts';

const remembered = 'LSM6DSO datasheet as remembered, 1.8 V';

function microamps(typ: number, mark: Mark = 'from memory, unverified', source = remembered): Figure {
	return {typ, unit: 'uA', mark, source};
}

/** On the straight line through two rows of the data sheet, at another rate. */
function between(
	hz: number,
	[hz0, uA0]: readonly [number, number],
	[hz1, uA1]: readonly [number, number],
): Figure {
	const typ = Math.round((uA0 + ((hz - hz0) * (uA1 - uA0)) / (hz1 - hz0)) * 10) / 10;
	const source = `on the line through ${uA0} uA at ${hz0} Hz and ${uA1} uA at ${hz1} Hz, ${remembered}`;
	return microamps(
		typ,
		hz === hz0 || hz === hz1 ? 'from memory, unverified' : 'computed from other rows',
		source,
	);
}

const frugalHz = [1.6, 12.5, 26, 52, 104, 208] as const;
const powerDown = 3;
const highPerformance = 170;
const both = 550;

const accelerometer: Readonly<Record<string, Figure>> = {
	...Object.fromEntries(
		frugalHz.flatMap(hz => [
			[`accelerometer ultra-low-power ${hz} Hz`, between(hz, [0, powerDown], [52, 9.5])],
			[`accelerometer low-power ${hz} Hz`, between(hz, [1.6, 4.5], [52, 26])],
		]),
	),
	'accelerometer high-performance': microamps(highPerformance),
};

/** What the gyroscope adds: the figure of both less the accelerometer's. */
const turning = both - highPerformance;
const computed = `${both} uA of both sensors less ${highPerformance} uA of the accelerometer, ${remembered}`;

export const lsm6dsoEnergy: Readonly<Record<string, Figure>> = {
	unpowered: microamps(0, 'product spec', 'no supply'),
	'power-down': microamps(powerDown),
	...accelerometer,
	gyroscope: microamps(turning + powerDown, 'computed from other rows', computed),
	...Object.fromEntries(
		Object.entries(accelerometer).map(([state, {typ}]) => [
			`${state} + gyroscope`,
			microamps(typ + turning, 'computed from other rows', computed),
		]),
	),
	'accelerometer high-performance + gyroscope': microamps(both, 'datasheet', 'LSM6DSO DS12140, cover page'),
};

/** Two words of a tag and three axes, when the gyroscope is on; 512 words in the FIFO. */
export const lsm6dsoStream = {sampleBytes: 14, fifoSamples: 256} as const;
