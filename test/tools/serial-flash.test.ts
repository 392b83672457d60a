// An ESP32-S3 flashed over its serial port: whole and by its app alone, with the cable pulled at each packet, and as it is typed.

import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {readRomImage} from '../../boards/chips/esp32s3/rom-image.ts';
import board from '../../boards/esp32s3-devkitc/board.ts';
import {layoutOf, type Region} from '../../boards/facts/layout.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../lib/root.mjs';
import {flashOf} from '../../sim/esp32s3/run.ts';
import {prepare, type Work} from '../../tools/flash/prepare.ts';
import {flashOverSerial} from '../../tools/flash/serial/flash.ts';
import {readTrailer, slotOrder, trailerPlace} from '../../tools/flash/slots.ts';
import {type Pty, ptyMaker} from './pty.ts';
import {type ChipOptions, type FakePort, SimulatedChip} from './rom-loader.ts';

const layout = layoutOf(board)!;
const folder = mkdtempSync(join(tmpdir(), 'catnap-serial-flash-'));
const makePty = await ptyMaker();
const serialport = await import('serialport').catch(() => undefined);
const withPort = makePty && serialport ? test.serial : test.skip;

interface Said {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function catnap(...args: readonly string[]): Promise<Said> {
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), ...args], {cwd: catnapRoot});
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', bytes => (stdout += String(bytes)));
	child.stderr.on('data', bytes => (stderr += String(bytes)));
	return new Promise(resolve => child.on('close', code => resolve({code, stdout, stderr})));
}

const device = join(folder, 'device.bin');
const app = join(folder, 'app.catnap');

test.before('an app is built for the board', async t => {
	t.timeout(600_000);
	const {code, stdout, stderr} = await catnap(
		'build',
		'examples/hello',
		'--board',
		board.name,
		'--out',
		folder,
	);
	t.is(code, 0, stderr);
	t.regex(stdout, /device\.bin: firmware and app/);
});

test.after.always(() => rmSync(folder, {recursive: true, force: true}));

async function flash(chip: SimulatedChip, work: Work): Promise<CatnapError | undefined> {
	const options = {
		board,
		layout,
		work,
		path: '/dev/ttyUSB0',
		baud: 460_800,
		create: chip.create,
		progress() {},
	};
	return flashOverSerial(options).then(
		() => undefined,
		(error: CatnapError) => error,
	);
}

const bytesAt = (flash: Uint8Array, {address, bytes}: Region): Uint8Array =>
	flash.subarray(address - layout.firmware.address, address - layout.firmware.address + bytes);

/** The slots in the order in which the firmware tries them, each with whether it holds the app to the last byte. */
function slotsOf({flash}: SimulatedChip): {slot: number; holds: boolean; sequence: number | undefined}[] {
	const image = readFileSync(app);
	const trailers = layout.slots.map(slot =>
		readTrailer(bytesAt(flash, {address: trailerPlace(slot), bytes: 16})),
	);
	return slotOrder([trailers[0]!, trailers[1]!]).map(slot => ({
		slot,
		holds: Buffer.compare(bytesAt(flash, layout.slots[slot]!).subarray(0, image.length), image) === 0,
		sequence: trailers[slot]!.sequence,
	}));
}

test.serial('a device.bin lies in flash as the simulator of the chip lays it out, and starts', async t => {
	const chip = new SimulatedChip({flash: new Uint8Array(8 << 20).fill(0x5a)});
	t.is(await flash(chip, await prepare(device, false, board, layout)), undefined);
	const all = flashOf(join(folder, 'firmware.elf'), readFileSync(app));
	const before = all.subarray(0, layout.app.address - layout.firmware.address);
	const firmware = before.subarray(0, before.findLastIndex(byte => byte !== 0xff) + 1);
	t.is(Buffer.compare(chip.flash.subarray(0, firmware.length), firmware), 0);
	t.deepEqual(slotsOf(chip), [{slot: 0, holds: true, sequence: undefined}]);
	t.is(chip.starts, 1);
	t.is(chip.flash.at(-1), 0x5a, 'what is behind the slots is left alone');
});

test.serial('an app alone goes into the slot that is not in force, again and again', async t => {
	const chip = new SimulatedChip({flash: readFileSync(device)});
	for (const [slot, sequence] of [
		[1, 1],
		[0, 2],
		[1, 3],
	] as const) {
		t.is(await flash(chip, await prepare(app, true, board, layout)), undefined);
		t.deepEqual(slotsOf(chip)[0], {slot, holds: true, sequence});
	}
});

/** What a cable that is pulled at each packet leaves behind, until the last packet is through. */
async function* pulled(
	old: Uint8Array,
	work: Work,
): AsyncGenerator<{chip: SimulatedChip; error: CatnapError}> {
	for (let pulledAfter = 1; ; pulledAfter++) {
		const chip = new SimulatedChip({flash: old, pulledAfter});
		const error = await flash(chip, work);
		if (!error) return;
		yield {chip, error};
	}
}

