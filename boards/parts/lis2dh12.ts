// Supply current of the LIS2DH12 by operating state, each with its source.

import type {Figure, Mark} from '../facts/figures.ts';

const table11 = 'LIS2DH Doc 022516 table 11; LIS2DH12 assumed equal';
const table12 = 'LIS3DH datasheet table 12 (LIS2DH table 11 is the same); LIS2DH12 assumed equal';

/** Output rate in Hz, then uA with 8 bit (low-power), 10 bit (normal) and 12 bit (high-resolution). */
const byRate: readonly (readonly [number, number, number, number])[] = [
	[1, 2, 2, 2],
	[10, 3, 4, 4],
	[25, 4, 6, 6],
	[50, 6, 11, 11],
	[100, 10, 20, 20],
	[200, 18, 38, 38],
	[400, 36, 73, 73],
];

function microamps(typ: number, mark: Mark, source: string): Figure {
	return {typ, unit: 'uA', mark, source};
}

export const lis2dh12Energy: Readonly<Record<string, Figure>> = {
	'power-down': microamps(0.5, 'from memory, unverified', 'datasheet as remembered'),
	...Object.fromEntries(
		byRate.flatMap(([rateHz, low, normal, high]) => [
			[`low-power ${rateHz} Hz`, microamps(low, 'datasheet', table12)],
			[`normal ${rateHz} Hz`, microamps(normal, 'datasheet', table12)],
			[`high-resolution ${rateHz} Hz`, microamps(high, 'datasheet', table12)],
		]),
	),
	'low-power 1620 Hz': microamps(100, 'datasheet', table11),
	'low-power 5376 Hz': microamps(185, 'datasheet', table11),
	'normal 1344 Hz': microamps(185, 'datasheet', table11),
	'high-resolution 1344 Hz': microamps(185, 'datasheet', table11),
};

/** Three axes of 16 bits; 32 of them in the FIFO. */
export const lis2dh12Stream = {sampleBytes: 6, fifoSamples: 32} as const;
