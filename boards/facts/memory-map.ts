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

/** Of a board that is flashed: its regions are FIRMWARE, SLOT_A and SLOT_B. */
export interface FlashFacts {
	readonly pageBytes: number;
	/** Where the firmware says which board it is for: 'CTFW', then the board id. */
	readonly identityAddress: number;
	readonly chip: {readonly name: string; readonly idAddress: number; readonly id: number};
}
