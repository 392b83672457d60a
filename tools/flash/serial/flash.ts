// Flash over a serial port, by the loader in the chip's ROM. While a whole device is written, flash begins with an erased page:
// what is half-written never starts.

import type {FlashLayout} from '../../../boards/facts/layout.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {CatnapError} from '../../../lib/errors.ts';
import {working} from '../../../lib/working.ts';
import type {ReadWords} from '../flash.ts';
import {pagesOf} from '../flash-bin.ts';
import type {Piece} from '../intel-hex.ts';
import type {Work} from '../prepare.ts';
import {type LoaderOptions, type Part, type SerialLoader, withLoader} from './loader.ts';

export interface SerialFlashOptions extends Omit<LoaderOptions, 'chip' | 'notStarted'> {
	readonly board: BoardFacts;
	readonly layout: FlashLayout;
	readonly work: Work;
	progress(text: string): void;
}

/** @throws {CatnapError} of loader.ts; IMAGE_TOO_LARGE: the memory is smaller than the board's */
export async function flashOverSerial(options: SerialFlashOptions): Promise<void> {
	const {layout, work, path, progress} = options;
	progress(`flash: looking for the loader on ${path}`);
	const notStarted = (): void =>
		progress('flash: this port has no lines to reset the board: press its RESET button');
	await withLoader({...options, chip: layout.chip.name, notStarted}, async loader => {
		await checkMemory(loader, options);
		const parts = await work.parts(readerOf(loader, layout));
		const all = parts.flatMap(pieces => partsOf(layout, pieces, work));
		const kb = Math.ceil(all.reduce((sum, {bytes}) => sum + bytes.length, 0) / 1024);
		progress(`flash: writing ${kb} KB`);
		await working('flash', {total: kb, unit: 'KB'}, shown =>
			loader.write(all, bytes => shown.at(Math.floor(bytes / 1024))),
		);
	});
}

async function checkMemory(loader: SerialLoader, {board, layout, path}: SerialFlashOptions): Promise<void> {
	const received = await loader.flashBytes();
	const needed =
		Math.max(...layout.slots.map(({address, bytes}) => address + bytes)) - layout.firmware.address;
	if (received === undefined || received >= needed) return;
	throw new CatnapError('IMAGE_TOO_LARGE', {
		which: 'memory',
		board: board.name,
		where: path,
		expected: `${needed / 1024} KB of flash`,
		received: `${received / 1024} KB`,
		todo: 'use a module with more flash',
	});
}

function readerOf(loader: SerialLoader, {firmware}: FlashLayout): ReadWords {
	let before: Promise<unknown> = Promise.resolve();
	// the loader answers one question at a time
	return ({address, words}) => {
		const read = before.then(() => loader.read(address - firmware.address, 4 * words));
		before = read.catch(() => {});
		return read.then(bytes => [...new Uint32Array(bytes.slice().buffer)]);
	};
}

/** The first page of a firmware last: without it the ROM starts nothing. */
function partsOf({pageBytes, firmware}: FlashLayout, pieces: readonly Piece[], {whole, left}: Work): Part[] {
	const part = ({address, bytes}: Piece): Part => ({offset: address - firmware.address, bytes, left});
	const runs = pagesOf(pageBytes, pieces).map(part);
	if (whole === undefined) return runs;
	const [first, ...others] = runs;
	const erased = {offset: 0, bytes: new Uint8Array(pageBytes).fill(0xff), left};
	const behind = {offset: pageBytes, bytes: first!.bytes.subarray(pageBytes), left};
	return [erased, behind, ...others, {offset: 0, bytes: first!.bytes.subarray(0, pageBytes), left}];
}
