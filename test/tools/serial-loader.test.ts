// The loader of an ESP32-S3 over a serial port: what it writes is there, what goes wrong is one clear error.
// One after the other: the library takes an answer that comes late for none.

import {randomBytes} from 'node:crypto';
import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {type LoaderOptions, type SerialLoader, withLoader} from '../../tools/flash/serial/loader.ts';
import {type ChipOptions, SimulatedChip} from './rom-loader.ts';

const left = 'the first part is not whole';

function use<T>(
	chip: SimulatedChip,
	work: (loader: SerialLoader) => Promise<T>,
	more: Partial<LoaderOptions> = {},
): Promise<T> {
	const options = {
		path: '/dev/ttyUSB0',
		create: chip.create,
		chip: 'ESP32-S3',
		baud: 460_800,
		notStarted() {},
		...more,
	};
	return withLoader(options, work);
}

/** The error of writing 20,000 bytes to a chip, and the chip. */
async function failing(options: ChipOptions): Promise<{chip: SimulatedChip; error: CatnapError}> {
	const chip = new SimulatedChip(options);
	const error = await use(chip, loader =>
		loader.write([{offset: 0x1000, bytes: randomBytes(20_000), left}], () => {}),
	)
		.then(() => new Error('nothing failed'))
		.catch((thrown: CatnapError) => thrown);
	return {chip, error: error as CatnapError};
}

const isErased = ({flash}: SimulatedChip): boolean => flash.every(byte => byte === 0xff);

const ownUsb = {usbVendorId: 0x303a, usbProductId: 0x1001};
/** WCH's CH9102, a converter that Linux names like the chip's own USB. */
const converter = {usbVendorId: 0x1a86, usbProductId: 0x55d4};

for (const [name, path, isUsb, ids] of [
	['a UART adapter', '/dev/ttyUSB0', false, undefined],
	["the chip's own USB", '/dev/ttyACM0', true, undefined],
	["the chip's own USB on Windows", 'COM7', true, ownUsb],
	['a UART adapter that is a modem to Linux', '/dev/ttyACM0', false, converter],
] as const)
	test.serial(
		`parts are written in their order, verified and read back over ${name}, and the app starts`,
		async t => {
			const chip = new SimulatedChip({isUsb});
			const parts = [
				{offset: 0x10_0000, bytes: randomBytes(70_001), left},
				{offset: 0, bytes: randomBytes(4096), left},
			];
			const told: number[] = [];
			const [size, read] = await use(
				chip,
				async loader => {
					await loader.write(parts, (bytes, all) => told.push(bytes / all));
					return [await loader.flashBytes(), await loader.read(0x10_0000, 70_001)] as const;
				},
				{path, ids},
			);
			t.is(size, 8 << 20);
			t.deepEqual(read, new Uint8Array(parts[0]!.bytes));
			t.deepEqual(Buffer.from(chip.flash.subarray(0, 4096)), parts[1]!.bytes);
			t.is(chip.flash[0x1000], 0xff, 'no more than the parts is written');
			t.is(chip.baud, 115_200, 'the reset ends the other rate');
			t.is(chip.starts, 1);
			t.false(chip.isInDownload);
			t.deepEqual(
				[...told].sort((a, b) => a - b),
				told,
			);
			t.is(told.at(-1), 1);
			t.true(told.length > 4);
		},
	);

test.serial(
	'over USB the watchdogs that would reset the loader are stopped, and download mode is not kept',
	async t => {
		const chip = new SimulatedChip({isUsb: true});
		chip.registers.set(0x6000_8098, 0x8000_0000).set(0x6000_812c, 1);
		await use(chip, async () => {}, {path: '/dev/ttyACM0'});
		t.is(chip.registers.get(0x6000_8098), 0);
		t.is((chip.registers.get(0x6000_80b4) ?? 0) >>> 31, 1);
		t.is(chip.registers.get(0x6000_812c), 0);
	},
);

test.serial('a packet that arrives damaged is sent again', async t => {
	const chip = new SimulatedChip({damagedEvery: 2});
	const bytes = randomBytes(60_000);
	await use(chip, loader => loader.write([{offset: 0, bytes, left}], () => {}));
	t.deepEqual(Buffer.from(chip.flash.subarray(0, bytes.length)), bytes);
});

test.serial('an adapter that does not reach the rate goes on at the one of the ROM', async t => {
	const chip = new SimulatedChip({deafAbove: 115_200});
	const bytes = randomBytes(5000);
	await use(chip, loader => loader.write([{offset: 0, bytes, left}], () => {}));
	t.deepEqual(Buffer.from(chip.flash.subarray(0, bytes.length)), bytes);
});

test.serial('another chip is named with its id, and nothing is written', async t => {
	for (const [chipId, said] of [
		[5, /ESP32-C3.*\b5\b/],
		[99, /\b99\b/],
	] as const) {
		const {chip, error} = await failing({chipId});
		t.is(error.code, 'WRONG_CHIP');
		t.regex(error.message, said);
		t.true(isErased(chip));
		t.is(chip.starts, 1, 'its own app goes on');
	}
});

const guards: readonly (readonly [ChipOptions, RegExp])[] = [
	[{securityFlags: 1}, /received: secure boot$/m],
	[{securityFlags: 4}, /received: secure download mode$/m],
	[{flashCryptCount: 1}, /received: flash encryption$/m],
	[{flashCryptCount: 7, securityFlags: 1}, /received: secure boot, flash encryption$/m],
];

test.serial('a chip that starts only signed or encrypted images is left alone', async t => {
	for (const [options, said] of guards) {
		const {chip, error} = await failing(options);
		t.is(error.code, 'CHIP_GUARDED');
		t.regex(error.message, said);
		t.true(isErased(chip));
	}
});

test.serial('flash encryption that was switched off again is none', async t => {
	const {error} = await failing({flashCryptCount: 3});
	t.is(error.message, 'nothing failed');
});

test.serial('a chip that no line resets is said to wait for its BOOT button', async t => {
	const {error} = await failing({noLines: true});
	t.is(error.code, 'NO_LOADER');
	t.regex(error.message, /hold the BOOT button, press and release RESET/);
});

const refusals: readonly (readonly [string, CatnapError['code'], RegExp])[] = [
	['Error: Permission denied, cannot open /dev/ttyUSB0', 'NO_PERMISSION', /dialout/],
	['Error Resource temporarily unavailable Cannot lock port', 'PORT_BUSY', /close it/],
	['Error: No such file or directory, cannot open /dev/ttyUSB0', 'NO_PORT', /connect the board/],
];

test.serial('a port that cannot be opened is one error with what to do', async t => {
	for (const [openError, code, todo] of refusals) {
		const {error} = await failing({openError});
		t.is(error.code, code);
		t.regex(error.message, todo);
	}
});

test.serial('a cable that is pulled at any packet is one error that says what the chip holds', async t => {
	for (const pulledAfter of [1, 2]) {
		const {error} = await failing({pulledAfter});
		t.is(error.code, 'PROBE_LOST');
		t.regex(error.message, /the serial port was lost[\s\S]*the first part is not whole/);
	}
});
