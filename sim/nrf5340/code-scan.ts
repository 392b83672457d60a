// What must be known of the code beforehand: IT blocks, whose state unicorn forgets, and where masks are lifted.

import type {CodeRange, Segment} from './elf.ts';

/** The ITSTATE bits that hold before the instruction at each address inside an IT block. */
export function itStates(code: readonly CodeRange[], segments: readonly Segment[]): Map<number, number> {
	const states = new Map<number, number>();
	for (const range of code) {
		const segment = segments.find(
			({address, bytes}) => range.start >= address && range.end <= address + bytes.length,
		);
		if (segment) scan(range, segment, states);
	}
	return states;
}

/** CPSIE, and MSR to PRIMASK, BASEPRI, BASEPRI_MAX or FAULTMASK: where held back exceptions may be let in. */
export function unmaskingPlaces(code: readonly CodeRange[], segments: readonly Segment[]): number[] {
	const places: number[] = [];
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
			if ((half & 0xfff0) === 0xb660) places.push(at);
			if ((half & 0xfff0) === 0xf380 && second >= 0x8810 && second <= 0x8813) places.push(at);
			at += isLong ? 4 : 2;
		}
	}
	return places;
}

function scan(range: CodeRange, segment: Segment, states: Map<number, number>): void {
	const view = new DataView(segment.bytes.buffer, segment.bytes.byteOffset, segment.bytes.byteLength);
	let state = 0;
	for (let at = range.start; at + 2 <= range.end; ) {
		const half = view.getUint16(at - segment.address, true);
		if ((state & 15) !== 0) {
			states.set(at, state);
			state = advance(state);
		} else if (half >> 8 === 0xbf && (half & 15) !== 0) {
			state = half & 0xff;
		}
		at += isWide(half) ? 4 : 2;
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
