// A program that runs many sequences one after the other: for each it loads a start record, jumps to the sequence, and
// whatever vector the sequence ends in stores the state. The same bytes run in QEMU and in our core.

import {
	addi,
	type Bytes,
	Code,
	jx,
	l32i,
	lsi,
	movi,
	rfwu,
	rotw,
	rrr,
	rsr,
	rur,
	s32i,
	simcall,
	slli,
	ssi,
	wsr,
	wur,
} from './assembler.ts';
import {place, result, resultSpecials, start, startSpecials, userRegisters} from './state.ts';

const windowbase = 72;
const lcount = 2;
const atomctl = 99;
const intclear = 227;
const intenable = 228;
const cpenable = 224;
const ps = 230;
/** EXCSAVE2 to 7 belong to this program: records, results, what the vector displaced, sequences left. */
const keep = {record: 210, result: 211, a0: 212, vector: 213, left: 214} as const;

/** Offsets of the vectors from VECBASE, with a number each that the result shows. */
export const vectors = [
	0x000, 0x040, 0x080, 0x0c0, 0x100, 0x140, 0x180, 0x1c0, 0x200, 0x240, 0x280, 0x2c0, 0x300, 0x340, 0x3c0,
] as const;

export interface Piece {
	readonly address: number;
	readonly bytes: Uint8Array;
}

export interface Image {
	readonly pieces: readonly Piece[];
	/** The results, behind the run. */
	readonly results: number;
	readonly resultBytes: number;
	/** The program gets here when all is done. */
	readonly done: number;
	/** How far memory is used. */
	readonly bytes: number;
}

export interface Sequence {
	/** Words of a start record. */
	readonly start: readonly number[];
	readonly code: Uint8Array;
}

function constant(register: number, value: number): Bytes[] {
	const steps: Bytes[] = [movi(register, value >>> 21)];
	for (const shift of [14, 7, 0]) {
		steps.push(slli(register, register, 7), addi(register, register, (value >>> shift) & 0x7f));
	}
	return steps;
}

function vectorCode(): Uint8Array {
	const code = new Code(place.vectors);
	vectors.forEach((offset, number) => {
		code.org(place.vectors + offset);
		code.put(wsr(keep.a0, 0), movi(0, number), wsr(keep.vector, 0));
		code.put(...constant(0, place.main), jx(0));
	});
	return code.finish();
}

/** Registers a1 to a15, then a0, of the visible window. */
function loadWindow(code: Code, offset: number): void {
	code.put(rsr(keep.record, 0));
	for (let i = 15; i >= 0; i--) code.put(l32i(i, 0, (offset + i) * 4));
}

function storeWindow(code: Code, offset: number): void {
	code.put(rsr(keep.result, 0));
	for (let i = 1; i < 16; i++) code.put(s32i(i, 0, (offset + i) * 4));
	code.put(rsr(keep.a0, 1), s32i(1, 0, offset * 4));
}

interface Main {
	readonly bytes: Uint8Array;
	readonly begin: number;
	readonly done: number;
}

/** Begins at place.main with what every vector jumps to: store a result, then load the next record. */
function mainCode(results: number, records: number, count: number): Main {
	const code = new Code(place.main);
	storeWindow(code, result.a);
	Object.values(resultSpecials).forEach((number, i) => {
		code.put(rsr(number, 1), s32i(1, 0, (result.special + i) * 4));
	});
	code.put(rsr(keep.vector, 1), s32i(1, 0, result.vector * 4), movi(1, 1), wsr(cpenable, 1));
	Object.values(userRegisters).forEach((number, i) => {
		code.put(rur(number, 1), s32i(1, 0, (result.user + i) * 4));
	});
	for (let i = 0; i < 16; i++) code.put(ssi(i, 0, (result.f + i) * 4));
	code.put(rotw(4), wsr(keep.a0, 0));
	storeWindow(code, result.a + 16);
	for (const [register, words] of [
		[keep.result, result.words],
		[keep.record, start.words],
	] as const) {
		code.put(rsr(register, 0), ...constant(1, words * 4), rrr(0, 8, 0, 0, 1), wsr(register, 0));
	}
	code.put(rsr(keep.left, 0), addi(0, 0, -1), wsr(keep.left, 0));
	code.branch12(1, 0, 'next');
	code.j('finish');
	const begin = code.pc;
	// s32c1i does its own read and write everywhere: QEMU's memory is uncached after reset, which else has none
	code.put(movi(0, 0x15), wsr(atomctl, 0));
	for (const [register, value] of [
		[keep.record, records],
		[keep.result, results],
		[keep.left, count],
	] as const) {
		code.put(...constant(0, value), wsr(register, 0));
	}
	code.label('next');
	loadRecord(code);
	code.label('finish');
	const done = code.pc;
	finish(code, results, count);
	return {bytes: code.finish(), begin, done};
}

function loadRecord(code: Code): void {
	code.put(movi(0, 0), wsr(intenable, 0), wsr(lcount, 0), addi(0, 0, -1), wsr(intclear, 0));
	code.put(movi(0, 0x1f), wsr(ps, 0), movi(0, 0), wsr(windowbase, 0), movi(0, 1), wsr(cpenable, 0));
	code.put(rsr(keep.record, 0));
	for (let i = 0; i < 16; i++) code.put(lsi(i, 0, (start.f + i) * 4));
	Object.values(userRegisters).forEach((number, i) => {
		code.put(l32i(1, 0, (start.user + i) * 4), wur(number, 1));
	});
	Object.values(startSpecials).forEach((number, i) => {
		code.put(l32i(1, 0, (start.special + i) * 4), wsr(number, 1));
	});
	code.put(rotw(4));
	loadWindow(code, start.a + 16);
	code.put(rotw(-4));
	loadWindow(code, start.a);
	code.put(rfwu); // to EPC1, in the window PS.OWB, with PS.EXCM clear
}

/** Hand the results to the simulator that runs us, and end. */
function finish(code: Code, results: number, count: number): void {
	code.put(movi(0, 0), wsr(windowbase, 0));
	code.put(...constant(4, place.data), ...constant(5, place.dataBytes), movi(2, 4), movi(3, 1), simcall);
	code.put(
		...constant(4, results),
		...constant(5, count * result.words * 4),
		movi(2, 4),
		movi(3, 1),
		simcall,
	);
	code.put(movi(2, 1), movi(3, 0), simcall);
	code.label('stay');
	code.j('stay');
}

function words(values: readonly number[]): Uint8Array {
	return new Uint8Array(Uint32Array.from(values.map(value => value >>> 0)).buffer);
}

export function imageOf(sequences: readonly Sequence[], data: readonly number[]): Image {
	const count = sequences.length;
	const records = place.sequences + count * place.sequenceBytes;
	const results = (records + count * start.words * 4 + 0xfff) & ~0xfff;
	const main = mainCode(results, records, count);
	const reset = new Code(place.reset);
	reset.put(...constant(0, main.begin), jx(0));
	return {
		pieces: [
			{address: place.reset, bytes: reset.finish()},
			{address: place.vectors, bytes: vectorCode()},
			{address: place.main, bytes: main.bytes},
			{address: place.data, bytes: words(data)},
			...sequences.map(({code}, i) => ({address: place.sequences + i * place.sequenceBytes, bytes: code})),
			{address: records, bytes: words(sequences.flatMap(one => one.start))},
		],
		results,
		resultBytes: count * result.words * 4,
		done: main.done,
		bytes: results + count * result.words * 4,
	};
}
