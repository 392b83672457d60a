// A stand-in for the mask ROM: it loads the image at the start of flash and has the functions that are used after it.

import {createHash} from 'node:crypto';
import type {Lx7} from '../cores/lx7/lx7.ts';
import {type Bus, pageCount} from './flash-window.ts';
import {hex} from './peripheral.ts';
import type {Soc} from './soc.ts';

/** What the ROM checks [bootloader_support/include/esp_app_format.h]. */
const header = {magic: 0xe9, chipId: 9, bytes: 24, chipIdAt: 12, checksumStart: 0xef} as const;
/** Internal memory [soc.h]; segments for other addresses are skipped. */
const internal = [
	[0x4037_0000, 0x403e_0000],
	[0x3fc8_8000, 0x3fd0_0000],
	[0x5000_0000, 0x5000_2000],
	[0x600f_e000, 0x6010_0000],
] as const;
/** ROM's own data and stack lie here while it loads [nuttx, "simple boot"; IDF's memory.ld.in]. */
const own = {start: 0x3fce_9700, end: 0x3fcf_0000, stack: 0x3fce_e000} as const;
export const romStart = 0x4000_0000;
export const romBytes = 0x6000;

export interface Loaded {
	readonly entry: number;
	readonly segments: readonly {readonly address: number; readonly bytes: Uint8Array}[];
}

/** The image at the start of flash, or why the ROM refuses it. */
export function loadImage(flash: Uint8Array): Loaded | string {
	const view = new DataView(flash.buffer, flash.byteOffset, flash.byteLength);
	if (flash[0] !== header.magic) return `invalid header: ${hex(view.getUint32(0, true))}`;
	const chip = view.getUint16(header.chipIdAt, true);
	if (chip !== header.chipId) return `the image is for chip ${chip}, not for ${header.chipId}`;
	const segments = [];
	let checksum: number = header.checksumStart;
	let at: number = header.bytes;
	for (let index = 0; index < flash[1]!; index++) {
		const [address, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
		const bytes = flash.subarray(at + 8, at + 8 + length);
		if (length % 4 !== 0 || bytes.length < length) return `segment ${index} has ${length} bytes`;
		for (const byte of bytes) checksum ^= byte;
		at += 8 + length;
		if (!internal.some(([from, to]) => address >= from && address < to)) continue;
		if (address < own.end && address + length > own.start)
			return `segment ${index} at ${hex(address)} overwrites what the ROM works with`;
		segments.push({address, bytes});
	}
	const stored = flash[at | 15];
	if (stored !== checksum) return `checksum ${checksum} where the image says ${stored}`;
	if (flash[23] !== 0 && !hasDigest(flash, (at | 15) + 1))
		return 'the digest behind the checksum is of another image: the ROM says so and starts it, a second stage refuses it';
	return {entry: view.getUint32(4, true), segments};
}

/** hash_appended: the SHA-256 of all up to here lies here [esp_app_format.h; esp_image_format.c, verify_simple_hash]. */
function hasDigest(flash: Uint8Array, at: number): boolean {
	const digest = createHash('sha256').update(flash.subarray(0, at)).digest();
	return digest.equals(flash.subarray(at, at + digest.length));
}

type Function = (args: readonly number[]) => number;

/** Functions by their addresses in revision 0's table [esp_rom/esp32s3/ld/esp32s3.rom.ld, rom.regi2c.ld]. */
export function romFunctions(soc: Soc): ReadonlyMap<number, Function> {
	const switches =
		(on: boolean, bus: Bus): Function =>
		() => {
			const before = soc.caches.isEnabled(bus) ? 1 : 0;
			soc.caches.enable(bus, on);
			return before;
		};
	const suspends =
		(on: boolean, bus: Bus): Function =>
		() => {
			soc.caches.suspend(bus, on);
			return 0;
		};
	const nothing: Function = () => 0;
	const forgets: Function = () => {
		soc.caches.isStale = false;
		return 0;
	};
	const maps: Function = ([external, virtual, physical, size, pages]) =>
		mapPages(soc, external!, virtual!, physical!, size!, pages!);
	return new Map<number, Function>([
		[0x4000_16d4, nothing], // Cache_Invalidate_ICache_All
		[0x4000_16e0, forgets], // Cache_Invalidate_DCache_All
		[0x4000_186c, switches(false, 'instruction')],
		[0x4000_1878, switches(true, 'instruction')],
		[0x4000_1884, switches(false, 'data')],
		[0x4000_1890, switches(true, 'data')],
		[0x4000_189c, suspends(true, 'instruction')],
		[0x4000_18a8, suspends(false, 'instruction')],
		[0x4000_18b4, suspends(true, 'data')],
		[0x4000_18c0, suspends(false, 'data')],
		[0x4000_1998, () => clearPages(soc)],
		[0x4000_19a4, maps],
		[0x4000_19b0, maps],
		[0x4000_1a1c, nothing], // rom_config_instruction_cache_mode
		[0x4000_1a28, nothing], // rom_config_data_cache_mode
		...analogFunctions(soc),
	]);
}

/** rom_i2c_readReg, _writeReg and _writeReg_Mask. */
function analogFunctions(soc: Soc): readonly (readonly [number, Function])[] {
	return [
		[0x4000_5d48, ([block, , register]) => soc.analog.readBlock(block!, register!)],
		[
			0x4000_5d60,
			([block, , register, value]) => {
				soc.analog.writeBlock(block!, register!, value!);
				return 0;
			},
		],
		[
			0x4000_5d6c,
			([block, , register, high, low, value]) => {
				const mask = ((1 << (high! - low! + 1)) - 1) << low!;
				const rest = soc.analog.readBlock(block!, register!) & ~mask;
				soc.analog.writeBlock(block!, register!, rest | ((value! << low!) & mask));
				return 0;
			},
		],
	];
}

/** Cache_Ibus_MMU_Set and Cache_Dbus_MMU_Set: 0, or what is wrong [rom/cache.h]. */
function mapPages(
	soc: Soc,
	external: number,
	virtual: number,
	physical: number,
	size: number,
	pages: number,
): number {
	if (external !== 0) soc.caches.violation('the ROM is asked to map PSRAM, which is not simulated');
	if (size !== 64) return 5;
	if (virtual % 0x1_0000 !== 0 || physical % 0x1_0000 !== 0) return 1;
	for (let page = 0; page < pages; page++) {
		soc.mmu.set(((virtual & 0x1ff_ffff) >>> 16) + page, (physical >>> 16) + page);
	}
	return 0;
}

function clearPages(soc: Soc): number {
	for (let index = 0; index < pageCount; index++) soc.mmu.set(index, 0x4000);
	return 0;
}

/** `entry a1, 32` and `retw.n`: what stands where a function is. */
const shell = [0x36, 0x41, 0x00, 0x1d, 0xf0] as const;

/** Lay out the functions; the core asks when it comes to one. */
export function installRom(core: Lx7, at: number, addresses: Iterable<number>): void {
	for (const address of addresses) {
		core.memory.set(shell, at + address - romStart);
		core.hook(address);
	}
}

export const romStack = own.stack;
