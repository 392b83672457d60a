// An app into the slot that is not in force, over a debug probe: image first, trailer last, so that at every moment
// the old app or the new one is whole.

import {type FlashLayout, trailerBytes} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {checkAppImage} from './device-image.ts';
import type {ReadWords} from './flash.ts';
import type {Piece} from './intel-hex.ts';
import {nextDeployment, trailer, trailerPlace} from './slots.ts';

const identityMagic = 0x5746_5443; // 'CTFW'

/** What to write, in this order: each part only once the one before is written and verified. */
export async function deploymentParts(
	board: BoardFacts,
	layout: FlashLayout,
	image: Uint8Array,
	read: ReadWords,
): Promise<readonly (readonly Piece[])[]> {
	checkAppImage(board, layout, image);
	await checkFirmware(board, layout, read);
	const trailers: Uint8Array[] = [];
	for (const slot of layout.slots) {
		const words = await read({address: trailerPlace(slot), words: trailerBytes / 4});
		trailers.push(new Uint8Array(Uint32Array.from(words).buffer));
	}
	const {slot, sequence} = nextDeployment(trailers);
	return partsFor(layout, slot, image, trailer(image, sequence));
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

/** An app alone is of no use on a chip without a firmware for this board. */
async function checkFirmware(board: BoardFacts, layout: FlashLayout, read: ReadWords): Promise<void> {
	const [magic, id] = await read({address: layout.identityAddress, words: 2});
	if (magic === identityMagic && id === board.id) return;
	const facts = {
		which: 'chip',
		expected: `board id ${board.id}`,
		todo: `flash both: catnap flash <app> --board ${board.name}`,
	} as const;
	if (magic === identityMagic) throw new CatnapError('WRONG_BOARD', {...facts, received: `board id ${id}`});
	throw new CatnapError('NO_FIRMWARE', {...facts, received: 'no firmware of Catnap'});
}
