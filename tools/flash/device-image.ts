// What is flashed: firmware and app image in one, checked for the board it is meant for.

import type {FlashLayout, Region} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {type Image, imageLength, readImage} from '../build/image.ts';
import {kernelIds, kernelName} from '../model/plan-kernels.ts';
import {type Identity, identityBytes, identityMagic, kernelTableBytes, readIdentity} from './identity.ts';
import type {Piece} from './intel-hex.ts';

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

/** Check that this is a whole app image for the board and fits a slot. */
export function checkAppImage(board: BoardFacts, layout: FlashLayout, image: Uint8Array): void {
	const length = image.length < 32 ? undefined : imageLength(image);
	if (length === undefined) throw new CatnapError('NOT_AN_IMAGE', {which: 'file'});
	const id = new DataView(image.buffer, image.byteOffset).getUint16(imageBoardOffset, true);
	if (id !== 0 && id !== board.id) throw wrongBoard('app', board, id);
	if (image.length > layout.app.bytes) {
		throw new CatnapError('IMAGE_TOO_LARGE', {
			which: 'app',
			board: board.name,
			expected: `at most ${layout.app.bytes} bytes, the slot of an app`,
			received: `${image.length} bytes`,
		});
	}
	if (length !== image.length) {
		throw new CatnapError('NOT_AN_IMAGE', {
			which: 'length',
			expected: `${length} bytes, as its header states`,
			received: `${image.length} bytes`,
		});
	}
	readImage(image, 'app image');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return Buffer.compare(a, b) === 0;
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
	const found = firmwareIdentity(layout, pieces);
	const id = found?.board;
	if (id !== undefined && id !== board.id) throw wrongBoard('firmware', board, id);
	checkApp(board, layout, pieces, found);
	if (!pieces.some(({address}) => address < layout.firmware.address + layout.firmware.bytes)) return;
	if (id === undefined) {
		throw new CatnapError('NOT_A_FIRMWARE', {
			board: board.name,
			expected: `${identityMagic} at ${hex(layout.identityAddress)}`,
		});
	}
}

/** What the firmware says of itself, if the pieces hold one. */
function firmwareIdentity({identityAddress}: FlashLayout, pieces: readonly Piece[]): Identity | undefined {
	const head = bytesAt(pieces, identityAddress, identityBytes);
	return (
		head && readIdentity(bytesAt(pieces, identityAddress, identityBytes + kernelTableBytes(head)) ?? head)
	);
}

/** Check the app among the pieces, and that it was built for the firmware among them. */
function checkApp(
	board: BoardFacts,
	layout: FlashLayout,
	pieces: readonly Piece[],
	firmware: Identity | undefined,
): void {
	if (!pieces.some(piece => lies(piece, layout.app))) return;
	const {address} = layout.app;
	const header = bytesAt(pieces, address, 32) ?? new Uint8Array();
	const length = imageLength(header) ?? header.length;
	const image = bytesAt(pieces, address, length);
	if (!image)
		throw new CatnapError('NOT_AN_IMAGE', {
			which: 'length',
			expected: `${length} bytes at ${hex(address)}, as its header states`,
			received: 'fewer',
		});
	checkAppImage(board, layout, image);
	if (firmware) checkFor(board, readImage(image), firmware, 'file');
}

/** Check that a firmware would run an app: it has the engine and the kernels of models that the app was built for. */
export function checkFor(
	board: BoardFacts,
	{engineId, sections}: Pick<Image, 'engineId' | 'sections'>,
	firmware: Identity,
	which: 'file' | 'chip',
): void {
	if (firmware.engineId !== undefined && !sameBytes(engineId, firmware.engineId)) {
		throw new CatnapError('WRONG_ENGINE', {
			which,
			expected: `engine id ${Buffer.from(firmware.engineId).toString('hex')}`,
			received: `engine id ${Buffer.from(engineId).toString('hex')}`,
			todo: todos[which](board),
		});
	}
	const plans = sections.filter(({type}) => type === 'plan').map(({data}) => data);
	const missing = kernelIds(plans).filter(id => firmware.kernels?.has(id) === false);
	if (missing.length === 0) return;
	throw new CatnapError('NO_KERNEL', {
		which,
		expected: `the kernels ${kernelIds(plans).map(kernelName).join(', ')}`,
		received: `a firmware without ${missing.map(kernelName).join(', ')}`,
		todo: todos[which](board),
	});
}

const todos = {
	file: ({name}: BoardFacts) => `build both: catnap build <app> --board ${name}`,
	chip: ({name}: BoardFacts) => `flash both: catnap flash <app> --board ${name}`,
} as const;

function bytesAt(pieces: readonly Piece[], at: number, length: number): Uint8Array | undefined {
	const piece = pieces.find(({address, bytes}) => address <= at && at + length <= address + bytes.length);
	return piece?.bytes.subarray(at - piece.address, at - piece.address + length);
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
