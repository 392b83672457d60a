// `catnap/power`: why the app runs, off with wake sources, and what survives.

import {type PinName, pinNames, type TimerAble} from 'catnap:board';
import * as native from 'catnap:power';
import * as timer from 'catnap:timer';
import {chargeLeft} from './battery.ts';
import {type Crash, lastCrash} from './crash.ts';
import {type Duration, durationUs} from './duration.ts';
import {heldLocks, lock, type SleepLock} from './lock.ts';
import {type Fields, type Retained, type RetainOptions, retain} from './retain.ts';
import type {WakeSource} from './wake-source.ts';

export type {Crash} from './crash.ts';
export type {SleepLock} from './lock.ts';
export type {Fields, Retained, RetainOptions, Stored} from './retain.ts';
export type {WakeSource} from './wake-source.ts';

export interface Wake {
	/** `power-on` after the supply came, `pin` and `timer` out of sleep or off, `watchdog` after an app hung. */
	readonly cause: 'power-on' | 'reset' | 'watchdog' | 'pin' | 'timer';
	/** The board's number of the wake pin, when the cause is `pin`. */
	readonly pin: number | undefined;
	/** The name of the wake pin, or `timer`; undefined for a start that nothing has woken. */
	readonly source: PinName | 'timer' | undefined;
	/** The app was started by this wake; only retained records survived. */
	readonly fromOff: boolean;
	/** The moment, in microseconds since power-on. */
	readonly atUs: number;
}

export interface OffOptions {
	/** What may switch the chip on again. At least one; the build refuses what this board cannot. */
	readonly wakeOn: readonly WakeSource[];
}

export interface Clocks {
	/** From window to input tensor. @default 'slow' */
	readonly features?: 'slow' | 'fast';
	/** Invoke. @default 'slow' */
	readonly inference?: 'slow' | 'fast';
}

/** How the chip has slept since it was started. */
export type PowerStats = Omit<ReturnType<typeof native.stats>, 'locks'> & {
	/** What the sleep locks that are held were taken for: one that stays here has leaked. */
	readonly locks: readonly string[];
};

export interface Repeated {
	/** Calls that were skipped because the one before was late: the grid stays where it was. */
	readonly missed: number;
	/** No further calls. A second stop does nothing. */
	stop(): void;
}

/** Why the app runs, how deep the chip sleeps, off, and what survives it. */
export const power = {
	/** What started the app, then what ended the last sleep; of several causes the first. */
	get wake(): Wake {
		return wakeAt(0);
	},

	/** Every cause that stood when the last sleep ended, each with its own moment, in their order. */
	get wakes(): Wake[] {
		return Array.from({length: native.wakeCount()}, (_, index) => wakeAt(index));
	},

	/**
	 * The last error that nobody caught, or the last crash, since power-on; it survives reset and off. An app with eight
	 * retained records may lose it: they go first.
	 */
	get crash(): Crash | undefined {
		return lastCrash();
	},

	/**
	 * Forbid sleeps deeper than idle until the lock is released: `using busy = power.lock('uart')`, or `busy.release()`.
	 * Idle keeps the fast clock ready; the chip still sleeps.
	 * @param reason is what `power.stats.locks` shows while it is held.
	 */
	lock(reason: string): SleepLock {
		return lock(reason);
	},

	/** How often and how long the chip has slept since it was started. */
	get stats(): PowerStats {
		return {...native.stats(), locks: heldLocks()};
	},

	/**
	 * Run phases of inference at the core's fast clock: 128 MHz for 64 on the nRF5340, 240 for 40 on the ESP32-S3. They end
	 * sooner. For the same work they cost more on the nRF5340 (61 instead of 55 uA a MHz) and less on the ESP32-S3 (213
	 * instead of 405, as its data sheet is remembered). Scripts always run slow.
	 * @throws {NativeError} UNSUPPORTED on a board with one clock.
	 */
	clock(clocks: Clocks): void {
		if (clocks.features) native.clock('features', clocks.features);
		if (clocks.inference) native.clock('inference', clocks.inference);
	},

	/**
	 * What is left in the cell, 0 to 1, by its voltage under the load of the running core: coarse where the cell's curve is
	 * flat. The board says which cell it is meant to live on.
	 * @throws {NativeError} UNSUPPORTED when the board cannot tell its supply voltage.
	 */
	get battery(): number {
		return chargeLeft();
	},

	/** The supply voltage in millivolts. @throws {NativeError} as `battery` does. */
	get supplyMv(): number {
		return native.supplyMv();
	},

	/**
	 * System OFF: everything stops, only retained records survive, and a wake source starts the app from its first line.
	 * Never returns.
	 * @throws {NativeError} UNSUPPORTED when a wake source cannot end off on this board; INVAL without one.
	 */
	off({wakeOn}: OffOptions): never {
		let afterUs = 0;
		const pins: number[] = [];
		for (const source of wakeOn) {
			source.arm();
			if (source.pin) pins.push(source.pin.number, source.level === 'low' ? 0 : 1);
			else afterUs = Math.min(afterUs || Infinity, source.afterUs ?? Infinity);
		}
		native.off(Uint8Array.from(pins), afterUs);
		throw new Error('the board came back from off'); // hal_off returns on error only, and that has thrown
	},

	/** The clock as a wake source, on boards whose clock runs in off: `power.off({wakeOn: [power.timer('10min')]})`. */
	timer(after: Duration): WakeSource<TimerAble> {
		return {afterUs: Math.max(1, durationUs(after)), arm: () => {}};
	},

	/**
	 * A record that survives reset and off. Each assignment is stored at once, with a checksum.
	 * @param name 1 to 15 characters; the same name finds the record again.
	 * @param fields names and types. Fields that keep their names keep their values when an app with other fields finds
	 * the record; see {@link RetainOptions}.
	 * @throws {NativeError} FULL, by an assignment, when 8 records are stored already.
	 */
	retain<const F extends Fields>(name: string, fields: F, options?: RetainOptions<F>): Retained<F> {
		return retain(name, fields, options);
	},

	/**
	 * Call `callback` at exact multiples of `period` from now; the chip sleeps between. Multiples that pass while a
	 * callback is late are skipped and counted.
	 */
	every(period: Duration, callback: () => void): Repeated {
		const periodUs = Math.max(1, durationUs(period));
		const id = timer.start(periodUs, periodUs, callback);
		let ended: number | undefined;
		return {
			get missed() {
				return ended ?? timer.missed(id);
			},
			stop() {
				ended ??= timer.missed(id);
				timer.stop(id);
			},
		};
	},

	/** Reset the chip; retained records survive. */
	reset(): never {
		native.reset();
		throw new Error('the board came back from reset');
	},
} as const;

function wakeAt(index: number): Wake {
	const {cause, pin, fromOff, atUs} = native.wake(index);
	const source = cause === 'timer' ? cause : pinNames[pin];
	return {cause, pin: cause === 'pin' ? pin : undefined, source, fromOff, atUs};
}
