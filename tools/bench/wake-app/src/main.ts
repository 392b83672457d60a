// Two ways to be woken: a button whose callback does next to nothing, and windows that a model looks at.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {Lis2dh12} from 'catnap/sensor';
import fan from './fan.tflite';

const led = new Digital({pin: board.pins.led, mode: 'output'});
new Digital({pin: board.pins.button, mode: 'pull', edge: 'active', onReadable: () => led.write(1)});

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 200});
for await (const window of imu.windows({samples: 256})) {
	led.write(0); // the first line, seen from outside
	fan.classify(window);
}
