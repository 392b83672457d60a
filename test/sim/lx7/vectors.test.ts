// What QEMU's core lacks or a host decides, against values worked out from the instruction set's description.

import test from 'ava';
import {exceptionCause, lx7Registers as registers} from '../../../sim/cores/lx7/lx7.ts';
import * as a from './assembler.ts';
import {Chip, code, data, io} from './chip.ts';

test('muluh and mulsh give the upper half of the product', async t => {
	const pairs = [
		// (2^32 - 1)^2 = 2^64 - 2^33 + 1; -1 * -1 = 1
		[0xffff_ffff, 0xffff_ffff, 0xffff_fffe, 0],
		// 2^31 * 2^31 = 2^62; -2^31 * -2^31 = 2^62
		[0x8000_0000, 0x8000_0000, 0x4000_0000, 0x4000_0000],
		// 2^31 * 2 = 2^32; -2^31 * 2 = -2^32
		[0x8000_0000, 2, 1, 0xffff_ffff],
		// 0x12345678 * 0x9abcdef0 = 0x0b00ea4e242d2080; with the second as -0x65432110 it is less by 2^32 * the first
		[0x1234_5678, 0x9abc_def0, 0x0b00_ea4e, (0x0b00_ea4e - 0x1234_5678) >>> 0],
	] as const;
	for (const [x, y, unsigned, signed] of pairs) {
		const chip = await Chip.open();
		chip.core.set(registers.a + 2, x);
		chip.core.set(registers.a + 3, y);
		chip.program(at => at.put(a.rrr(2, 10, 4, 2, 3), a.rrr(2, 11, 5, 2, 3)));
		t.is(chip.core.run(100), 'stopped');
		t.deepEqual([chip.a(4), chip.a(5)], [unsigned, signed]);
	}
});

test('loads and stores of any alignment take their bytes in order of address, also across a page', async t => {
	const chip = await Chip.open();
	chip.words(0, [0x3322_1100, 0x7766_5544]).words(0xffc, [0xccbb_aa99, 0x10ff_eedd]);
	chip.core.set(registers.a + 2, data);
	chip.core.set(registers.a + 3, data + 0xffd);
	chip.program(at => {
		at.put(a.addi(4, 2, 1), a.l32i(5, 4, 0)); // bytes 1 to 4
		at.put(a.rri8(2, 1, 4, 6, 1)); // l16ui: bytes 3 and 4
		at.put(a.l32i(7, 3, 0)); // three bytes of one page, one of the next
		at.put(a.addi(8, 2, 0x21), a.s32i(7, 8, 0), a.s32i(5, 3, 0));
	});
	t.is(chip.core.run(100), 'stopped');
	t.deepEqual([chip.a(5), chip.a(6), chip.a(7)], [0x4433_2211, 0x4433, 0xddcc_bbaa]);
	t.deepEqual([chip.word(0x20), chip.word(0x24)], [0xccbb_aa00, 0x0000_00dd]);
	t.deepEqual([chip.word(0xffc), chip.word(0x1000)], [0x3322_1199, 0x10ff_ee44]);
});

test('s32c1i needs a whole word even where loads do not (ISA: LoadStoreAlignmentCause)', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.a + 2, data + 2);
	chip.program(at => at.put(a.rri8(2, 14, 2, 3, 0))).vector(0x340, at => at.put(a.nop).label('x').j('x'));
	chip.core.run(10);
	t.deepEqual([chip.core.get(registers.exccause), chip.core.get(registers.excvaddr)], [9, data + 2]);
});

/** The six handlers of the windowed ABI (ISA 4.7.1.4): frames of 4, 8 and 12 registers. */
function windowHandlers(chip: Chip): Chip {
	const [s, l] = [
		(t: number, base: number, offset: number) => a.rrr(9, 4, (64 + offset) >> 2, base, t),
		(t: number, base: number, offset: number) => a.rrr(9, 0, (64 + offset) >> 2, base, t),
	];
	for (const [offset, groups] of [
		[0, 1],
		[0x80, 2],
		[0x100, 3],
	] as const) {
		const caller = groups * 4 + 1;
		chip.vector(offset, at => {
			for (let i = 0; i < 4; i++)
				at.put(i === 1 && groups > 1 ? l(0, 1, -12) : a.nop, s(i === 0 ? 0 : i, caller, -16 + 4 * i));
			for (let i = 4; i < groups * 4; i++) at.put(s(i, 0, -16 * groups + 4 * (i - 4)));
			at.put(a.rfwo);
		});
		chip.vector(offset + 0x40, at => {
			const top = groups * 4 - 1;
			for (let i = 0; i < 4; i++) at.put(l(i, caller, -16 + 4 * i));
			if (groups > 1) at.put(l(top, 1, -12));
			for (let i = 4; i < groups * 4; i++) at.put(l(i, top, -16 * groups + 4 * (i - 4)));
			at.put(a.rfwu);
		});
	}
	return chip;
}

