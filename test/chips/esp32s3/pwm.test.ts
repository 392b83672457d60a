// LEDC: frequency and duty by timer and channel, when a duty changes, and what would make other pulses than meant.

import test from 'ava';
import type {Pulses} from '../../../sim/world/pwm.ts';
import {type Rig, rig} from './rig.ts';

const ledc = 0x6001_9000;
const register = {
	...{conf0: ledc, duty: ledc + 8, conf1: ledc + 0xc, timer: ledc + 0xa0, conf: ledc + 0xd0},
	...{gates: 0x600c_0018, output: 0x6000_4554 + 4 * 15},
} as const;
const pin = 15;
const signal = 73;
const update = {timer: 1 << 25, channel: 1 << 4} as const;
const outOn = 1 << 2;
const dutyStart = 2 ** 31 + (1 << 30) + (1 << 20) + (1 << 10);

interface Pulsing extends Rig {
	readonly pulses: (Pulses | undefined)[];
}

/** Timer 0 at 1000 Hz with 10 bits: 40 MHz by 39 1/16; channel 0 on GPIO15. */
async function ready(timer = (10_000 << 4) | 10): Promise<Pulsing> {
	const chip = await rig();
	const pulses: (Pulses | undefined)[] = [];
	chip.machine.outside.pwm = (which, now) => {
		if (which === pin) pulses.push(now);
	};
	chip.write(register.gates, chip.read(register.gates) | (1 << 11));
	chip.write(register.conf, 2 ** 31 + 3);
	chip.write(register.timer, timer | update.timer);
	chip.write(0x6000_9004 + 4 * pin, 1 << 12);
	chip.write(0x6000_4024, 1 << pin);
	chip.write(register.output, signal);
	return {...chip, pulses};
}

function set(chip: Rig, steps: number): void {
	chip.write(register.duty, steps << 4);
	chip.write(register.conf1, dutyStart);
	chip.write(register.conf0, outOn | update.channel);
}

test('the frequency is the crystal by the divider and the steps, the duty in sixteenths of a step [ledc_ll.h]', async t => {
	const chip = await ready();
	set(chip, 256);
	t.deepEqual(chip.pulses, [{hz: 1000, duty: 0.25}]);
	t.deepEqual(chip.said(), []);
});

test('a new duty comes with the next period [ledc.h, ledc_update_duty]', async t => {
	const chip = await ready();
	set(chip, 256);
	chip.run(300);
	set(chip, 512);
	chip.run(690);
	t.is(chip.pulses.length, 1);
	chip.run(20);
	t.deepEqual(chip.pulses.at(-1), {hz: 1000, duty: 0.5});
});

test('pulses end where the pin gets another signal, the output is switched off, or the block is reset', async t => {
	const chip = await ready();
	set(chip, 1);
	chip.write(register.output, 0x100);
	t.is(chip.pulses.at(-1), undefined);
	chip.write(register.output, signal);
	t.is(chip.pulses.at(-1)!.hz, 1000);
	chip.write(register.conf0, update.channel);
	t.is(chip.pulses.at(-1), undefined);
	set(chip, 1);
	chip.write(0x600c_0020, 1 << 11);
	t.is(chip.pulses.at(-1), undefined);
	t.deepEqual(chip.said(), []);
});

test('what makes no pulses, or others, is reported', async t => {
	const stale = await ready();
	stale.write(register.duty, 256 << 4);
	stale.write(register.conf0, outOn | update.channel);
	t.regex(stale.said().join(), /LEDC: a duty without DUTY_START is not taken over/);
	const still = await ready((1 << 23) | (10_000 << 4) | 10);
	still.write(register.conf0, (outOn | update.channel) + 1);
	t.regex(still.said().join(), /a channel on timer 1, which stands still/);
	const fast = await ready((255 << 4) | 10);
	t.regex(fast.said().join(), /a divider of 0\.99609375: it is 1 or more/);
	const wide = await ready((10_000 << 4) | 15);
	t.regex(wide.said().join(), /a resolution of 15 bits/);
	const beyond = await ready();
	set(beyond, 1025);
	t.regex(beyond.said().join(), /a duty of 1025 of 1024 steps/);
	const sleeps = await ready();
	set(sleeps, 1);
	sleeps.write(0x6000_803c, 8 << 15);
	sleeps.write(0x6000_8004, 1000);
	sleeps.write(0x6000_8008, 1 << 16);
	sleeps.write(0x6000_8018, 2 ** 31);
	sleeps.run(100);
	t.regex(sleeps.said().join(), /sleeps while LEDC makes pulses from the crystal, which stops/);
});
