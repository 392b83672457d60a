// A memory on I2C, a BME280 on SPI, and a device at the serial port that first wakes who listens.

import type {WorldOptions} from 'catnap/testing';
import {Bme280Chip, overSpi} from '../../../examples/weather-station/chips/bme280.ts';
import {memory} from '../i2c/world.ts';

export const chips: WorldOptions['chips'] = {
	memory: {bus: 'i2c0', address: 0x50, make: memory},
	echo: {
		bus: 'uart0',
		make: socket => {
			const got: number[] = [];
			const later = (us: number, bytes: readonly number[]) =>
				void socket.clock.at(socket.clock.nowUs + us, () => socket.send(bytes));
			return {
				receive: byte => {
					got.push(byte);
					if (byte !== 10) return;
					later(100_000, [0xff]);
					later(120_000, got);
				},
			};
		},
	},
	air: {
		bus: 'spi0',
		select: 'd10',
		make: socket => overSpi(new Bme280Chip(socket, {temperature: 19, pressure: 99_000, humidity: 60})),
	},
};
