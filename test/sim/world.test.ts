// Clock, pins, bus, energy and sleep of the world, without a chip.

import test from 'ava';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {gather} from '../../sim/result.ts';
import {Clock, Stop} from '../../sim/world/clock.ts';
import {address, Bench, board} from './bench.ts';

test('events run in order of moment, then of request, and cancelled ones do not', t => {
	const clock = new Clock(1000);
	const seen: string[] = [];
	const note = (text: string) => () => void seen.push(`${text}@${clock.nowUs}`);
	clock.at(20, note('late'));
	clock.at(10, note('first'));
	clock.at(10, note('second'));
	const gone = clock.at(10, note('gone'));
	clock.at(10, () => clock.at(10, note('nested')));
	clock.cancel(gone);
	clock.advanceTo(15);
	t.deepEqual(seen, ['first@10', 'second@10', 'nested@10']);
	t.is(clock.nowUs, 15);
	clock.advanceTo(20);
	t.is(seen.at(-1), 'late@20');
});

test('a press to the level that a pull keeps is a violation that names the pull, and one that changes it is none', t => {
	const {world} = new Bench();
	const free = 'd7';
	const {number} = board.pins[free]!;
	world.pins.setMode(number, 'input-pull-up');
	world.press(free, 10);
	world.clock.advanceTo(20);
	t.is(world.violations.length, 1);
	t.regex(
		world.violations[0]!,
		/pressed high, where its pull-up holds it already; .* activeLow: true in board\.ts/,
	);
	world.press(free, 300_000);
	world.clock.advanceTo(300_010);
	t.is(world.violations.length, 1);
	const other = new Bench().world;
	other.pins.setMode(number, 'input-pull-down');
	other.press(free, 10);
	other.clock.advanceTo(20);
	t.deepEqual(other.violations, []);
});

test('ten thousand events in a scrambled order come out sorted', t => {
	const clock = new Clock(1e9);
	const moments: number[] = [];
	let state = 1;
	for (let index = 0; index < 10_000; index++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		clock.at(state % 1_000_000, () => moments.push(clock.nowUs));
	}
	clock.advanceTo(1_000_000);
	t.is(moments.length, 10_000);
	t.deepEqual(
		moments,
		[...moments].sort((a, b) => a - b),
	);
});

test('the run stops exactly at its end and an event at the end does not run', t => {
	const clock = new Clock(100);
	let ran = false;
	clock.at(100, () => {
		ran = true;
	});
	const error = t.throws(() => clock.advanceTo(5000), {instanceOf: Stop});
	t.is((error as Stop).reason, 'time');
	t.is(clock.nowUs, 100);
	t.false(ran);
});

test('an event in the past is our own mistake', t => {
	const clock = new Clock(100);
	clock.advanceTo(50);
	t.throws(() => clock.at(49, () => {}), {instanceOf: RangeError});
});

test('instructions become time with the board clock and nothing is lost to rounding', t => {
	const {world} = new Bench();
	for (let index = 0; index < 64_000; index++) world.spend(1000);
	// 64e6 instructions at 64 MHz and 1.3 cycles each
	t.is(world.nowUs, 1_300_000);
	t.is(world.momentOf(640), 1_300_013);
	t.is(world.nowUs, 1_300_000);
});

test('at the fast clock the same work takes half the time, no remainder is lost, and a boot is slow', t => {
	const {world} = new Bench();
	world.boot();
	world.spend(1_000_003);
	t.is(world.nowUs, Math.floor((1_000_003 * 13) / 640));
	t.is(world.coreClock(true), 'ok');
	world.spend(2_000_000);
	t.is(world.coreClock(false), 'ok');
	world.spend(1);
	// 26 and 13 of 1280 parts of a microsecond
	t.is(world.nowUs, Math.floor((1_000_004 * 26 + 2_000_000 * 13) / 1280));
	t.is(world.ledger.us('cpu', 'run_fast', world.nowUs), 20_313);
	world.coreClock(true);
	world.sleep('idle', world.nowUs + 10);
	world.spend(1_000_000);
	t.is(world.ledger.us('cpu', 'run_fast', world.nowUs), 20_313 + 10_156);
	world.reset();
	world.boot();
	const sinceUs = world.nowUs;
	world.spend(640_000);
	t.is(world.nowUs - sinceUs, 13_000);
	const {fastClockHz: _, ...oneClock} = board;
	t.is(new Bench({board: oneClock}).world.coreClock(true), 'unsupported');
});

