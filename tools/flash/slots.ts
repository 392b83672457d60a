// The two app slots of a board as its firmware sees them: which one is in force, and the trailer that puts one in force.

import {type Region, trailerBytes} from '../../boards/facts/layout.ts';

const trailerMagic = 0x544f_4c53;
const hashPrime = 0x0100_0193;
const hashBasis = 0x811c_9dc5;

/** Of whole words; what the last one has beyond the bytes is erased flash. */
export function slotHash(bytes: Uint8Array): number {
	const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0xff);
	padded.set(bytes);
	const view = new DataView(padded.buffer);
	let hash = hashBasis;
	for (let at = 0; at < padded.length; at += 4) {
		hash = Math.imul(hash ^ view.getUint32(at, true), hashPrime);
		hash ^= hash >>> 15;
	}
	return hash >>> 0;
}

export function trailer(image: Uint8Array, sequence: number): Uint8Array {
	const bytes = new Uint8Array(trailerBytes);
	const view = new DataView(bytes.buffer);
	for (const [index, word] of [trailerMagic, sequence >>> 0, slotHash(image)].entries())
		view.setUint32(4 * index, word, true);
	view.setUint32(12, slotHash(bytes.subarray(0, 12)), true);
	return bytes;
}

export interface Deployment {
	/** Index of the slot that is not in force. */
	readonly slot: number;
	/** Newer than what is in force. */
	readonly sequence: number;
}

/** Where a new image goes, given the trailers that the slots have now. */
export function nextDeployment(trailers: readonly Uint8Array[]): Deployment {
	const [a, b] = trailers.map(sequenceOf);
	const isB = b !== undefined && (a === undefined || ((b - a) | 0) > 0);
	const inForce = isB ? b : a;
	return {slot: isB ? 0 : 1, sequence: ((inForce ?? 0) + 1) >>> 0};
}

/** The sequence that a trailer says; undefined for one that does not count. */
function sequenceOf(bytes: Uint8Array): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.getUint32(0, true) !== trailerMagic) return undefined;
	if (view.getUint32(12, true) !== slotHash(bytes.subarray(0, 12))) return undefined;
	return view.getUint32(4, true);
}

/** The place of a slot's trailer. */
export function trailerPlace({address, bytes}: Region): number {
	return address + bytes - trailerBytes;
}
