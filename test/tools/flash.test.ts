// Flashing without a board: the .hex, the checks before anything is written, and what the programs on PATH can say.

import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {abiId} from '../../bindings/gen/abi.ts';
import {layoutOf} from '../../boards/facts/layout.ts';
import board from '../../boards/nrf5340dk/board.ts';
import {CatnapError} from '../../lib/errors.ts';
import {writeImage} from '../../tools/build/image.ts';
import {checkPieces, devicePieces} from '../../tools/flash/device-image.ts';
import {chooseDrive, mountedDrives, writeToDrive} from '../../tools/flash/drive.ts';
import {type FlashOptions, flash, type ProbeLayout} from '../../tools/flash/flash.ts';
import {identityVersion} from '../../tools/flash/identity.ts';
import {type Piece, readHex, writeHex} from '../../tools/flash/intel-hex.ts';
import {stepsAtOffset, stepsCountOffset} from '../../tools/model/plan.ts';

const folders: string[] = [];
test.after.always(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});
const layout = layoutOf(board) as ProbeLayout;
const [slotA, slotB] = layout.slots.map(({address}) => address) as [number, number];
const slotBytes = layout.slots[0]!.bytes;

function firmware(boardId: number = board.id, engineId: string = abiId): Piece {
	const bytes = new Uint8Array(2048);
	bytes.set(Buffer.from('CTFW'), layout.identityAddress);
	const view = new DataView(bytes.buffer);
	view.setUint16(layout.identityAddress + 4, boardId, true);
	view.setUint16(layout.identityAddress + 6, identityVersion, true);
	bytes.set(Buffer.from(engineId, 'hex'), layout.identityAddress + 8);
	return {address: 0, bytes};
}

/** `length`: a multiple of 16. */
function image(length: number, boardId: number = board.id): Uint8Array {
	const headerBytes = 128;
	return writeImage({
		name: 'app',
		engineId: Buffer.from(abiId, 'hex'),
		intrinsics: [],
		boardId,
		sections: [{type: 'bytecode', id: 0, data: new Uint8Array(length - headerBytes).fill(7)}],
	});
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

const idOk = 'case "$*" in *read*|*mem32*|*mdw*) echo 00005340; exit 0;; esac';

const deviceHex = join(mkdtempSync(join(tmpdir(), 'catnap-flash-test-')), 'device.hex');
writeFileSync(deviceHex, writeHex([{address: 0, bytes: Uint8Array.of(1)}]));
folders.push(join(deviceHex, '..'));

/** One file, as for a whole device. */
function flashHex(
	env: NodeJS.ProcessEnv,
	{hex = deviceHex, ...more}: Partial<FlashOptions> & {readonly hex?: string} = {},
): Promise<string> {
	return flash({layout, hexes: async () => [hex], env, progress() {}, ...more});
}

async function failure(scripts: Readonly<Record<string, string>>): Promise<CatnapError> {
	const {env} = programs(scripts);
	const error = await flashHex(env).catch((thrown: unknown) => thrown);
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
	const pieces = devicePieces(board, layout, [firmware()], image(1008));
	t.deepEqual(
		pieces.map(({address}) => address),
		[0, slotA, slotA + slotBytes - 16, slotB + slotBytes - 16],
	);
});

test('an image for another board is refused before anything is written', t => {
	const other = t.throws(() => devicePieces(board, layout, [firmware()], image(1008, 2)));
	t.is((other as CatnapError).code, 'WRONG_BOARD');
	const foreign = t.throws(() => checkPieces(board, layout, [firmware(4)]));
	t.is((foreign as CatnapError).code, 'WRONG_BOARD');
	const nameless = t.throws(() => checkPieces(board, layout, [{address: 0, bytes: new Uint8Array(2048)}]));
	t.is((nameless as CatnapError).code, 'NOT_A_FIRMWARE');
});

