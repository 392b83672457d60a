// Facts of the ESP32-S3-DevKitC-1: an LIS2DH12 breakout on its I2C pins.

import {esp32s3} from '../chips/esp32s3/family.ts';
import {defineBoard} from '../facts/define-board.ts';
import {lis2dh12Energy, lis2dh12Stream} from '../parts/lis2dh12.ts';

export default defineBoard({
	...esp32s3,
	name: 'esp32s3-devkitc',
	title: 'Espressif ESP32-S3-DevKitC-1',
	id: 4,
	pins: {
		imuInt: {number: 4, wakeFromOff: true, pull: 'down', doc: 'GPIO4: INT1 of the accelerometer'},
		led: {number: 48, wakeFromOff: false, doc: 'GPIO48, RGB LED (38 on newer boards)'},
		button: {
			number: 0,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			doc: 'GPIO0, boot button: low when pressed',
		},
		sda: {number: 8, wakeFromOff: false, doc: 'GPIO8, data line of i2c0'},
		scl: {number: 9, wakeFromOff: false, doc: 'GPIO9, clock line of i2c0'},
	},
	buses: {i2c0: {kind: 'i2c', number: 0, hz: 400_000, timeoutUs: 10_000, sda: 'sda', scl: 'scl'}},
	rails: {vdd: {}},
	sensors: {
		imu: {
			chip: 'lis2dh12',
			bus: 'i2c0',
			address: 0x19,
			int1: 'imuInt',
			stream: lis2dh12Stream,
			energy: lis2dh12Energy,
		},
	},
});
