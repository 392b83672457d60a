// The files of a board that can be flashed: firmware.elf, device.hex and their NOTICE, beside app.catnap.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import {type Content, writeTogether} from '../../lib/files.ts';
import type {BuiltApp} from '../build/build.ts';
import type {Firmware} from '../build/firmware.ts';
import {noticeText, partsOf} from '../build/notice.ts';
import {devicePieces} from './device-image.ts';
import {loadSegments} from './elf-segments.ts';
import {writeHex} from './intel-hex.ts';
import {type FirmwareSize, measureElf, sizeTable} from './size-table.ts';

/** What will be written, made whole before anything is. */
export interface Device {
	readonly elf: Uint8Array;
	readonly hex: string;
	readonly notice: string;
	readonly size: FirmwareSize;
	readonly table: string;
}

/** Where it was written. */
export interface DeviceFiles {
	readonly elf: string;
	readonly hex: string;
	readonly notice: string;
}

/** @throws {CatnapError} NO_NOTICE: the firmware holds something whose licence is not known. */
export async function makeDevice(
	{app, board, image, packages}: Pick<BuiltApp, 'app' | 'board' | 'image' | 'packages'>,
	layout: FlashLayout,
	firmware: Pick<Firmware, 'path' | 'held'>,
): Promise<Device> {
	const notice = noticeText(`The firmware for ${board.name} with ${app.name}`, [
		...partsOf(firmware.held),
		...packages,
	]);
	const elf = await readFile(firmware.path);
	const size = measureElf(elf);
	const hex = writeHex(devicePieces(board, layout, loadSegments(elf), image));
	return {elf, hex, notice, size, table: sizeTable(board, layout, size)};
}

/** Its files, and others that belong to them. */
export async function writeDevice(
	out: string,
	{elf, hex, notice}: Device,
	others: readonly Content[] = [],
): Promise<DeviceFiles> {
	const files = {elf: join(out, 'firmware.elf'), hex: join(out, 'device.hex'), notice: join(out, 'NOTICE')};
	await writeTogether([...others, [files.notice, notice], [files.elf, elf], [files.hex, hex]]);
	return files;
}
