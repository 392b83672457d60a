// The core's clocks: 40, 80, 160 and 240 MHz with the voltage that each needs. Time stays what it is at all of them.

import test from 'ava';
import type {Esp32s3Clocks} from '../../../boards/chips/esp32s3/draws.ts';
import type {Burnt} from '../../../sim/esp32s3/fuses.ts';
import {usualFuses} from '../../../sim/esp32s3/fuses.ts';
import {live, watchdogUs} from './life.ts';
import {type Rig, rig} from './rig.ts';
import {unpowered} from './wrong.ts';

const choices = [
	{slow: 40, fast: 80},
	{slow: 40, fast: 160},
	{slow: 80, fast: 160},
	{slow: 80, fast: 240},
] as const satisfies readonly Esp32s3Clocks[];

const at = ({slow, fast}: Esp32s3Clocks) => ({watchdogUs, clockHz: slow * 1e6, fastClockHz: fast * 1e6});

for (const clocks of choices) {
	test.serial(`at ${clocks.slow} and ${clocks.fast} MHz a device lives in the same time`, async t => {
		const run = await live({}, undefined, at(clocks));
		t.deepEqual(run.violations, []);
		const tenths = (10 * clocks.fast) / clocks.slow;
		t.true(
			run.console.includes(`fast ${tenths}`),
			run.console.find(line => line.startsWith('fast')),
		);
		const windows = run.console.filter(line => line.startsWith('window')).map(line => Number(line.slice(7)));
		t.is(windows.length, 4);
		for (const [index, atMs] of windows.entries())
			t.true(Math.abs(atMs - 500 * (index + 1)) <= 5, `${atMs} ms`);
		const late = run.console.find(line => line.startsWith('tick late by'))!;
		t.true(Number(late.split(' ').at(-1)) < 2000, late);
		t.deepEqual(
			run.console.filter(line => line.startsWith('cause ')),
			['cause 0', 'cause 4', 'cause 3', 'cause 3', 'cause 1', 'cause 2'],
		);
		t.true(run.console.includes('time goes on 1'));
		const [reset, bite] = ['reset', 'watchdog'].map(cause => run.wakes.find(wake => wake.cause === cause)!);
		const ms = bite!.atMs - reset!.atMs;
		t.true(ms >= watchdogUs / 1000 && ms < (watchdogUs / 1000) * 1.3, `${ms} ms`);
	});
}

for (const {wrong, said} of unpowered) {
	test.serial(`a port with ${wrong.name} is found [rtc_clk.c, rtc_clk_cpu_freq_to_pll_mhz]`, async t => {
		const {violations} = await live({forUs: 3.2e6}, wrong);
		t.regex(violations.join(), said);
	});
}

test.serial('a port whose slow clock is the PLL and that sleeps on it is found [rtc_clk.c]', async t => {
	const wrong = {
		name: 'sleep-on-the-pll',
		file: 'boards/chips/esp32s3/hal_sleep.c',
		from: '        clock_rest();',
		to: '',
	};
	const {violations} = await live({forUs: 9e5}, wrong, at({slow: 80, fast: 240}));
	t.regex(violations.join(), /sleeps while the core runs from the PLL/);
});

const levels = {rtc: 4, digital: 6};
const partsAtCrystal = 7 << 13;

/** On the PLL at so many MHz, with these levels and no part of the regulator off. */
async function core(mhz: 80 | 160 | 240, burnt: Partial<Burnt>, digital: number, rtc = 30): Promise<Rig> {
	const chip = await rig();
	chip.write(0x6000_80b0, 0x50d8_3aa1);
	chip.write(0x6000_8098, 0);
	const {analog, fuses} = chip.machine.soc;
	fuses.burnt = {...usualFuses, ...burnt};
	for (const [register, value] of [
		[2, 0x50],
		[3, 8],
		[4, 0x6b],
		[6, 0x73],
	] as const)
		analog.writeBlock(0x66, register, value);
	chip.write(0x6000_e040, 1 << 3);
	analog.writeBlock(0x6d, levels.rtc, rtc);
	analog.writeBlock(0x6d, levels.digital, digital);
	chip.run(60);
	chip.write(0x600c_0010, 4 | (mhz / 80 - 1));
	chip.write(0x600c_0060, 1 << 10);
	return chip;
}

test('without fuses of its own a chip needs level 27, and 28 at 240 MHz [rtc_init.c]', async t => {
	const unmeasured = {major: 0, minor: 0};
	t.deepEqual((await core(160, unmeasured, 27)).said(), []);
	t.regex((await core(80, unmeasured, 26)).said().join(), /is at level 26, this chip needs 27/);
	t.deepEqual((await core(240, unmeasured, 28)).said(), []);
	t.regex((await core(240, unmeasured, 27)).said().join(), /is at level 27, this chip needs 28/);
});

test('fuses raise what a chip needs, and 1.3 V is its end [rtc_init.c, get_dig1v3_dbias_by_efuse]', async t => {
	t.deepEqual((await core(240, {}, 29)).said(), []);
	t.regex((await core(240, {}, 28)).said().join(), /is at level 28, this chip needs 29/);
	// 1.0841 + 0.16 + 3 x 0.0215 V is above 1.3 V at level 23
	const strong = {vDigital: 80, lowestDigital: 21};
	t.deepEqual((await core(240, strong, 23)).said(), []);
	t.regex((await core(240, strong, 24)).said().join(), /gives more than 1.3 V/);
	t.regex((await core(160, {}, 28, 20)).said().join(), /the RTC's voltage is too far below the digital one/);
});

test('each clock of the PLL needs a part more of the regulator than the one below it [rtc_clk.c]', async t => {
	for (const mhz of [80, 160, 240] as const) {
		const chip = await core(mhz, {}, 29);
		chip.write(0x6000_81fc, (7 >>> (mhz / 80)) << 13);
		t.deepEqual(chip.said(), []);
		chip.write(0x6000_81fc, partsAtCrystal);
		t.regex(
			chip.said().join(),
			new RegExp(`at ${mhz} MHz, and 3 parts of the regulator are off, ${3 - mhz / 80} may`),
		);
	}
});
