// Sleeps until something moves, counts it, and rests for two seconds.

import {board, sleep} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';

const kept = power.retain('motion', {count: 'uint32'}); // survives reset and System OFF
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 25, rangeG: 2});

for (;;) {
	await imu.nextMotion({thresholdMg: 250}); // the chip sleeps, the sensor watches
	console.log(`it moved (${++kept.count})`);
	await sleep('2s');
}
