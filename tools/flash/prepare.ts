// What `catnap flash` writes: made or read, and checked, before any chip is asked.

import {extname, join} from 'node:path';
import {readRomImage} from '../../boards/chips/esp32s3/rom-image.ts';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {makeFolder, writeAtomically} from '../../lib/files.ts';
import {readBytes, readText} from '../../lib/read.ts';
import {deploymentParts} from './deploy.ts';
import {deviceName} from './device-file.ts';
import {checkAppImage, checkPieces} from './device-image.ts';
import type {ReadWords} from './flash.ts';
import {piecesOfBin} from './flash-bin.ts';
import {type Piece, readHex} from './intel-hex.ts';

export interface Work {
	/** A whole device, for which nothing has to be read from the chip. */
	readonly whole?: readonly Piece[];
	/** Of an app alone. */
	readonly appBytes?: number;
	/** One after the other, each once the one before is verified. */
	parts(read: ReadWords): Promise<readonly (readonly Piece[])[]>;
	/** What the chip holds when a part was not written whole. */
	readonly left: string;
}

/** No chip holds as much. */
const file = {code: 'NO_FILE', longestMb: 64} as const;
/** Drives and mails write names in capitals. */
const kindOf = (name: string): string => extname(name).toLowerCase();

/** `what`: an app's folder, app.catnap, or the device file of the board. */
export async function prepare(
	what: string,
	appOnly: boolean,
	board: BoardFacts,
	layout: FlashLayout,
): Promise<Work> {
	const kind = kindOf(what);
	if (kind === '.hex' || kind === '.bin') {
		if (appOnly) throw notAnApp(what);
		return device(piecesOfFile(what, kind, board, layout), board, layout);
	}
	if (kind === '.catnap') return deployment(readBytes(what, file), board, layout);
	const [{buildApp}, {ensureFirmwareFor}, {makeDevice}] = await Promise.all([
		import('../build/build.ts'),
		import('../build/firmware.ts'),
		import('./build-device.ts'),
	]);
	const built = await buildApp(what, {board: board.name, target: board.name});
	// for `catnap monitor`, which names places in what is on the board
	await makeFolder(join(built.app.dir, 'build'));
	await writeAtomically(join(built.app.dir, 'build', 'app.js.map'), built.map);
	if (appOnly) return deployment(built.image, board, layout);
	const {pieces} = await makeDevice(built, layout, await ensureFirmwareFor(built));
	return device(pieces, board, layout);
}

function piecesOfFile(
	what: string,
	kind: '.hex' | '.bin',
	board: BoardFacts,
	layout: FlashLayout,
): readonly Piece[] {
	const expected = deviceName(layout);
	if (kind !== kindOf(expected))
		throw new CatnapError('NOT_AN_IMAGE', {which: 'kind', board: board.name, expected, received: what});
	if (kind === '.hex') return readHex(readText(what, file), what);
	const bin = readBytes(what, file);
	readRomImage(bin);
	return piecesOfBin(layout, bin);
}

function device(pieces: readonly Piece[], board: BoardFacts, layout: FlashLayout): Work {
	checkPieces(board, layout, pieces);
	return {whole: pieces, parts: async () => [pieces], left: 'its flash is incomplete now'};
}

/** The app goes beside the one in force, whose place it takes with the last thing that is written. */
function deployment(image: Uint8Array, board: BoardFacts, layout: FlashLayout): Work {
	checkAppImage(board, layout, image);
	return {
		appBytes: image.length,
		left: 'the app that was in force before still is',
		parts: read => deploymentParts(board, layout, image, read),
	};
}

function notAnApp(what: string): CatnapError {
	const expected = 'with --app-only: the folder of an app, or app.catnap';
	return new CatnapError('NOT_AN_IMAGE', {which: 'hex', expected, received: what});
}
