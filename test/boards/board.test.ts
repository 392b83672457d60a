// Board facts, checked against each other.

import test from 'ava';
import {nrf5340} from '../../boards/chips/nrf5340/family.ts';
import {boardNames, loadBoard} from '../../boards/facts/boards.ts';
import {defineBoard} from '../../boards/facts/define-board.ts';
import {type BoardFacts, weaker} from '../../boards/facts/schema.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {board} from '../sim/bench.ts';

test('every board is named as its folder, has an id of its own and sources for all figures', async t => {
	const names = boardNames();
	const all = await Promise.all(names.map(loadBoard));
	t.deepEqual(
		all.map(facts => facts.name),
		names,
	);
	t.is(new Set(all.map(facts => facts.id)).size, names.length);
	for (const {name, energy, sensors} of all) {
		const tables = [energy.cpu, energy.wake, energy.floor, energy.retention, energy.flash, energy.rows];
		for (const table of [...tables, ...Object.values(sensors).map(sensor => sensor.energy)]) {
			for (const [state, figure] of Object.entries(table)) {
				const [low, high] = figure.range ?? [figure.typ, figure.typ];
				t.true(figure.typ >= 0 && figure.source.length >= 5, `${name}: ${state}`);
				t.true(low <= figure.typ && figure.typ <= high, `${name}: ${state} is outside its range`);
			}
		}
	}
});

const wrong: Readonly<Record<string, readonly [Partial<BoardFacts>, RegExp]>> = {
	'two pins of one number': [
		{pins: {...board.pins, other: {number: 23, wakeFromOff: false, doc: ''}}},
		/pins imuInt and other are both number 23/,
	],
	'a pin number beyond the link': [
		{pins: {...board.pins, other: {number: 64, wakeFromOff: false, doc: ''}}},
		/pin other has number 64, expected 0 to 63/,
	],
	"an app's pin that the board's own parts have": [
		{ownPins: {led: {number: 23, doc: ''}}},
		/pins imuInt and led are both number 23/,
	],
	'regions that overlap': [
		{
			regions: {
				RAM: {address: 0x100, bytes: 0x100, access: 'rw', doc: ''},
				ROM: {address: 0, bytes: 0x101, access: 'r', doc: ''},
			},
		},
		/regions ROM and RAM overlap/,
	],
	'a board that is flashed without a place for apps': [
		{flash: nrf5340.flash, regions: {FIRMWARE: nrf5340.regions.FIRMWARE!}},
		/has no region SLOT_A; a board that is flashed has no region SLOT_B/,
	],
	'a sensor on no bus': [{buses: {}}, /sensor imu is on I2C bus i2c0, which does not exist/],
	'a sensor that names no bus': [
		{sensors: {imu: {...board.sensors.imu!, bus: undefined as unknown as string}}},
		/sensor imu names no bus: bus is missing/,
	],
	'a sensor on no rail': [{rails: {}}, /sensor imu is on rail vdd, which does not exist/],
	'a rail on no pin': [{rails: {vdd: {enable: 'power'}}}, /rail vdd is switched by pin power/],
	'a pool larger than the RAM': [{memory: {...board.memory, poolKb: 600}}, /need 743.75 KB of 512 KB RAM/],
};

for (const [what, [change, message]] of Object.entries(wrong)) {
	test(`${what} is refused`, t => {
		const error = t.throws<CatnapError>(() => defineBoard({...board, ...change}))!;
		t.is(error.code, 'BAD_BOARD');
		t.regex(error.message, message);
	});
}

test('the weaker of two marks is the one that is less certain', t => {
	t.is(weaker('datasheet', 'from memory, unverified'), 'from memory, unverified');
	t.is(weaker('datasheet', 'product spec'), 'datasheet');
});

test('a board that does not exist is a mistake of the call', async t => {
	for (const name of ['nowhere', '../tools', 'virtual']) {
		const error = await t.throwsAsync<CatnapError>(loadBoard(name));
		t.is(error!.code, 'NO_BOARD');
		t.is(error!.exitCode, 2);
	}
});
