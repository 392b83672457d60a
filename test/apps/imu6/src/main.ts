// A six-axis IMU on a rail of its own: windows, one reading, and errors that name the chip.

import {board} from 'catnap';
import {Lis2dh12, Lsm6dso, type Window} from 'catnap/sensor';

const {i2c0: io, pins} = board;
const alert = pins.imu6Int;
const supply = pins.imu6Power;

/** Means of each axis in mg and dps, rounded to what a count of the chip can say. */
function means({data, samples, axes, mgPerCount, mdpsPerCount}: Window): string {
	const sums = new Float64Array(axes);
	for (let index = 0; index < data.length; index++) sums[index % axes]! += data[index]!;
	const unit = (axis: number) => (axis < 3 ? mgPerCount : mdpsPerCount / 1000);
	return [...sums].map((sum, axis) => Math.round((sum / samples) * unit(axis))).join(' ');
}

function attempt(what: string, run: () => unknown): void {
	try {
		run();
		console.log(what, 'worked');
	} catch (error) {
		console.log(what, (error as {code?: string}).code, String(error));
	}
}

attempt('no chip there:', () => new Lsm6dso({io, alert, supply, rateHz: 104, address: 0x6b}));
attempt('another chip:', () => new Lis2dh12({io, alert, supply, rateHz: 100, address: 0x6a as 0x19}));
attempt('a range it lacks:', () => new Lsm6dso({io, alert, supply, rateHz: 104, rangeDps: 300 as 250}));
attempt('unsupplied:', () => new Lsm6dso({io, alert, rateHz: 104}));

const imu = new Lsm6dso({io, alert, supply, rateHz: 104, rangeG: 4, rangeDps: 500});
attempt('a second object:', () => new Lsm6dso({io, alert, supply, rateHz: 104}));
attempt('a watermark it lacks:', () => imu.configure({watermark: 256}));
attempt('too slight a motion:', () => imu.configure({motion: {thresholdMg: 10}}));
attempt('what stays as it is:', () => imu.configure({rangeG: undefined}));
let windows = 0;
let settling = 0;
for await (const window of imu.windows({samples: 52})) {
	console.log(`window of ${window.axes}:`, means(window), window.data.length);
	attempt('a reading meanwhile:', () => imu.configure({rangeG: 8}));
	settling = imu.stats.dropped;
	if (++windows === 3) break;
}
const {gaps, overruns, busErrors, restarts, dropped, waiting, samples} = imu.stats;
const isAll = samples === windows * 52 + dropped + waiting;
console.log('lost', gaps, overruns, busErrors, restarts, 'settling', settling, isAll);

imu.configure({rangeG: 8, watermark: 10});
const reading = {x: 0, y: 0, z: 0, gx: 0, gy: 0, gz: 0};
const same = await imu.sample(reading);
console.log(
	'reading',
	same === reading,
	Object.entries(reading)
		.map(([name, value]) => `${name} ${value.toFixed(2)}`)
		.join(', '),
);
imu.close();
imu.close();
