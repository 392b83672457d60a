// The port on the simulated chip, against the world: streams, timers, off by each cause, held pins, reset, watchdog, a stuck bus.

import test from 'ava';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import {type Life, live, watchdogUs} from './life.ts';

let whole: Promise<Life> | undefined;
/** The same life for all tests that only look at it. */
function life(): Promise<Life> {
	whole ??= live();
	return whole;
}

test('a device streams, goes off, wakes by clock, EXT0 and EXT1, resets, is bitten and keeps its record', async t => {
	t.timeout(240_000);
	const run = await life();
	t.deepEqual(run.violations, []);
	t.is(run.ended, 'panic: enough');
	const {button, imuInt} = board.pins;
	t.deepEqual(
		run.console.filter(line => /^(kept|life|cause|pin) /.test(line)),
		[
			...['kept 0', 'life 1', 'cause 0', 'pin 255'],
			...['kept 1', 'life 2', 'cause 4', 'pin 255'],
			...['kept 1', 'life 3', 'cause 3', `pin ${button.number}`],
			...['kept 1', 'life 4', 'cause 3', `pin ${imuInt.number}`],
			...['kept 1', 'life 5', 'cause 1', 'pin 255'],
			...['kept 1', 'life 6', 'cause 2', 'pin 255'],
		],
	);
	t.true(run.console.includes('time goes on 1'));
	const starts = run.wakes.map(({cause}) => cause).filter(cause => !/^(pin|timer)/.test(cause));
	t.deepEqual(starts, ['power-on', 'off:timer', 'off:button', 'off:imuInt', 'reset', 'watchdog']);
});

test('off ends at the moment that was asked for, within the error of the slow clock’s measure', async t => {
	const run = await life();
	const off = run.console.indexOf('off by the clock 1');
	t.true(off > 0);
	const woken = run.wakes.find(({cause}) => cause === 'off:timer')!;
	const went = Number(
		run.console
			.filter(line => line.startsWith('window'))
			.at(-1)!
			.slice(7),
	);
	t.true(Math.abs(woken.atMs - went - 1000) < 20, `${woken.atMs - went} ms`);
});

test('outputs keep their levels while the chip is off: an RTC pad and a digital one [rtc_cntl_reg.h, PAD_HOLD]', async t => {
	t.deepEqual((await life()).held, [true, true, true, true, true, true]);
});

test('windows come from FIFO interrupts at the rate of the sensor and carry its samples', async t => {
	const {console, sensors} = await life();
	const windows = console.filter(line => line.startsWith('window')).map(line => Number(line.slice(7)));
	t.is(windows.length, 4);
	for (const [index, atMs] of windows.entries())
		t.true(Math.abs(atMs - 500 * (index + 1)) <= 5, `${atMs} ms`);
	t.true(console.includes('z 500')); // 1 g at 2 mg a count
	t.is(sensors.imu!.lost, 0);
});

test('the fast clock is six times the slow one, and a timer is late by less than 2 ms', async t => {
	const {console} = await life();
	t.true(
		console.includes('fast 60'),
		console.find(line => line.startsWith('fast')),
	);
	const late = console.find(line => line.startsWith('tick late by'))!;
	t.true(Number(late.split(' ').at(-1)) < 2000, late);
});

test('the watchdog bites after its time, and not before', async t => {
	const run = await life();
	const reset = run.wakes.find(({cause}) => cause === 'reset')!;
	const bite = run.wakes.find(({cause}) => cause === 'watchdog')!;
	const ms = bite.atMs - reset.atMs;
	// the port takes the fastest slow clock, the simulated one is slower
	t.true(ms >= watchdogUs / 1000 && ms < (watchdogUs / 1000) * 1.3, `${ms} ms`);
});

test('misuse of pins, buses and wake pins comes back as a code', async t => {
	const {console} = await life();
	for (const line of [
		...['bad pin -22', 'bad bus -22', 'off by led -95', 'off by wrong level -95'],
		...['nobody -19', 'identity 0', 'is 51', 'entropy 1'],
	])
		t.true(console.includes(line), line);
});

test('a transfer on a stuck bus is given up in time and the next ones work once the bus is freed', async t => {
	t.timeout(240_000);
	const run = await live({forUs: 3e6, faults: [{kind: 'bus', bus: 'i2c0', transfer: 30, how: 'stuck-sda'}]});
	t.is(run.faults[0]!.fired, 1);
	t.is(run.console.filter(line => line.startsWith('window')).length, 4);
	t.deepEqual(run.violations, []);
});

test('a device that does not answer is an error, not a hang', async t => {
	const run = await live({forUs: 1e6, faults: [{kind: 'sensor-absent', sensor: 'imu', fromUs: 0}]});
	t.true(run.console.includes('stream -19'));
});
