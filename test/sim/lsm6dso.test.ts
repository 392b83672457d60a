// The simulated LSM6DSO against the facts of its data sheet, register by register.

import test from 'ava';
import {Trace} from '../../sim/world/trace.ts';
import {Bench, imu6, ramp} from './bench.ts';

const on = (options: ConstructorParameters<typeof Bench>[0] = {}) => new Bench({...options, chip: imu6});

/** Both sensors at 104 Hz in continuous mode with a watermark in words on INT1. */
const stream = (words: number): (readonly [number, number])[] => [
	[0x12, 0x44],
	[0x07, words & 0xff],
	[0x08, words >> 8],
	[0x09, 0x44],
	[0x0d, 0x08],
	[0x11, 0x40],
	[0x10, 0x40],
	[0x0a, 0x06],
];

/** Words of the FIFO: what the tag says, its count, and three axes. */
function words(bench: Bench, count: number) {
	const bytes = bench.read(0x78, count * 7);
	const view = new DataView(bytes.buffer);
	return Array.from({length: count}, (_, word) => ({
		sensor: bytes[word * 7]! >> 3,
		moment: (bytes[word * 7]! >> 1) & 3,
		tag: bytes[word * 7]!,
		axes: [1, 3, 5].map(offset => view.getInt16(word * 7 + offset, true)),
	}));
}

/** Words in the FIFO and the flags above them. */
function level(bench: Bench): readonly [number, number] {
	const [low, high] = bench.read(0x3a, 2);
	return [low! | ((high! & 3) << 8), high! & 0xf8];
}

const lost = (bench: Bench) => bench.world.sensors.get('imu6')!.chip.stats.lost;
const still = Trace.fromSamples([[0, 0, 1000, 0, 0, 0]], 100);

test('identity and reset values are those of the data sheet', t => {
	const bench = on();
	t.is(bench.byte(0x0f), 0x6c);
	const resets: readonly (readonly [number, number])[] = [
		[0x02, 0x3f],
		[0x07, 0],
		[0x0a, 0],
		[0x0d, 0],
		[0x10, 0],
		[0x11, 0],
		[0x12, 0x04],
		[0x15, 0],
		[0x18, 0xe0],
		[0x3b, 0],
		[0x56, 0],
		[0x5e, 0],
	];
	for (const [register, value] of resets) t.is(bench.byte(register), value, `register ${register}`);
	t.deepEqual(bench.world.log.violations, []);
});

test('a moment brings a word of each sensor with the same count, and the counts go on modulo 4', t => {
	const bench = on({trace: ramp(1000, 104)});
	bench.writeAll(stream(20));
	bench.wait(97_000);
	t.deepEqual(level(bench), [20, 0x80]);
	const all = words(bench, 20);
	t.deepEqual(
		all.map(({sensor}) => sensor),
		all.map((_, index) => (index % 2 === 0 ? 1 : 2)),
	);
	const moments = all.map(({moment}) => moment);
	t.deepEqual(
		moments,
		moments.map((_, index) => (moments[0]! + (index >> 1)) % 4),
	);
	for (const {tag} of all) t.is([...tag.toString(2)].filter(bit => bit === '1').length % 2, 0, 'parity');
	t.deepEqual(level(bench), [0, 0]);
});

test('the watermark counts words, raises the line at the very sample and falls with a read below it', t => {
	const bench = on({trace: still});
	bench.writeAll(stream(20));
	const startUs = bench.nowUs;
	bench.world.pinWatch(imu6.pin, 1);
	t.false(bench.line);
	bench.world.sleep('idle', startUs + 1e6);
	t.true(bench.line);
	// CTRL2_G began the row of moments: three writes of 28 bits before the FIFO was on
	const expectedUs = startUs - 2 * (28 * 2.5) + 10 * (1e6 / 104);
	t.true(Math.abs(bench.nowUs - expectedUs) < 60, `${bench.nowUs - expectedUs} us`);
	words(bench, 1);
	t.false(bench.line);
});

