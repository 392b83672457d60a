// `catnap flash` as it is typed: exit codes, what it says, and what is on the chip of a fake probe afterwards.

import {spawn} from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import esp32s3 from '../../boards/esp32s3-devkitc/board.ts';
import {layoutOf, trailerBytes} from '../../boards/facts/layout.ts';
import board from '../../boards/nrf5340dk/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {dryRunLines} from '../../tools/flash/dry-run.ts';
import {readHex, writeHex} from '../../tools/flash/intel-hex.ts';
import {prepare} from '../../tools/flash/prepare.ts';
import {readTrailer} from '../../tools/flash/slots.ts';

const layout = layoutOf(board)!;
const [slotA, slotB] = layout.slots.map(({address}) => address) as [number, number];
const slotBytes = layout.slots[0]!.bytes;

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'catnap-flash-command-'));
const imagePath = join(out, 'app.catnap');
const hexPath = join(out, 'device.hex');

interface Said {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function catnap(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Said> {
	const child = spawn(process.execPath, [join(root, 'tools/catnap.mjs'), ...args], {env, cwd: root});
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', bytes => (stdout += String(bytes)));
	child.stderr.on('data', bytes => (stderr += String(bytes)));
	return new Promise(resolve => child.on('close', code => resolve({code, stdout, stderr})));
}

/** A probe with an empty chip; `words` reads its memory. */
class Probe {
	readonly folder = mkdtempSync(join(out, 'probe-'));

	constructor() {
		const program = join(this.folder, 'pyocd');
		copyFileSync(join(root, 'test/tools/fake-pyocd.mjs'), `${program}.mjs`);
		symlinkSync(`${program}.mjs`, program);
		chmodSync(`${program}.mjs`, 0o755);
	}

	flash(what: string, more: readonly string[] = [], trouble = ''): Promise<Said> {
		const env = {...process.env, FAKE_TROUBLE: trouble, PATH: `${this.folder}:${dirname(process.execPath)}`};
		return catnap(['flash', what, '--board', 'nrf5340dk', ...more], env);
	}

	get memory(): Readonly<Record<number, number>> {
		try {
			return JSON.parse(readFileSync(join(this.folder, 'chip.json'), 'utf8'));
		} catch {
			return {};
		}
	}

	/** The sequence in a slot's trailer. */
	sequence(slot: number): number | undefined {
		const at = slot + slotBytes - trailerBytes;
		const words = [0, 4, 8, 12].map(offset => this.memory[at + offset] ?? 0xffff_ffff);
		return readTrailer(new Uint8Array(Uint32Array.from(words).buffer)).sequence;
	}

	/** The chip is written to by what runs on it. */
	change(words: Readonly<Record<number, number>>): void {
		writeFileSync(join(this.folder, 'chip.json'), JSON.stringify({...this.memory, ...words}));
	}

	/** Whether the app image is in the slot, to the last byte. */
	holds(slot: number): boolean {
		const image = Buffer.concat([readFileSync(imagePath), Buffer.from([255, 255, 255])]);
		const {memory} = this;
		for (let at = 0; at + 4 <= image.length; at += 4)
			if ((memory[slot + at] ?? 0xffff_ffff) !== image.readUInt32LE(at)) return false;
		return true;
	}
}

test.before('an app is built for the board', async t => {
	t.timeout(600_000);
	const built = await catnap(['build', 'test/apps/rejection', '--board', 'nrf5340dk', '--out', out]);
	t.is(built.code, 0, built.stderr);
});

test.after.always(() => rmSync(out, {recursive: true, force: true}));

test('beside the .hex lies NOTICE, with what firmware and app hold', t => {
	const notice = readFileSync(join(out, 'NOTICE'), 'utf8');
	t.regex(notice, /^The firmware for nrf5340dk with rejection holds work of others/);
	for (const name of ['QuickJS', 'newlib', 'libgcc', 'Nordic'])
		t.regex(notice, new RegExp(`^  ${name}`, 'm'));
	t.notRegex(notice, /wasi-libc|tslib/);
});

test('the .hex that a build writes holds flash and nothing else: no tool has to know UICR', t => {
	const pieces = readHex(readFileSync(hexPath, 'utf8'), hexPath);
	// the region of probe-rs 0.32, targets/nRF53_Series.yaml
	t.true(pieces.every(({address, bytes}) => address + bytes.length <= 0x10_0000));
});

test('a file counts by the end of its name, in capitals too, whatever is before it', async t => {
	const odd = mkdtempSync(join(out, '-odd é '));
	for (const [name, from] of [
		['DEVICE.HEX', hexPath],
		['a b.hex.hex', hexPath],
		['APP.CATNAP', imagePath],
	] as const) {
		copyFileSync(from, join(odd, name));
		const {whole} = await prepare(join(odd, name), false, board, layout);
		t.is(whole !== undefined, from === hexPath, name);
	}
});

test('a device is flashed whole, with its app in slot A and no trailer', async t => {
	const probe = new Probe();
	const {code, stdout} = await probe.flash(hexPath);
	t.is(code, 0);
	t.regex(stdout, /device.hex: on nrf5340dk by pyocd, /);
	t.true(probe.holds(slotA));
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [undefined, undefined]);
});

test('a dry run says what would be written where, and touches no chip', async t => {
	const probe = new Probe();
	const {code, stdout} = await probe.flash(hexPath, ['--dry-run']);
	t.is(code, 0);
	t.regex(stdout, /^ +\d+ {2}bytes at 0x000000: firmware\n/);
	t.regex(stdout, /bytes at 0x068000: app, slot A\n/);
	t.regex(stdout, /16 {2}bytes at 0x0f7ff0: end of slot B, erased\n$/);
	const alone = await probe.flash(imagePath, ['--dry-run']);
	t.is(
		alone.stdout.trim(),
		`${readFileSync(imagePath).length}  bytes at 0x068000, slot A or 0x0b0000, slot B: app; the slot that is not in force is read from the board`,
	);
	t.deepEqual(probe.memory, {});
});

test('a dry run for an ESP32-S3 has the places of its flash, as its serial loader counts them', t => {
	const ofKit = layoutOf(esp32s3)!;
	const piece = (address: number, bytes: number) => ({address, bytes: new Uint8Array(bytes)});
	const parts = async () => [];
	const whole = [
		piece(ofKit.slots[0]!.address, 300),
		piece(ofKit.firmware.address, 2000),
		...ofKit.erased.map(({address, bytes}) => piece(address, bytes)),
	];
	t.deepEqual(
		dryRunLines(ofKit, {whole, parts, left: ''}).map(line => line.trim()),
		[
			'2000  bytes at 0x000000: firmware',
			'300  bytes at 0x100000: app, slot A',
			'16  bytes at 0x1ffff0: end of slot A, erased',
			'16  bytes at 0x2ffff0: end of slot B, erased',
		],
	);
	t.regex(
		dryRunLines(ofKit, {appBytes: 300, parts, left: ''}).join(),
		/300 {2}bytes at 0x100000, slot A or 0x200000, slot B: app/,
	);
});

test('an app alone goes into the slot that is not in force, again and again', async t => {
	const probe = new Probe();
	await probe.flash(hexPath);
	const firmware = probe.memory[0];
	t.is((await probe.flash(imagePath)).code, 0);
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [undefined, 1]);
	t.true(probe.holds(slotB));
	t.is((await probe.flash(imagePath)).code, 0);
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [2, 1]);
	t.is((await probe.flash('test/apps/rejection', ['--app-only'])).code, 0);
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [2, 3]);
	t.true(probe.holds(slotA) && probe.holds(slotB));
	t.is(probe.memory[0], firmware, 'the firmware is as it was');
});

