// An app into the slot that is not needed, over a debug probe: image first, trailer last, so that at every moment a
// good app is whole, the old one or the new one.

import {type FlashLayout, trailerBytes} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {imageLength, readImage} from '../build/image.ts';
import {checkAppImage, checkFor} from './device-image.ts';
import type {ReadWords} from './flash.ts';
import {type Identity, identityBytes, identityVersion, kernelTableBytes, readIdentity} from './identity.ts';
import type {Piece} from './intel-hex.ts';
import {
	greatestWorth,
	nextSequence,
	readTrailer,
	slotOrder,
	type Trailer,
	trailer,
	trailerPlace,
	worth,
} from './slots.ts';

/** Of one call of a program: some print no more at once. */
const wordsAtOnce = 8192;

/** What to write, in this order: each part only once the one before is written and verified. */
export async function deploymentParts(
	board: BoardFacts,
	layout: FlashLayout,
	image: Uint8Array,
	read: ReadWords,
): Promise<readonly (readonly Piece[])[]> {
	checkAppImage(board, layout, image);
	const firmware = await readFirmware(board, layout, read);
	checkFor(board, readImage(image), firmware, 'chip');
	const [a, b] = layout.slots.map(slot => bytesOf(read, trailerPlace(slot), trailerBytes));
	const trailers = [readTrailer(await a!), readTrailer(await b!)] as const;
	const isRight = (slot: number): Promise<boolean> => holdsApp(board, layout, slot, firmware, read);
	const kept = await slotToKeep(trailers, isRight);
	return partsFor(layout, 1 - kept, image, trailer(nextSequence(trailers)));
}

async function bytesOf(read: ReadWords, address: number, length: number): Promise<Uint8Array> {
	const words: number[] = [];
	for (let left = Math.ceil(length / 4); left > 0; left = Math.ceil(length / 4) - words.length)
		words.push(...(await read({address: address + 4 * words.length, words: Math.min(left, wordsAtOnce)})));
	return new Uint8Array(Uint32Array.from(words).buffer).subarray(0, length);
}

/** The slot whose image would be missed most; without any that is right, the one that is tried first. */
async function slotToKeep(
	trailers: readonly [Trailer, Trailer],
	isRight: (slot: number) => Promise<boolean>,
): Promise<number> {
	const order = slotOrder(trailers);
	let kept = order[0]!;
	let most = 0;
	for (const slot of order) {
		const value = worth(trailers[slot]!);
		if (most === greatestWorth || value <= most || !(await isRight(slot))) continue;
		[kept, most] = [slot, value];
	}
	return kept;
}

const refusals: ReadonlySet<string> = new Set([
	'BAD_IMAGE',
	'NOT_AN_IMAGE',
	'WRONG_BOARD',
	'WRONG_ENGINE',
	'NO_KERNEL',
]);

/** Whether the firmware would run what the slot holds. */
async function holdsApp(
	board: BoardFacts,
	layout: FlashLayout,
	slot: number,
	firmware: Identity,
	read: ReadWords,
): Promise<boolean> {
	const {address} = layout.slots[slot]!;
	const length = imageLength(await bytesOf(read, address, 32));
	if (length === undefined || length > layout.app.bytes) return false;
	try {
		const image = await bytesOf(read, address, length);
		checkAppImage(board, layout, image);
		checkFor(board, readImage(image), firmware, 'chip');
		return true;
	} catch (error) {
		if (error instanceof CatnapError && refusals.has(error.code)) return false;
		throw error;
	}
}

/** The page of the trailer is written alone and last; until then it is erased. */
function partsFor(
	{slots, pageBytes}: FlashLayout,
	slot: number,
	image: Uint8Array,
	end: Uint8Array,
): (readonly Piece[])[] {
	const {address, bytes} = slots[slot]!;
	const before = bytes - pageBytes;
	const lastPage = new Uint8Array(pageBytes).fill(0xff);
	const body = {address, bytes: image.subarray(0, Math.min(image.length, before))};
	const erased = {address: address + before, bytes: lastPage.slice()};
	lastPage.set(image.subarray(before));
	lastPage.set(end, pageBytes - end.length);
	return [[body, erased], [{address: address + before, bytes: lastPage}]];
}

/** An app alone is of no use on a chip without a firmware for this board; returns what that says of itself. */
async function readFirmware(board: BoardFacts, layout: FlashLayout, read: ReadWords): Promise<Identity> {
	const head = await bytesOf(read, layout.identityAddress, identityBytes);
	const found = readIdentity(head);
	const todo = `flash both: catnap flash <app> --board ${board.name}`;
	const expected = `board id ${board.id}`;
	if (!found)
		throw new CatnapError('NO_FIRMWARE', {
			which: 'chip',
			expected,
			received: 'no firmware of Catnap',
			todo,
		});
	if (found.board !== board.id)
		throw new CatnapError('WRONG_BOARD', {
			which: 'chip',
			expected,
			received: `board id ${found.board}`,
			todo,
		});
	if (found.version !== identityVersion)
		throw new CatnapError('NO_FIRMWARE', {
			which: 'version',
			expected: `version ${identityVersion}`,
			received: `version ${found.version}`,
			todo,
		});
	const table = await bytesOf(read, layout.identityAddress + identityBytes, kernelTableBytes(head));
	return readIdentity(Buffer.concat([head, table]))!;
}
