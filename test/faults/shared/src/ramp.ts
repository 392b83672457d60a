// On the chip: listens to a ramp, says of each window whether all samples follow each other, of each error its code, and goes on.

import {board, NativeError, sleep} from 'catnap';
import {Digital} from 'catnap/pin';
import type {Axes, SensorStats, Window} from 'catnap/sensor';

export interface Sensor {
	windows(options: {samples: number}): AsyncIterable<Window<number, number, Axes>>;
	readonly stats: SensorStats;
	close(): void;
}

/** The trace rises by four steps a sample, now and then one more or less, from -1000 to 999, and falls back. */
const rise = 4;
const turn = 2000;
/** No window is asked for after one whose newest sample is later than this. */
const listenUs = 1_100_000;
/** The same for an app that is at times too busy. */
const listenBetweenUs = 2_200_000;

/** The newest sample so far, and the gaps that were counted by then: without a new one the next sample must follow. */
let newest: number | undefined;
let gaps = 0;
/** Of all sensors that were opened. */
const total: Record<keyof SensorStats, number> = {
	samples: 0,
	windows: 0,
	dropped: 0,
	waiting: 0,
	gaps: 0,
	overruns: 0,
	busErrors: 0,
	restarts: 0,
};
let presses = 0;
let calls = 0;

new Digital({
	pin: board.pins.button,
	mode: 'pull',
	edge: 'active',
	onReadable: (_atUs, edges) => {
		presses += edges;
		calls++;
	},
});

/** Each axis must say the same: what one count of it is worth differs. */
function isWhole({data, samples, axes}: Window<number, number, Axes>, countsPerStep: number): boolean {
	let isRow = true;
	for (let index = 0; index < samples; index++) {
		const value = data[index * axes]! / countsPerStep;
		const step = newest === undefined ? rise : value - newest;
		newest = value;
		if (Math.abs((step < 0 ? step + turn : step) - rise) > 1) isRow = false;
		if (axes === 6 && data[index * axes + 3] !== value) isRow = false;
	}
	return isRow;
}

function add(stats: SensorStats): void {
	for (const name of Object.keys(total) as (keyof SensorStats)[]) total[name] += stats[name];
}

/** `between` is what the app does before it asks for the window after the `count`-th. */
export async function listen(
	open: () => Sensor,
	countsPerStep: number,
	between?: (count: number) => Promise<unknown> | undefined,
): Promise<void> {
	let count = 0;

	for (let isOver = false; !isOver; ) {
		let imu: Sensor | undefined;
		try {
			imu = open();
			newest = undefined;
			gaps = 0;
			for await (const window of imu.windows({samples: 48})) {
				const {stats} = imu;
				if (stats.gaps !== gaps) newest = undefined;
				gaps = stats.gaps;
				const isRow = isWhole(window, countsPerStep);
				console.log(isRow ? 'whole' : 'TORN', Math.round(window.atUs));
				isOver = window.atUs > (between ? listenBetweenUs : listenUs);
				if (isOver) break;
				await between?.(++count);
			}
		} catch (error) {
			console.log('error', NativeError.is(error) ? error.code : String(error));
			await sleep('20ms');
		}
		if (imu) {
			add(imu.stats);
			imu.close();
		}
	}
	console.log('end', JSON.stringify({...total, presses, calls}));
}
