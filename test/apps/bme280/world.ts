// A BME280 on SPI, and a second one on I2C that has the interrupt of another address; the first loses its registers once.

import type {World, WorldOptions} from 'catnap/testing';
import {Bme280Chip, overSpi} from '../../../examples/weather-station/chips/bme280.ts';

export const chips: WorldOptions['chips'] = {
	indoors: {
		bus: 'spi0',
		select: 'd10',
		make: socket => overSpi(new Bme280Chip(socket, {temperature: 19, pressure: 99_000, humidity: 60})),
	},
	outdoors: {
		bus: 'i2c0',
		address: 0x77,
		make: socket => new Bme280Chip(socket, {temperature: 4, pressure: 99_000, humidity: 95}),
	},
};

export function setup(world: World): void {
	world.fail({kind: 'sensor-absent', sensor: 'indoors', fromUs: 4_000_000, untilUs: 5_000_000});
	world.fail({kind: 'sensor-reset', sensor: 'indoors', atUs: 6_017_000});
}
