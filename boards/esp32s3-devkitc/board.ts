// Facts of the ESP32-S3-DevKitC-1: breakouts of an LIS2DH12 and an LSM6DSO (SA0 low, supply from a load switch) on its I2C pins,
// and an LED of its own. Every output keeps its level in deep sleep.

import {esp32s3Converter, esp32s3Microphone} from '../chips/esp32s3/draws.ts';
import {esp32s3, esp32s3Bauds} from '../chips/esp32s3/family.ts';
import {defineBoard} from '../facts/define-board.ts';
import {lis2dh12Energy, lis2dh12Stream} from '../parts/lis2dh12.ts';
import {lsm6dsoEnergy, lsm6dsoStream} from '../parts/lsm6dso.ts';

export default defineBoard({
	...esp32s3,
	name: 'esp32s3-devkitc',
	title: 'Espressif ESP32-S3-DevKitC-1',
	id: 4,
	pins: {
		imuInt: {number: 4, wakeFromOff: true, pull: 'down', doc: 'GPIO4: INT1 of the accelerometer'},
		imu6Int: {number: 5, wakeFromOff: true, pull: 'down', doc: 'GPIO5: INT1 of the 6-axis IMU'},
		imu6Power: {
			number: 6,
			wakeFromOff: false,
			doc: 'GPIO6: load switch of the 6-axis IMU, on when high',
		},
		led: {
			number: 47,
			wakeFromOff: false,
			doc: 'GPIO47: an LED on a breadboard; the RGB LED of the board wants a signal of its own',
		},
		button: {
			number: 0,
			wakeFromOff: true,
			pull: 'up',
			activeLow: true,
			doc: 'GPIO0, boot button: low when pressed',
		},
		sda: {number: 8, wakeFromOff: false, doc: 'GPIO8, data line of i2c0'},
		scl: {number: 9, wakeFromOff: false, doc: 'GPIO9, clock line of i2c0'},
		d0: {number: 1, wakeFromOff: true, doc: 'GPIO1, free; rx of uart0'},
		d1: {number: 2, wakeFromOff: true, doc: 'GPIO2, free; tx of uart0'},
		d7: {number: 15, wakeFromOff: true, doc: 'GPIO15, free'},
		d8: {number: 16, wakeFromOff: true, doc: 'GPIO16, free'},
		d9: {number: 17, wakeFromOff: true, doc: 'GPIO17, free'},
		d10: {number: 18, wakeFromOff: true, doc: 'GPIO18, free; the usual select pin of spi0'},
		spiMosi: {number: 11, wakeFromOff: false, doc: 'GPIO11: data to the devices of spi0'},
		spiSck: {number: 12, wakeFromOff: false, doc: 'GPIO12: clock of spi0'},
		spiMiso: {number: 13, wakeFromOff: false, doc: 'GPIO13: data from the devices of spi0'},
		pdmClock: {number: 41, wakeFromOff: false, doc: 'GPIO41: clock of the microphone'},
		pdmData: {number: 42, wakeFromOff: false, doc: 'GPIO42: data of the microphone'},
	},
	ownPins: {
		consoleTx: {number: 43, doc: 'GPIO43, TX of UART0 at the kit'},
		consoleRx: {number: 44, doc: 'GPIO44, RX of UART0'},
		usbMinus: {number: 19, doc: "GPIO19, the chip's own USB"},
		usbPlus: {number: 20, doc: 'GPIO20'},
		// of the memory in the module [datasheet of the ESP32-S3, "Pin Mapping Between Chip and Flash"]
		flashSelect1: {number: 26, doc: 'GPIO26, SPICS1'},
		flashHold: {number: 27, doc: 'GPIO27, SPIHD'},
		flashWriteProtect: {number: 28, doc: 'GPIO28, SPIWP'},
		flashSelect: {number: 29, doc: 'GPIO29, SPICS0'},
		flashClock: {number: 30, doc: 'GPIO30, SPICLK'},
		flashData1: {number: 31, doc: 'GPIO31, SPIQ'},
		flashData0: {number: 32, doc: 'GPIO32, SPID'},
	},
	buses: {
		i2c0: {kind: 'i2c', number: 0, hz: 400_000, timeoutUs: 10_000, sda: 'sda', scl: 'scl'},
		spi0: {kind: 'spi', number: 0, hz: 8_000_000, sck: 'spiSck', mosi: 'spiMosi', miso: 'spiMiso'},
		uart0: {kind: 'uart', number: 0, bauds: esp32s3Bauds, tx: 'd1', rx: 'd0'},
	},
	// GPIO1 to GPIO10 are ADC1; these are free. No input of the chip measures its supply: a divider on one of them would
	converter: {
		...esp32s3Converter,
		inputs: {
			a0: {number: 7, doc: 'GPIO7, channel 6 of ADC1'},
			a1: {number: 10, doc: 'GPIO10, channel 9 of ADC1'},
		},
	},
	microphone: esp32s3Microphone,
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
});
