// Ports that are wrong on purpose: the simulated chip says what they do, and where.

import test from 'ava';
import type {Breakage} from '../../wakes/build.ts';
import {live} from './life.ts';
import {careless} from './wrong.ts';

test.serial('a wake pin that the RTC does not have is reported', async t => {
	const {violations} = await live({forUs: 4e6}, careless.wakePin);
	t.regex(
		violations[0] ?? '',
		/GPIO4 shall wake, and the RTC does not have its pad with the input on.*\(sleep_start\+/,
	);
});

test.serial('an entry of the MMU that is written while a cache is on is reported', async t => {
	const {violations} = await live({forUs: 1e5}, careless.cache);
	t.regex(violations[0] ?? '', /MMU: ENTRY\d+ is written while the data cache is on/);
});

test.serial('a watchdog that is not fed resets the chip', async t => {
	// it counts awake time, of which a stream takes little
	const short = {watchdogUs: 20_000};
	const bites = async (wrong?: Breakage) =>
		(await live({forUs: 1.9e6}, wrong, short)).wakes.filter(({cause}) => cause === 'watchdog').length;
	t.is(await bites(), 0);
	t.true((await bites(careless.watchdog)) > 0);
});

test.serial('a bus whose clock gate is closed is reported', async t => {
	const {violations} = await live({forUs: 1e5}, careless.gate);
	t.regex(violations[0] ?? '', /I2C0: write of \w+ while its clock gate is closed.*\(\w+\+/);
});

test.serial('an output that is not held when the chip goes off is reported', async t => {
	const {violations, held} = await live({forUs: 2.9e6}, careless.hold);
	t.regex(violations.join(), /GPIO15 drives, is not held, and loses its level in deep sleep/);
	t.regex(violations.join(), /GPIO47 drives, is not held/);
	t.deepEqual(held, [false, false]);
});
