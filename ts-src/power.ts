// `catnap/power`: why the app runs, off with wake sources, and what survives.

import type {TimerAble} from 'catnap:board';
import * as native from 'catnap:power';
import * as timer from 'catnap:timer';
import {chargeLeft} from './battery.ts';
import {type Duration, durationUs} from './duration.ts';
import {type Fields, type Retained, retain} from './retain.ts';
import type {WakeSource} from './wake-source.ts';

export type {Fields, Retained} from './retain.ts';
export type {WakeSource} from './wake-source.ts';

export interface Wake {
	readonly cause: 'power-on' | 'reset' | 'watchdog' | 'pin' | 'timer';
	/** The board's number of the wake pin, when the cause is `pin`. */
	readonly pin: number | undefined;
	/** The app was started by this wake; only retained records survived. */
	readonly fromOff: boolean;
	/** The moment, in microseconds since power-on. */
	readonly atUs: number;
}

export interface OffOptions {
	/** What may switch the chip on again. At least one; the build refuses what this board cannot. */
	readonly wakeOn: readonly WakeSource[];
}

export interface Repeated {
	/** No further calls. A second stop does nothing. */
	stop(): void;
}

export const power = {
	/** What started the app, then what ended the last sleep. */
	get wake(): Wake {
		const {cause, pin, fromOff, atUs} = native.wake();
		return {cause, pin: pin === 0xff ? undefined : pin, fromOff, atUs};
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
	 * @param fields names and types; a record with other fields is reported by a warning and starts from zero.
	 */
	retain<const F extends Fields>(name: string, fields: F): Retained<F> {
		return retain(name, fields);
	},

	/** Call `callback` at fixed distances, without drift; the chip sleeps between. */
	every(period: Duration, callback: () => void): Repeated {
		const periodUs = Math.max(1, durationUs(period));
		const id = timer.start(periodUs, periodUs, callback);
		return {stop: () => timer.stop(id)};
	},

	/** Reset the chip; retained records survive. */
	reset(): never {
		native.reset();
		throw new Error('the board came back from reset');
	},
} as const;