test('a transfer takes the time of its bits', t => {
	const {world} = new Bench();
	world.transfer(0, address, Uint8Array.of(0x0f), 1);
	// start, address and acknowledge, byte; again start and address, byte; stop: 10 + 9 + 10 + 9 + 1 bits
	t.is(world.nowUs, Math.ceil((39 * 1e6) / 400_000));
});

test('an edge is reported once with its first moment, and edges meanwhile are counted', t => {
	const {world} = new Bench();
	world.pinMode(8, 'input-pull-down');
	world.pinWatch(8, 3);
	world.press('button', 1000, 500);
	world.press('button', 3000, 500);
	world.clock.advanceTo(3200);
	t.deepEqual(world.pins.takeEdges(), [{pin: 8, name: 'button', atUs: 1000, kinds: 3, count: 3}]);
	t.deepEqual(world.pins.takeEdges(), []);
	t.is(world.pins.edgesMade, 3);
});

test('sleep ends at the edge, at the moment, or at once if an edge waits', t => {
	const {world} = new Bench();
	world.pinMode(8, 'input-pull-down');
	world.pinWatch(8, 1);
	world.press('button', 1000);
	world.sleep('idle', 5000);
	t.is(world.nowUs, 1000);
	world.sleep('idle', 5000);
	t.is(world.nowUs, 1000);
	world.pins.takeEdges();
	world.sleep('deep', 5000);
	t.is(world.nowUs, 5000);
	t.deepEqual(world.log.wakes, [
		{atMs: 1, cause: 'pin:button'},
		{atMs: 5, cause: 'timer'},
	]);
});

test('off ends at a high level of a wake pin, forgets the pins, and refuses other pins', t => {
	const {world} = new Bench();
	world.boot();
	t.false(world.off([{pin: 28, high: true}], Infinity));
	world.pinWatch(8, 1);
	world.press('button', 1_000_000, 10);
	world.press('button', 2_000_000, 10);
	t.true(world.off([{pin: 8, high: true}], Infinity));
	t.is(world.nowUs, 1_000_000);
	t.deepEqual(world.boot(), {cause: 'off-wake', pin: 8});
	t.deepEqual(
		world.log.wakes.map(wake => wake.cause),
		['power-on', 'off:button'],
	);
	world.sleep('idle', 3_000_000);
	t.is(world.nowUs, 3_000_000, 'the watch did not survive');
});

const clocked: BoardFacts = {
	...board,
	off: {timer: true, doc: 'a clock runs'},
	pins: {...board.pins, other: {number: 9, wakeFromOff: true, activeLow: true, doc: 'low when pressed'}},
};

test('off ends at a low level, the pull of which stays on in off, and not by the level that means nothing', t => {
	const {world} = new Bench({board: clocked});
	world.boot();
	world.pinMode(9, 'input-pull-up');
	t.false(world.off([{pin: 9, high: true}], Infinity));
	t.false(world.off([{pin: 8, high: false}], Infinity));
	world.at(1_000_000, () => world.pins.drive('button', true));
	world.at(1_000_010, () => world.pins.drive('button', false));
	world.press('other', 2_000_000, 10);
	t.true(world.off([{pin: 9, high: false}], Infinity));
	t.is(world.nowUs, 2_000_000);
	t.deepEqual(world.boot(), {cause: 'off-wake', pin: 9});
});

