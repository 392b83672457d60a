// Flashing without a board: the .hex, the checks before anything is written, and what the programs on PATH can say.

import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import board from '../../boards/nrf5340dk/board.ts';
import {layout, slotA, slotB, slotBytes} from '../../boards/nrf5340dk/layout.ts';
import {CatnapError} from '../../lib/errors.ts';
import {checkPieces, devicePieces} from '../../tools/flash/device-image.ts';
import {flash} from '../../tools/flash/flash.ts';
import {type Piece, readHex, writeHex} from '../../tools/flash/intel-hex.ts';

function firmware(boardId: number = board.id): Piece {
	const bytes = new Uint8Array(2048);
	bytes.set(Buffer.from('CTFW'), layout.identityAddress);
	new DataView(bytes.buffer).setUint32(layout.identityAddress + 4, boardId, true);
	return {address: 0, bytes};
}

function image(length: number, boardId: number = board.id): Uint8Array {
	const bytes = new Uint8Array(length).fill(7);
	bytes.set(Buffer.from('CTNP'));
	const view = new DataView(bytes.buffer);
	view.setUint32(16, length, true);
	view.setUint16(26, boardId, true);
	return bytes;
}

/** The words that keep the debug port open. */
function options(approtect = 0x50fa_50fa): Piece[] {
	return [
		{address: 0x00ff_8000, bytes: new Uint8Array(Uint32Array.of(approtect).buffer)},
		{address: 0x00ff_801c, bytes: new Uint8Array(Uint32Array.of(0x50fa_50fa).buffer)},
	];
}

/** A folder of programs; each is a shell script. */
function programs(scripts: Readonly<Record<string, string>>): {
	readonly env: NodeJS.ProcessEnv;
	readonly log: () => string;
} {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-flash-test-'));
	const log = join(folder, 'log');
	writeFileSync(log, '');
	for (const [name, body] of Object.entries(scripts)) {
		writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
		chmodSync(join(folder, name), 0o755);
	}
	folders.push(folder);
	return {env: {PATH: folder}, log: () => readFileSync(log, 'utf8')};
}

