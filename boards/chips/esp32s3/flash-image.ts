// What lies in the flash of an ESP32-S3: an image that its ROM loads, and behind it what the started code maps by itself.

import {createHash} from 'node:crypto';
import {CatnapError} from '../../../lib/errors.ts';

export interface Segment {
	readonly address: number;
	readonly bytes: Uint8Array;
}

/** Both windows show page n of the flash at n x 64 KiB. */
const windows = [0x3c00_0000, 0x4200_0000] as const;
const windowBytes = 0x200_0000;
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
/** The image ends before the first page that is mapped. */
const firstPage = 0x1_0000;
const mostSegments = 16;

/** Where an address of a window lies in flash; undefined: it is no such address. */
export function flashOffset(address: number): number | undefined {
	const window = windows.find(start => address >= start && address < start + windowBytes);
	return window === undefined ? undefined : address - window;
}

/** Flash from its first byte on, erased where nothing lies. */
export function flashImage(segments: readonly Segment[], entry: number): Uint8Array {
	const mapped = segments.filter(({address}) => flashOffset(address) !== undefined);
	const loaded = loadable(segments.filter(({address}) => flashOffset(address) === undefined));
	const image = romImage(loaded, entry);
	if (image.length > firstPage)
		throw bad(`at most ${firstPage} bytes that the ROM loads`, `${image.length} bytes`);
	const ends = mapped.map(({address, bytes}) => flashOffset(address)! + bytes.length);
	const flash = new Uint8Array(Math.max(image.length, ...ends)).fill(0xff);
	flash.set(image);
	for (const {address, bytes} of mapped) flash.set(bytes, flashOffset(address)!);
	return flash;
}

/** Whole words, as the ROM copies them. */
function loadable(segments: readonly Segment[]): Segment[] {
	if (segments.length > mostSegments) throw bad(`at most ${mostSegments} segments`, `${segments.length}`);
	return segments.map(({address, bytes}) => {
		const end = address + bytes.length;
		if (!internal.some(([from, to]) => address >= from && end <= to))
			throw bad('segments in internal memory', `0x${address.toString(16)}, ${bytes.length} bytes`);
		const whole = new Uint8Array((bytes.length + 3) & ~3);
		whole.set(bytes);
		return {address, bytes: whole};
	});
}

function romImage(segments: readonly Segment[], entry: number): Uint8Array {
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

function bad(expected: string, received: string): CatnapError {
	return new CatnapError('BAD_IMAGE', {which: 'rom', expected, received});
}
