// The image of the ROM from fixed segments: its bytes are those that esptool makes, kept here as digests.

import {createHash} from 'node:crypto';
import test from 'ava';
import {flashImage} from '../../../boards/chips/esp32s3/flash-image.ts';
import {readRomImage, romImage, type Segment} from '../../../boards/chips/esp32s3/rom-image.ts';

const segment = (address: number, length: number): Segment => ({
	address,
	bytes: Uint8Array.from({length}, (_, index) => (index * 7 + length) & 255),
});
const data = segment(0x3fc9_0000, 104);
const code = segment(0x4037_8000, 2232);

/** Debian's esptool 4.7.0 made the same of these segments on 2026-11-30; test/long/esptool.test.ts asks it about the firmware. */
const frozen: readonly (readonly [string, readonly Segment[], number, string])[] = [
	['data and code', [data, code], 2416, 'db732db5d73a74481e66d63e07f7b319f8c225af95eced7c9fb51120afaa44ea'],
	[
		'one word',
		[segment(0x4037_8000, 4)],
		80,
		'927b548594aace6e72fb994e0ec84bce257de5001b014718d51b04a49d02e26e',
	],
	[
		'a length that is no whole word',
		[segment(0x3fc9_0000, 5), code],
		2320,
		'792415f2b8737e50c98c2534bfba6c0ce8676eabe9f2538e372371e4869e1d33',
	],
];

for (const [title, segments, length, digest] of frozen)
	test(`the image of ${title} has the bytes that it always had`, t => {
		const image = romImage(segments, 0x4037_8040);
		t.is(image.length, length);
		t.is(createHash('sha256').update(image).digest('hex'), digest);
		t.is(readRomImage(image).entry, 0x4037_8040);
	});

test('what does not fit the ROM is refused with what it takes', t => {
	for (const [segments, said] of [
		[[segment(0x4200_0000, 4)], /segments in internal memory/],
		[[segment(0x403d_fffc, 8)], /segments in internal memory/],
		[Array.from({length: 17}, () => data), /at most 16 segments/],
	] as const)
		t.throws(() => romImage(segments, 0), {code: 'BAD_IMAGE', message: said});
	const large = segment(0x3fc8_8000, 0x1_0000);
	t.throws(() => flashImage([large], 0), {
		code: 'BAD_IMAGE',
		message: /at most 65536 bytes that the ROM loads/,
	});
});
