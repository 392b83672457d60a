// A device that lives for a month: windows and inference, a timer, a button, a record that is kept; says its counts each day.

import {mode, watch} from 'catnap:pin';
import {board, nowUs} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';
import fan from './fan.tflite';

const periodUs = 10_000_000;
const day = 8640;
const kept = power.retain('life', {windows: 'uint32', presses: 'uint32'});
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 10});
// the layer below `Digital`: all of the app is in RAM, and the class would not fit beside the rest
mode(board.pins.button.number, 'pull-down');
watch(board.pins.button.number, 'rising', () => void kept.presses++);

let ticks = 0;
let latestUs = 0;
const startedUs = nowUs();
power.every('10s', () => {
	ticks++;
	// how far behind its place in the row of multiples
	latestUs = Math.max(latestUs, nowUs() - startedUs - ticks * periodUs);
	if (ticks % (day / 4) !== 0) return;
	// as long on each day: what grows is not the line
	const padded = (_: string, value: unknown) =>
		typeof value === 'number' ? String(value).padStart(9) : value;
	console.log(JSON.stringify({ticks, latestUs, ...imu.stats, ...kept}, padded));
});

for await (const window of imu.windows({samples: 256})) {
	fan.classify({...window, rateHz: 200}); // the model wants 200 Hz; what it says of 10 Hz does not matter here
	kept.windows++;
}
