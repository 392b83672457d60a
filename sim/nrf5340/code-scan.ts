// What must be known of the code beforehand: IT blocks, whose state unicorn forgets, where masks are lifted, and where a
// function ends.

import type {CodeRange, Elf, Segment} from '../cores/elf.ts';

/** The ITSTATE bits that hold before the instruction at each address inside an IT block. */
export function itStates(code: readonly CodeRange[], segments: readonly Segment[]): Map<number, number> {
	const states = new Map<number, number>();
	let state = 0;
	let next = -1;
	for (const {at, half} of instructions(code, segments)) {
		if (at !== next) state = 0; // a stretch of code begins
		if ((state & 15) !== 0) {
			states.set(at, state);
			state = advance(state);
		} else if (half >> 8 === 0xbf && (half & 15) !== 0) {
			state = half & 0xff;
		}
		next = at + (isWide(half) ? 4 : 2);
	}
	return states;
}

/** CPSIE, and MSR to PRIMASK, BASEPRI, BASEPRI_MAX or FAULTMASK: where held back exceptions may be let in. */
export function unmaskingPlaces(code: readonly CodeRange[], segments: readonly Segment[]): number[] {
	return [...instructions(code, segments)]
		.filter(
			({half, second}) =>
				(half & 0xfff0) === 0xb660 || ((half & 0xfff0) === 0xf380 && second >= 0x8810 && second <= 0x8813),
		)
		.map(({at}) => at);
}

/** The instructions by which a function returns: BX LR, and what loads PC from the stack. */
export function returnPlaces(
	{code, segments}: Pick<Elf, 'code' | 'segments'>,
	{start, end}: CodeRange,
): number[] {
	return [...instructions(code, segments)]
		.filter(({at}) => at >= start && at < end)
		.filter(
			({half, second}) =>
				half === 0x4770 || // BX LR
				(half & 0xff00) === 0xbd00 || // POP {..., PC}
				(half === 0xe8bd && second >= 0x8000) || // POP.W {..., PC}
				(half === 0xf85d && second >= 0xf000), // LDR PC, [SP], #4
		)
		.map(({at}) => at);
}

interface Instruction {
	readonly at: number;
	readonly half: number;
	/** Of one of 32 bits; else 0. */
	readonly second: number;
}

function* instructions(code: readonly CodeRange[], segments: readonly Segment[]): Generator<Instruction> {
	for (const range of code) {
		const segment = segments.find(
			({address, bytes}) => range.start >= address && range.end <= address + bytes.length,
		);
		if (!segment) continue;
		const view = new DataView(segment.bytes.buffer, segment.bytes.byteOffset, segment.bytes.byteLength);
		for (let at = range.start; at + 2 <= range.end; ) {
			const half = view.getUint16(at - segment.address, true);
			const isLong = isWide(half);
			const second = isLong && at + 4 <= range.end ? view.getUint16(at + 2 - segment.address, true) : 0;
			yield {at, half, second};
			at += isLong ? 4 : 2;
		}
	}
}

/** ITAdvance() of the Armv8-M manual. */
function advance(state: number): number {
	return (state & 7) === 0 ? 0 : (state & 0xe0) | ((state << 1) & 0x1f);
}

/** Whether a halfword begins an instruction of 32 bits. */
export function isWide(half: number): boolean {
	return half >> 11 >= 0x1d;
}

/** The IT bits as they stand in xPSR: [7:2] at 15..10, [1:0] at 26..25. */
export function itInXpsr(state: number): number {
	return (((state >> 2) << 10) | ((state & 3) << 25)) >>> 0;
}
