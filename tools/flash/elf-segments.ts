// What of an ELF goes into memory, at its load address.

import type {Piece} from './intel-hex.ts';

const loadable = 1;

export function loadSegments(elf: Uint8Array): Piece[] {
	const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
	const [table, size, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
	const pieces: Piece[] = [];
	for (let index = 0; index < count; index++) {
		const at = table + index * size;
		const [offset, address, length] = [
			view.getUint32(at + 4, true),
			view.getUint32(at + 12, true),
			view.getUint32(at + 16, true),
		];
		if (view.getUint32(at, true) === loadable && length > 0)
			pieces.push({address, bytes: elf.subarray(offset, offset + length)});
	}
	return pieces;
}

/** Where the program starts. */
export function entryOf(elf: Uint8Array): number {
	return new DataView(elf.buffer, elf.byteOffset, elf.byteLength).getUint32(24, true);
}
