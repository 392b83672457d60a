// What a simulated chip gets from the world, and what the world gets from it.

import type {I2cDevice} from './bus.ts';
import type {Clock} from './clock.ts';
import type {Setting} from './serial-line.ts';
import type {Trace} from './trace.ts';

export interface ChipSocket {
	/** The sensor's name on the board, such as `imu`. */
	readonly name: string;
	/** Time of the world: `nowUs`, and `at(moment, run)`. */
	readonly clock: Clock;
	/** What the chip feels. */
	readonly trace: Trace;
	/** Deviation of the chip's own oscillator, parts per million. */
	readonly oscillatorPpm: number;
	/** Put a level on the chip's interrupt output; undefined lets go of it. */
	drive(level: boolean | undefined): void;
	/** The chip's supply current changes: a state name of the board's table. */
	energy(state: string): void;
	/**
	 * On a serial port: bytes towards the app, behind those that are under way; `setting` where the chip sends otherwise
	 * than its `baud` and `parity` say.
	 */
	send(bytes: Iterable<number>, setting?: Partial<Setting>): void;
	/** The chip was used in a way its data sheet does not allow. */
	violation(text: string): void;
}

export interface Chip extends I2cDevice {
	/** Supply comes or goes; coming back, registers hold their reset values. */
	power(on: boolean): void;
	/** A brown-out: registers fall back to reset values while the supply stays. */
	reset(): void;
	/** Pretend not to be there, or to be another chip. */
	disguise(as: {readonly absent?: boolean; readonly identity?: number}): void;
	/** What it has measured and lost. */
	readonly stats: ChipStats;
}

/**
 * Counters for tests. What came to the FIFO was read, lost, emptied out or is waiting. The LSM6DSO counts that in
 * words of three axes.
 */
export interface ChipStats {
	readonly samples: number;
	/** What came to the FIFO. */
	readonly collected: number;
	/** Lost because the FIFO was full. */
	readonly lost: number;
	/** Thrown away when the FIFO was emptied: by its driver, by a reset, by the supply. */
	readonly emptied: number;
	readonly waiting: number;
}

/** State of a chip without supply, in every board's table or counted as 0. */
export const unpowered = 'unpowered';
