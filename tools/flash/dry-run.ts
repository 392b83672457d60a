// `catnap flash --dry-run`: what would be written and where, without a board.

import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {Region} from '../../boards/facts/memory-map.ts';
import type {Piece} from './intel-hex.ts';
import type {Work} from './prepare.ts';

/** One line for each stretch of flash, in its order; an app alone goes to one of two places. */
export function dryRunLines(layout: FlashLayout, {whole, appBytes}: Work): string[] {
	const slots = [...layout.slots.entries()];
	if (whole === undefined) {
		const places = slots.map(([index, {address}]) => `${hex(address - start(layout))}, slot ${names[index]}`);
		return [row(appBytes!, places.join(' or '), 'app; the slot that is not in force is read from the board')];
	}
	return [...whole]
		.sort((one, other) => one.address - other.address)
		.map(piece => row(piece.bytes.length, hex(piece.address - start(layout)), whatIs(layout, piece)));
}

const names = ['A', 'B'] as const;

/** Where the flash begins for the tool that writes it. */
function start({by, firmware}: FlashLayout): number {
	return by === 'loader' ? firmware.address : 0;
}

function whatIs({firmware, slots, erased}: FlashLayout, piece: Piece): string {
	const place = slots.findIndex(slot => lies(piece, slot));
	if (place < 0) return lies(piece, firmware) ? 'firmware' : "registers of the chip's own";
	const isTrailer = erased.some(region => lies(piece, region));
	return isTrailer ? `end of slot ${names[place]}, erased` : `app, slot ${names[place]}`;
}

function lies({address}: Piece, region: Region): boolean {
	return address >= region.address && address < region.address + region.bytes;
}

function row(bytes: number, at: string, what: string): string {
	return `${String(bytes).padStart(9)}  bytes at ${at}: ${what}`;
}

function hex(address: number): string {
	return `0x${address.toString(16).padStart(6, '0')}`;
}
