// Where memory lies: the regions that the linker fills, and what else tools must know to write a board's flash.

export interface Region {
	readonly address: number;
	readonly bytes: number;
}

/** A region by the name that the linker script gives it. */
export interface RegionFact extends Region {
	/** As the linker writes it: read, write, execute. */
	readonly access: 'r' | 'rx' | 'rw' | 'rwx';
	readonly doc: string;
}

/** Of a board that is flashed: its regions are FIRMWARE, SLOT_A and SLOT_B, and that of its option words. */
export interface FlashFacts {
	readonly pageBytes: number;
	/** Where the firmware says which board it is for: 'CTFW', then the board id. */
	readonly identityAddress: number;
	/** The region of the chip's option words, which an image may hold. */
	readonly options: string;
	/** Option words without which a chip locks itself against debug access at its next start. */
	readonly unlocked: readonly {readonly name: string; readonly address: number; readonly word: number}[];
	readonly chip: {readonly name: string; readonly idAddress: number; readonly id: number};
}