test('the only good app is never written over', async t => {
	const probe = new Probe();
	await probe.flash(hexPath);
	t.is((await probe.flash(imagePath)).code, 0);
	t.is(probe.sequence(slotB), 1);
	// the app in slot B is damaged: the one in slot A is the only good one
	probe.change({[slotB + 200]: 0x1234_5678});
	t.is((await probe.flash(imagePath)).code, 0);
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [undefined, 2]);
	t.true(probe.holds(slotA) && probe.holds(slotB));
	// the firmware has given it up
	probe.change({[slotB + slotBytes - 4]: 0});
	t.is((await probe.flash(imagePath)).code, 0);
	t.deepEqual([probe.sequence(slotA), probe.sequence(slotB)], [undefined, 3]);
});

test('an app for another firmware than the chip holds is refused, and so is any beside an older firmware', async t => {
	const probe = new Probe();
	await probe.flash(hexPath);
	const at = layout.identityAddress;
	const {memory} = probe;
	probe.change({[at + 8]: 0x1122_3344});
	const other = await probe.flash(imagePath);
	t.is(other.code, 1);
	t.regex(other.stderr, /error WRONG_ENGINE: .*\n[\s\S]*catnap flash <app> --board nrf5340dk/);
	probe.change({[at + 4]: board.id});
	const older = await probe.flash(imagePath);
	t.is(older.code, 1);
	t.regex(older.stderr, /error NO_FIRMWARE: [\s\S]*received: version 0/);
	probe.change(memory);
	t.is((await probe.flash(imagePath)).code, 0);
});