test('a burst over the FIFO rolls from its last byte to the tag; without auto-increment it stays', t => {
	const bench = on({trace: still});
	bench.writeAll(stream(500));
	bench.wait(100_000);
	t.is(words(bench, 4)[3]!.axes[2], Math.round(1000 / 0.061));
	bench.write(0x12, 0x40);
	const [first, second] = bench.read(0x0f, 2);
	t.deepEqual([first, second], [0x6c, 0x6c]);
});

test('a full continuous FIFO drops the oldest words and remembers it until the status is read', t => {
	const bench = on({trace: ramp(2000, 104)});
	bench.writeAll(stream(100));
	bench.wait(256 * 9616 + 5 * 9616);
	const [filled, flags] = level(bench);
	t.is(filled, 512);
	t.is(flags, 0x80 | 0x40 | 0x20 | 0x08);
	t.is(level(bench)[1], 0x80 | 0x40 | 0x20, 'the latched flag is gone');
	t.true(lost(bench) >= 8 && lost(bench) <= 12, `${lost(bench)}`);
	const x = words(bench, 512)
		.filter(({sensor}) => sensor === 2)
		.map(({axes}) => Math.round(axes[0]! * 0.061));
	t.is(x.length, 256);
	t.deepEqual(
		x,
		x.map((_, index) => x[0]! + index),
	);
	t.true(x[0]! >= 4 && x[0]! <= 8, `the oldest is ${x[0]}`);
});

test('FIFO mode keeps the oldest and starts again only through bypass', t => {
	const bench = on({trace: ramp(2000, 104)});
	bench.writeAll([...stream(100), [0x0a, 0], [0x0a, 1]]);
	bench.wait(300 * 9616);
	t.is(level(bench)[0], 512);
	const x = words(bench, 512)[1]!.axes[0]! * 0.061;
	t.true(x < 3, `${x}`);
	bench.writeAll([
		[0x0a, 0],
		[0x0a, 1],
	]);
	bench.wait(10 * 9616);
	t.is(level(bench)[0], 20);
});

test('batches can be slower than samples, and each sensor has its own', t => {
	const bench = on({trace: still});
	// accelerometer 104 Hz in batches of 52, gyroscope 52 Hz in batches of 26
	bench.writeAll([...stream(400), [0x0a, 0], [0x09, 0x23], [0x11, 0x30], [0x0a, 6]]);
	bench.wait(1_000_000);
	const [count] = level(bench);
	const sensors = words(bench, count).map(({sensor}) => sensor);
	t.true(Math.abs(sensors.filter(sensor => sensor === 2).length - 52) <= 1);
	t.true(Math.abs(sensors.filter(sensor => sensor === 1).length - 26) <= 1);
	t.deepEqual(bench.world.log.violations, []);
});

test('rates are those of the data sheet, and the slowest is for the frugal accelerometer', t => {
	const rates: readonly (readonly [number, number, number])[] = [
		[0x10, 0, 12.5],
		[0x30, 0x10, 52],
		[0x50, 0, 208],
		[0x80, 0, 1666],
		[0xb0, 0x10, 1.6],
		[0xb0, 0, 12.5],
	];
	for (const [ctrl1, ctrl6, hz] of rates) {
		const bench = on({trace: still});
		bench.writeAll([
			[0x15, ctrl6],
			[0x10, ctrl1],
		]);
		bench.wait(10_000_000);
		const {samples} = bench.world.sensors.get('imu6')!.chip.stats;
		t.true(Math.abs(samples - 10 * hz) <= 1, `${samples} samples in 10 s at ${hz} Hz`);
	}
});

