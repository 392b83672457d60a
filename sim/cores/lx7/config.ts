// What differs between cores of the LX7 family, as data.

export interface Lx7Config {
	/** Physical address registers. */
	readonly addressRegisters: 32 | 64;
	/** muluh and mulsh exist. */
	readonly mulHigh: boolean;
	/** Hardware does loads and stores of any alignment; else they raise an exception. */
	readonly unaligned: boolean;
	readonly resetPc: number;
	readonly vectorBase: number;
	readonly processorId: number;
	/** Interrupts that latch an edge. */
	readonly edge: readonly number[];
	readonly software: readonly number[];
	/** The interrupts of CCOMPARE0 to 2. */
	readonly timers: readonly [number, number, number];
	/** Interrupts by level; 7 cannot be masked. */
	readonly levels: Readonly<Record<number, readonly number[]>>;
}

/** ESP-IDF, xtensa/esp32s3/include/xtensa/config/core-isa.h (XCHAL_INTn_LEVEL, _TYPE); PRID of core 0 by its ROM. */
export const esp32s3Core: Lx7Config = {
	addressRegisters: 64,
	mulHigh: true,
	unaligned: true,
	resetPc: 0x4000_0400,
	vectorBase: 0x4000_0000,
	processorId: 0xcdcd,
	edge: [10, 22, 28, 30],
	software: [7, 29],
	timers: [6, 15, 16],
	levels: {
		1: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 17, 18],
		2: [19, 20, 21],
		3: [11, 15, 22, 23, 27, 29],
		4: [24, 25, 28, 30],
		5: [16, 26, 31],
		7: [14],
	},
};

/** QEMU's core `de233_fpu`, the nearest that Debian can run (its core-isa.h, Tensilica). */
export const de233Core: Lx7Config = {
	addressRegisters: 32,
	mulHigh: false,
	unaligned: false,
	resetPc: 0xfe00_0000,
	vectorBase: 0x2000,
	processorId: 0,
	edge: [15, 16, 17, 18, 19, 20, 21],
	software: [7, 11],
	timers: [6, 10, 13],
	levels: {
		1: [0, 1, 2, 3, 4, 5, 6, 7, 15, 16, 17, 18, 19, 20],
		2: [8],
		3: [9, 10, 11, 21],
		4: [12],
		5: [13],
		7: [14],
	},
};
