// What is flashed: firmware, option words and app image in one, checked for the board it is meant for.

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
		throw new CatnapError('NOT_AN_IMAGE', {
			what: 'this is not an app image',
			todo: 'Build the app: catnap build <app>',
		});
	}
	const view = new DataView(image.buffer, image.byteOffset);
	const id = view.getUint16(imageBoardOffset, true);
	if (id !== 0 && id !== board.id) throw wrongBoard('the app image', board, id);
	if (image.length > layout.app.bytes) {
		throw new CatnapError('IMAGE_TOO_LARGE', {
			what: `the app image does not fit the slot of ${board.name}`,
			expected: `at most ${layout.app.bytes} bytes`,
			received: `${image.length} bytes`,
			todo: 'Use a smaller model or fewer assets.',
		});
	}
	const length = view.getUint32(imageLengthOffset, true);
	if (length !== image.length) {
		throw new CatnapError('NOT_AN_IMAGE', {
			what: 'the app image is cut off or has something behind it',
			expected: `${length} bytes, as it says`,
			received: `${image.length} bytes`,
			todo: 'Build the app again: catnap build <app>',
		});
	}
}

/** Check that pieces, also those of a .hex from elsewhere, are for this board and lie where they may. */
export function checkPieces(board: BoardFacts, layout: FlashLayout, pieces: readonly Piece[]): void {
	for (const piece of pieces) {
		const end = piece.address + piece.bytes.length;
		const regions = [layout.firmware, layout.app, layout.options, ...layout.erased];
		if (regions.some(region => lies(piece, region))) continue;
		throw new CatnapError('IMAGE_TOO_LARGE', {
			what: `a part of the image does not fit the flash map of ${board.name}`,
			expected: regions.map(({address, bytes}) => `${hex(address)} to ${hex(address + bytes)}`).join(', '),
			received: `${hex(piece.address)} to ${hex(end)}`,
			todo: 'Make the firmware or the app smaller, or take the image of this board.',
		});
	}
	const id = firmwareBoard(layout, pieces);
	if (id !== undefined && id !== board.id) throw wrongBoard('the firmware', board, id);
	if (!pieces.some(({address}) => address < layout.firmware.address + layout.firmware.bytes)) return;
	checkUnlocked(layout, pieces);
	if (id === undefined) {
		throw new CatnapError('NOT_A_FIRMWARE', {
			what: 'the firmware does not say which board it is for',
			expected: `${identityMagic} at ${hex(layout.identityAddress)}`,
			todo: `Build it: catnap build <app> --board ${board.name}`,
		});
	}
}

/** A firmware brings the words along that keep the debug port open: without them the board could not be flashed again. */
function checkUnlocked({unlocked}: FlashLayout, pieces: readonly Piece[]): void {
	for (const {name, address, word} of unlocked) {
		const found = wordAt(pieces, address);
		if (found === word) continue;
		throw new CatnapError('WOULD_LOCK', {
			what: 'this image would lock the chip against debug access',
			where: `${name} at ${hex(address)}`,
			expected: hex(word),
			received: found === undefined ? 'nothing is written there' : hex(found),
			todo: 'Build it anew: catnap build <app>. Nothing was written.',
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

function wrongBoard(what: string, board: BoardFacts, id: number): CatnapError {
	return new CatnapError('WRONG_BOARD', {
		what: `${what} was built for another board`,
		expected: `${board.name} (board id ${board.id})`,
		received: `board id ${id}`,
		todo: `Build it for this one: catnap build <app> --board ${board.name}`,
	});
}

function hex(value: number): string {
	return `0x${value.toString(16).padStart(8, '0')}`;
}