/** An app with one model, whose plan has one step. */
function modelImage(kernel: number): Uint8Array {
	const plan = new Uint8Array(80);
	const view = new DataView(plan.buffer);
	view.setUint16(stepsCountOffset, 1, true);
	view.setUint32(stepsAtOffset, 64, true);
	view.setUint16(64, kernel, true);
	view.setUint16(66, 4, true);
	return writeImage({
		name: 'model',
		engineId: Buffer.from(abiId, 'hex'),
		intrinsics: [],
		boardId: board.id,
		sections: [
			{type: 'bytecode', id: 0, data: new Uint8Array(16)},
			{type: 'plan', id: 0, data: plan},
		],
	});
}

test('a firmware without a kernel that the app beside it needs is refused, by the name of the kernel', t => {
	const holding = firmware();
	const view = new DataView(holding.bytes.buffer);
	view.setUint32(layout.identityAddress + 16, 4, true);
	view.setUint32(layout.identityAddress + 20 + 4 * 4, 0x1234, true);
	const check = (kernel: number): void =>
		checkPieces(board, layout, [holding, {address: slotA, bytes: modelImage(kernel)}]);
	t.notThrows(() => check(4));
	const error = t.throws<CatnapError>(() => check(1));
	t.is(error?.code, 'NO_KERNEL');
	t.is(error?.facts.received, 'a firmware without conv_s8');
	t.throws(() => check(68), {code: 'NO_KERNEL'});
});

test('a firmware and an app that do not belong together, or a damaged app, are refused before anything is written', t => {
	const pieces = (app: Uint8Array): Piece[] => [firmware(), {address: slotA, bytes: app}];
	t.notThrows(() => checkPieces(board, layout, pieces(image(1008))));
	const other = t.throws<CatnapError>(() =>
		checkPieces(board, layout, [firmware(board.id, '0011223344556677'), pieces(image(1008))[1]!]),
	);
	t.is(other?.code, 'WRONG_ENGINE');
	t.is(other?.facts.expected, 'engine id 0011223344556677');
	const damaged = image(1008);
	damaged[700]! ^= 1;
	t.is(t.throws<CatnapError>(() => checkPieces(board, layout, pieces(damaged)))?.code, 'BAD_IMAGE');
	for (const length of [16, 31, 100, 1007])
		t.is(
			t.throws<CatnapError>(() => checkPieces(board, layout, pieces(image(1008).subarray(0, length))))?.code,
			'NOT_AN_IMAGE',
			`cut off after ${length} bytes`,
		);
	const foreign = t.throws<CatnapError>(() => checkPieces(board, layout, pieces(image(1008, 4))));
	t.is(foreign?.code, 'WRONG_BOARD');
});

test('an image that is too large is refused with both sizes', t => {
	const large = t.throws(() => devicePieces(board, layout, [firmware()], image(layout.app.bytes + 16)));
	t.is((large as CatnapError).code, 'IMAGE_TOO_LARGE');
	t.regex(large!.message, /294896 bytes[\s\S]*294912 bytes/);
	t.notThrows(() => devicePieces(board, layout, [firmware()], image(layout.app.bytes)));
	const beyond = t.throws(() => checkPieces(board, layout, [{address: 0x10_0000, bytes: new Uint8Array(4)}]));
	t.is((beyond as CatnapError).code, 'IMAGE_TOO_LARGE');
	const uicr = {address: 0x00ff_8000, bytes: new Uint8Array(4)};
	const options = t.throws(() => checkPieces(board, layout, [firmware(), uicr]));
	t.is((options as CatnapError).code, 'IMAGE_TOO_LARGE', 'probe-rs and pyOCD could not write it');
});

test('the first installed program that sees the probe flashes, with the others left alone', async t => {
	const {env, log} = programs({pyocd: `${idOk}\nexit 0`, openocd: 'exit 0'});
	t.is(await flashHex(env), 'pyocd');
	t.regex(log(), /^pyocd commander .*\npyocd load .*image.hex\n$/);
});

