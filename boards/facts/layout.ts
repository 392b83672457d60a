// Where things lie in a board's flash, as the tools that write it need it.

import type {FlashFacts, Region} from './memory-map.ts';
import type {BoardFacts} from './schema.ts';

export type {Region} from './memory-map.ts';

/** At the end of each app slot: what puts its image in force (SPEC.md, "App slots"). */
export const trailerBytes = 16;

export type FlashLayout = FlashFacts & Slots;

interface Slots {
	readonly firmware: Region;
	readonly app: Region;
	/** Both app slots, each with its trailer at the end. */
	readonly slots: readonly Region[];
	/** Written as erased: a deployed image in the other slot must not win over the one that is flashed now. */
	readonly erased: readonly Region[];
}

/** The layout of a board, or undefined for one that cannot be flashed. */
export function layoutOf({flash, regions = {}}: BoardFacts): FlashLayout | undefined {
	if (!flash) return undefined;
	const region = (name: string): Region => {
		const {address, bytes} = regions[name]!;
		return {address, bytes};
	};
	const slots = [region('SLOT_A'), region('SLOT_B')];
	return {
		...flash,
		firmware: flash.by === 'probe' ? region('FIRMWARE') : flash.firmware,
		app: {...slots[0]!, bytes: slots[0]!.bytes - trailerBytes},
		slots,
		erased: slots.map(({address, bytes}) => ({address: address + bytes - trailerBytes, bytes: trailerBytes})),
	};
}