test('a clock that runs in off ends it at its moment, unless a pin is first; a level that stands ends it at once', t => {
	const {world} = new Bench({board: clocked});
	world.boot();
	t.true(world.off([{pin: 8, high: true}], 700_001));
	t.is(world.nowUs, 700_001);
	t.deepEqual(world.boot(), {cause: 'off-wake', pin: undefined});
	t.deepEqual(world.log.wakes.at(-1), {atMs: 700.001, cause: 'off:timer'});
	world.press('button', 800_000, 10);
	t.true(world.off([{pin: 8, high: true}], 900_000));
	t.deepEqual(world.boot(), {cause: 'off-wake', pin: 8});
	t.true(world.off([{pin: 8, high: true}], 1_000_000));
	t.is(world.nowUs, 800_000);
	t.false(new Bench().world.off([], 1_000_000));
});

test('a pin that is driven from both sides and a write to an input are reported', t => {
	const {world} = new Bench();
	world.pinWrite(28, true);
	world.pinMode(23, 'output');
	t.deepEqual(world.log.violations, [
		'0 ms: pin led: written while it is an input',
		'0 ms: pin imuInt: made an output while it is driven from outside',
	]);
});

test('idle, off and awake time add up to the virtual time exactly', t => {
	const {world} = new Bench({forUs: 7_777_777});
	world.boot();
	world.spend(1_234_567);
	world.sleep('idle', 500_001);
	world.transfer(0, address, Uint8Array.of(0x28 | 0x80), 192);
	world.sleep('deep', 1_500_003);
	world.press('button', 3_000_001, 77);
	world.off([{pin: 8, high: true}], Infinity);
	t.throws(() => world.sleep('idle', Number.POSITIVE_INFINITY), {instanceOf: Stop});
	const result = gather('none', world, {ended: 'time'});
	const us = (ms: number) => Math.round(ms * 1000);
	t.is(us(result.sleep.idleMs) + us(result.sleep.offMs) + us(result.awakeMs), 7_777_777);
	const cpu = result.energy.ledger.filter(entry => entry.item === 'cpu' && entry.count === undefined);
	t.is(
		cpu.reduce((sum, entry) => sum + entry.us, 0),
		7_777_777,
	);
});

test('the average current is the charge of all entries over the run', t => {
	const {world} = new Bench({forUs: 10_000_000});
	world.boot();
	world.sleep('deep', 5_000_000);
	world.sleep('deep', 9_999_999);
	t.throws(() => world.spend(1000), {instanceOf: Stop});
	const {energy} = gather('none', world, {ended: 'time'});
	const {floor, retention, wake} = board.energy;
	// asleep all the time, two wakes, the sensor powered down
	const expected = floor.asleep.typ + retention.on.typ + (2 * wake.deep.typ) / 10 + 0.5;
	t.true(Math.abs(energy.averageUa - expected) < 0.001, `${energy.averageUa} uA, expected ${expected}`);
	t.is(energy.mark, 'from memory, unverified');
});

test('a sensor on a switched rail is gone until its pin is high and then starts again', t => {
	const bench = new Bench({
		board: {
			...board,
			rails: {vdd: {}, sensors: {enable: 'led'}},
			sensors: {imu: {...board.sensors.imu!, rail: 'sensors'}},
		},
	});
	t.is(bench.world.transfer(0, address, Uint8Array.of(0x0f), 1).status, 'no-device');
	bench.world.pinMode(28, 'output');
	bench.world.pinWrite(28, true);
	bench.write(0x20, 0x57);
	bench.world.pinWrite(28, false);
	bench.world.pinWrite(28, true);
	t.is(bench.byte(0x20), 0x07);
});

test('a moment that has passed, or that is none, is a mistake that is reported as such', t => {
	const {world} = new Bench({forUs: 2e6});
	world.spend(64_000_000);
	const nowUs = world.nowUs;
	t.true(nowUs > 0);
	for (const atUs of [0, nowUs - 1, -1, 0.5 + nowUs, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
		t.throws(() => world.at(atUs, () => {}), {code: 'BAD_MOMENT'}, String(atUs));
	t.throws(() => world.press('button', nowUs, -1), {code: 'BAD_MOMENT'});
	t.throws(() => world.press('bell', nowUs), {
		instanceOf: RangeError,
		message: /no pin bell; pins are .*button/,
	});
	t.notThrows(() => world.press('button', nowUs));
});