test('64 registers hold sixteen frames; deeper calls spill and return through the window vectors', async t => {
	for (const groups of [1, 2, 3]) {
		const chip = windowHandlers(await Chip.open());
		// sum(n) = n < 1 ? 0 : n + sum(n - 1), by calls that move the window by `groups`
		const argument = groups * 4 + 2;
		// where the first frame's own caller would have its stack: handlers of larger frames look it up
		chip.words(0x7_0000 - 12, [data + 0x7_8000]);
		chip.core.set(registers.a + argument, 100);
		chip.program(at => {
			at.call(groups, 'sum').j('end').align().label('sum').put(a.entry(1, 64));
			at.branch12(0, 2, 'zero')
				.put(a.addi(argument, 2, -1))
				.call(groups, 'sum');
			at.put(a.add(2, 2, argument))
				.label('zero')
				.put(a.retw)
				.label('end');
		});
		t.is(chip.core.run(20_000), 'stopped');
		t.is(chip.a(argument), 5050, `call${groups * 4}`);
		t.is(chip.core.get(registers.windowBase), 0);
		t.is(chip.core.get(registers.windowStart), 1);
	}
});

test('the window of registers goes round at 64', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.ps, 0x30); // no exceptions by windows
	for (let i = 0; i < 64; i++) chip.core.set(registers.physical + i, 1000 + i);
	chip.program(at => at.put(a.rotw(-1), a.addi(5, 5, 1), a.rotw(-2), a.addi(13, 13, 1)));
	t.is(chip.core.run(10), 'stopped');
	// base 15: a5 is physical register 1; base 13: a13 is physical register 1 again
	t.is(chip.core.get(registers.physical + 1), 1003);
	t.is(chip.core.get(registers.windowBase), 13);
	t.is(chip.a(12), 1000);
});

test('an interrupt of each level has its own vector and its own saved state', async t => {
	const offsets = {2: 0x180, 3: 0x1c0, 4: 0x200, 5: 0x240};
	for (const [level, number] of [
		[2, 19],
		[3, 23],
		[4, 25],
		[5, 26],
	] as const) {
		const chip = await Chip.open();
		chip.core.set(registers.intenable, 2 ** number);
		chip.program(at =>
			at
				.put(a.addi(2, 2, 1), a.addi(2, 2, 1))
				.label('x')
				.j('x'),
		);
		chip.vector(offsets[level], at =>
			at
				.put(a.mov(3, 2), a.rsr(177 + level - 1, 4))
				.label('x')
				.j('x'),
		);
		chip.core.run(1);
		chip.core.setLines(2 ** number);
		chip.core.run(10);
		t.deepEqual([chip.a(2), chip.a(3), chip.a(4)], [1, 1, code + 3], `level ${level}`);
		t.is(chip.core.get(registers.ps) & 0x1f, 0x10 | level);
		t.is(chip.core.get(registers.eps + level), 0x4_0020);
	}
});

test('an interrupt waits for PS.INTLEVEL, and the highest level goes first', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.intenable, (1 << 19) | (1 << 23));
	chip.core.setLines((1 << 19) | (1 << 23));
	chip.core.set(registers.ps, 0x4_0023);
	chip.program(at =>
		at
			.put(a.nop, a.rrr(0, 0, 6, 0, 2), a.nop)
			.label('x')
			.j('x'),
	);
	chip.vector(0x1c0, at => at.put(a.movi(3, 1)).label('x').j('x'));
	chip.core.run(1);
	t.is(chip.core.pc, code + 3);
	chip.core.run(10);
	t.is(chip.a(3), 1);
});

