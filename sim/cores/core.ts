// What every simulated processor core offers to the chip around it. One core an object; time is counted in its clock periods.

/** What may be done with memory. `words`: only whole, aligned words. */
export type Right = 'read' | 'write' | 'execute' | 'words';

/** The chip as the core sees it. */
export interface Surroundings {
	/** A load from a region of registers. `size` is 1, 2 or 4. */
	read(address: number, size: number): number;
	write(address: number, size: number, value: number): void;
	/** An instruction that does not exist is about to raise its exception. */
	illegal(pc: number, word: number): void;
	/** No code can be fetched there; the core is about to raise its exception. */
	unfetched?(pc: number): void;
	/** A hooked address is reached; true: the work there is done and the program counter was set. */
	hook(pc: number): boolean;
}

/** Why a run ended: its count is used up, the core waits for an interrupt, or the chip asked for it. */
export type Stop = 'count' | 'waiting' | 'stopped';

export interface Core {
	/** Memory that regions are mapped to, by offset. */
	readonly memory: Uint8Array;
	/** Let `size` bytes from `address` lie at `offset` of the memory. Whole pages of 4 KiB. */
	map(address: number, size: number, offset: number, rights: readonly Right[]): void;
	/** Let accesses to this region ask the chip. */
	registersAt(address: number, size: number): void;
	/** Let accesses to this region fail. */
	unmap(address: number, size: number): void;
	/** Code in memory was changed from outside. */
	forget(): void;
	reset(): void;
	/** Run up to `periods` clock periods; it may end earlier. */
	run(periods: number): Stop;
	/** From within a call of the chip: end the run behind the present instruction. */
	stop(): void;
	/** Let clock periods pass in which nothing runs. */
	skip(periods: number): void;
	/** Clock periods since creation. */
	readonly cycles: number;
	/** Instructions that have begun. */
	readonly instructions: number;
	pc: number;
	/** Level interrupts that stand, a bit each. */
	setLines(lines: number): void;
	/** Ask the chip when the program counter comes to `address`. */
	hook(address: number): void;
}
