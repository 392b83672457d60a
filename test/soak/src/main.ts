// A device that lives for a month: windows and inference, a timer, a button, a record that is kept; says its counts each day.

import {board, nowUs} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';
import fan from './fan.tflite';

const periodUs = 10_000_000;
const day = 8640;
const kept = power.retain('life', {windows: 'uint32', presses: 'uint32'});
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 10});
new Digital({
	pin: board.pins.button,
	mode: 'pull-down',
	edge: 'rising',
	onReadable: () => void kept.presses++,
});

let ticks = 0;
let latestUs = 0;
const startedUs = nowUs();
power.every('10s', () => {
	ticks++;
	// how far behind its place in the row of multiples
	latestUs = Math.max(latestUs, nowUs() - startedUs - ticks * periodUs);
	if (ticks % (day / 4) !== 0) return;
	const {samples, dropped, gaps, overruns, busErrors, restarts} = imu.stats;
	const {windows, presses} = kept;
	console.log(
		JSON.stringify({
			ticks,
			latestUs,
			windows,
			presses,
			samples,
			dropped,
			gaps,
			overruns,
			busErrors,
			restarts,
		}),
	);
});

for await (const window of imu.windows({samples: 256})) {
	fan.classify({...window, rateHz: 200}); // the network wants 200 Hz; what it says of 10 Hz does not matter here
	kept.windows++;
}