test('J-Link gets its commands in a file', async t => {
	const {env, log} = programs({
		JLinkExe: `for last; do :; done; cat "$last" >> $(dirname "$0")/log\n${'echo "00FF020C = 00005340"'}`,
	});
	t.is(await flashHex({PATH: `${env.PATH}:/usr/bin:/bin`}), 'JLinkExe');
	t.regex(log(), /mem32 0xff020c 1\nexit[\s\S]*loadfile image.hex\nr\ng\nexit/);
});

test('a program that sees no probe or cannot do the chip is passed over', async t => {
	const {env} = programs({
		'probe-rs': 'echo "Error: No connected probes were found." >&2; exit 1',
		pyocd: 'echo "Target type nrf5340 not recognized" >&2; exit 1',
		nrfutil: `${idOk}\nexit 0`,
	});
	t.is(await flashHex(env), 'nrfutil');
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
		openocd: `echo "Can't find board/nordic/nrf5340-dk.cfg" >&2; exit 1`,
	});
	t.is(error.code, 'NO_PROBE');
	t.regex(error.message, /probe-rs: sees no probe/);
	t.regex(error.message, /openocd: cannot do it: Can't find .*it lacks: a version later than 0.12.0/);
});

test('another chip is not written to', async t => {
	const scripts = {pyocd: 'case "$*" in *read32*) echo "00ff020c:  00052840"; exit 0;; esac\nexit 0'};
	const error = await failure(scripts);
	t.is(error.code, 'WRONG_CHIP');
	t.regex(error.message, /expected: 0x5340\n {2}received: 0x52840/);
	const {env, log} = programs(scripts);
	await flashHex(env).catch(() => {});
	t.notRegex(log(), /load/);
});

const locked = 'echo "Error: the core is locked, APPROTECT is enabled" >&2; exit 1';

// pyOCD, core/helpers.py, asks on the console; OpenOCD, jtag/drivers/jlink.c, refuses
test('with two probes nothing is written, and the error says what to do', async t => {
	const scripts = {
		pyocd: 'echo "Enter the number of the debug probe or \'q\' to quit> EOFError" >&2; exit 1',
		openocd: 'echo "Error: Multiple devices found, specify the desired device." >&2; exit 1',
	};
	const {env, log} = programs(scripts);
	const error = await t.throwsAsync<CatnapError>(flashHex(env));
	t.is(error?.code, 'SEVERAL_PROBES');
	t.regex(error!.message, /pyocd: sees more than one probe[\s\S]*openocd: sees more than one probe/);
	t.regex(error!.message, /unplug all but that of the board/);
	t.notRegex(log(), /load|program/);
});

test('a locked chip is said with the option that unlocks it, and is not unlocked without it', async t => {
	const {env, log} = programs({'probe-rs': locked, nrfutil: locked});
	const error = await t.throwsAsync<CatnapError>(flashHex(env));
	t.is(error?.code, 'CHIP_LOCKED');
	t.regex(error!.facts.todo!, /erases all of its flash: repeat with --recover/);
	t.notRegex(log(), /erase|recover/);
});

test('--recover unlocks before it asks for the chip, the network core first; what cannot is passed over', async t => {
	const {env, log} = programs({pyocd: 'exit 0', nrfutil: `${idOk}\nexit 0`});
	t.is(await flashHex(env, {recover: true}), 'nrfutil');
	t.regex(
		log(),
		/^nrfutil device recover --core Network\nnrfutil device recover --core Application\nnrfutil .*read/,
	);
});

test('a program that refuses to write gives way to the next, and the error says what each said', async t => {
	const refuses = (text: string): string => `${idOk}\necho "Error: ${text}" >&2; exit 1`;
	const scripts = {
		'probe-rs': refuses('No suitable NVM region'),
		pyocd: refuses('flash algorithm is missing'),
	};
	const {env, log} = programs({...scripts, nrfutil: `${idOk}\nexit 0`});
	t.is(await flashHex(env), 'nrfutil');
	t.regex(log(), /probe-rs download[\s\S]*pyocd load[\s\S]*nrfutil device program/);
	const error = await failure(scripts);
	t.is(error.code, 'FLASH_FAILED');
	t.regex(
		error.facts.received!,
		/probe-rs: Error: No suitable NVM region\n {4}pyocd: Error: flash algorithm is missing/,
	);
	t.regex(error.message, /its flash is incomplete now/);
});

