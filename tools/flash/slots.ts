// The two app slots of a board as its firmware sees them: trailers, and which slot a new image may take (SPEC.md).

import {type Region, trailerBytes} from '../../boards/facts/layout.ts';

const sealMagic = 0x3254_4c53;
const hashPrime = 0x0100_0193;
const hashBasis = 0x811c_9dc5;
const erased = 0xffff_ffff;
const offsets = {sequence: 0, seal: 4, held: 8, givenUp: 12} as const;

function hashed(hash: number, word: number): number {
	const mixed = Math.imul(hash ^ word, hashPrime);
	return (mixed ^ (mixed >>> 15)) >>> 0;
}

function sealOf(sequence: number): number {
	return hashed(hashed(hashBasis, sealMagic), sequence);
}

/** What puts the image before it in force; its app has not started yet. */
export function trailer(sequence: number): Uint8Array {
	const bytes = new Uint8Array(trailerBytes).fill(0xff);
	const view = new DataView(bytes.buffer);
	view.setUint32(offsets.sequence, sequence, true);
	view.setUint32(offsets.seal, sealOf(sequence >>> 0), true);
	return bytes;
}

export interface Trailer {
	/** Undefined: not sealed. */
	readonly sequence: number | undefined;
	/** The app has come to its first sleep. */
	readonly held: boolean;
	/** The app has failed at too many starts. */
	readonly givenUp: boolean;
}

export function readTrailer(bytes: Uint8Array): Trailer {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const word = (name: keyof typeof offsets): number => view.getUint32(offsets[name], true);
	const sequence = word('sequence');
	return {
		sequence: word('seal') === sealOf(sequence) ? sequence : undefined,
		held: word('held') !== erased,
		givenUp: word('givenUp') !== erased,
	};
}

/** Indices of the slots in the order in which the firmware tries them; an unsealed image counts in the first only. */
export function slotOrder([a, b]: readonly [Trailer, Trailer]): readonly number[] {
	if (b.sequence === undefined) return [0];
	const isFirst = a.sequence === undefined || ((b.sequence - a.sequence) | 0) > 0;
	return isFirst ? [1, 0] : [0, 1];
}

/** Newer than both. */
export function nextSequence(trailers: readonly [Trailer, Trailer]): number {
	const newest = trailers[slotOrder(trailers)[0]!]!;
	return ((newest.sequence ?? 0) + 1) >>> 0;
}

/** How much an image that is right would be missed: most if its app is known to start, least if it was given up. */
export function worth({held, givenUp}: Trailer): number {
	return givenUp ? 1 : held ? 3 : 2;
}

/** More is not known of any. */
export const greatestWorth = 3;

/** The place of a slot's trailer. */
export function trailerPlace({address, bytes}: Region): number {
	return address + bytes - trailerBytes;
}
