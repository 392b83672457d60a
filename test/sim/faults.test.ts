// Named faults: each strikes where it was asked to, once, and is counted.

import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {address, Bench, ramp} from './bench.ts';

const whoAmI = Uint8Array.of(0x0f);

test('a transfer fails once with no acknowledge, at the address or after some bytes', t => {
	const {world} = new Bench({
		faults: [
			{kind: 'bus', bus: 'i2c0', transfer: 2, how: 'nack'},
			{kind: 'bus', bus: 'i2c0', transfer: 3, how: 'nack', byte: 1},
		],
	});
	const statuses = Array.from({length: 4}, () => world.transfer(0, address, whoAmI, 1).status);
	t.deepEqual(statuses, ['ok', 'no-device', 'io', 'ok']);
	t.deepEqual(
		world.faults.reports.map(report => report.fired),
		[1, 1],
	);
});

test('a transfer that times out takes the time-out of the bus', t => {
	const {world} = new Bench({faults: [{kind: 'bus', bus: 'i2c0', transfer: 1, how: 'timeout', byte: 1}]});
	t.is(world.transfer(0, address, whoAmI, 1).status, 'timeout');
	t.is(world.nowUs, 10_000);
	t.is(world.transfer(0, address, whoAmI, 1).status, 'ok');
});

test('a stuck data line fails every transfer until the bus is recovered', t => {
	const {world} = new Bench({faults: [{kind: 'bus', bus: 'i2c0', transfer: 1, how: 'stuck-sda', byte: 1}]});
	t.is(world.transfer(0, address, whoAmI, 1).status, 'timeout');
	t.is(world.transfer(0, address, whoAmI, 1).status, 'timeout');
	t.is(world.recover(0), 'ok');
	t.is(world.transfer(0, address, whoAmI, 1).status, 'ok');
});

test('a line that is stuck for good stays so', t => {
	const fault = {kind: 'bus', bus: 'i2c0', transfer: 1, how: 'stuck-sda', recoverable: false} as const;
	const {world} = new Bench({faults: [fault]});
	t.is(world.transfer(0, address, whoAmI, 1).status, 'timeout');
	t.is(world.recover(0), 'io');
	t.is(world.transfer(0, address, whoAmI, 1).status, 'timeout');
});

test('a sensor that resets in the middle of a burst forgets its registers and its samples', t => {
	const bench = new Bench({
		trace: ramp(100, 100),
		faults: [{kind: 'sensor-reset', sensor: 'imu', transfer: 6, byte: 20}],
	});
	bench.writeAll([
		[0x23, 0x88],
		[0x24, 0x40],
		[0x2e, 0x80 | 10],
		[0x20, 0x57],
	]);
	bench.wait(105_000);
	t.is(bench.byte(0x2f), 0x80 | 10);
	const x = bench.sets(10).map(([first]) => first!);
	t.deepEqual(x.slice(0, 3), [16, 32, 48]);
	// the bus idles high
	t.deepEqual(x.slice(4), [-1, -1, -1, -1, -1, -1]);
	t.is(bench.byte(0x20), 0x07);
});

test('a sensor can be absent for a while, and another chip can sit at its address', t => {
	const bench = new Bench({faults: [{kind: 'sensor-absent', sensor: 'imu', fromUs: 1000, untilUs: 2000}]});
	const status = () => bench.world.transfer(0, address, whoAmI, 1).status;
	t.is(status(), 'ok');
	bench.wait(1000);
	t.is(status(), 'no-device');
	bench.wait(1000);
	t.is(status(), 'ok');
	const other = new Bench({faults: [{kind: 'sensor-identity', sensor: 'imu', value: 0x41}]});
	t.is(other.byte(0x0f), 0x41);
});

test('an interrupt storm makes as many edges as it says', t => {
	const {world} = new Bench({
		faults: [{kind: 'pin-storm', pin: 'button', atUs: 1000, edges: 500, everyUs: 20}],
	});
	world.pinMode(8, 'input-pull-down');
	world.pinWatch(8, 1);
	world.clock.advanceTo(20_000);
	t.is(world.pins.edgesMade, 500);
	t.is(world.pins.takeEdges()[0]?.count, 500);
});

test('a fault that names what the board does not have is refused', t => {
	const error = t.throws<CatnapError>(
		() => new Bench({faults: [{kind: 'sensor-reset', sensor: 'gyro', atUs: 5}]}),
	)!;
	t.is(error.code, 'BAD_FAULT');
	t.deepEqual([error.facts.expected, error.facts.received], ['imu, imu6', 'gyro']);
});

test('a fault that the run never came to says so', t => {
	const {world} = new Bench({faults: [{kind: 'bus', bus: 'i2c0', transfer: 99, how: 'nack'}]});
	world.transfer(0, address, whoAmI, 1);
	t.is(world.faults.reports[0]!.fired, 0);
});
