// The files of a board that can be flashed: firmware.elf and device.hex beside app.catnap.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {BoardFacts} from '../../boards/board.ts';
import type {FlashLayout} from '../../boards/layout.ts';
import {writeAtomically} from '../files.ts';
import {devicePieces} from './device-image.ts';
import {loadSegments} from './elf-segments.ts';
import {writeHex} from './intel-hex.ts';
import {type FirmwareSize, measureElf, sizeTable} from './size-table.ts';

export interface DeviceFiles {
	readonly elf: string;
	readonly hex: string;
	readonly size: FirmwareSize;
	readonly table: string;
}

/** Write both files into `out`. `firmware` is the path of the ELF that was built for the board. */
export async function writeDevice(
	out: string,
	board: BoardFacts,
	layout: FlashLayout,
	firmware: string,
	image: Uint8Array,
): Promise<DeviceFiles> {
	const elf = await readFile(firmware);
	const size = measureElf(elf, layout);
	const table = sizeTable(board, layout, size);
	const pieces = devicePieces(board, layout, loadSegments(elf), image);
	const files = {elf: join(out, 'firmware.elf'), hex: join(out, 'device.hex')};
	await writeAtomically(files.elf, elf);
	await writeAtomically(files.hex, writeHex(pieces));
	return {...files, size, table};
}
