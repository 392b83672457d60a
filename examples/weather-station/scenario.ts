// The station in a room that grows darker, with its four chips on the bus; the barometer is away for a while.

import {defineScenario} from 'catnap/testing';
import {bh1750Chip, bh1750Ua} from './chips/bh1750.ts';
import {Bme280Chip, energyUa} from './chips/bme280.ts';
import {sht4xChip, sht4xUa} from './chips/sht4x.ts';
import {Panel, ssd1306Ua} from './chips/ssd1306.ts';

const bus = 'i2c0';
const air = {temperature: 21.5, pressure: 101_325, humidity: 45};
const room = {temperature: 23.4, humidity: 51.2};
const light = {lux: 320};

export default defineScenario({
	for: '130s',
	chips: {
		air: {bus, address: 0x76, energyUa, make: socket => new Bme280Chip(socket, air)},
		room: {bus, address: 0x44, energyUa: sht4xUa, make: socket => sht4xChip(socket, room)},
		light: {bus, address: 0x23, energyUa: bh1750Ua, make: socket => bh1750Chip(socket, light)},
		display: {bus, address: 0x3c, energyUa: ssd1306Ua, make: socket => new Panel(socket)},
	},
	setup: world => {
		light.lux = 320;
		world.at(45_000_000, () => {
			light.lux = 20;
		});
	},
	faults: [{kind: 'sensor-absent', sensor: 'air', fromUs: 70_000_000, untilUs: 100_000_000}],
	steps: [
		{waitFor: 'light 320 lx', within: '5s'},
		{waitFor: 'light 20 lx', within: '90s'},
	],
	expect: {awakePercent: {atMost: 1}},
});
