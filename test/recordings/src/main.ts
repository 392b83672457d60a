// Says the label of every window: the fan's model fed by whatever the world plays.

import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
import fan from '../../../examples/fan-monitor/src/fan.tflite';

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 200, rangeG: 2});
for await (const window of imu.windows({samples: 256})) {
	const {label, score} = fan.classify(window);
	console.log(label, score);
}
