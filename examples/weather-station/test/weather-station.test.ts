// The drivers on every target, in good weather and with each fault of the bus and of the chips.

import {fileURLToPath} from 'node:url';
import test from 'ava';
import {type Fault, type SimulationResult, simulate} from 'catnap/testing';
import {bh1750Chip, bh1750Ua} from '../chips/bh1750.ts';
import {Bme280Chip, calibration, energyUa, pressureOf, temperatureOf} from '../chips/bme280.ts';
import {crcOf, sht4xChip, sht4xUa} from '../chips/sht4x.ts';
import {Panel, ssd1306Ua} from '../chips/ssd1306.ts';

const app = fileURLToPath(new URL('..', import.meta.url));
const bus = 'i2c0';
const fair = ['21.50 C, 1013.25 hPa, 45.0 %', 'room 23.4 C, 51.2 %', 'light 320 lx'];

interface Run extends SimulationResult {
	readonly panel: Panel;
}

async function run(
	faults: readonly Fault[] = [],
	change?: (air: {temperature: number}, light: {lux: number}) => void,
): Promise<Run> {
	const air = {temperature: 21.5, pressure: 101_325, humidity: 45};
	const light = {lux: 320};
	let panel: Panel | undefined;
	const result = await simulate({
		app,
		for: '70s',
		faults,
		chips: {
			air: {bus, address: 0x76, energyUa, make: socket => new Bme280Chip(socket, air)},
			room: {
				bus,
				address: 0x44,
				energyUa: sht4xUa,
				make: socket => sht4xChip(socket, {temperature: 23.4, humidity: 51.2}),
			},
			light: {bus, address: 0x23, energyUa: bh1750Ua, make: socket => bh1750Chip(socket, light)},
			display: {
				bus,
				address: 0x3c,
				energyUa: ssd1306Ua,
				make: socket => {
					panel = new Panel(socket);
					return panel;
				},
			},
		},
		setup: world => change && world.at(45_000_000, () => change(air, light)),
	});
	return {...result, panel: panel!};
}

test('the examples of the data sheets: 25.08 degrees and 100653 pascal, a checksum of 0x92', t => {
	t.is(calibration.t[0], 27_504);
	const {celsius, fine} = temperatureOf(519_888);
	t.is(celsius, 25.08);
	t.is(Math.round(pressureOf(415_148, fine)), 100_653);
	t.is(crcOf(0xbeef), 0x92);
});

test('readings and their changes are reported and shown, and the chip sleeps in between', async t => {
	const result = await run([], (air, light) => {
		air.temperature = -12.25;
		light.lux = 0;
	});
	t.deepEqual(result.console, [...fair, ...fair, '-12.25 C, 1013.25 hPa, 45.0 %', fair[1]!, 'light 0 lx']);
	t.deepEqual(result.violations, []);
	const measured = result.energy.ledger.find(({item, state}) => item === 'air' && state === 'measure');
	t.true(measured !== undefined && measured.us < 3 * 10_000, `${measured?.us} us of measuring`);
	// 3 times 600 bytes at 400 kHz for the display, which is most of it
	t.true(result.awakeFraction < 0.01, `${result.awakeFraction}`);
	const bars = [0, 45, 23, 51].map((long, index) => [long, index] as const);
	for (const [long, index] of bars) {
		t.is(result.panel.lit(long - 1, 16 * index + 3), long > 0, `bar ${index}`);
		t.false(result.panel.lit(long, 16 * index + 3), `bar ${index}`);
	}
});

const faulty: readonly (readonly [string, Fault, RegExp])[] = [
	[
		'a chip that is not there',
		{kind: 'sensor-absent', sensor: 'room', untilUs: 20_000_000},
		/^room NO_DEVICE I2C 0x44/,
	],
	[
		'a display that is not there',
		{kind: 'sensor-absent', sensor: 'display', untilUs: 20_000_000},
		/^display NO_DEVICE/,
	],
	['a byte that is not acknowledged', {kind: 'bus', bus, transfer: 2, how: 'nack', byte: 1}, /^air IO/],
	['a line that is held low', {kind: 'bus', bus, transfer: 4, how: 'stuck-sda', byte: 3}, /^air TIMEOUT/],
	[
		'a device that stretches forever',
		{kind: 'bus', bus, transfer: 6, how: 'timeout', byte: 0},
		/^air TIMEOUT/,
	],
	[
		'a brown-out while it measures',
		{kind: 'sensor-reset', sensor: 'air', transfer: 8, byte: 1},
		/^air TIMEOUT/,
	],
	[
		'a brown-out before it is read',
		{kind: 'sensor-reset', sensor: 'room', transfer: 10, byte: 0},
		/^room NO_DEVICE/,
	],
];

for (const [what, fault, line] of faulty) {
	test(`${what} is reported, and the next reading is right`, async t => {
		const {console: lines, faults, violations} = await run([fault]);
		t.true(faults[0]!.fired > 0);
		t.is(lines.filter(text => line.test(text)).length, 1, lines.join('\n'));
		t.deepEqual(lines.slice(-6), [...fair, ...fair]);
		t.deepEqual(violations, []);
	});
}

test('another chip at the address is reported each time', async t => {
	const {console: lines} = await run([{kind: 'sensor-identity', sensor: 'air', value: 0x58}]);
	t.is(
		lines.filter(text => /^air WRONG_DEVICE expected a BME280.*0x58$/.test(text)).length,
		3,
		lines.join('\n'),
	);
});
