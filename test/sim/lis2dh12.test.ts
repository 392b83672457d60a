// The simulated LIS2DH12 against the facts of its data sheet, register by register.

import test from 'ava';
import {Trace} from '../../sim/world/trace.ts';
import {Bench, ramp} from './bench.ts';

const stream = (watermark: number): (readonly [number, number])[] => [
	[0x22, 0x04],
	[0x23, 0x88],
	[0x24, 0x40],
	[0x2e, 0x80 | watermark],
	[0x20, 0x57],
];

test('identity and reset values are those of the data sheet', t => {
	const bench = new Bench();
	t.is(bench.byte(0x0f), 0x33);
	t.is(bench.byte(0x1e), 0x10);
	t.is(bench.byte(0x20), 0x07);
	t.is(bench.byte(0x2f), 0x20);
	t.deepEqual(bench.world.log.violations, []);
});

test('the watermark raises the line at the very sample and reading below it drops the line', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll(stream(10));
	const startUs = bench.nowUs;
	bench.wait(99_000);
	t.false(bench.line);
	bench.world.pinWatch(23, 1);
	bench.world.sleep('idle', startUs + 200_000);
	t.true(bench.line);
	// the write of CTRL_REG1 took effect with its last bit, one bit before the stop
	t.true(Math.abs(bench.nowUs - startUs - 100_000) < 30, `${bench.nowUs - startUs} us`);
	t.is(bench.byte(0x2f), 0x80 | 10);
	t.deepEqual(bench.sets(1).length, 1);
	t.false(bench.line);
	t.is(bench.byte(0x2f), 9);
});

test('a burst wraps over the six output registers and gives the samples in order', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll(stream(10));
	bench.wait(100_500);
	const x = bench.sets(10).map(([first]) => first! / 16);
	t.deepEqual(
		x,
		x.map((_, index) => x[0]! + index),
	);
	t.is(bench.byte(0x2f), 0x20);
});

test('a full stream drops the oldest, says overrun and 31', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll(stream(10));
	bench.wait(505_000);
	t.is(bench.byte(0x2f), 0x80 | 0x40 | 31);
	t.is(bench.sets(32)[0]![0]! / 16, 50 - 32 + 1);
	t.is(bench.byte(0x2f), 0x20);
	t.is(bench.world.sensors.get('imu')!.chip.stats.lost, 18);
});

test('FIFO mode keeps the oldest and starts again only through bypass', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll([...stream(10), [0x2e, 0x00], [0x2e, 0x40 | 10]]);
	bench.wait(505_000);
	const first = bench.sets(32)[0]![0]! / 16;
	t.true(first <= 1);
	bench.wait(100_000);
	t.is(bench.byte(0x2f) & 0x1f, 0);
	bench.writeAll([
		[0x2e, 0x00],
		[0x2e, 0x40 | 10],
	]);
	bench.wait(50_000);
	t.is(bench.byte(0x2f), 5);
});

test('stream-to-FIFO streams until motion and then keeps the 32 samples before it', t => {
	const samples = Array.from({length: 300}, (_, index) => [index >= 100 ? 900 : index, 0, 1000] as const);
	const bench = new Bench({trace: Trace.fromSamples(samples, 100)});
	bench.writeAll([[0x30, 0x02], [0x32, 30], ...stream(10), [0x2e, 0xc0 | 10]]);
	bench.wait(2_000_000);
	const x = bench.sets(32).map(([first]) => first! / 16);
	t.deepEqual([x[0], x.at(-1)], [68, 99]);
});

test('resolution and range decide the counts, which are left aligned and saturate', t => {
	const cases: readonly (readonly [number, number, number, number])[] = [
		// CTRL_REG1, CTRL_REG4, milli-g, count as in the register
		[0x57, 0x88, 1000, 1000 << 4],
		[0x57, 0x80, 1000, 250 << 6],
		[0x5f, 0x80, 1000, 63 << 8],
		[0x57, 0x98, 1000, 500 << 4],
		[0x57, 0xa8, 1000, 250 << 4],
		[0x57, 0xb8, 1200, 100 << 4],
		[0x57, 0xb0, 1200, 25 << 6],
		[0x5f, 0xb0, 1920, 10 << 8],
		[0x57, 0x88, 3000, 0x7ff0],
		[0x57, 0x88, -3000, -0x8000],
	];
	for (const [ctrl1, ctrl4, mg, counts] of cases) {
		const bench = new Bench({trace: Trace.constant(0, 0, mg)});
		bench.writeAll([
			[0x23, ctrl4],
			[0x20, ctrl1],
		]);
		bench.wait(50_000);
		t.is(bench.sets(1)[0]![2], counts, `${mg} mg with CTRL_REG1 ${ctrl1}, CTRL_REG4 ${ctrl4}`);
	}
});

test('data ready rises with each sample and falls when all high bytes were read', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll([
		[0x22, 0x10],
		[0x20, 0x57],
	]);
	t.false(bench.line);
	bench.wait(10_000);
	t.true(bench.line);
	t.is(bench.byte(0x27), 0x0f);
	bench.sets(1);
	t.false(bench.line);
	bench.wait(25_000);
	t.is(bench.byte(0x27), 0xff);
});

