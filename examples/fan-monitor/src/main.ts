// Listens to a fan: samples vibration while the chip sleeps, and says when the fan's state changes.

import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';
import fan from './fan.tflite';

const kept = power.retain('fan', {faults: 'uint32', starts: 'uint32'});
kept.starts++;

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 200, rangeG: 2});

let said = '';
let candidate = '';

for await (const window of imu.windows({samples: 256})) {
	const {label, score} = fan.classify(window);
	// two windows in a row must agree: a window over a change of state is neither the one nor the other
	const agreed = label === candidate;
	candidate = label;
	if (!agreed || label === said) continue;
	said = label;
	const fault = label === 'clogged' || label === 'friction';
	if (fault) kept.faults++;
	console.log(`fan is ${label} (${(score * 100).toFixed(0)} %)${fault ? `, fault ${kept.faults}` : ''}`);
}
