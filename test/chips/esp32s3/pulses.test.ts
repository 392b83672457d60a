// PCNT: which edges count, limits that a clear takes over, the event of an overflow, and what would count other than meant.

import test from 'ava';
import {type Rig, rig} from './rig.ts';

const pcnt = 0x6001_7000;
const register = {
	...{
		conf0: pcnt,
		limits: pcnt + 8,
		count: pcnt + 0x30,
		raw: pcnt + 0x40,
		clear: pcnt + 0x4c,
		ctrl: pcnt + 0x60,
	},
	...{gates: 0x600c_0018, input: 0x6000_4154 + 4 * 33},
} as const;
const pin = 15;
const [limitEvent, rising, falling] = [1 << 12, 1 << 18, 1 << 16];
const running = (1 << 16) | 0x54;

interface Counting extends Rig {
	readonly counts: boolean[];
	edges(count: number): void;
}

/** Unit 0 on GPIO15; the others are held at 0. */
async function ready(conf = limitEvent | rising, limit = 5): Promise<Counting> {
	const chip = await rig();
	const counts: boolean[] = [];
	chip.machine.outside.counts = (which, isOn) => {
		if (which === pin) counts.push(isOn);
	};
	chip.write(register.gates, chip.read(register.gates) | (1 << 10));
	chip.drive(pin, false);
	chip.write(0x6000_9004 + 4 * pin, (1 << 12) | (1 << 9));
	chip.write(register.input, 0x80 | pin);
	chip.write(register.conf0, conf);
	chip.write(register.limits, 0x8000_0000 | limit);
	chip.write(register.ctrl, running | 1);
	chip.write(register.ctrl, running);
	let level = false;
	return {
		...chip,
		counts,
		edges: count => {
			for (let edge = 0; edge < count; edge++) {
				level = !level;
				chip.drive(pin, level);
				chip.run(2);
			}
		},
	};
}

test('edges count as the modes say: rising, falling, both [pcnt_reg.h]', async t => {
	for (const [modes, count] of [
		[rising, 2],
		[falling, 1],
		[rising | falling, 3],
		[0, 0],
	] as const) {
		const chip = await ready(limitEvent | modes, 100);
		chip.edges(3);
		t.is(chip.read(register.count), count);
		t.deepEqual(chip.said(), []);
	}
});

test('at its limit a unit begins from 0 and says so, if its event is on [pulse_cnt.c, "overflow"]', async t => {
	const chip = await ready();
	chip.edges(8);
	t.is(chip.read(register.count), 4);
	t.is(chip.read(register.raw), 0);
	chip.edges(2);
	t.is(chip.read(register.count), 0);
	t.is(chip.read(register.raw), 1);
	chip.write(register.clear, 1);
	t.is(chip.read(register.raw), 0);
	const silent = await ready(rising);
	silent.edges(10);
	t.is(silent.read(register.count), 0);
	t.is(silent.read(register.raw), 0);
});

test('a limit takes effect with the next clear only [pulse_cnt.c]', async t => {
	const chip = await ready();
	chip.write(register.limits, 0x8000_0000 | 2);
	chip.edges(6);
	t.is(chip.read(register.count), 3);
	chip.write(register.ctrl, running | 1);
	t.is(chip.read(register.count), 0);
	chip.edges(2);
	t.is(chip.read(register.count), 0, 'held at 0');
	chip.write(register.ctrl, running);
	chip.edges(4);
	t.is(chip.read(register.count), 0);
	t.is(chip.read(register.raw), 1);
});

test('a unit that is paused, without its gate or without a pin counts nothing, and draws nothing', async t => {
	const chip = await ready();
	t.deepEqual(chip.counts, [true]);
	chip.write(register.ctrl, running | 2);
	chip.edges(2);
	t.is(chip.read(register.count), 0);
	t.deepEqual(chip.counts, [true, false]);
	chip.write(register.ctrl, running);
	chip.edges(2);
	t.is(chip.read(register.count), 1);
	chip.write(register.gates, chip.read(register.gates) & ~(1 << 10));
	t.deepEqual(chip.counts, [true, false, true, false]);
});

test('what is not simulated, and sleep that would lose edges, is reported', async t => {
	const filtered = await ready(limitEvent | rising | (1 << 10));
	t.regex(
		filtered.said().join(),
		/PCNT: the filter, other events, levels and the second channel are not simulated/,
	);
	const down = await ready(limitEvent | (2 << 18));
	down.edges(1);
	t.regex(down.said().join(), /PCNT: counting down is not simulated/);
	const sleeps = await ready();
	sleeps.write(0x6000_803c, 8 << 15);
	sleeps.write(0x6000_8004, 1000);
	sleeps.write(0x6000_8008, 1 << 16);
	sleeps.write(0x6000_8018, 2 ** 31);
	sleeps.run(100);
	t.regex(sleeps.said().join(), /sleeps while PCNT counts: its clock stops/);
});