test('block update holds the high byte until it is read, and without it halves may not match', t => {
	const values = [0x0100, 0x0ff0];
	const trace = Trace.fromSamples(
		values.map(value => [value >> 4, 0, 0] as const),
		100,
	);
	const read = (ctrl4: number): number => {
		const bench = new Bench({trace});
		// the first sample is one period after the start, when the second row has come: start before row 0
		bench.writeAll([
			[0x23, ctrl4],
			[0x20, 0x77],
		]);
		bench.wait(5000);
		const low = bench.byte(0x28);
		bench.wait(20_000);
		return (bench.byte(0x29) << 8) | low;
	};
	t.is(read(0x88), 0x0100);
	t.is(read(0x08), 0x0f00);
});

test('motion is latched until its source is read, or follows the condition', t => {
	const samples = Array.from(
		{length: 200},
		(_, index) => [index >= 50 && index < 60 ? 700 : 0, 0, 0] as const,
	);
	for (const latched of [true, false]) {
		const bench = new Bench({trace: Trace.fromSamples(samples, 100)});
		bench.writeAll([
			[0x22, 0x40],
			[0x24, latched ? 0x08 : 0],
			[0x32, 500 / 16],
			[0x33, 3],
			[0x30, 0x2a],
			[0x20, 0x57],
		]);
		bench.wait(520_000);
		t.false(bench.line, 'the duration is not over');
		bench.wait(40_000);
		t.true(bench.line);
		bench.wait(300_000);
		t.is(bench.line, latched);
		// IA, X high, Y low, Z low when it happened; only the lows are true now
		t.is(bench.byte(0x31), latched ? 0x40 | 0x02 | 0x04 | 0x10 : 0x01 | 0x04 | 0x10);
		t.false(bench.line);
	}
});

test('the high-pass removes gravity only after the reference was read', t => {
	for (const reads of [true, false]) {
		const bench = new Bench();
		bench.writeAll([
			[0x21, 0x01],
			[0x22, 0x40],
			[0x24, 0x08],
			[0x32, 250 / 16],
			[0x20, 0x3f],
		]);
		if (reads) bench.byte(0x26);
		bench.write(0x30, 0x2a);
		bench.wait(1_000_000);
		t.is(bench.line, !reads);
	}
});

test('active-low polarity turns the line round', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll([[0x25, 0x02], ...stream(5)]);
	t.true(bench.line);
	bench.wait(60_000);
	t.false(bench.line);
});

test('power-down keeps registers and stops sampling', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll(stream(20));
	bench.wait(50_000);
	bench.write(0x20, 0x07);
	const {samples} = bench.world.sensors.get('imu')!.chip.stats;
	bench.wait(1_000_000);
	t.is(bench.world.sensors.get('imu')!.chip.stats.samples, samples);
	t.is(bench.byte(0x2e), 0x80 | 20);
	t.is(bench.byte(0x24), 0x40);
});

test('a write that leaves the rate alone leaves the sampling moments alone', t => {
	const bench = new Bench({trace: ramp(1000, 100)});
	bench.writeAll(stream(20));
	const startUs = bench.nowUs;
	for (let index = 0; index < 9; index++) {
		bench.wait(startUs + index * 10_000 + 7000 - bench.nowUs);
		bench.write(0x20, 0x57);
		bench.write(0x23, 0x88);
	}
	bench.wait(startUs + 100_500 - bench.nowUs);
	t.is(bench.byte(0x2f), 10);
});

test('the chip keeps its own time: 2 % fast is 2 % more samples', t => {
	const counts = [0, 20_000].map(oscillatorPpm => {
		const bench = new Bench({oscillatorPpm});
		bench.writeAll(stream(20));
		bench.wait(10_000_000);
		return bench.world.sensors.get('imu')!.chip.stats.samples;
	});
	t.deepEqual(counts, [1000, 1020]);
});

test('a use that the data sheet does not allow is reported, not ignored', t => {
	const bench = new Bench();
	bench.write(0x10, 1);
	bench.write(0x0f, 1);
	bench.write(0x1e, 0x80);
	bench.write(0x33, 0x80);
	bench.write(0x38, 0x01);
	bench.writeAll([
		[0x23, 0x08],
		[0x20, 0x5f],
	]);
	bench.byte(0x05);
	const texts = bench.world.log.violations.map(text => text.replace(/^.*? imu: /, ''));
	t.deepEqual(texts, [
		'write of 0x01 to register 0x10, which is reserved',
		'write of 0x01 to register WHO_AM_I, which is read only',
		'CTRL_REG0 = 0x80: bits outside 0x80 must not change',
		'INT1_DURATION = 0x80: bits outside 0x7f must not change',
		'CLICK_CFG = 0x01: bits 0x01 are not simulated',
		'CTRL_REG1 LPEN and CTRL_REG4 HR are both set',
		'read of register 0x05, which is reserved',
	]);
});

test('the supply current follows rate and mode', t => {
	const bench = new Bench();
	bench.writeAll([
		[0x23, 0x08],
		[0x20, 0x67],
	]);
	bench.wait(1_000_000);
	bench.write(0x20, 0x00);
	bench.wait(2_000_000);
	const report = bench.world.ledger.report(bench.nowUs);
	const imu = report.ledger.filter(entry => entry.item === 'imu');
	t.deepEqual(
		imu.map(({state, uA}) => [state, uA]),
		[
			['power-down', 0.5],
			['high-resolution 200 Hz', 38],
		],
	);
	t.true(Math.abs(imu[1]!.uC - 38) < 0.01);
});