test('the non-maskable interrupt is taken at any level', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.ps, 0x3f);
	chip.program(at => at.label('x').j('x'));
	chip.vector(0x2c0, at => at.put(a.movi(3, 7)).label('x').j('x'));
	chip.core.latch(1 << 14);
	chip.core.run(10);
	t.is(chip.a(3), 7);
});

test('waiti waits with its level until an interrupt that may be taken, and goes on behind itself', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.intenable, 1 << 19);
	chip.program(at => at.put(a.rrr(0, 0, 7, 0, 0), a.movi(2, 5)));
	chip.vector(0x180, at => at.put(a.movi(3, 6), a.rfi(2)));
	t.is(chip.core.run(100), 'waiting');
	t.is(chip.core.cycles, 1);
	chip.core.setLines(1 << 20); // not enabled
	t.is(chip.core.run(100), 'waiting');
	chip.core.skip(1000);
	chip.core.setLines(1 << 19);
	chip.core.run(2); // movi and rfi; the line still stands, so the handler would run again
	chip.core.setLines(0);
	t.is(chip.core.run(100), 'stopped');
	t.deepEqual([chip.a(2), chip.a(3), chip.core.cycles], [5, 6, 1004]);
});

test('CCOUNT counts clock periods, and CCOMPARE interrupts when it is reached, asleep or not', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.ccompare, 20);
	chip.core.set(registers.ccompare + 1, 500);
	chip.core.set(registers.intenable, 1 << 15);
	chip.program(at => at.put(a.nop, a.rsr(234, 2), a.nop, a.rsr(234, 3)).put(a.rrr(0, 0, 7, 0, 0)));
	chip.vector(0x1c0, at => at.put(a.rsr(234, 4)).label('x').j('x'));
	t.is(chip.core.run(100), 'waiting');
	t.deepEqual([chip.a(2), chip.a(3)], [1, 3]);
	t.is(chip.core.timerPeriods, 15);
	chip.core.skip(495);
	t.is(chip.core.get(registers.interrupt), (1 << 6) | (1 << 15));
	chip.core.run(3);
	t.is(chip.a(4), 500);
});

test('a register is asked with its address, size, program counter and moment', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.a + 2, io + 0x10);
	chip.answer = ({value}) => (value === undefined ? 0x1234_5678 : 0);
	chip.program(at => at.put(a.nop, a.l32i(3, 2, 4), a.nop, a.s32i(3, 2, 8)));
	t.is(chip.core.run(100), 'stopped');
	t.is(chip.a(3), 0x1234_5678);
	t.deepEqual(chip.accesses, [
		{address: io + 0x14, size: 4, pc: code + 3, cycles: 1},
		{address: io + 0x18, size: 4, value: 0x1234_5678, pc: code + 9, cycles: 3},
	]);
});

test('an interrupt that a write to a register raises is taken behind that write', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.a + 2, io);
	chip.core.set(registers.intenable, 1 << 19);
	chip.answer = () => {
		chip.core.setLines(1 << 19);
		return 0;
	};
	chip.program(at =>
		at
			.put(a.s32i(3, 2, 0), a.movi(4, 1))
			.label('x')
			.j('x'),
	);
	chip.vector(0x180, at => at.put(a.rsr(178, 5)).label('x').j('x'));
	chip.core.run(5);
	t.deepEqual([chip.a(4), chip.a(5)], [0, code + 3]);
});

test('an access that the chip refuses raises the cause that it names', async t => {
	const chip = await Chip.open();
	chip.core.set(registers.a + 2, io + 8);
	chip.answer = () => {
		chip.core.refuse(exceptionCause.loadStoreError);
		return 0;
	};
	chip.program(at => at.put(a.l32i(3, 2, 0)));
	chip.vector(0x340, at => at.label('x').j('x'));
	chip.core.run(3);
	t.deepEqual([chip.core.get(registers.exccause), chip.core.get(registers.excvaddr)], [3, io + 8]);
	t.is(chip.core.get(registers.epc + 1), code);
});

