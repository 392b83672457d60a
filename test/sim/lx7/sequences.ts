// Random sequences of instructions and the states they start from.

import {
	add,
	type Bytes,
	Code,
	callx,
	entry,
	jx,
	l32i,
	lsi,
	mov,
	movi,
	narrow,
	nop,
	ret,
	retw,
	rfde,
	rfe,
	rfi,
	rotw,
	rri8,
	rrr,
	rsr,
	rur,
	ssi,
	syscall,
	wsr,
	wur,
	xsr,
} from './assembler.ts';
import type {Sequence} from './image.ts';
import type {Random} from './random.ts';
import {aregs, place, start, startSpecials} from './state.ts';

/** a1 points to the middle of the shared data, a2 is a distance from it; no instruction writes them. */
const base = 1;
const index = 2;
const moving = 3;
const dataMiddle = place.data + 0x800;
const literals = 12;

/** What an instruction may write. */
function anyTarget(random: Random): number {
	return random.of([0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
}

type Make = (random: Random) => readonly Bytes[];

function threeRegisters(op1: number, op2: number): Make {
	return random => [rrr(op1, op2, anyTarget(random), random.below(16), random.below(16))];
}

function twoRegisters(make: (r: number, source: number, random: Random) => Bytes): Make {
	return random => [make(anyTarget(random), random.below(16), random)];
}

/**
 * A jump to the next instruction. Within a block QEMU keeps BR and the registers of MAC16 under several names and may
 * read or store an older value (its translate.c, cpu_BR and cpu_MR beside cpu_SR): what writes them ends its block.
 */
const hop: Bytes = [0xc6, 0xff, 0xff];

const special = [3, 4, 12, 16, 17, 32, 33, 34, 35, 244, 245, 209];

/** Each kind of instruction that goes on behind itself, by name. */
const straight: Readonly<Record<string, Make>> = {
	and: threeRegisters(0, 1),
	or: threeRegisters(0, 2),
	xor: threeRegisters(0, 3),
	add: threeRegisters(0, 8),
	addx2: threeRegisters(0, 9),
	addx4: threeRegisters(0, 10),
	addx8: threeRegisters(0, 11),
	sub: threeRegisters(0, 12),
	subx2: threeRegisters(0, 13),
	subx4: threeRegisters(0, 14),
	subx8: threeRegisters(0, 15),
	neg: twoRegisters((r, t) => rrr(0, 6, r, 0, t)),
	abs: twoRegisters((r, t) => rrr(0, 6, r, 1, t)),
	ssr: random => [rrr(0, 4, 0, random.below(16), 0)],
	ssl: random => leftShift(1, random),
	ssa8l: random => [rrr(0, 4, 2, random.below(16), 0)],
	ssa8b: random => leftShift(3, random),
	ssai: random => [rrr(0, 4, 4, random.below(16), random.below(2))],
	nsa: twoRegisters((t, s) => rrr(0, 4, 14, s, t)),
	nsau: twoRegisters((t, s) => rrr(0, 4, 15, s, t)),
	slli: twoRegisters((r, s, random) => slliBits(r, s, 1 + random.below(31))),
	srai: twoRegisters((r, t, random) => rrr(1, 2 + random.below(2), r, random.below(16), t)),
	srli: twoRegisters((r, t, random) => rrr(1, 4, r, random.below(16), t)),
	src: threeRegisters(1, 8),
	srl: twoRegisters((r, t) => rrr(1, 9, r, 0, t)),
	sll: twoRegisters((r, s) => rrr(1, 10, r, s, 0)),
	sra: twoRegisters((r, t) => rrr(1, 11, r, 0, t)),
	mul16u: threeRegisters(1, 12),
	mul16s: threeRegisters(1, 13),
	booleans: random => [rrr(2, random.below(5), random.below(16), random.below(16), random.below(16)), hop],
	any4: random => [rrr(0, 0, 8 + random.below(2), random.below(4) * 4, random.below(16)), hop],
	any8: random => [rrr(0, 0, 10 + random.below(2), random.below(2) * 8, random.below(16)), hop],
	salt: random => [rrr(2, 6 + random.below(2), anyTarget(random), random.below(16), random.below(16))],
	mull: threeRegisters(2, 8),
	quou: threeRegisters(2, 12),
	quos: threeRegisters(2, 13),
	remu: threeRegisters(2, 14),
	rems: threeRegisters(2, 15),
	sext: twoRegisters((r, s, random) => rrr(3, 2, r, s, random.below(16))),
	clamps: twoRegisters((r, s, random) => rrr(3, 3, r, s, random.below(16))),
	min: threeRegisters(3, 4),
	max: threeRegisters(3, 5),
	minu: threeRegisters(3, 6),
	maxu: threeRegisters(3, 7),
	moveqz: threeRegisters(3, 8),
	movnez: threeRegisters(3, 9),
	movltz: threeRegisters(3, 10),
	movgez: threeRegisters(3, 11),
	movf: threeRegisters(3, 12),
	movt: threeRegisters(3, 13),
	extui: twoRegisters((r, t, random) => rrr(4 + random.below(2), random.below(16), r, random.below(16), t)),
	movi: random => [movi(anyTarget(random), random.below(4096) - 2048)],
	addi: twoRegisters((t, s, random) => rri8(2, 12, s, t, random.below(256))),
	addmi: twoRegisters((t, s, random) => rri8(2, 13, s, t, random.below(256))),
	mov: twoRegisters(mov),
	addN: twoRegisters((r, s, random) => narrow(10, r, s, random.below(16))),
	addiN: twoRegisters((r, s, random) => narrow(11, r, s, random.below(16))),
	moviN: random => [narrow(12, random.below(16), anyTarget(random), random.below(8))],
	nothing: random => [random.of([nop, narrow(13, 15, 0, 3), rrr(0, 0, 2, 0, 12), rrr(0, 0, 2, 0, 0)])],
	rsr: random => [hop, rsr(random.of(special), anyTarget(random))],
	wsr: random => [hop, wsr(random.of(special), random.below(16)), hop],
	xsr: random => [hop, xsr(random.of(special), anyTarget(random)), hop],
	threadptr: random => [random.chance(50) ? rur(231, anyTarget(random)) : wur(231, random.below(16))],
	l8ui: random => [rri8(2, 0, base, anyTarget(random), random.below(256))],
	l16ui: random => [rri8(2, 1, base, anyTarget(random), random.below(256))],
	l16si: random => [rri8(2, 9, base, anyTarget(random), random.below(256))],
	l32i: random => [rri8(2, random.of([2, 11]), base, anyTarget(random), random.below(256))],
	s8i: random => [rri8(2, 4, base, random.below(16), random.below(256))],
	s16i: random => [rri8(2, 5, base, random.below(16), random.below(256))],
	s32i: random => [rri8(2, random.of([6, 15]), base, random.below(16), random.below(256))],
	l32iN: random => [narrow(8, random.below(16), base, anyTarget(random))],
	s32iN: random => [narrow(9, random.below(16), base, random.below(16))],
	l32e: random => [rrr(9, 0, random.below(16), base, anyTarget(random))],
	s32e: random => [rrr(9, 4, random.below(16), base, random.below(16))],
	s32c1i: random => {
		const offset = random.below(64) * 4,
			target = random.of([4, 5, 6, 7]);
		const same = [l32i(target, base, offset), wsr(12, target)];
		return [...(random.chance(50) ? same : []), rri8(2, 14, base, target, offset >> 2)];
	},
	macRegisters: random => [mac16(7, random.below(16), random)],
	macMixed: random => [mac16(random.of([2, 3, 6]), 4 + random.below(12), random)],
	macLoad: random => [
		mov(moving, base),
		mac16(random.of([0, 1, 4, 5]), 8 + random.below(4), random, moving),
		hop,
	],
	loadM: random => [mov(moving, base), mac16(random.of([8, 9]), 0, random, moving), hop],
	lsi: random => [lsi(random.below(16), base, random.below(256) * 4)],
	ssi: random => [ssi(random.below(16), base, random.below(256) * 4)],
	lsx: random => [rrr(8, 0, random.below(16), base, index)],
	ssx: random => [rrr(8, 4, random.below(16), base, index)],
	lsip: random => [mov(moving, base), rri8(3, 8, moving, random.below(16), random.below(256))],
	ssip: random => [mov(moving, base), rri8(3, 12, moving, random.below(16), random.below(256))],
	lsxp: random => [mov(moving, base), rrr(8, 1, random.below(16), moving, index)],
	ssxp: random => [mov(moving, base), rrr(8, 5, random.below(16), moving, index)],
	addS: threeFloats(0),
	subS: threeFloats(1),
	mulS: threeFloats(2),
	maddS: threeFloats(4),
	msubS: threeFloats(5),
	steps: threeFloats(6),
	toInteger: random => [
		rrr(10, random.of([8, 9, 10, 11, 14]), anyTarget(random), random.below(16), random.below(16)),
	],
	fromInteger: random => [
		rrr(10, 12 + random.below(2), random.below(16), random.below(16), random.below(16)),
	],
	oneFloat: random => [
		rrr(10, 15, random.below(16), random.below(16), random.of([0, 1, 6, 7, 9, 11, 12, 13, 14, 15])),
	],
	constS: random => [rrr(10, 15, random.below(16), random.below(4), 3)],
	rfr: random => [rrr(10, 15, anyTarget(random), random.below(16), 4)],
	wfr: random => [rrr(10, 15, random.below(16), random.below(16), 5)],
	compareS: random => [
		rrr(11, 1 + random.below(7), random.below(16), random.below(16), random.below(16)),
		hop,
	],
	moveS: random => [rrr(11, 8 + random.below(6), random.below(16), random.below(16), random.below(16))],
	fcr: random => [random.chance(50) ? rur(232, anyTarget(random)) : wur(232, 1 + random.below(2))],
	divide: () => division,
};

/** Single-precision division as Xtensa's compiler libraries order it, f1 / f2 to f0 by f3 to f8. */
const division: readonly Bytes[] = [
	[3, 2, 7],
	[4, 2, 11],
]
	.map(([r, s, t]) => rrr(10, 15, r!, s!, t!))
	.concat([
		rrr(10, 15, 5, 1, 3),
		rrr(10, 6, 5, 4, 3),
		rrr(10, 15, 7, 2, 0),
		rrr(10, 15, 7, 1, 13),
		rrr(10, 15, 0, 7, 15),
		rrr(10, 7, 0, 2, 6),
	]);

/** QEMU takes a right shift by the 32 that these may leave in SAR for one by 0, so SAR is set again at once. */
function leftShift(kind: number, random: Random): Bytes[] {
	const use = random.chance(50)
		? rrr(1, 10, anyTarget(random), random.below(16), 0)
		: rrr(1, 8, anyTarget(random), random.below(16), random.below(16));
	return [
		rrr(0, 4, kind, random.below(16), 0),
		rsr(3, anyTarget(random)),
		use,
		rrr(0, 4, 4, random.below(16), random.below(2)),
	];
}

function slliBits(r: number, s: number, bits: number): Bytes {
	return rrr(1, (32 - bits) >> 4, r, s, (32 - bits) & 15);
}

function threeFloats(op2: number): Make {
	return random => [rrr(10, op2, random.below(16), random.below(16), random.below(16))];
}

/** `operands` and `operation` as the MAC16 tables number them; only fields that exist are filled. */
function mac16(operands: number, operation: number, random: Random, pointer?: number): Bytes {
	const loads = pointer !== undefined;
	const r =
		(operands === 3 || operands === 7 || operands >= 8 ? 0 : random.below(2) << 2) |
		(loads ? random.below(4) : 0);
	const t = operands < 4 ? random.below(2) << 2 : operands >= 8 ? 0 : random.below(16);
	const s = pointer ?? (operands === 3 || operands === 7 ? random.below(16) : 0);
	const [b0, b1, b2] = rrr(operation, operands, r, s, t);
	return [b0! | 4, b1!, b2!];
}

/** A piece of control flow around straight code, which goes on behind it. */
type Shape = (code: Code, random: Random, name: string) => void;

function body(code: Code, random: Random, most: number): void {
	for (let n = random.below(most); n > 0; n--) code.put(...random.of(makers)(random));
}

function returnFromFrame(code: Code, random: Random, name: string): void {
	code.l32r(0, `${name}w`);
	code.put(movi(4, random.below(4)), slliBits(4, 4, 30), rrr(0, 2, 0, 0, 4), retw, nop).label(`${name}f`);
}

const shapes: Readonly<Record<string, Shape>> = {
	branch(code, random, name) {
		const kind = random.below(5);
		if (kind === 0) code.branch12(random.below(4), random.below(16), name);
		else if (kind === 1)
			code.branch8(6, random.below(16), random.below(16), (random.below(4) << 2) | 2, name);
		else if (kind === 2)
			code.branch8(6, random.below(16), random.below(16), (random.of([2, 3]) << 2) | 3, name);
		else if (kind === 3) code.branch8(7, random.below(16), random.below(16), random.below(16), name);
		else code.branch8(6, random.below(2), random.below(16), 0x7, name);
		body(code, random, 4);
		code.label(name);
	},
	narrowBranch(code, random, name) {
		code.branchNarrow(random.chance(50), random.below(16), name);
		body(code, random, 4);
		code.put(nop).label(name);
	},
	loop(code, random, name) {
		const kind = random.of([8, 9, 10]);
		// a plain loop by 0 runs 2^32 times
		code.put(
			movi(
				4,
				random.of(
					[
						[1, 2, 3, 5],
						[0, 1, 2, 4],
						[-1, 0, 1, 3],
					][kind - 8]!,
				),
			),
		);
		code.branch8(6, kind, 4, 0x7, name, false);
		body(code, random, 4);
		if (random.chance(40)) code.branch12(random.below(4), random.below(16), name);
		else code.put(nop);
		code.label(name);
	},
	call0(code, random, name) {
		code.call(0, `${name}f`).j(`${name}e`).align().label(`${name}f`);
		code.put(add(5, 0, 0), ret).label(`${name}e`);
		body(code, random, 2);
	},
	callWindow(code, random, name) {
		const groups = 1 + random.below(3);
		code.call(groups, `${name}f`).j(`${name}e`).align().label(`${name}f`);
		code.put(entry(base, 16 + 8 * random.below(4)));
		for (let n = random.below(3); n > 0; n--)
			code.put(rrr(0, random.of([8, 12, 3]), random.of([2, 3, 5, 9, 14]), 1, 2));
		code.put(random.chance(80) ? retw : narrow(13, 15, 0, 1)).label(`${name}e`);
	},
	callRegister(code, random, name) {
		code.l32r(8, `${name}w`);
		code.put(callx(random.below(4), 8), nop).label(`${name}f`);
	},
	jump(code, random, name) {
		code.l32r(8, `${name}w`);
		code.put(jx(8));
		body(code, random, 3);
		code.label(`${name}f`);
	},
	returnFromException(code, random, name) {
		const kind = random.below(3),
			level = random.of([2, 3, 6]);
		code.l32r(8, `${name}w`);
		if (kind === 0) code.put(wsr(177, 8), rfe);
		else if (kind === 1) code.put(wsr(192, 8), rfde);
		else code.put(rsr(230, 9), wsr(176 + level, 8), wsr(192 + level, 9), rfi(level));
		code.label(`${name}f`);
	},
	literal(code, random) {
		code.l32r(anyTarget(random), `literal${random.below(8)}`);
	},
	softwareInterrupt(code, random) {
		code.put(rrr(0, 0, 6, random.of([0, 1, 3, 15]), 4));
		code.put(movi(5, random.of([0x80, -2048, 0])), wsr(random.of([226, 226, 227]), 5), nop);
		if (random.chance(60)) code.put(rrr(0, 0, 6, random.below(4), 6), nop);
		code.put(movi(5, -1), wsr(227, 5));
	},
	waitForPending(code) {
		code.put(rrr(0, 0, 6, 15, 4), movi(5, 0x80), wsr(228, 5), wsr(226, 5), rrr(0, 0, 7, 0, 0));
	},
	window(code, random, name) {
		const kind = random.below(4);
		if (kind === 0) code.put(rotw(random.of([1, 2, 7, -1, -2])));
		else if (kind === 1) code.put(rrr(0, 0, 1, random.below(16), anyTarget(random)));
		else if (kind === 2) returnFromFrame(code, random, name);
		else code.put(entry(random.below(5), 32));
		code.put(add(4, 5, 6), add(11, 12, 13));
	},
	breakpoint(code, random) {
		code.put(
			random.chance(50)
				? rrr(0, 0, 4, random.below(16), random.below(16))
				: narrow(13, 15, random.below(16), 2),
		);
	},
	illegal(code, random) {
		code.put(random.of([rrr(0, 0, 0, 0, 0), narrow(13, 15, 0, 6), rrr(0, 4, 12, 1, 1), rrr(2, 5, 3, 4, 5)]));
	},
	fpuOff(code, random) {
		code.put(movi(6, random.below(4)), wsr(224, 6));
	},
};
const makers = Object.values(straight);
/** Behind these a1 may be another register: the sequence ends, because its address would be one by chance. */
const last = new Set([shapes.window]);

/** Names of all that sequences are made of. */
export const kinds: readonly string[] = [...Object.keys(straight), ...Object.keys(shapes)];

function interesting(random: Random): number {
	const kind = random.below(9);
	// just above and below the ends of fields
	if (kind === 4)
		return (random.of([1, -1]) * (2 ** (6 + random.below(18)) + random.below(8)) + random.below(8) - 4) >>> 0;
	if (kind === 0) return random.below(64);
	if (kind === 1) return -random.below(64) >>> 0;
	if (kind === 2) return (1 << random.below(32)) >>> 0;
	if (kind === 3) return random.of([0, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x7fff, 0xffff_8000]);
	return random.word();
}

const notable = [
	0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xffc0_1234, 0x7f80_0001,
	0xff81_2345, 1, 0x8000_0001, 0x007f_ffff, 0x0080_0000, 0x7f7f_ffff, 0x4f00_0000, 0xcf00_0000, 0x4f80_0000,
	0x3f00_0000, 0x3fc0_0000,
];

function float(random: Random): number {
	const kind = random.below(4);
	if (kind === 0) return random.of(notable);
	if (kind === 1) return random.word();
	// near one, and with the exponents of sums that cancel or lose bits
	return (
		((random.below(2) << 31) |
			((110 + random.below(40)) << 23) |
			(random.word() & random.of([0x7f_ffff, 0x7f_0000, 0xff]))) >>>
		0
	);
}

function startOf(random: Random, entryPc: number): number[] {
	const words = new Array<number>(start.words).fill(0);
	const window = random.below(aregs / 4);
	for (let i = 0; i < aregs; i++) words[start.a + i] = interesting(random);
	words[start.a + ((window * 4 + base) % aregs)] = dataMiddle;
	words[start.a + ((window * 4 + index) % aregs)] = random.below(256) * 4;
	for (let i = 0; i < 16; i++) words[start.f + i] = float(random);
	words[start.user] = random.word();
	words[start.user + 1] = random.chance(60) ? 0 : random.below(4);
	const set = (name: keyof typeof startSpecials, value: number) => {
		words[start.special + Object.keys(startSpecials).indexOf(name)] = value >>> 0;
	};
	for (const name of ['scompare1', 'acclo', 'm0', 'm1', 'm2', 'm3', 'misc0', 'misc1', 'excsave1'] as const)
		set(name, random.word());
	set('sar', random.below(64));
	set('br', random.below(65536));
	set('acchi', random.below(256));
	const behind = random.of([0, 1, 2, 4, 5]) << window;
	const near = random.chance(20) ? random.below(256) : random.of([0, 0, behind >> 3, behind >> 2]);
	set('windowStart', ((1 << window) | near) & 0xff);
	set('epc1', entryPc);
	set('intenable', random.of([0, 0x80, 0x800, 0x880]));
	set('cpenable', random.chance(95) ? 1 : random.below(2) * 2);
	const woe = random.chance(70) ? 0x4_0000 : 0;
	set('ps', woe | (random.below(4) << 16) | (window << 8) | (random.below(2) << 5) | 0x10);
	return words;
}

/** The sequence number `number` of an image: its code lies at a place by its number. */
export function sequenceOf(random: Random, number: number): Sequence {
	const code = new Code(place.sequences + number * place.sequenceBytes);
	const names: string[] = [];
	for (let i = 0; i < 8; i++) code.label(`literal${i}`).word(interesting(random));
	for (let i = 0; i < literals - 8; i++) {
		names.push(`n${i}`);
		code.label(`n${i}w`).addressWord(`n${i}f`);
	}
	const entryPc = code.pc;
	const end = place.sequences + (number + 1) * place.sequenceBytes;
	for (let n = 1 + random.below(24); n > 0 && code.pc < end - 60; n--) {
		const name = names[0];
		if (random.chance(20) && name !== undefined) {
			names.shift();
			const shape = random.of(Object.values(shapes));
			shape(code, random, name);
			if (!code.has(`${name}f`)) code.label(`${name}f`);
			if (last.has(shape)) break;
		} else {
			code.put(...random.of(makers)(random));
		}
	}
	for (const name of names) code.label(`${name}f`);
	code.put(syscall);
	return {start: startOf(random, entryPc), code: code.finish()};
}

export function dataOf(random: Random): number[] {
	return Array.from({length: place.dataBytes / 4}, () => (random.chance(50) ? random.word() : float(random)));
}