test('an app alone is refused on a chip without a firmware', async t => {
	const probe = new Probe();
	const {code, stdout, stderr} = await probe.flash(imagePath);
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(stderr, /error NO_FIRMWARE: .*\n[\s\S]*catnap flash <app> --board nrf5340dk/);
	t.deepEqual(probe.memory, {});
});

test('a probe that is unplugged while the app is written leaves the old one in force, and says so', async t => {
	for (const load of [2, 3]) {
		const probe = new Probe();
		await probe.flash(hexPath);
		const {code, stdout, stderr} = await probe.flash(imagePath, [], `unplugged-${load}`);
		t.is(code, 1);
		t.is(stdout, '', 'nothing is claimed as done');
		t.regex(stderr, /error PROBE_LOST: .*the app that was in force before still is/);
		t.is(probe.memory[-1], load, 'programmed as often');
		if (load === 2) t.is(probe.sequence(slotB), undefined, 'the trailer is written last');
	}
});

test('a probe that is unplugged while the device is written is an incomplete device', async t => {
	const {code, stdout, stderr} = await new Probe().flash(hexPath, [], 'unplugged-1');
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(stderr, /error PROBE_LOST: .*its flash is incomplete now/);
});

const troubles = {'other-chip': 'WRONG_CHIP', locked: 'CHIP_LOCKED', 'no-probe': 'NO_PROBE'} as const;
for (const [trouble, expected] of Object.entries(troubles)) {
	test(`${trouble}: one error, exit code 1, and the chip is not written to`, async t => {
		const probe = new Probe();
		const {code, stdout, stderr} = await probe.flash(hexPath, [], trouble);
		t.is(code, 1);
		t.is(stdout, '');
		t.is(stderr.split('\n').filter(line => line.startsWith('error ')).length, 1);
		t.regex(stderr, new RegExp(`error ${expected}: `));
		t.deepEqual(probe.memory, {});
	});
}

/** A changed copy of a file of the build. */
function changed(name: string, from: string, change: (bytes: Buffer) => Buffer): string {
	const path = join(out, name);
	writeFileSync(path, change(readFileSync(from)));
	return path;
}

function withWord(at: number, word: number): (bytes: Buffer) => Buffer {
	return text => {
		const pieces = readHex(String(text), hexPath);
		for (const {address, bytes} of pieces)
			if (at >= address && at + 4 <= address + bytes.length)
				new DataView(bytes.buffer, bytes.byteOffset).setUint32(at - address, word, true);
		return Buffer.from(writeHex(pieces));
	};
}

