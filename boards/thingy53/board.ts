// Facts of the Nordic Thingy:53: application core, breakouts of an LIS2DH12 and an LSM6DSO (SA0 low, supply from a load
// switch) on its edge connector; README.md says which wire goes where. Port x 32 + pin.

import {nrf5340Converter, nrf5340Microphone} from '../chips/nrf5340/draws.ts';
import {nrf5340} from '../chips/nrf5340/family.ts';
import {defineBoard} from '../facts/define-board.ts';
import {lis2dh12Energy, lis2dh12Stream} from '../parts/lis2dh12.ts';
import {lsm6dsoEnergy, lsm6dsoStream} from '../parts/lsm6dso.ts';

export default defineBoard({
	...nrf5340,
	name: 'thingy53',
	title: 'Nordic Thingy:53',
	id: 5,
	pins: {
		imuInt: {
			number: 11,
			wakeFromOff: true,
			pull: 'down',
			doc: 'P0.11, edge pin P18: INT1 of the accelerometer',
		},
		imu6Int: {
			number: 32,
			wakeFromOff: true,
			pull: 'down',
			doc: 'P1.00, edge pin P6: INT1 of the 6-axis IMU',
		},
		imu6Power: {
			number: 33,
			wakeFromOff: false,
			doc: 'P1.01, edge pin P5: load switch of the 6-axis IMU, on when high',
		},
		led: {number: 40, wakeFromOff: false, doc: 'P1.08, red of the RGB LED'},
		ledGreen: {number: 38, wakeFromOff: false, doc: 'P1.06, green of the RGB LED'},
		ledBlue: {number: 39, wakeFromOff: false, doc: 'P1.07, blue of the RGB LED'},
		button: {
			number: 46,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			doc: 'P1.14, button 1: low when pressed',
		},
		button2: {
			number: 45,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			doc: 'P1.13, button 2: low when pressed',
		},
		sda: {number: 9, wakeFromOff: false, doc: 'P0.09, edge pin P16: data line of i2c0'},
		scl: {number: 10, wakeFromOff: false, doc: 'P0.10, edge pin P17: clock line of i2c0'},
		pdmClock: {number: 41, wakeFromOff: false, doc: 'P1.09: clock of the microphone VM3011'},
		pdmData: {number: 27, wakeFromOff: false, doc: 'P0.27: data of the microphone VM3011'},
	},
	ownPins: {
		consoleTx: {number: 12, doc: 'P0.12, edge pin P19'},
		flashData: {number: 13, doc: 'P0.13, IO0 of the flash memory MX25R64'},
		flashClock: {number: 17, doc: 'P0.17'},
		flashSelect: {number: 18, doc: 'P0.18, low selects it'},
		// both on, as Zephyr has them: what hangs on them is not said in public
		regulator: {number: 15, startsAt: 'low', doc: 'P0.15: low switches the 3.3 V regulator on'},
		sensorSupply: {number: 31, startsAt: 'high', doc: "P0.31: high supplies the board's own sensors"},
	},
	rails: {vdd: {}, imu6: {enable: 'imu6Power'}},
	sensors: {
		imu: {
			chip: 'lis2dh12',
			bus: 'i2c0',
			address: 0x19,
			int1: 'imuInt',
			stream: lis2dh12Stream,
			energy: lis2dh12Energy,
		},
		imu6: {
			chip: 'lsm6dso',
			bus: 'i2c0',
			address: 0x6a,
			int1: 'imu6Int',
			rail: 'imu6',
			stream: lsm6dsoStream,
			energy: lsm6dsoEnergy,
		},
	},
	converter: {
		...nrf5340Converter,
		inputs: {
			a0: {number: 0, doc: 'P0.04, AIN0, edge pin P9'},
			a1: {number: 1, doc: 'P0.05, AIN1, edge pin P8'},
		},
	},
	microphone: nrf5340Microphone,
});
