// What is flashed: firmware, option words and app image in one, checked for the board it is meant for.

import type {BoardFacts} from '../../boards/board.ts';
import type {FlashLayout, Region} from '../../boards/layout.ts';
import {CatnapError} from '../errors.ts';
import type {Piece} from './intel-hex.ts';

const identityMagic = 'CTFW';
const imageMagic = 'CTNP';
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
	if (Buffer.from(image.subarray(0, 4)).toString('latin1') !== imageMagic) {
		throw new CatnapError('NOT_AN_IMAGE', {
			what: 'this is not an app image',
			todo: 'Build the app: catnap build <app>',
		});
	}
	const id = new DataView(image.buffer, image.byteOffset).getUint16(imageBoardOffset, true);
	if (id !== 0 && id !== board.id) throw wrongBoard('the app image', board, id);
	if (image.length > layout.app.bytes) {
		throw new CatnapError('IMAGE_TOO_LARGE', {
			what: `the app image does not fit the slot of ${board.name}`,
			expected: `at most ${layout.app.bytes} bytes`,
			received: `${image.length} bytes`,
			todo: 'Use a smaller model or fewer assets.',
		});
	}
	yield {address: layout.app.address, bytes: image};
	for (const {address, bytes} of layout.erased) yield {address, bytes: new Uint8Array(bytes).fill(0xff)};
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
	if (
		id === undefined &&
		pieces.some(({address}) => address < layout.firmware.address + layout.firmware.bytes)
	) {
		throw new CatnapError('NOT_A_FIRMWARE', {
			what: 'the firmware does not say which board it is for',
			expected: `${identityMagic} at ${hex(layout.identityAddress)}`,
			todo: `Build it: catnap build <app> --board ${board.name}`,
		});
	}
}

/** The board id in the firmware, if the pieces hold one. */
function firmwareBoard({identityAddress}: FlashLayout, pieces: readonly Piece[]): number | undefined {
	const piece = pieces.find(
		({address, bytes}) => address <= identityAddress && identityAddress + 8 <= address + bytes.length,
	);
	if (!piece) return undefined;
	const at = identityAddress - piece.address;
	if (Buffer.from(piece.bytes.subarray(at, at + 4)).toString('latin1') !== identityMagic) return undefined;
	return new DataView(piece.bytes.buffer, piece.bytes.byteOffset).getUint32(at + 4, true);
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