const refused: Readonly<Record<string, readonly [expected: RegExp, make: () => string]>> = {
	'an app for another board': [
		/error WRONG_BOARD: [\s\S]*received: board id 2\n/,
		() =>
			changed('other.catnap', imagePath, bytes =>
				Buffer.concat([bytes.subarray(0, 26), Buffer.of(2, 0), bytes.subarray(28)]),
			),
	],
	'a firmware for another board': [
		/error WRONG_BOARD: [\s\S]*received: board id 4\n/,
		() => changed('other.hex', hexPath, withWord(layout.identityAddress + 4, 4 | (2 << 16))),
	],
	'an app that is damaged': [
		/error BAD_IMAGE: [\s\S]*sha256/,
		() =>
			changed('damaged.catnap', imagePath, bytes =>
				Buffer.concat([bytes.subarray(0, 300), Buffer.of(bytes[300]! ^ 4), bytes.subarray(301)]),
			),
	],
	'a .hex with a damaged app': [
		/error BAD_IMAGE: [\s\S]*sha256/,
		() => changed('damaged.hex', hexPath, withWord(slotA + 300, 0x1234_5678)),
	],
	'a .hex whose app was built for another firmware': [
		/error WRONG_ENGINE: [\s\S]*expected: engine id 44332211/,
		() => changed('engine.hex', hexPath, withWord(layout.identityAddress + 8, 0x1122_3344)),
	],
	'an app that is too large for a slot': [
		/error IMAGE_TOO_LARGE: [\s\S]*received: 294913 bytes/,
		() =>
			changed('large.catnap', imagePath, bytes =>
				Buffer.concat([bytes, Buffer.alloc(294_913 - bytes.length)]),
			),
	],
	'an app that is cut off': [
		/error NOT_AN_IMAGE: .*cut off/,
		() => changed('cut.catnap', imagePath, bytes => bytes.subarray(0, -1)),
	],
	'a file that is no app': [
		/error NOT_AN_IMAGE: /,
		() => changed('text.catnap', imagePath, () => Buffer.from('hello')),
	],
	'a .hex that is cut off': [
		/error BAD_HEX: /,
		() => changed('cut.hex', hexPath, text => text.subarray(0, -60)),
	],
	'a .hex that holds an option word of the chip': [
		/error IMAGE_TOO_LARGE: [\s\S]*received: 0x00ff8000 to 0x00ff8004/,
		() =>
			changed('options.hex', hexPath, text =>
				Buffer.from(
					writeHex([...readHex(String(text), hexPath), {address: 0x00ff_8000, bytes: new Uint8Array(4)}]),
				),
			),
	],
	'a file that is not there': [/error NO_FILE: /, () => join(out, 'nothing.catnap')],
};

for (const [title, [expected, make]] of Object.entries(refused)) {
	test(`${title} is refused before a program is asked`, async t => {
		const error = await t.throwsAsync<CatnapError>(prepare(make(), false, board, layout));
		// a file that is no image of an app is wrong usage, by the table of errors
		t.is(error?.exitCode, error?.code === 'NOT_AN_IMAGE' ? 2 : 1);
		t.regex(error!.message, expected);
	});
}

test('what is refused leaves the chip alone and ends with exit code 1', async t => {
	const probe = new Probe();
	const {code, stdout, stderr} = await probe.flash(
		changed('board.hex', hexPath, withWord(layout.identityAddress + 4, 4 | (2 << 16))),
	);
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(stderr, /^error WRONG_BOARD: /);
	t.deepEqual(probe.memory, {});
});

test('a board that cannot be flashed, an unknown program and a .hex as an app are wrong usage', async t => {
	const board = await catnap(['flash', hexPath, '--board', 'qemu-an505']);
	t.is(board.code, 2);
	t.regex(board.stderr, /error NOT_FLASHABLE: /);
	t.is((await new Probe().flash(hexPath, ['--tool', 'dfu'])).code, 2);
	const clash = await new Probe().flash(imagePath, ['--app-only', '--recover']);
	t.is(clash.code, 2);
	t.regex(clash.stderr, /error OPTIONS_CLASH: a recovered chip holds no firmware/);
	const hex = await new Probe().flash(hexPath, ['--app-only']);
	t.is(hex.code, 2);
	t.regex(hex.stderr, /error NOT_AN_IMAGE: /);
});
