// The image at the start of flash that the ROM loads to internal memory and starts: written, and read as the ROM reads it.

import {createHash} from 'node:crypto';
import {CatnapError} from '../../../lib/errors.ts';

export interface Segment {
	readonly address: number;
	readonly bytes: Uint8Array;
}

export interface RomImage {
	readonly segments: readonly Segment[];
	readonly entry: number;
	/** With checksum and digest. */
	readonly bytes: number;
}

/** Internal memory: what the ROM may copy to [soc.h]. */
const internal = [
	[0x4037_0000, 0x403e_0000],
	[0x3fc8_8000, 0x3fd0_0000],
	[0x5000_0000, 0x5000_2000],
	[0x600f_e000, 0x6010_0000],
] as const;
/** esp_app_format.h: magic, chip id, how the flash is read: DIO, 40 MHz, 8 MB. */
const header = {magic: 0xe9, chipId: 9, mode: 2, size: 3, speed: 0, wpOff: 0xee, bytes: 24} as const;
const checksumStart = 0xef;
const digestBytes = 32;
const mostSegments = 16;

/** Whole words, as the ROM copies them. */
function loadable(segments: readonly Segment[]): Segment[] {
	if (segments.length > mostSegments)
		throw badRomImage(`at most ${mostSegments} segments`, `${segments.length}`);
	return segments.map(({address, bytes}) => {
		const end = address + bytes.length;
		if (!internal.some(([from, to]) => address >= from && end <= to))
			throw badRomImage('segments in internal memory', `0x${address.toString(16)}, ${bytes.length} bytes`);
		const whole = new Uint8Array((bytes.length + 3) & ~3);
		whole.set(bytes);
		return {address, bytes: whole};
	});
}

export function romImage(loaded: readonly Segment[], entry: number): Uint8Array {
	const segments = loadable(loaded);
	const length = segments.reduce((sum, {bytes}) => sum + 8 + bytes.length, header.bytes as number);
	// the checksum is the last byte of a block of 16; a digest of all up to it follows, without which the ROM complains
	const image = new Uint8Array((length & ~15) + 16 + digestBytes);
	const hashed = image.subarray(0, -digestBytes);
	const view = new DataView(image.buffer);
	image.set([header.magic, segments.length, header.mode, (header.size << 4) | header.speed]);
	view.setUint32(4, entry, true);
	image[8] = header.wpOff;
	view.setUint16(12, header.chipId, true);
	view.setUint16(17, 0xffff, true); // any revision
	image[23] = 1; // the digest is there
	let at: number = header.bytes;
	let checksum = checksumStart;
	for (const {address, bytes} of segments) {
		view.setUint32(at, address, true);
		view.setUint32(at + 4, bytes.length, true);
		image.set(bytes, at + 8);
		at += 8 + bytes.length;
		for (const byte of bytes) checksum ^= byte;
	}
	hashed[hashed.length - 1] = checksum;
	image.set(createHash('sha256').update(hashed).digest(), hashed.length);
	return image;
}

/** What the ROM would load. @throws {CatnapError} BAD_IMAGE: it, or a second stage, would refuse it */
export function readRomImage(flash: Uint8Array): RomImage {
	const view = new DataView(flash.buffer, flash.byteOffset, flash.byteLength);
	if (flash.length < header.bytes || flash[0] !== header.magic)
		throw badRomImage(`the byte 0x${header.magic.toString(16)} first`, `0x${(flash[0] ?? 0).toString(16)}`);
	const chip = view.getUint16(12, true);
	if (chip !== header.chipId) throw badRomImage(`an image for chip ${header.chipId}`, `one for chip ${chip}`);
	const segments: Segment[] = [];
	let at: number = header.bytes;
	for (let left = flash[1]!; left > 0; left--) {
		if (at + 8 > flash.length) throw badRomImage(`${flash[1]} segments`, 'the file ends before');
		const length = view.getUint32(at + 4, true);
		segments.push({address: view.getUint32(at, true), bytes: flash.subarray(at + 8, at + 8 + length)});
		at += 8 + length;
	}
	const end = (at | 15) + 1;
	checkSums(flash, end, segments);
	return {segments, entry: view.getUint32(4, true), bytes: end + digestBytes};
}

/** `end`: behind the checksum. */
function checkSums(flash: Uint8Array, end: number, segments: readonly Segment[]): void {
	if (flash.length < end + digestBytes)
		throw badRomImage(`${end + digestBytes} bytes`, `${flash.length} bytes`);
	const checksum = segments.reduce(
		(sum, {bytes}) => bytes.reduce((all, byte) => all ^ byte, sum),
		checksumStart,
	);
	if (flash[end - 1] !== checksum) throw badRomImage(`checksum ${checksum}`, `${flash[end - 1]}`);
	const digest = createHash('sha256').update(flash.subarray(0, end)).digest();
	if (!digest.equals(flash.subarray(end, end + digestBytes)))
		throw badRomImage('the SHA-256 of all before it', 'another digest');
}

export function badRomImage(expected: string, received: string): CatnapError {
	return new CatnapError('BAD_IMAGE', {which: 'rom', expected, received});
}
