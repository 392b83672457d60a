#!/usr/bin/env node
// A pyocd for tests: a chip whose memory is a file of words beside it, and ways to fail that the environment names.

import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const file = join(dirname(process.argv[1]), 'chip.json');
const chip = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const args = process.argv.slice(2);
const trouble = process.env.FAKE_TROUBLE ?? '';

function fail(text) {
	process.stderr.write(`${text}\n`);
	process.exit(1);
}

function read(address, bytes) {
	const hex = value => value.toString(16).padStart(8, '0');
	const words = Array.from({length: bytes / 4}, (_, index) => {
		if (address === 0xff020c) return trouble === 'other-chip' ? 0x52840 : 0x5340;
		return chip[address + 4 * index] ?? 0xffffffff;
	});
	process.stdout.write(`${hex(address)}:  ${words.map(hex).join(' ')}  |....|\n`);
}

function load(path) {
	const text = readFileSync(path, 'utf8');
	// counted where no memory is
	chip[-1] = (chip[-1] ?? 0) + 1;
	let upper = 0;
	const written = {};
	for (const line of text.split('\n')) {
		const bytes = Buffer.from(line.slice(1), 'hex');
		if (bytes[3] === 4) upper = bytes.readUInt16BE(4) * 0x10000;
		if (bytes[3] !== 0 || line === '') continue;
		const at = upper + bytes.readUInt16BE(1);
		for (let index = 0; index < bytes[0]; index++) written[at + index] = bytes[4 + index];
	}
	// whole pages are erased
	for (const page of new Set(Object.keys(written).map(at => Math.floor(at / 4096) * 4096)))
		for (let word = page; word < page + 4096; word += 4) delete chip[word];
	for (const [at, byte] of Object.entries(written)) {
		const word = at - (at % 4);
		const shift = 8 * (at % 4);
		chip[word] = (((chip[word] ?? 0xffffffff) & ~(0xff << shift)) | (byte << shift)) >>> 0;
	}
	writeFileSync(file, JSON.stringify(chip));
	if (trouble === `unplugged-${chip[-1]}`) fail('Error: LIBUSB_ERROR_NO_DEVICE');
}

if (trouble === 'no-probe') fail('No available debug probes are connected, no probe found');
if (trouble === 'locked') fail('Error: APPROTECT is enabled, the target is locked');
if (args[0] === 'commander') {
	const [, address, bytes] = args.at(-1).split(' ');
	read(Number(address), Number(bytes));
} else load(args.at(-1));