const folders: string[] = [];
test.after.always(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

const idOk = 'case "$*" in *read*|*mem32*|*mdw*) echo 00005340; exit 0;; esac';

/** One file, as for a whole device. */
function flashHex(hex: string, env: NodeJS.ProcessEnv): Promise<string> {
	return flash({layout, hexes: async () => [hex], env, progress() {}});
}

async function failure(scripts: Readonly<Record<string, string>>): Promise<CatnapError> {
	const {env} = programs(scripts);
	const error = await flashHex('device.hex', env).catch((thrown: unknown) => thrown);
	if (!(error instanceof CatnapError)) throw new Error(`expected a CatnapError, got ${String(error)}`);
	return error;
}

test('a .hex that is written reads back as it was, over a border of 64 KB', t => {
	const pieces = [
		{address: 0x00ff_801c, bytes: Uint8Array.of(1, 2, 3, 4)},
		{address: 0xfff5, bytes: Uint8Array.from({length: 100}, (_, index) => index)},
	];
	const read = readHex(writeHex(pieces), 'x.hex');
	t.deepEqual(read, [pieces[1], pieces[0]]);
});

test('a .hex with a wrong checksum, a cut end or other text is refused with its line', t => {
	const text = writeHex([{address: 0, bytes: Uint8Array.of(1, 2, 3)}]);
	const at = text.indexOf('010203');
	for (const [bad, where] of [
		[`${text.slice(0, at)}010204${text.slice(at + 6)}`, 'x.hex:2'],
		[text.replace(':00000001FF\n', ''), 'x.hex'],
		[`hello\n${text}`, 'x.hex:1'],
	] as const) {
		const error = t.throws(() => readHex(bad, 'x.hex'), {instanceOf: CatnapError});
		t.is(error?.code, 'BAD_HEX');
		t.is(error?.facts.where, where);
	}
});

test('the device image holds firmware, app and erased trailers, each at its place', t => {
	const pieces = devicePieces(board, layout, [firmware(), ...options()], image(1000));
	t.deepEqual(
		pieces.map(({address}) => address),
		[0, 0x00ff_8000, 0x00ff_801c, slotA, slotA + slotBytes - 16, slotB + slotBytes - 16],
	);
});

test('an image for another board is refused before anything is written', t => {
	const other = t.throws(() => devicePieces(board, layout, [firmware(), ...options()], image(1000, 2)));
	t.is((other as CatnapError).code, 'WRONG_BOARD');
	const foreign = t.throws(() => checkPieces(board, layout, [firmware(4)]));
	t.is((foreign as CatnapError).code, 'WRONG_BOARD');
	const nameless = t.throws(() =>
		checkPieces(board, layout, [{address: 0, bytes: new Uint8Array(2048)}, ...options()]),
	);
	t.is((nameless as CatnapError).code, 'NOT_A_FIRMWARE');
});

test('an image that is too large is refused with both sizes', t => {
	const large = t.throws(() =>
		devicePieces(board, layout, [firmware(), ...options()], image(layout.app.bytes + 1)),
	);
	t.is((large as CatnapError).code, 'IMAGE_TOO_LARGE');
	t.regex(large!.message, /294896 bytes[\s\S]*294897 bytes/);
	t.notThrows(() => devicePieces(board, layout, [firmware(), ...options()], image(layout.app.bytes)));
	const beyond = t.throws(() => checkPieces(board, layout, [{address: 0x10_0000, bytes: new Uint8Array(4)}]));
	t.is((beyond as CatnapError).code, 'IMAGE_TOO_LARGE');
});

test('the first installed program that sees the probe flashes, with the others left alone', async t => {
	const {env, log} = programs({pyocd: `${idOk}\nexit 0`, openocd: 'exit 0'});
	t.is(await flashHex('/tmp/device.hex', env), 'pyocd');
	t.regex(log(), /^pyocd commander .*\npyocd load .*\/tmp\/device.hex\n$/);
});

test('J-Link gets its commands in a file', async t => {
	const {env, log} = programs({
		JLinkExe: `for last; do :; done; cat "$last" >> $(dirname "$0")/log\n${'echo "00FF020C = 00005340"'}`,
	});
	t.is(await flashHex('/tmp/device.hex', {PATH: `${env.PATH}:/usr/bin:/bin`}), 'JLinkExe');
	t.regex(log(), /mem32 0xff020c 1\nexit[\s\S]*loadfile \/tmp\/device.hex\nr\ng\nexit/);
});

test('a program that sees no probe or cannot do the chip is passed over', async t => {
	const {env} = programs({
		'probe-rs': 'echo "Error: No connected probes were found." >&2; exit 1',
		pyocd: 'echo "Target type nrf5340 not recognized" >&2; exit 1',
		nrfutil: `${idOk}\nexit 0`,
	});
	t.is(await flashHex('x.hex', env), 'nrfutil');
});

test('without any program the error names all that were looked for', async t => {
	const error = await failure({});
	t.is(error.code, 'NO_FLASH_TOOL');
	for (const name of ['probe-rs', 'pyocd', 'nrfutil', 'JLinkExe', 'openocd'])
		t.regex(error.message, new RegExp(`${name}: not installed`));
});

test('without a probe the error says so and what was tried', async t => {
	const error = await failure({
		'probe-rs': 'echo "Error: No connected probes were found." >&2; exit 1',
		openocd: `echo "Can't find target/nordic/nrf53.cfg" >&2; exit 1`,
	});
	t.is(error.code, 'NO_PROBE');
	t.regex(error.message, /probe-rs: sees no probe/);
	t.regex(error.message, /openocd: cannot do it/);
});

test('another chip is not written to', async t => {
	const scripts = {pyocd: 'case "$*" in *read32*) echo "00ff020c:  00052840"; exit 0;; esac\nexit 0'};
	const error = await failure(scripts);
	t.is(error.code, 'WRONG_CHIP');
	t.regex(error.message, /expected: 0x5340\n {2}received: 0x52840/);
	const {env, log} = programs(scripts);
	await flashHex('x.hex', env).catch(() => {});
	t.notRegex(log(), /load/);
});

test('a locked chip is said with the command that unlocks it', async t => {
	const error = await failure({
		'probe-rs': 'echo "Error: the core is locked, APPROTECT is enabled" >&2; exit 1',
	});
	t.is(error.code, 'CHIP_LOCKED');
	t.regex(error.facts.todo!, /erases all of its flash: probe-rs erase/);
});

test('a probe that is unplugged while flashing is told apart from one that never was there', async t => {
	for (const said of ['LIBUSB_ERROR_NO_DEVICE', 'No connected probes were found']) {
		const error = await failure({pyocd: `${idOk}\necho "Error: ${said}" >&2; exit 1`});
		t.is(error.code, 'PROBE_LOST');
		t.regex(error.message, /incomplete/);
	}
});

test('a failure that is not known is passed on with the line that says most', async t => {
	const error = await failure({
		pyocd: `${idOk}\necho "progress 10 %"\necho "Error: verify failed at 0x1000" >&2; exit 1`,
	});
	t.is(error.code, 'FLASH_FAILED');
	t.is(error.facts.received, 'Error: verify failed at 0x1000');
});