test('no name that a user gives a file reaches a program or its command file', async t => {
	const name = '; exec touch gone; {$(touch gone)} "\n[exec touch gone]';
	const folder = mkdtempSync(join(tmpdir(), 'catnap flash;test-'));
	folders.push(folder);
	const hex = join(folder, `${name}.hex`);
	writeFileSync(hex, readFileSync(deviceHex));
	for (const command of ['probe-rs', 'pyocd', 'nrfutil', 'openocd', 'JLinkExe']) {
		const {env, log} = programs({
			[command]: `[ -f commands ] && cat commands >> $(dirname "$0")/log\n[ -f image.hex ] && cat image.hex >> $(dirname "$0")/log\necho "00FF020C = 00005340"\nexit 0`,
		});
		await flashHex({PATH: `${env.PATH}:/usr/bin:/bin`}, {hex, tool: command});
		t.notRegex(log(), /gone/, command);
		t.regex(log(), /image\.hex[\s\S]*:0100000001FE/, command);
	}
});

// ---- arguments and names: each beside where it is from; nothing of it was tried on hardware

const calls: Readonly<Record<string, readonly [source: string, expected: RegExp]>> = {
	'probe-rs': [
		'probe-rs 0.32 targets/nRF53_Series.yaml, cmd/read.rs, cmd/download.rs, cmd/reset.rs',
		/^probe-rs read --chip nRF5340_xxAA_APPONLY b32 0xff020c 1\nprobe-rs download --chip nRF5340_xxAA_APPONLY --binary-format hex --verify image.hex\nprobe-rs reset --chip nRF5340_xxAA_APPONLY\n$/,
	],
	pyocd: [
		'pyOCD 0.45 target/pack/pack_target.py, subcommands/load_cmd.py',
		/^pyocd commander --target nrf5340_xxaa --command read32 0xff020c 4\npyocd load --target nrf5340_xxaa --format hex image.hex\n$/,
	],
	nrfutil: [
		'Nordic, nrfutil device: Programming options',
		/^nrfutil device read --direct --address 0xff020c --bytes 4 --width 32 --core Application\nnrfutil device program --firmware image.hex --core Application --options chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM\n$/,
	],
	JLinkExe: [
		'SEGGER, J-Link Commander; device name of Zephyr boards/nordic/nrf5340dk/board.cmake',
		/^(JLinkExe -device nRF5340_xxAA_APP -if SWD .*-CommandFile commands\n){2}$/,
	],
	openocd: [
		'OpenOCD tcl/board/nordic/nrf5340-dk.cfg (J-Link, SWD, nrf53.cfg), src/flash/startup.tcl',
		/^openocd -f board\/nordic\/nrf5340-dk.cfg -c init; mdw 0xff020c 1; exit\nopenocd -f board\/nordic\/nrf5340-dk.cfg -c program image.hex verify reset exit\n$/,
	],
};

for (const [command, [source, expected]] of Object.entries(calls)) {
	test(`${command} is called as its source says: ${source}`, async t => {
		const {env, log} = programs({[command]: `${idOk}\necho "00FF020C = 00005340"`});
		t.is(await flashHex(env), command);
		t.regex(log(), expected);
	});
}

// ---- the drive of a kit

function driveNamed(name: string): string {
	const folder = join(mkdtempSync(join(tmpdir(), 'catnap-flash-test-')), name);
	folders.push(join(folder, '..'));
	mkdirSync(folder);
	return folder;
}

