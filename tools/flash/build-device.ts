// The files of a board that can be flashed: firmware.elf, device.hex or device.bin, and their NOTICE, beside app.catnap.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {flashImage} from '../../boards/chips/esp32s3/flash-image.ts';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import {type Content, writeTogether} from '../../lib/files.ts';
import type {BuiltApp} from '../build/build.ts';
import type {Firmware} from '../build/firmware.ts';
import {noticeText, partsOf} from '../build/notice.ts';
import {deviceFile, deviceName} from './device-file.ts';
import {devicePieces} from './device-image.ts';
import {entryOf, loadSegments} from './elf-segments.ts';
import type {Piece} from './intel-hex.ts';
import {type FirmwareSize, measureElf, sizeTable} from './size-table.ts';

/** What will be written, made whole before anything is. */
export interface Device {
	readonly elf: Uint8Array;
	readonly pieces: readonly Piece[];
	/** Its name and content. */
	readonly file: Content;
	readonly notice: string;
	readonly size: FirmwareSize;
	readonly table: string;
}

/** Where it was written. */
export interface DeviceFiles {
	readonly elf: string;
	/** device.hex or device.bin. */
	readonly device: string;
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
	const pieces = devicePieces(board, layout, firmwarePieces(layout, elf), image);
	const file: Content = [deviceName(layout), deviceFile(layout, pieces)];
	return {elf, pieces, file, notice, size, table: sizeTable(board, layout, size)};
}

/** A loader's ROM copies a part of the firmware to RAM by itself: what it reads there lies before the rest. */
function firmwarePieces({by, firmware}: FlashLayout, elf: Uint8Array): Piece[] {
	const segments = loadSegments(elf);
	return by === 'probe' ? segments : [{address: firmware.address, bytes: flashImage(segments, entryOf(elf))}];
}

/** Its files, and others that belong to them. */
export async function writeDevice(
	out: string,
	{elf, file: [name, content], notice}: Device,
	others: readonly Content[] = [],
): Promise<DeviceFiles> {
	const files = {elf: join(out, 'firmware.elf'), device: join(out, name), notice: join(out, 'NOTICE')};
	await writeTogether([...others, [files.notice, notice], [files.elf, elf], [files.device, content]]);
	return files;
}
