// FICR and UICR: what the factory and the first flash left there.

import {trims} from './undocumented.ts';

export const informationBase = 0x00ff_0000;
export const informationBytes = 0x9000;
export const uicrBase = 0x00ff_8000;

/** Words of FICR by offset: a chip of revision 1 [nrfx start-up code, which reads them]; the device number is made up. */
const ficr: readonly (readonly [number, number])[] = [
	[0x130, 7],
	[0x134, 5],
	[0x204, 0x0cca_75a1],
	[0x208, 0x5eed_5eed],
	[0x20c, 0x5340],
	[0x218, 512],
	[0x21c, 1024],
];
const trimOffset = 0x300;

/** UICR as the first start of a firmware leaves it: the debug port is open. */
export const openedUicr = [0x000, 0x01c].map(offset => ({
	address: uicrBase + offset,
	bytes: new Uint8Array(Uint32Array.of(0x50fa_50fa).buffer),
}));

/** UICR is erased: protected from the next reset on. */
export function informationPages(): Uint8Array {
	const bytes = new Uint8Array(informationBytes).fill(0xff);
	const view = new DataView(bytes.buffer);
	for (const [offset, value] of ficr) view.setUint32(offset, value, true);
	for (const [index, [address, value]] of trims.entries()) {
		view.setUint32(trimOffset + 8 * index, address, true);
		view.setUint32(trimOffset + 8 * index + 4, value, true);
	}
	return bytes;
}
