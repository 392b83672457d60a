// Our image of the ROM and our simulated loader against Espressif's esptool.

import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {flashImage} from '../../boards/chips/esp32s3/flash-image.ts';
import {readRomImage} from '../../boards/chips/esp32s3/rom-image.ts';
import {Elf} from '../../sim/cores/elf.ts';
import {ensureFirmware} from '../../tools/build/firmware.ts';
import {fetchXtensa} from '../../tools/build/xtensa/fetch.mjs';
import {ptyMaker} from '../tools/pty.ts';
import {SimulatedChip} from '../tools/rom-loader.ts';
import {esptool} from './esptool.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-esptool-'));
const {path: firmware} = await ensureFirmware('esp32s3-devkitc');
const elf = new Elf(readFileSync(firmware), firmware);
const flash = flashImage(elf.segments, elf.entry);
const makePty = await ptyMaker();
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

/** What the chip maps by itself, or fills when it starts. */
const elsewhere = ['.text', '.rodata', '.retained', '.bss', '.stack', '.pool'];

test('the image that the ROM loads is, byte for byte, the one that esptool makes of the same sections', async t => {
	const [loaded, theirs] = [join(folder, 'loaded.elf'), join(folder, 'theirs.bin')];
	const removed = elsewhere.flatMap(name => ['--remove-section', name]);
	execFileSync(join(fetchXtensa(), 'xtensa-lx7-elf-objcopy'), [...removed, firmware, loaded], {
		stdio: 'pipe',
	});
	const as = ['--flash_mode', 'dio', '--flash_freq', '40m', '--flash_size', '8MB'];
	await esptool('elf2image', ...as, '-o', theirs, loaded);
	const {bytes} = readRomImage(flash);
	t.true(bytes > 1000);
	t.is(Buffer.compare(flash.subarray(0, bytes), readFileSync(theirs)), 0);
});

test('esptool finds checksum and digest of the image valid, and its header as it is meant', async t => {
	const ours = join(folder, 'device.bin');
	writeFileSync(ours, flash);
	const said = await esptool('image_info', '--version', '2', ours);
	for (const line of [
		/^Checksum: 0x\w+ \(valid\)$/m,
		/^Validation hash: \w+ \(valid\)$/m,
		/^Chip ID: 9 \(ESP32-S3\)$/m,
		/^Flash size: 8MB$/m,
		/^Flash freq: 40m$/m,
		/^Flash mode: DIO$/m,
	])
		t.regex(said, line);
});

(makePty ? test : test.skip)(
	'esptool writes, verifies and reads the simulated chip as it would a real one',
	async t => {
		const pty = makePty!();
		const chip = new SimulatedChip({startsInDownload: true});
		const port = chip.create({path: pty.path, baudRate: 115_200, autoOpen: false});
		port.open(() => {});
		port.on('data', bytes => pty.write(bytes));
		const reading = setInterval(() => port.write(pty.written(), () => {}), 2);
		const [image, back] = [join(folder, 'image.bin'), join(folder, 'back.bin')];
		writeFileSync(image, randomBytes(20_000));
		// without the program for RAM, which Debian's package does not hold
		const common = ['--no-stub', '--port', pty.path, '--before', 'no_reset', '--after', 'no_reset'];
		const written = await esptool(...common, 'write_flash', '--compress', '0x10000', image);
		t.regex(written, /Hash of data verified/);
		t.deepEqual(Buffer.from(chip.flash.subarray(0x1_0000, 0x1_0000 + 20_000)), readFileSync(image));
		await esptool(...common, 'read_flash', '0x10000', '20000', back);
		t.is(Buffer.compare(readFileSync(back), readFileSync(image)), 0);
		clearInterval(reading);
		pty.close();
	},
);
