// An ESP32-S3-DevKitC whose I2C is slow and on other pins, as are its SPI and its serial port.

import {defineBoard} from 'catnap/board';

export default defineBoard({
	extends: 'esp32s3-devkitc',
	title: 'Long cables',
	pins: {
		d7: null,
		d8: null,
		data: {number: 15, wakeFromOff: false, doc: 'GPIO15: data line of i2c0'},
		clock: {number: 16, wakeFromOff: false, doc: 'GPIO16: clock line of i2c0'},
		out: {number: 38, wakeFromOff: false, doc: 'GPIO38: tx of uart0'},
		in: {number: 39, wakeFromOff: false, doc: 'GPIO39: rx of uart0'},
	},
	buses: {
		i2c0: {hz: 100_000, sda: 'data', scl: 'clock'},
		spi0: {sck: 'd0', mosi: 'd1', miso: 'd9'},
		uart0: {tx: 'out', rx: 'in'},
	},
});