test('memory that is not there prohibits loads, stores and fetches', async t => {
	const places: readonly (readonly [number, (at: a.Code) => unknown])[] = [
		[28, at => at.put(a.l32i(3, 2, 0))],
		[29, at => at.put(a.s32i(3, 2, 0))],
		[20, at => at.put(a.jx(2))],
	];
	for (const [cause, write] of places) {
		const chip = await Chip.open();
		chip.core.set(registers.a + 2, 0x1000);
		chip.program(at => {
			write(at);
		});
		chip.vector(0x340, at => at.label('x').j('x'));
		chip.core.run(5);
		t.deepEqual([chip.core.get(registers.exccause), chip.core.get(registers.excvaddr)], [cause, 0x1000]);
	}
});

test('a store to bytes that DBREAK watches is a debug exception before it happens (ISA 4.7.6)', async t => {
	const [dbreakA, dbreakC, debugCause] = [0x100 + 145, 0x100 + 161, 0x100 + 233];
	for (const [offset, level, isSeen] of [
		[0x40, 0, true],
		[0x7d, 0, true], // its last byte only is watched
		[0x80, 0, false],
		[0x3c, 0, false],
		[0x40, 6, false], // as high as the exception's own level
	] as const) {
		const chip = (await Chip.open()).words(0x40, [1]);
		chip.core.set(registers.a + 2, data + (offset & ~3));
		chip.core.set(registers.a + 3, data + offset);
		chip.core.set(dbreakA, data + 0x40);
		chip.core.set(dbreakC, 0x8000_0000); // stores, 64 bytes
		chip.core.set(registers.ps, 0x4_0020 | level);
		chip.vector(0x280, at => at.label('x').j('x'));
		chip.program(at => at.put(a.l32i(4, 2, 0), a.s32i(5, 3, 0)));
		t.is(chip.core.run(10), isSeen ? 'count' : 'stopped', `${offset}`);
		t.is(chip.word(0x40), isSeen || offset !== 0x40 ? 1 : 0);
		if (!isSeen) continue;
		t.is(chip.core.get(debugCause), 4 | (1 << 8));
		t.deepEqual([chip.core.get(registers.epc + 6), chip.core.get(registers.eps + 6)], [code + 3, 0x4_0020]);
	}
});

test('an instruction that is none is reported and raises its exception', async t => {
	const chip = await Chip.open();
	chip.program(at => at.put(a.nop, a.rrr(15, 3, 1, 2, 3)));
	chip.vector(0x340, at => at.label('x').j('x'));
	chip.core.run(5);
	t.is(chip.core.get(registers.exccause), 0);
	t.deepEqual(chip.illegal, [{pc: code + 3, word: 0x3f_1230}]);
});

test('code that a program writes runs as written', async t => {
	const chip = await Chip.open();
	const [low, middle, high] = a.movi(4, 77);
	chip.core.set(registers.a + 2, code);
	chip.core.set(registers.a + 3, low! | (middle! << 8) | (high! << 16));
	chip.program(at => {
		at.put(a.movi(5, 2))
			.j('again')
			.org(code + 0x20)
			.label('again')
			.put(a.movi(4, 11), a.add(6, 6, 4));
		at.put(a.rri8(2, 4, 2, 3, 0x20), a.rrr(4, 15, 7, 8, 3), a.rri8(2, 4, 2, 7, 0x21), a.rrr(5, 15, 7, 0, 3));
		at.put(a.rri8(2, 4, 2, 7, 0x22), a.addi(5, 5, -1)).branch12(1, 5, 'again');
	});
	t.is(chip.core.run(100), 'stopped');
	t.is(chip.a(6), 88);
});

test('a run ends after exactly as many clock periods as asked, wherever blocks end', async t => {
	const whole = await Chip.open(),
		steps = await Chip.open();
	for (const chip of [whole, steps]) {
		chip.core.set(registers.a + 3, 50);
		chip.program(at => {
			at.branch8(6, 8, 3, 0x7, 'end', false)
				.put(a.add(4, 4, 3), a.addi(3, 3, 3))
				.branch12(1, 4, 'end')
				.put(a.nop)
				.label('end');
		});
	}
	t.is(whole.core.run(1000), 'stopped');
	let periods = 0;
	while (steps.core.run(1) === 'count') periods++;
	t.deepEqual([steps.a(3), steps.a(4), periods], [whole.a(3), whole.a(4), whole.core.cycles]);
});
