// One record through four versions of an app, over a reset and over off: nothing is misread.

import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';

const life = power.retain('life', {count: 'uint8'});
life.count++;
console.log('life', life.count, power.wake.cause);

if (life.count === 1) {
	const data = power.retain('data', {faults: 'uint8', level: 'float32', old: 'bool', large: 'int32'});
	Object.assign(data, {faults: 200, level: 0.1, old: true, large: -70_000});
	console.log(data);
	power.reset();
}
if (life.count === 2) {
	// wider, narrower, gone, new, in another order
	const data = power.retain('data', {level: 'float64', large: 'int16', fresh: 'uint16', faults: 'uint32'});
	console.log(Math.fround(0.1) === data.level, {...data, level: 0});
	data.faults += 100;
}
if (life.count === 3) {
	// the app says itself what becomes of what
	const data = power.retain(
		'data',
		{faults: 'uint16', percent: 'uint8'},
		{
			version: 1,
			migrate(old, version) {
				console.log('from version', version, Object.keys(old));
				return {faults: Number(old.faults), percent: Math.round(Number(old.level) * 100)};
			},
		},
	);
	console.log(data);
}
if (life.count === 4) {
	const same = power.retain('data', {faults: 'uint16', percent: 'uint8'}, {version: 1});
	console.log(same);
	// two of one record are one
	power.retain('data', {faults: 'uint16', percent: 'uint8'}, {version: 1}).percent = 11;
	same.faults++;
	console.log(same);
	// the same fields mean something else now, and nobody says how
	console.log(power.retain('data', {faults: 'uint16', percent: 'uint8'}, {version: 2}));
	console.log(power.retain('data', {faults: 'uint16', percent: 'uint8'}, {version: 2}));
}

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 100});
power.off({wakeOn: [imu.motion({thresholdMg: 250})]});
