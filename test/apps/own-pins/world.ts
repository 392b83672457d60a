// A memory on I2C and a BME280 on SPI.

import type {WorldOptions} from 'catnap/testing';
import {Bme280Chip, overSpi} from '../../../examples/weather-station/chips/bme280.ts';
import {memory} from '../i2c/world.ts';

export const chips: WorldOptions['chips'] = {
	memory: {bus: 'i2c0', address: 0x50, make: memory},
	air: {
		bus: 'spi0',
		select: 'd10',
		make: socket => overSpi(new Bme280Chip(socket, {temperature: 19, pressure: 99_000, humidity: 60})),
	},
};
