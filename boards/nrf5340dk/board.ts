// Facts of the nRF5340 DK: application core, breakouts of an LIS2DH12 and an LSM6DSO (SA0 low, supply from a load switch)
// wired to the Arduino header. Port x 32 + pin. Every output keeps its level in System OFF.

import {nrf5340Converter, nrf5340Microphone} from '../chips/nrf5340/draws.ts';
import {nrf5340, nrf5340Bauds} from '../chips/nrf5340/family.ts';
import {defineBoard} from '../facts/define-board.ts';
import {lis2dh12Energy, lis2dh12Stream} from '../parts/lis2dh12.ts';
import {lsm6dsoEnergy, lsm6dsoStream} from '../parts/lsm6dso.ts';

export default defineBoard({
	...nrf5340,
	name: 'nrf5340dk',
	title: 'Nordic nRF5340 DK',
	id: 3,
	pins: {
		imuInt: {
			number: 36,
			wakeFromOff: true,
			pull: 'down',
			doc: 'P1.04, Arduino D2: INT1 of the accelerometer',
		},
		imu6Int: {
			number: 39,
			wakeFromOff: true,
			pull: 'down',
			doc: 'P1.07, Arduino D5: INT1 of the 6-axis IMU',
		},
		imu6Power: {
			number: 40,
			wakeFromOff: false,
			doc: 'P1.08, Arduino D6: load switch of the 6-axis IMU, on when high',
		},
		led: {number: 28, wakeFromOff: false, activeLow: true, doc: 'P0.28, LED1'},
		button: {
			number: 23,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			doc: 'P0.23, button 1: low when pressed',
		},
		sda: {number: 34, wakeFromOff: false, doc: 'P1.02, data line of i2c0'},
		scl: {number: 35, wakeFromOff: false, doc: 'P1.03, clock line of i2c0'},
		d0: {number: 32, wakeFromOff: true, doc: 'P1.00, Arduino D0, free; rx of uart0'},
		d1: {number: 33, wakeFromOff: true, doc: 'P1.01, Arduino D1, free; tx of uart0'},
		d7: {number: 41, wakeFromOff: true, doc: 'P1.09, Arduino D7, free'},
		d8: {number: 42, wakeFromOff: true, doc: 'P1.10, Arduino D8, free'},
		d9: {number: 43, wakeFromOff: true, doc: 'P1.11, Arduino D9, free'},
		d10: {number: 44, wakeFromOff: true, doc: 'P1.12, Arduino D10, free; the usual select pin of spi0'},
		spiMosi: {number: 45, wakeFromOff: false, doc: 'P1.13, Arduino D11: data to the devices of spi0'},
		spiMiso: {number: 46, wakeFromOff: false, doc: 'P1.14, Arduino D12: data from the devices of spi0'},
		spiSck: {number: 47, wakeFromOff: false, doc: 'P1.15, Arduino D13: clock of spi0'},
		pdmClock: {number: 37, wakeFromOff: false, doc: 'P1.05, Arduino D3: clock of the microphone'},
		pdmData: {number: 38, wakeFromOff: false, doc: 'P1.06, Arduino D4: data of the microphone'},
		// the other pins of the connectors [Zephyr's device tree of the kit]; P0.02 and P0.03 are the antenna's, those of
		// the debug chip's serial port are driven by it
		a0: {number: 4, wakeFromOff: true, spare: true, doc: 'P0.04, Arduino A0, free'},
		a1: {number: 5, wakeFromOff: true, spare: true, doc: 'P0.05, Arduino A1, free'},
		a2: {number: 6, wakeFromOff: true, spare: true, doc: 'P0.06, Arduino A2, free'},
		a3: {number: 7, wakeFromOff: true, spare: true, doc: 'P0.07, Arduino A3, free'},
		a4: {number: 25, wakeFromOff: true, spare: true, doc: 'P0.25, Arduino A4, free'},
		a5: {number: 26, wakeFromOff: true, spare: true, doc: 'P0.26, Arduino A5, free'},
		p010: {number: 10, wakeFromOff: true, spare: true, doc: 'P0.10, trace connector, free'},
		p011: {number: 11, wakeFromOff: true, spare: true, doc: 'P0.11, trace connector, free'},
		p012: {number: 12, wakeFromOff: true, spare: true, doc: 'P0.12, trace connector, free'},
		p027: {number: 27, wakeFromOff: true, spare: true, doc: 'P0.27, free'},
		button2: {
			number: 24,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			spare: true,
			doc: 'P0.24, button 2: low when pressed',
		},
		button3: {
			number: 8,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			spare: true,
			doc: 'P0.08, button 3: low when pressed',
		},
		button4: {
			number: 9,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			spare: true,
			doc: 'P0.09, button 4: low when pressed',
		},
		led2: {number: 29, wakeFromOff: false, activeLow: true, spare: true, doc: 'P0.29, LED2'},
		led3: {number: 30, wakeFromOff: false, activeLow: true, spare: true, doc: 'P0.30, LED3'},
		led4: {number: 31, wakeFromOff: false, activeLow: true, spare: true, doc: 'P0.31, LED4'},
	},
	ownPins: {
		consoleTx: {number: 20, doc: 'P0.20, VCOM0 of the debug chip'},
		// the flash memory [Zephyr's device tree of the kit]
		flashData: {number: 13, doc: 'P0.13, IO0 of the flash memory MX25R64'},
		flashClock: {number: 17, doc: 'P0.17'},
		flashSelect: {number: 18, doc: 'P0.18, low selects it'},
		// high for commands of one line, as Zephyr and nrfx drive them: floating they could hold or refuse one
		flashWriteProtect: {number: 15, startsAt: 'high', doc: 'P0.15, IO2: WP#'},
		flashHold: {number: 16, startsAt: 'high', doc: 'P0.16, IO3: HOLD#'},
	},
	buses: {
		...nrf5340.buses,
		spi0: {kind: 'spi', number: 0, hz: 8_000_000, sck: 'spiSck', mosi: 'spiMosi', miso: 'spiMiso'},
		uart0: {kind: 'uart', number: 0, bauds: nrf5340Bauds, tx: 'd1', rx: 'd0'},
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
	// AIN6 is at no Arduino pin, AIN7 is LED1
	converter: {
		...nrf5340Converter,
		inputs: {
			a0: {number: 0, doc: 'P0.04, AIN0, Arduino A0'},
			a1: {number: 1, doc: 'P0.05, AIN1, Arduino A1'},
			a2: {number: 2, doc: 'P0.06, AIN2, Arduino A2'},
			a3: {number: 3, doc: 'P0.07, AIN3, Arduino A3'},
			a4: {number: 4, doc: 'P0.25, AIN4, Arduino A4'},
			a5: {number: 5, doc: 'P0.26, AIN5, Arduino A5'},
		},
	},
	microphone: nrf5340Microphone,
});
