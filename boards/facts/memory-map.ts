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

/** Of a board that is flashed: its slots are the regions SLOT_A and SLOT_B. */
export type FlashFacts = FlashPlaces & (ByProbe | ByLoader);

interface FlashPlaces {
	readonly pageBytes: number;
	/** Where the firmware says which board it is for: 'CTFW', then the board id. */
	readonly identityAddress: number;
}

/** Written over a debug probe, which reads a word of the chip to know it; the firmware is the region FIRMWARE. */
export interface ByProbe {
	readonly by: 'probe';
	readonly chip: {readonly name: string; readonly idAddress: number; readonly id: number};
}

/** Written over a serial port, by the loader in the chip's ROM. */
export interface ByLoader {
	readonly by: 'loader';
	/** As esptool names it. */
	readonly chip: {readonly name: string};
	/** What lies before the slots, from the first byte of flash on; the linker fills it through two windows. */
	readonly firmware: Region;
}
