// What `catnap power` says of the example: the parts add up, the floor is below, own figures count, twice is the same.

import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import kit from '../../boards/host/board.ts';
import type {RunResult} from '../../sim/result.ts';
import type {EnergyReport} from '../../sim/world/energy.ts';
import {buildApp} from '../../tools/build/build.ts';
import {batteryOf, formatDays} from '../../tools/power/battery.ts';
import {floorOf} from '../../tools/power/floor.ts';
import {number, powerRows, tableLines} from '../../tools/power/table.ts';
import {readInputs, runApp} from '../../tools/run-app.ts';

const fan = join(import.meta.dirname, '../../examples/fan-monitor');
const plain = (_style: string, text: string): string => text;

async function floorOn(board: string) {
	const built = await buildApp(fan, {board});
	const result = await runApp(built, readInputs(fan));
	return {result, floor: floorOf(result, built.board, built.models)};
}

for (const board of ['host', 'nrf5340dk']) {
	test.serial(`the example draws at most 1.15 times what the figures of ${board} allow`, async t => {
		const {result, floor} = await floorOn(board);
		t.log(
			`${number(result.energy.averageUa)} uA, floor ${number(floor.averageUa)} uA, ${floor.ratio.toFixed(3)} times`,
		);
		t.true(floor.ratio > 1 && floor.ratio <= 1.15, `${floor.ratio}`);
		t.is(floor.from.inferences, 46);
		// 200 samples of 6 bytes a second, less what the last FIFO still holds and the time before the first
		t.true(
			floor.from.busBytes > 0.99 * 60 * 1200 && floor.from.busBytes <= 60 * 1200,
			`${floor.from.busBytes}`,
		);
	});
}

test.serial('the rows are all of the charge and the shares are all of it', async t => {
	const {energy, virtualMs} = await simulate({app: fan, for: '10s'});
	const rows = powerRows(energy, virtualMs);
	const sum = (key: 'share' | 'averageUa'): number => rows.reduce((total, row) => total + row[key], 0);
	t.true(Math.abs(sum('share') - 1) < 1e-9);
	t.true(Math.abs(sum('averageUa') - energy.averageUa) < 1e-6);
	t.true(rows.every(({uAhPerDay, averageUa}) => uAhPerDay === averageUa * 24));
});

test.serial('what is said of a run is the same when it runs again, byte for byte', async t => {
	const said = async (): Promise<string> => {
		const built = await buildApp(fan);
		const result = await runApp(built, readInputs(fan), {forMs: 10_000});
		const rows = powerRows(result.energy, result.virtualMs);
		return JSON.stringify([rows, tableLines(rows, plain), floorOf(result, built.board, built.models)]);
	};
	t.is(await said(), await said());
});

test.serial('a bus transfer is charged with the core asleep', async t => {
	const {energy, awake} = await simulate({app: fan, for: '10s'});
	const transfer = energy.ledger.find(({item, state}) => item === 'cpu' && state === 'transfer')!;
	t.is(transfer.uA, 1000);
	t.is(transfer.mark, 'product spec');
	t.is(transfer.us, Math.round(awake.transferMs * 1000));
});

test.serial('a figure that was measured changes the estimate by its share and no more', async t => {
	const before = await simulate({app: fan, for: '10s'});
	const after = await simulate({app: fan, for: '10s', figures: {'imu.high-resolution 200 Hz': 48}});
	const sensor = before.energy.ledger.find(({state}) => state === 'high-resolution 200 Hz')!;
	const expected = before.energy.averageUa + (10 * sensor.us) / 10e6;
	t.true(Math.abs(after.energy.averageUa - expected) < 1e-6);
	t.deepEqual(after.wakes, before.wakes);
});

const idle = (typ: number): EnergyReport => ({
	averageUa: typ,
	lowUa: typ / 2,
	highUa: typ * 2,
	mark: 'datasheet',
	ledger: [],
});

test('the life of a cell has the mark of its weakest input and is longest at the low current', t => {
	const battery = batteryOf('CR2032', idle(10));
	t.is(battery.mark, 'datasheet, quoted by a third party');
	t.true(battery.lowDays < battery.days && battery.days < battery.highDays);
	t.is(batteryOf('LiPo', idle(10)).mark, 'from memory, unverified');
});

test('days are shown in a unit that fits', t => {
	t.deepEqual([0.5, 5, 100, 3000].map(formatDays), ['12 hours', '5 days', '3 months', '8 years']);
});

test('numbers have three digits that count', t => {
	t.deepEqual([0, 0.01234, 1.2345, 12.345, 123.45, 1234.5].map(number), [
		'0',
		'0.0123',
		'1.23',
		'12.3',
		'123',
		'1235',
	]);
});

/** A run in which nothing happened for a second. */
const quiet = {
	virtualMs: 1000,
	inferences: 0,
	sleep: {idleMs: 1000, offMs: 0},
	wakes: [{atMs: 0, cause: 'power-on'}],
	sensors: {imu: {samples: 0, lost: 0}},
	traffic: {imu: {transfers: 0, bytesWritten: 0, bytesRead: 0}},
	energy: idle(9),
} as unknown as RunResult;

test('the floor of a device that only sleeps is its sleep', t => {
	const floor = floorOf(quiet, kit, []);
	t.is(floor.averageUa, kit.energy.floor.asleep.typ + kit.energy.retention.on.typ);
	t.is(floor.ratio, 9 / floor.averageUa);
	t.deepEqual(
		floor.parts.map(({what}) => what),
		['sleep: floor and retention'],
	);
});

test('samples that were never read cost the floor nothing but the sensor', t => {
	const still = {
		...quiet,
		sensors: {imu: {samples: 1e6, collected: 1e6, lost: 0, emptied: 1e6, waiting: 0}},
	} as RunResult;
	t.is(floorOf(still, kit, []).averageUa, floorOf(quiet, kit, []).averageUa);
	const read = {...still, traffic: {imu: {transfers: 1, bytesWritten: 1, bytesRead: 192}}} as RunResult;
	// 32 samples: one burst of 30 + 192 x 9 bits at 400 kHz, and one wake
	const {from} = floorOf(read, kit, []);
	t.is(from.wakes, 1);
	t.is(from.busMs, (30 + 192 * 9) / 400);
});

test('the table names a part once and aligns its numbers', t => {
	const row = {
		item: 'cpu',
		state: 'run',
		us: 1e6,
		share: 0.5,
		averageUa: 12,
		uAhPerDay: 288,
		mark: 'x',
		source: 'y',
	};
	t.deepEqual(tableLines([row, {...row, state: 'wake', count: 3}], plain), [
		'part  state  time   share    uA  uAh/day  figure',
		'cpu   run     1 s  50.0 %  12.0      288  x',
		'      wake    3 x  50.0 %  12.0      288  x',
	]);
});
