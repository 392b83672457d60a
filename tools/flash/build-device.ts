// The files of a board that can be flashed: firmware.elf and device.hex beside app.catnap.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {writeAtomically} from '../../lib/files.ts';
import {devicePieces} from './device-image.ts';
import {loadSegments} from './elf-segments.ts';
import {writeHex} from './intel-hex.ts';
import {type FirmwareSize, measureElf, sizeTable} from './size-table.ts';

/** What will be written, made whole before anything is. */
export interface Device {
	readonly elf: Uint8Array;
	readonly hex: string;
	readonly size: FirmwareSize;
	readonly table: string;
}

/** Where it was written. */
export interface DeviceFiles {
	readonly elf: string;
	readonly hex: string;
}

/** `firmware` is the path of the ELF that was built for the board. */
export async function makeDevice(
	board: BoardFacts,
	layout: FlashLayout,
	firmware: string,
	image: Uint8Array,
): Promise<Device> {
	const elf = await readFile(firmware);
	const size = measureElf(elf);
	const hex = writeHex(devicePieces(board, layout, loadSegments(elf), image));
	return {elf, hex, size, table: sizeTable(board, layout, size)};
}

export async function writeDevice(out: string, {elf, hex}: Device): Promise<DeviceFiles> {
	const files = {elf: join(out, 'firmware.elf'), hex: join(out, 'device.hex')};
	await writeAtomically(files.elf, elf);
	await writeAtomically(files.hex, hex);
	return files;
}
