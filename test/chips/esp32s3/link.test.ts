// The firmware for the ESP32-S3: it links whole, uses the core's instructions, and is an image that the chip's ROM starts.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import test from 'ava';
import {flashImage} from '../../../boards/chips/esp32s3/flash-image.ts';
import {readRomImage} from '../../../boards/chips/esp32s3/rom-image.ts';
import {Elf} from '../../../sim/cores/elf.ts';
import {loadImage} from '../../../sim/esp32s3/rom.ts';
import {ensureFirmware} from '../../../tools/build/firmware.ts';
import {fetchXtensa} from '../../../tools/build/xtensa/fetch.mjs';

const {path} = await ensureFirmware('esp32s3-devkitc');
const tool = (name: string, ...args: string[]): string =>
	execFileSync(`${fetchXtensa()}/xtensa-lx7-elf-${name}`, args, {encoding: 'utf8', maxBuffer: 256 << 20});

test('core, engine and port link for the ESP32-S3 without an undefined symbol', t => {
	t.is(tool('nm', '--undefined-only', path), '');
	const code = tool('objdump', '-d', path);
	for (const instruction of [
		'entry',
		'retw',
		'mulsh',
		'muluh',
		'mul.s',
		'loop',
		'nsau',
		'quou',
		'min',
		'sext',
	])
		t.regex(code, new RegExp(`\\t${instruction.replace('.', '\\.')}`), instruction);
});

/** What the ROM does with the flash that the firmware's image begins, after `change`. */
function started(change: (flash: Uint8Array) => void = () => {}) {
	const elf = new Elf(readFileSync(path), path);
	const flash = flashImage(elf.segments, elf.entry);
	change(flash);
	return {elf, loaded: loadImage(flash)};
}

test('the ROM loads the segments of internal memory and starts at the entry [esp_app_format.h]', t => {
	const {elf, loaded} = started();
	t.not(typeof loaded, 'string', String(loaded));
	if (typeof loaded === 'string') return;
	t.is(loaded.entry, elf.address('link_reset'));
	t.true(loaded.segments.length >= 2);
	const code = loaded.segments.find(({address}) => address === elf.address('link_vectors'));
	t.true((code?.bytes.length ?? 0) > 0x3c0, 'the vectors');
});

test('the header holds what a second stage checks, too [esp_image_format.c, verify_image_header]', t => {
	const elf = new Elf(readFileSync(path), path);
	const flash = flashImage(elf.segments, elf.entry);
	const [magic, segments, mode, sizeAndSpeed] = flash;
	t.is(magic, 0xe9);
	t.true(segments! >= 1 && segments! <= 16);
	t.is(mode, 2, 'DIO');
	t.is(sizeAndSpeed! & 15, 0, '40 MHz');
	t.is(sizeAndSpeed! >> 4, 3, '8 MB');
	const view = new DataView(flash.buffer);
	// chip, revisions: any from 0.0 on; the digest is there
	t.deepEqual(
		[12, 15, 17].map(at => view.getUint16(at, true)),
		[9, 0, 0xffff],
	);
	t.is(flash[23], 1);
});

test('the ROM refuses another chip, a changed byte, and flash without an image', t => {
	t.regex(String(started(flash => (flash[12] = 5)).loaded), /the image is for chip 5, not for 9/);
	t.regex(String(started(flash => (flash[100]! ^= 1)).loaded), /checksum \d+ where the image says \d+/);
	t.regex(String(started(flash => flash.fill(0xff)).loaded), /invalid header: 0xffffffff/);
	// a byte of the header is in the digest, not in the checksum
	t.regex(
		String(started(flash => (flash[8] = 0)).loaded),
		/the digest behind the checksum is of another image/,
	);
});

test('the reader finds what the writer wrote, and refuses each kind of damage', t => {
	const {loaded} = started();
	const elf = new Elf(readFileSync(path), path);
	const flash = flashImage(elf.segments, elf.entry);
	const {segments, entry, bytes} = readRomImage(flash);
	if (typeof loaded === 'string') return t.fail(loaded);
	t.is(entry, loaded.entry);
	t.deepEqual(
		segments.map(segment => ({address: segment.address, bytes: new Uint8Array(segment.bytes)})),
		loaded.segments.map(segment => ({address: segment.address, bytes: new Uint8Array(segment.bytes)})),
	);
	t.true(bytes < 0x1_0000);
	const damages: readonly (readonly [(flash: Uint8Array) => void, RegExp])[] = [
		[copy => copy.fill(0xff, 0, 4096), /0xe9 first/],
		[copy => (copy[12] = 5), /for chip 5/],
		[copy => (copy[100]! ^= 1), /checksum/],
		[copy => (copy[8] = 0), /SHA-256/],
		[copy => (copy[1] = 200), /ends before|\d+ bytes|checksum/],
	];
	for (const [damage, said] of damages) {
		const copy = flash.slice();
		damage(copy);
		t.throws(() => readRomImage(copy), {code: 'BAD_IMAGE', message: said});
	}
	t.throws(() => readRomImage(flash.subarray(0, 20)), {code: 'BAD_IMAGE'});
	t.throws(() => readRomImage(flash.subarray(0, bytes - 1)), {code: 'BAD_IMAGE'});
});