test.serial(
	'a cable that is pulled at any packet of a device leaves nothing that starts half-written',
	async t => {
		t.timeout(600_000);
		const old = readFileSync(device);
		const work = await prepare(device, false, board, layout);
		let cuts = 0;
		for await (const {chip, error} of pulled(old, work)) {
			cuts++;
			t.is(error.code, 'PROBE_LOST');
			t.regex(error.message, /its flash is incomplete now/);
			const isWhole = Buffer.compare(chip.flash.subarray(0, old.length), old) === 0;
			if (!isWhole) t.throws(() => readRomImage(chip.flash), {code: 'BAD_IMAGE'}, `packet ${cuts}`);
		}
		t.true(cuts > 10, `${cuts}`);
	},
);

test.serial(
	'a cable that is pulled at any packet of an app leaves the old app in force, or the new one',
	async t => {
		t.timeout(600_000);
		const chip = new SimulatedChip({flash: readFileSync(device)});
		t.is(await flash(chip, await prepare(app, true, board, layout)), undefined);
		const work = await prepare(app, true, board, layout);
		let cuts = 0;
		for await (const {chip: cut, error} of pulled(chip.flash, work)) {
			cuts++;
			t.is(error.code, 'PROBE_LOST');
			t.regex(error.message, /the app that was in force before still is/);
			const [first] = slotsOf(cut);
			t.true(first!.holds, `packet ${cuts}`);
			t.true(first!.sequence === 1 || first!.sequence === 2);
		}
		t.true(cuts >= 2, `${cuts}`);
	},
);

test.serial('a chip with too little flash, or without a firmware, is left as it was', async t => {
	const small = new SimulatedChip({flashId: 0x15_40_c8});
	const error = await flash(small, await prepare(device, false, board, layout));
	t.is(error?.code, 'IMAGE_TOO_LARGE');
	t.regex(error!.message, /expected: 3072 KB of flash\n {2}received: 2048 KB/);
	const empty = new SimulatedChip();
	t.is((await flash(empty, await prepare(app, true, board, layout)))?.code, 'NO_FIRMWARE');
	for (const {flash: all} of [small, empty]) t.true(all.every(byte => byte === 0xff));
});

test.serial(
	'a file for another kind of board, a damaged one and one of another chip are refused',
	async t => {
		const damaged = readFileSync(device);
		damaged[layout.app.address - layout.firmware.address + 200]! ^= 1;
		writeFileSync(join(folder, 'damaged.bin'), damaged);
		writeFileSync(join(folder, 'other.bin'), readFileSync(device).fill(0, 12, 13));
		for (const [name, code] of [
			['device.hex', 'NOT_AN_IMAGE'],
			['damaged.bin', 'BAD_IMAGE'],
			['other.bin', 'BAD_IMAGE'],
			['none.bin', 'NO_FILE'],
		] as const) {
			const error = await t.throwsAsync<CatnapError>(prepare(join(folder, name), false, board, layout));
			t.is(error?.code, code, name);
		}
	},
);

/** A chip whose BOOT button was held, behind a port that a program can open. */
function plugged(options: ChipOptions = {}): {chip: SimulatedChip; pty: Pty; unplug: () => void} {
	const pty = makePty!();
	const chip = new SimulatedChip({startsInDownload: true, ...options});
	const port: FakePort = chip.create({path: pty.path, baudRate: 115_200, autoOpen: false});
	port.open(() => {});
	port.on('data', bytes => pty.write(bytes));
	const reading = setInterval(() => port.write(pty.written(), () => {}), 2);
	return {
		chip,
		pty,
		unplug: () => {
			clearInterval(reading);
			pty.close();
		},
	};
}

withPort('catnap flash writes a board that is typed with its port, and says how', async t => {
	const {chip, pty, unplug} = plugged();
	const {code, stdout, stderr} = await catnap(
		...['flash', device, '--board', board.name, '--port', pty.path, '--baud', '115200'],
	);
	unplug();
	t.is(code, 0, stderr);
	t.regex(stdout, /device\.bin: on esp32s3-devkitc by \/dev\/pts\/\d+, [\d.]+ s\n$/);
	t.regex(
		stderr,
		/^flash: looking for the loader on .*\nflash: writing \d+ KB\nflash: this port has no lines .* press its RESET button\n$/,
	);
	t.deepEqual(slotsOf(chip), [{slot: 0, holds: true, sequence: undefined}]);
});

withPort('what the chip says of itself is one error of the command', async t => {
	const {chip, pty, unplug} = plugged({chipId: 5});
	const {code, stdout, stderr} = await catnap('flash', device, '--board', board.name, '--port', pty.path);
	unplug();
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(
		stderr,
		/error WRONG_CHIP: the chip that is connected is not an ESP32-S3[\s\S]*ESP32-C3, chip id 5/,
	);
	t.true(chip.flash.every(byte => byte === 0xff));
});

test.serial(
	'options of a debug probe are wrong usage for this board, and those of a port for others',
	async t => {
		for (const [name, option, said] of [
			[board.name, '--recover', /esp32s3-devkitc is flashed over its serial port/],
			['nrf5340dk', '--port=/dev/ttyACM0', /nrf5340dk is flashed over its debug probe/],
		] as const) {
			const {code, stderr} = await catnap('flash', device, '--board', name, option);
			t.is(code, 2);
			t.regex(stderr, /error OPTIONS_CLASH/);
			t.regex(stderr, said);
		}
	},
);
