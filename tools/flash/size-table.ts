// How much of a board's flash and RAM a firmware takes, against the budget of board.ts.

import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';

export interface FirmwareSize {
	/** Code, constants and initial values. */
	readonly flashBytes: number;
	/** What is in use before the pool is touched: data, stack and retained memory. */
	readonly staticRamBytes: number;
	readonly poolBytes: number;
}

const flags = {write: 1, alloc: 2} as const;
const noBits = 8;

export interface Section {
	readonly name: string;
	readonly address: number;
	readonly bytes: number;
	/** Whether the file has its content: it takes flash. */
	readonly isLoaded: boolean;
	/** Whether it takes RAM. */
	readonly isWritable: boolean;
}

/** The sections of an ELF file that take memory on the chip. */
export function* memorySections(elf: Uint8Array): Generator<Section> {
	const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
	const table = view.getUint32(32, true);
	const entry = view.getUint16(46, true);
	const names = view.getUint32(table + view.getUint16(50, true) * entry + 16, true);
	for (let index = 0; index < view.getUint16(48, true); index++) {
		const at = table + index * entry;
		const word = (offset: number): number => view.getUint32(at + offset, true);
		const flag = word(8);
		if ((flag & flags.alloc) === 0) continue;
		const text = names + word(0);
		yield {
			name: Buffer.from(elf.subarray(text, elf.indexOf(0, text))).toString(),
			address: word(12),
			bytes: word(20),
			isLoaded: word(4) !== noBits,
			isWritable: (flag & flags.write) !== 0,
		};
	}
}

/** NOLOAD sections count as RAM only. */
export function measureElf(elf: Uint8Array): FirmwareSize {
	const size = {flashBytes: 0, staticRamBytes: 0, poolBytes: 0};
	for (const {name, bytes, isLoaded, isWritable} of memorySections(elf)) {
		if (isLoaded) size.flashBytes += bytes;
		if (!isWritable) continue;
		if (name === '.pool') size.poolBytes += bytes;
		else size.staticRamBytes += bytes;
	}
	return size;
}

/** The table that `catnap build` prints; throws when the headroom is not kept. */
export function sizeTable(board: BoardFacts, layout: FlashLayout, size: FirmwareSize): string {
	const ram = size.staticRamBytes + size.poolBytes;
	check(board, 'flash of the firmware', size.flashBytes, layout.firmware.bytes, 0);
	check(board, 'RAM', ram, board.memory.ramKb * 1024, board.headroom);
	const row = (what: string, bytes: number, of: number): string =>
		`${String(bytes).padStart(9)}  ${what}, ${Math.round((100 * bytes) / of)} % of ${of / 1024} KB`;
	return [
		row('bytes of flash, firmware', size.flashBytes, layout.firmware.bytes),
		row('bytes of RAM, all in all', ram, board.memory.ramKb * 1024),
		`${String(size.poolBytes).padStart(9)}    pool: engine, app and models`,
		`${String(size.staticRamBytes).padStart(9)}    data, stack and retained memory`,
	].join('\n');
}

function check(board: BoardFacts, what: string, bytes: number, room: number, headroom: number): void {
	const allowed = Math.floor(room * (1 - headroom));
	if (bytes <= allowed) return;
	throw new CatnapError('FIRMWARE_TOO_LARGE', {
		board: board.name,
		part: what,
		expected: `at most ${allowed} bytes`,
		received: `${bytes} bytes`,
	});
}
