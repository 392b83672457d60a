// What a chip's model gets from the world, and what the world gets from it.

import type {I2cDevice} from './bus.ts';
import type {Clock} from './clock.ts';
import type {Trace} from './trace.ts';

export interface ChipSocket {
	/** The sensor's name on the board, such as `imu`. */
	readonly name: string;
	readonly clock: Clock;
	readonly trace: Trace;
	/** Deviation of the chip's own oscillator, parts per million. */
	readonly oscillatorPpm: number;
	/** Put a level on the chip's interrupt output; undefined lets go of it. */
	drive(level: boolean | undefined): void;
	/** The chip's supply current changes: a state name of the board's table. */
	energy(state: string): void;
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
	/** Counters for tests: what the chip has measured and lost. */
	readonly stats: {readonly samples: number; readonly lost: number};
}

/** State of a chip without supply, in every board's table or counted as 0. */
export const unpowered = 'unpowered';
