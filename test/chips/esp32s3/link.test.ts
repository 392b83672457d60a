// The firmware for the ESP32-S3: it links whole, uses the core's instructions, and is an image that the chip's ROM starts.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import test from 'ava';
import {flashImage} from '../../../boards/chips/esp32s3/flash-image.ts';
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

test('the ROM refuses another chip, a changed byte, and flash without an image', t => {
	t.regex(String(started(flash => (flash[12] = 5)).loaded), /the image is for chip 5, not for 9/);
	t.regex(String(started(flash => (flash[100]! ^= 1)).loaded), /checksum \d+ where the image says \d+/);
	t.regex(String(started(flash => flash.fill(0xff)).loaded), /invalid header: 0xffffffff/);
});