test('range decides the counts of both sensors, which saturate', t => {
	const cases: readonly (readonly [number, number, number, number, number, number])[] = [
		// CTRL1_XL, CTRL2_G, milli-g, degrees per second, count of each
		[0x50, 0x50, 1000, 100, Math.round(1000 / 0.061), Math.round(100 / 0.00875)],
		[0x58, 0x52, 1000, 100, Math.round(1000 / 0.122), Math.round(100 / 0.004375)],
		[0x5c, 0x54, 1000, -100, Math.round(1000 / 0.244), Math.round(-100 / 0.0175)],
		[0x54, 0x58, -1000, 100, Math.round(-1000 / 0.488), Math.round(100 / 0.035)],
		[0x50, 0x5c, 3000, 100, 0x7fff, Math.round(100 / 0.07)],
		[0x50, 0x52, -3000, -500, -0x8000, -0x8000],
	];
	for (const [ctrl1, ctrl2, mg, dps, accelerometer, gyroscope] of cases) {
		const bench = on({trace: Trace.fromSamples([[0, 0, mg, 0, 0, dps]], 100)});
		bench.writeAll([
			[0x11, ctrl2],
			[0x10, ctrl1],
		]);
		bench.wait(100_000);
		const view = new DataView(bench.read(0x22, 12).buffer);
		t.deepEqual([view.getInt16(4, true), view.getInt16(10, true)], [gyroscope, accelerometer]);
	}
});

test('the gyroscope gives nothing of use for its turn-on time', t => {
	const bench = on({trace: still});
	bench.writeAll([
		[0x11, 0x60],
		[0x10, 0x60],
	]);
	const z = () => new DataView(bench.read(0x26, 2).buffer).getInt16(0, true);
	bench.wait(30_000);
	t.is(z(), 0x7fff);
	bench.wait(10_000);
	t.is(z(), 0);
});

test('data ready rises with each sample and falls when a high byte was read', t => {
	const bench = on({trace: still});
	bench.writeAll([
		[0x0d, 0x01],
		[0x10, 0x40],
	]);
	t.false(bench.line);
	bench.wait(10_000);
	t.true(bench.line);
	t.is(bench.byte(0x1e), 1);
	bench.read(0x28, 6);
	t.false(bench.line);
	t.is(bench.byte(0x1e), 0);
});

/** Still for half a second, then 700 mg for 100 ms, 100 rows a second. */
const knock = Trace.fromSamples(
	Array.from({length: 400}, (_, index) => [index >= 50 && index < 60 ? 700 : 0, 0, 1000]),
	100,
);

/** Wake-up at 104 Hz over 500 mg; what differs comes last. */
const wake = (...more: readonly (readonly [number, number])[]): (readonly [number, number])[] => [
	[0x17, 0x88],
	[0x56, 0x51],
	[0x5b, 16],
	[0x5e, 0x20],
	[0x58, 0x80],
	...more,
	[0x10, 0x40],
];

test('wake-up is latched until its source is read, or follows the condition', t => {
	for (const latched of [true, false]) {
		const bench = on({trace: knock});
		bench.writeAll(wake([0x56, latched ? 0x51 : 0x10]));
		bench.wait(490_000);
		t.false(bench.line);
		bench.wait(40_000);
		t.true(bench.line);
		bench.wait(400_000);
		t.is(bench.line, latched);
		t.is(bench.byte(0x1b), latched ? 0x08 | 0x04 : 0);
		t.false(bench.line);
		t.is(bench.byte(0x1b), 0);
	}
});

test('without INT_CLR_ON_READ a latched interrupt ends with the next sample after the read', t => {
	const bench = on({trace: knock});
	bench.writeAll(wake([0x56, 0x11]));
	bench.wait(900_000);
	t.true(bench.line);
	t.is(bench.byte(0x1a), 0x02);
	t.true(bench.line);
	bench.wait(10_000);
	t.false(bench.line);
});

test('the threshold is a 64th or a 256th of the range a count, and the duration counts samples', t => {
	const fires = (...more: readonly (readonly [number, number])[]): boolean => {
		const bench = on({trace: knock});
		bench.writeAll(wake(...more));
		bench.wait(1_000_000);
		return bench.line;
	};
	t.true(fires([0x5b, 21])); // 656 mg
	t.false(fires([0x5b, 23])); // 719 mg
	t.true(fires([0x5b, 63], [0x5c, 0x10])); // 492 mg
	const short = Trace.fromSamples(
		Array.from({length: 200}, (_, index) => [index >= 50 && index < 52 ? 700 : 0, 0, 1000]),
		100,
	);
	for (const [duration, expected] of [
		[0x20, true],
		[0x60, false],
	] as const) {
		const bench = on({trace: short});
		bench.writeAll(wake([0x5c, duration]));
		bench.wait(1_000_000);
		t.is(bench.line, expected, `duration ${duration}`);
	}
});

