// An nRF5340 DK with a second I2C bus, the accelerometer at its other address and pin, a reed contact and a valve.

import {defineBoard} from 'catnap/board';

export default defineBoard({
	extends: 'nrf5340dk',
	title: 'Greenhouse',
	pins: {
		d0: null,
		d1: null,
		sda1: {number: 32, wakeFromOff: false, doc: 'P1.00, Arduino D0: data line of i2c1'},
		scl1: {number: 33, wakeFromOff: false, doc: 'P1.01, Arduino D1: clock line of i2c1'},
		d7: null,
		reed: {number: 41, pull: 'up', activeLow: true, doc: 'P1.09, Arduino D7: reed contact to ground'},
		d8: null,
		valve: {number: 42, wakeFromOff: false, doc: 'P1.10, Arduino D8: opens when high'},
	},
	buses: {
		i2c0: {hz: 100_000},
		i2c1: {kind: 'i2c', sda: 'sda1', scl: 'scl1', hz: 250_000},
	},
	sensors: {imu6: null, imu: {address: 0x18, int1: 'd9'}},
});
