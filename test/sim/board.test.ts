// Board facts: checked against each other, and against the files that repeat some of them for C.

import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {type BoardFacts, defineBoard, weaker} from '../../boards/facts/schema.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {boardFacts} from '../../sim/run.ts';
import {board} from './bench.ts';

const boards = new URL('../../boards/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, boards), 'utf8');
const names = readdirSync(boards, {withFileTypes: true})
	.filter(entry => entry.isDirectory() && readdirSync(new URL(entry.name, boards)).includes('board.ts'))
	.map(entry => entry.name);

test('every board is named as its folder, has an id of its own and sources for all figures', async t => {
	const all = await Promise.all(names.map(boardFacts));
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

for (const name of ['host', 'qemu-an505']) {
	test(`board.cmake of ${name} says the same sizes as its board.ts`, async t => {
		const {memory} = await boardFacts(name);
		const text = read(`${name}/board.cmake`);
		const size = (key: string): number => Number(new RegExp(`${key}=(\\d+)`).exec(text)?.[1]);
		t.is(size('CN_POOL_BYTES'), memory.poolKb * 1024);
		t.is(size('CN_RETAINED_BYTES'), memory.retainedBytes);
		t.is(size('CN_JS_STACK_BYTES'), memory.jsStackBytes);
		if (name !== 'host') t.is(size('--defsym=STACK_BYTES'), memory.stackBytes);
	});
}

test('the linker script of qemu-an505 divides the flash as its board.ts does', async t => {
	const {memory} = await boardFacts('qemu-an505');
	const script = read('qemu-an505/link.ld');
	const region = (name: string): {origin: string; kb: number} => {
		const found = new RegExp(`${name}\\s*\\(\\w+\\)\\s*: ORIGIN = (\\w+), LENGTH = (\\d+)K`).exec(script)!;
		return {origin: found[1]!, kb: Number(found[2])};
	};
	t.is(region('IMAGE').kb, memory.appImageKb);
	t.is(region('FLASH').kb + region('IMAGE').kb, memory.flashKb);
	t.is(region('RAM').kb + region('RETAINED').kb, memory.ramKb);
	t.true(
		read('../sim/qemu/run.ts').includes(`'${region('IMAGE').origin}'`),
		'the loader puts the image there',
	);
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
	'a sensor on no bus': [{buses: {}}, /sensor imu is on bus i2c0, which does not exist/],
	'a sensor on no rail': [{rails: {}}, /sensor imu is on rail vdd, which does not exist/],
	'a rail on no pin': [{rails: {vdd: {enable: 'power'}}}, /rail vdd is switched by pin power/],
	'a pool larger than the RAM': [{memory: {...board.memory, poolKb: 600}}, /need 628 KB of 512 KB RAM/],
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

test('a board or a target that does not exist is an error', async t => {
	for (const name of ['nowhere', '../tools', 'virtual']) {
		const error = await t.throwsAsync<CatnapError>(boardFacts(name));
		t.is(error!.code, 'NO_BOARD');
	}
});
