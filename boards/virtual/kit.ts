// The virtual development kit: the facts that the boards `host` and `qemu-an505` share.

import {
	nrf5340Converter,
	nrf5340Cpi,
	nrf5340Energy,
	nrf5340Microphone,
	nrf5340Pulse,
	nrf5340Pwm,
	nrf5340Supply,
	nrf5340UartEnergy,
} from '../chips/nrf5340/draws.ts';
import {nrf5340Bauds} from '../chips/nrf5340/family.ts';
import {type BoardFacts, retainedRecordBytes} from '../facts/schema.ts';
import {lis2dh12Energy, lis2dh12Stream} from '../parts/lis2dh12.ts';
import {lsm6dsoEnergy, lsm6dsoStream} from '../parts/lsm6dso.ts';

export const kit = {
	virtual: true,
	clockHz: 64_000_000,
	fastClockHz: 128_000_000,
	...nrf5340Cpi,
	watchdogUs: 8_000_000,
	memory: {
		flashKb: 1024,
		ramKb: 512,
		appImageKb: 512,
		firmwareKb: 416,
		firmwareDataKb: 8,
		poolKb: 160,
		jsStackBytes: 131_072,
		stackBytes: 139_264,
		retainedBytes: retainedRecordBytes + 3840,
	},
	pins: {
		imuInt: {number: 23, wakeFromOff: true, pull: 'down', doc: 'INT1 of the accelerometer'},
		imu6Int: {number: 24, wakeFromOff: true, pull: 'down', doc: 'INT1 of the 6-axis IMU'},
		imu6Power: {
			number: 25,
			wakeFromOff: false,
			doc: 'Supply of the 6-axis IMU, on when high',
		},
		led: {number: 28, wakeFromOff: false, fallsInOff: true, doc: 'LED, on when high, dark in off'},
		button: {number: 8, wakeFromOff: true, pull: 'down', doc: 'Push button, pressed when high'},
		d0: {number: 32, wakeFromOff: true, doc: 'Arduino D0, free'},
		d1: {number: 33, wakeFromOff: true, doc: 'Arduino D1, free'},
		d7: {number: 41, wakeFromOff: true, doc: 'Arduino D7, free'},
		d8: {number: 42, wakeFromOff: true, doc: 'Arduino D8, free'},
		d9: {number: 43, wakeFromOff: true, doc: 'Arduino D9, free'},
		d10: {number: 44, wakeFromOff: true, doc: 'Arduino D10, free; the usual select pin of spi0'},
	},
	// the energy is that of the nRF5340, and so is what ends off
	off: {timer: false, doc: 'System OFF: no clock runs, a level on a pin ends it'},
	buses: {
		i2c0: {kind: 'i2c', number: 0, hz: 400_000, timeoutUs: 10_000},
		spi0: {kind: 'spi', number: 0, hz: 8_000_000},
		uart0: {kind: 'uart', number: 0, bauds: nrf5340Bauds},
	},
	// from 60 on: lines of the serial port, the pulse counters and the microphone
	controllers: {i2c: 2, spi: 2, uart: 1, bauds: nrf5340Bauds, pins: 60},
	uartEnergy: nrf5340UartEnergy,
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
		inputs: {a0: {number: 0, doc: 'Analog input 0'}, a1: {number: 1, doc: 'Analog input 1'}},
	},
	microphone: nrf5340Microphone,
	pwm: nrf5340Pwm,
	pulse: nrf5340Pulse,
	supply: nrf5340Supply,
	energy: nrf5340Energy({ramOnKb: 512, ramOffKb: 4, i2cHz: 400_000}),
	headroom: 0.2,
} as const satisfies Omit<BoardFacts, 'name' | 'title' | 'id' | 'core'>;
