// The flash map as the tools see it, and the chip that must be there; facts.test.ts holds it against link.ld.

import {type FlashLayout, trailerBytes} from '../facts/layout.ts';

export const firmwareBytes = 0x6_8000;
export const slotA = 0x6_8000;
export const slotB = 0xb_0000;
export const slotBytes = 0x4_8000;

export const layout: FlashLayout = {
	firmware: {address: 0, bytes: firmwareBytes},
	/** Behind the vectors: identity.c. */
	identityAddress: (16 + 69) * 4,
	app: {address: slotA, bytes: slotBytes - trailerBytes},
	slots: [
		{address: slotA, bytes: slotBytes},
		{address: slotB, bytes: slotBytes},
	],
	pageBytes: 4096,
	// a deployed image in the other slot must not win over the one that is flashed now
	erased: [
		{address: slotA + slotBytes - trailerBytes, bytes: trailerBytes},
		{address: slotB + slotBytes - trailerBytes, bytes: trailerBytes},
	],
	/** UICR: the words that keep the debug port open. */
	options: {address: 0x00ff_8000, bytes: 0x1000},
	unlocked: [
		{name: 'UICR.APPROTECT', address: 0x00ff_8000, word: 0x50fa_50fa},
		{name: 'UICR.SECUREAPPROTECT', address: 0x00ff_801c, word: 0x50fa_50fa},
	],
	chip: {
		name: 'nRF5340',
		/** FICR.INFO.PART */
		idAddress: 0x00ff_020c,
		id: 0x5340,
	},
};
