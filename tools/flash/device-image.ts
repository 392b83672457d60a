// What is flashed: firmware and app image in one, checked for the board it is meant for.

import type {FlashLayout, Region} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {Piece} from './intel-hex.ts';

const identityMagic = 'CTFW';
const imageMagic = 'CTNP';
const imageLengthOffset = 16;
const imageBoardOffset = 26;

/** The pieces to write: segments of the firmware and the app image at its place. */
export function devicePieces(
	board: BoardFacts,
	layout: FlashLayout,
	firmware: readonly Piece[],
	image: Uint8Array | undefined,
): Piece[] {
	const app = image === undefined ? [] : [...appPieces(board, layout, image)];
	const pieces = [...firmware, ...app];
	checkPieces(board, layout, pieces);
	return pieces;
}

function* appPieces(board: BoardFacts, layout: FlashLayout, image: Uint8Array): Generator<Piece> {
	checkAppImage(board, layout, image);
	yield {address: layout.app.address, bytes: image};
	for (const {address, bytes} of layout.erased) yield {address, bytes: new Uint8Array(bytes).fill(0xff)};
}

/** Check that this is an app image for the board and fits a slot. */
export function checkAppImage(board: BoardFacts, layout: FlashLayout, image: Uint8Array): void {
	if (image.length < 32 || Buffer.from(image.subarray(0, 4)).toString('latin1') !== imageMagic) {
		throw new CatnapError('NOT_AN_IMAGE', {which: 'file'});
	}
	const view = new DataView(image.buffer, image.byteOffset);
	const id = view.getUint16(imageBoardOffset, true);
	if (id !== 0 && id !== board.id) throw wrongBoard('app', board, id);
	if (image.length > layout.app.bytes) {
		throw new CatnapError('IMAGE_TOO_LARGE', {
			which: 'app',
			board: board.name,
			expected: `at most ${layout.app.bytes} bytes, the slot of an app`,
			received: `${image.length} bytes`,
		});
	}
	const length = view.getUint32(imageLengthOffset, true);
	if (length !== image.length) {
		throw new CatnapError('NOT_AN_IMAGE', {
			which: 'length',
			expected: `${length} bytes, as its header states`,
			received: `${image.length} bytes`,
		});
	}
}

/** Check that pieces, also those of a .hex from elsewhere, are for this board and lie where they may. */
export function checkPieces(board: BoardFacts, layout: FlashLayout, pieces: readonly Piece[]): void {
	for (const piece of pieces) {
		const end = piece.address + piece.bytes.length;
		const regions = [layout.firmware, layout.app, ...layout.erased];
		if (regions.some(region => lies(piece, region))) continue;
		throw new CatnapError('IMAGE_TOO_LARGE', {
			which: 'part',
			board: board.name,
			expected: regions.map(({address, bytes}) => `${hex(address)} to ${hex(address + bytes)}`).join(', '),
			received: `${hex(piece.address)} to ${hex(end)}`,
			todo: 'make the firmware or the app smaller, or use the image of this board',
		});
	}
	const id = firmwareBoard(layout, pieces);
	if (id !== undefined && id !== board.id) throw wrongBoard('firmware', board, id);
	if (!pieces.some(({address}) => address < layout.firmware.address + layout.firmware.bytes)) return;
	if (id === undefined) {
		throw new CatnapError('NOT_A_FIRMWARE', {
			board: board.name,
			expected: `${identityMagic} at ${hex(layout.identityAddress)}`,
		});
	}
}

/** The board id in the firmware, if the pieces hold one. */
function firmwareBoard({identityAddress}: FlashLayout, pieces: readonly Piece[]): number | undefined {
	const magic = Buffer.from(identityMagic).readUInt32LE();
	return wordAt(pieces, identityAddress) === magic ? wordAt(pieces, identityAddress + 4) : undefined;
}

function wordAt(pieces: readonly Piece[], at: number): number | undefined {
	const piece = pieces.find(({address, bytes}) => address <= at && at + 4 <= address + bytes.length);
	if (!piece) return undefined;
	return new DataView(piece.bytes.buffer, piece.bytes.byteOffset).getUint32(at - piece.address, true);
}

function lies({address, bytes}: Piece, region: Region): boolean {
	return address >= region.address && address + bytes.length <= region.address + region.bytes;
}

function wrongBoard(which: 'app' | 'firmware', board: BoardFacts, id: number): CatnapError {
	return new CatnapError('WRONG_BOARD', {
		which,
		expected: `${board.name} (board id ${board.id})`,
		received: `board id ${id}`,
		todo: `build it for this one: catnap build <app> --board ${board.name}`,
	});
}

function hex(value: number): string {
	return `0x${value.toString(16).padStart(8, '0')}`;
}