test('a .hex is copied to the drive of the kit, which is found among the mounts', async t => {
	const drive = driveNamed('JLINK');
	const mounts = `/dev/sda1 / ext4 rw 0 0\n/dev/sdb ${drive} vfat rw 0 0\n/dev/sdc /media/a\\040b/JLINK vfat rw 0 0\n`;
	t.deepEqual(mountedDrives(mounts), [drive, '/media/a b/JLINK']);
	t.is(chooseDrive(undefined, [drive]), drive);
	await writeToDrive(deviceHex, drive, 400);
	t.is(readFileSync(join(drive, 'image.hex'), 'utf8'), readFileSync(deviceHex, 'utf8'));
});

// udisks, udiskslinuxfilesystem.c: a mount point that exists gets a number, so of two kits the second is JLINK1
test('the drive of a second kit is found, too, whatever its mount point is called', t => {
	const mounts = [
		'/media/me/JLINK',
		'/media/me/JLINK1',
		'/Volumes/JLINK\\0402',
		'/media/me/JLINK-old',
		'/JLINKS',
	]
		.map(point => `/dev/sd ${point} vfat rw 0 0\n`)
		.join('');
	t.deepEqual(mountedDrives(mounts), ['/media/me/JLINK', '/media/me/JLINK1', '/Volumes/JLINK 2']);
});

test('what is named as a drive and is no folder is refused', t => {
	const drive = driveNamed('JLINK');
	writeFileSync(join(drive, 'file'), '');
	for (const named of [join(drive, 'file'), join(drive, 'file/below'), join(drive, 'nothing'), '']) {
		const error = t.throws<CatnapError>(() => chooseDrive(named, [drive]));
		t.is(error?.code, 'NO_DRIVE');
		t.regex(error!.message, /what --drive names is no folder/);
		t.is(error!.facts.received, named || 'an empty name');
	}
});

test('a drive that is full, or does not take the file, is one error', async t => {
	const full = driveNamed('JLINK');
	symlinkSync('/dev/full', join(full, 'image.hex'));
	const closed = driveNamed('JLINK');
	mkdirSync(join(closed, 'image.hex'));
	for (const [drive, received] of [
		[full, 'a full disk'],
		[closed, 'a folder'],
	] as const) {
		const error = await t.throwsAsync<CatnapError>(writeToDrive(deviceHex, drive, 200));
		t.is(error?.code, 'CANNOT_WRITE');
		t.is(error?.facts.received, received);
	}
	t.deepEqual(readdirSync(full), [], 'nothing half-written is left');
});

test('a drive that goes away while the kit flashes is no failure', async t => {
	const drive = driveNamed('JLINK');
	// what a mount that is gone answers is an error of its own: here ELOOP
	symlinkSync('FAIL.TXT', join(drive, 'FAIL.TXT'));
	await t.notThrowsAsync(writeToDrive(deviceHex, drive, 400));
});

test('without a drive, or with two of them, the folder has to be named', t => {
	const drive = driveNamed('JLINK');
	for (const mounted of [[], [drive, driveNamed('JLINK')], ['/media/nobody/JLINK']]) {
		const error = t.throws<CatnapError>(() => chooseDrive(undefined, mounted));
		t.is(error?.code, 'NO_DRIVE');
		t.is(error?.exitCode, 2);
	}
	t.is(chooseDrive(drive, []), drive);
});

test('a kit that refuses the file says so in FAIL.TXT; an old one counts for nothing', async t => {
	const drive = driveNamed('JLINK');
	writeFileSync(join(drive, 'FAIL.TXT'), 'of last week');
	await t.notThrowsAsync(writeToDrive(deviceHex, drive, 400));
	rmSync(join(drive, 'FAIL.TXT'));
	setTimeout(() => writeFileSync(join(drive, 'FAIL.TXT'), 'no matching flash bank\n'), 300);
	const error = await t.throwsAsync<CatnapError>(writeToDrive(deviceHex, drive, 3000));
	t.is(error?.code, 'FLASH_FAILED');
	t.is(error?.facts.received, 'no matching flash bank');
	t.true(existsSync(join(drive, 'image.hex')));
});

test('a probe that is unplugged while flashing is distinguished from one that never was there', async t => {
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
	t.regex(error.facts.received!, /pyocd: Error: verify failed at 0x1000/);
});
