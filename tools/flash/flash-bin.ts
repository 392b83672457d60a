// The flash of a chip as one file from its first byte on, as web pages and esptool write it; and as the pages to write.

import type {FlashLayout, Region} from '../../boards/facts/layout.ts';
import type {Piece} from './intel-hex.ts';

/** Where nothing lies it is erased. */
export function binOf({firmware}: FlashLayout, pieces: readonly Piece[]): Uint8Array {
	const ends = pieces.map(({address, bytes}) => address - firmware.address + bytes.length);
	const bin = new Uint8Array(Math.max(...ends)).fill(0xff);
	for (const {address, bytes} of pieces) bin.set(bytes, address - firmware.address);
	return bin;
}

/** A file that is shorter than the flash leaves what is behind it alone. */
export function piecesOfBin(layout: FlashLayout, bin: Uint8Array): Piece[] {
	const {firmware, app, erased} = layout;
	const ofRegion = ({address, bytes}: Region): Piece[] => {
		const start = address - firmware.address;
		const held = bin.subarray(start, start + bytes);
		return held.length === 0 ? [] : [{address, bytes: held}];
	};
	const appPiece = ofRegion(app).map(({address, bytes}) => ({address, bytes: upToErased(bytes)}));
	return [
		...ofRegion(firmware).map(({address, bytes}) => ({address, bytes: upToErased(bytes)})),
		...appPiece.filter(({bytes}) => bytes.length > 0),
		...erased.flatMap(ofRegion),
	];
}

/** Without the erased bytes at its end; images are whole words. */
function upToErased(bytes: Uint8Array): Uint8Array {
	let end = bytes.length;
	while (end > 0 && bytes[end - 1] === 0xff) end--;
	return bytes.subarray(0, Math.min((end + 3) & ~3, bytes.length));
}

/** Whole pages that hold the pieces, erased beside them, in one run where they follow each other. `address` is a page's. */
export function pagesOf(pageBytes: number, pieces: readonly Piece[]): Piece[] {
	const pages = new Map<number, Uint8Array>();
	for (const {address, bytes} of pieces)
		for (let at = 0; at < bytes.length; ) {
			const offset = (address + at) % pageBytes;
			const start = address + at - offset;
			const page = pages.get(start) ?? new Uint8Array(pageBytes).fill(0xff);
			pages.set(start, page);
			const part = bytes.subarray(at, at + pageBytes - offset);
			page.set(part, offset);
			at += part.length;
		}
	const runs: {address: number; pages: Uint8Array[]}[] = [];
	for (const [address, page] of [...pages].sort(([a], [b]) => a - b)) {
		const last = runs.at(-1);
		if (last && last.address + last.pages.length * pageBytes === address) last.pages.push(page);
		else runs.push({address, pages: [page]});
	}
	return runs.map(({address, pages: [...all]}) => ({address, bytes: Buffer.concat(all)}));
}
