// Listens to a ramp: says of each window whether all samples follow each other, of each error its code, and goes on.

import {board, NativeError, sleep} from 'catnap';
import {Lis2dh12, type Window} from 'catnap/sensor';

/** The trace rises by one count of 1 mg a sample, from -1000 to 999 mg, and falls back. */
const turn = 2000;

/** The newest sample so far, and the gaps that were counted by then: without a new one the next sample must follow. */
let newest: number | undefined;
let gaps = 0;

function isWhole({data, samples}: Window<number>): boolean {
	let isRow = true;
	for (let index = 0; index < samples; index++) {
		const value = data[index * 3]! / 16;
		const step = newest === undefined ? 1 : value - newest;
		newest = value;
		if (step !== 1 && step !== 1 - turn) isRow = false;
	}
	return isRow;
}

for (;;) {
	let imu: Lis2dh12<400> | undefined;
	try {
		imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 400, watermark: 16});
		for await (const window of imu.windows({samples: 48})) {
			const {stats} = imu;
			if (stats.gaps !== gaps) newest = undefined;
			gaps = stats.gaps;
			console.log(isWhole(window) ? 'whole' : 'TORN', JSON.stringify(stats));
		}
	} catch (error) {
		console.log('error', NativeError.is(error) ? error.code : String(error));
		imu?.close();
		newest = undefined;
		gaps = 0;
		await sleep('20ms');
	}
}
