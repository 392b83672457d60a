// Sleep locks: while one is held the chip sleeps no deeper than idle.

import * as native from 'catnap:power';

/** Held until it is released or, by `using`, leaves its block. */
export interface SleepLock {
	/** What `power.lock` was called with. */
	readonly reason: string;
	/** A second release does nothing. */
	release(): void;
	/** The same as `release`, for `using`. */
	[Symbol.dispose](): void;
}

// an array: a set would be the only one of many apps
let held: readonly SleepLock[] = [];

export function lock(reason: string): SleepLock {
	native.lock();
	const taken: SleepLock = {
		reason,
		release() {
			if (!held.includes(taken)) return;
			held = held.filter(other => other !== taken);
			native.unlock();
		},
		[Symbol.dispose]() {
			taken.release();
		},
	};
	held = [...held, taken];
	return taken;
}

/** The reasons of the locks that are held, in the order in which they were taken. */
export function heldLocks(): string[] {
	return held.map(({reason}) => reason);
}
