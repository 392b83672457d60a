// `catnap/power`: why the app runs, off with wake sources, and what survives.

import * as native from 'catnap:power';
import * as timer from 'catnap:timer';
import type {Pin} from './board.ts';
import {type Duration, durationUs} from './duration.ts';
import {type Fields, type Retained, retain} from './retain.ts';

export type {Fields, Retained} from './retain.ts';

/** Something outside that can end System OFF: a pin, and what must be done before the chip goes. */
export interface WakeSource {
	readonly pin: Pin;
	/** Make the outside ready to raise the pin. */
	arm(): void;
}

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
	/** What may switch the chip on again. At least one; each pin must be able to. */
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
	 * System OFF: everything stops, only retained records survive, and a wake source starts the app from its first line.
	 * There is no timer wake from off on the nRF5340. Never returns.
	 * @throws {NativeError} UNSUPPORTED when a pin cannot wake this board; INVAL without a wake source.
	 */
	off(options: OffOptions): never {
		for (const source of options.wakeOn) source.arm();
		native.off(Uint8Array.from(options.wakeOn, source => source.pin.number));
		throw new Error('the board came back from off'); // hal_off returns on error only, and that has thrown
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