test('gravity is a step for both filters unless they settle fast', t => {
	for (const [tap, fast, expected] of [
		[0x51, 0x88, false],
		[0x51, 0x80, true],
		[0x41, 0x00, true], // the slope is half the step: 500 mg over 484 mg
		[0x41, 0x08, false],
	] as const) {
		const bench = on({trace: still});
		bench.writeAll(wake([0x56, tap], [0x17, fast], [0x5b, 15], [0x5c, 0]));
		bench.wait(300_000);
		t.is(bench.line, expected, `TAP_CFG0 ${tap}, CTRL8_XL ${fast}`);
	}
});

test('the interrupts need their common enable, and polarity can be turned round', t => {
	const bench = on({trace: knock});
	bench.writeAll(wake([0x58, 0]));
	bench.wait(1_000_000);
	t.false(bench.line);
	bench.write(0x12, 0x24);
	t.true(bench.line);
});

test('a software reset gives every register its reset value', t => {
	const bench = on({trace: still});
	bench.writeAll(stream(20));
	bench.wait(300_000);
	t.true(bench.line);
	bench.write(0x12, 0x01);
	t.false(bench.line);
	t.deepEqual([bench.byte(0x12), bench.byte(0x10), bench.byte(0x07)], [0x04, 0, 0]);
	t.deepEqual(level(bench), [0, 0]);
});

test('a use that the data sheet does not allow is reported, not ignored', t => {
	const bench = on();
	bench.write(0x03, 1);
	bench.write(0x0f, 1);
	bench.write(0x10, 0x41);
	bench.write(0x13, 0x40);
	bench.write(0x0a, 0x02);
	bench.writeAll([
		[0x11, 0xb0],
		[0x11, 0x46],
	]);
	bench.writeAll([
		[0x11, 0x40],
		[0x14, 0x80],
	]);
	bench.byte(0x05);
	bench.byte(0x8f);
	const texts = bench.world.log.violations.map(text => text.replace(/^.*? imu6: /, ''));
	t.deepEqual(texts, [
		'write of 0x01 to register 0x03, which is reserved',
		'write of 0x01 to register WHO_AM_I, which is read only',
		'CTRL1_XL = 0x41: bits outside 0xfe must not change',
		'CTRL4_C = 0x40: bits 0x40 are not simulated',
		'FIFO_CTRL4: mode 2 is reserved or not simulated',
		'CTRL2_G: rate code 11 is not allowed',
		'CTRL2_G = 0x46: no such range',
		'CTRL5_C XL_ULP_EN while the gyroscope is on',
		'read of register 0x05, which is reserved',
		'sub-address 0x8f: bit 7 has no meaning here',
	]);
});

test('the supply current follows what is on, and is nothing without supply', t => {
	const bench = on();
	const uA = (): number => {
		const before = bench.world.ledger.report(bench.nowUs).ledger;
		const charge = (list: typeof before) =>
			list.filter(({item}) => item === 'imu6').reduce((sum, {uC}) => sum + uC, 0);
		const fromUs = bench.nowUs;
		bench.wait(1_000_000);
		const after = bench.world.ledger.report(bench.nowUs).ledger;
		return Math.round(((charge(after) - charge(before)) / (bench.nowUs - fromUs)) * 1e6 * 10) / 10;
	};
	t.is(uA(), 3);
	bench.writeAll([
		[0x15, 0x10],
		[0x10, 0x30],
	]);
	t.is(uA(), 26);
	bench.write(0x15, 0);
	t.is(uA(), 170);
	bench.write(0x11, 0x40);
	t.is(uA(), 550);
	bench.write(0x10, 0);
	t.is(uA(), 383);
	bench.write(0x11, 0);
	t.is(uA(), 3);
	bench.power(false);
	t.is(uA(), 0);
});
