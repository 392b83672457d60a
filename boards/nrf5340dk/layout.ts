// The flash map as the tools see it, and the chip that must be there; layout.test.ts holds it against link.ld.

import type {FlashLayout} from '../layout.ts';

export const firmwareBytes = 0x6_8000;
export const slotA = 0x6_8000;
export const slotB = 0xb_0000;
export const slotBytes = 0x4_8000;
/** At the end of a slot: what makes it count (slots.c). */
export const trailerBytes = 16;

export const layout: FlashLayout = {
	firmware: {address: 0, bytes: firmwareBytes},
	/** Behind the vectors: identity.c. */
	identityAddress: (16 + 69) * 4,
	app: {address: slotA, bytes: slotBytes - trailerBytes},
	// a deployed image in the other slot must not win over the one that is flashed now
	erased: [
		{address: slotA + slotBytes - trailerBytes, bytes: trailerBytes},
		{address: slotB + slotBytes - trailerBytes, bytes: trailerBytes},
	],
	/** UICR: the words that keep the debug port open. */
	options: {address: 0x00ff_8000, bytes: 0x1000},
	chip: {
		name: 'nRF5340',
		/** FICR.INFO.PART */
		idAddress: 0x00ff_020c,
		id: 0x5340,
	},
};
