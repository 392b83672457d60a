// `catnap/pin`: digital pins, in the shape of Ecma-419's Digital, with edges that wake the chip.

import * as native from 'catnap:pin';
import type {Level, Pin, PinAble} from './board-types.ts';
import {mistake} from './bus-error.ts';
import type {WakeSource} from './wake-source.ts';

export interface DigitalOptions<P extends Pin = Pin> {
	/** One of `board.pins`. */
	readonly pin: P;
	/** `pull` is the pull away from the pin's active level. @default 'input' */
	readonly mode?: 'input' | 'pull-up' | 'pull-down' | 'pull' | 'output';
	/** Which edges call `onReadable`; `active` is the one to the pin's active level. @default 'both' */
	readonly edge?: 'rising' | 'falling' | 'both' | 'active';
	/**
	 * Called after an edge, with the moment of the first one since the last call (microseconds since power-on) and how
	 * many there were: more than 1 came faster than they could be reported, and faster than an interrupt they count as one.
	 * The chip sleeps until then.
	 */
	readonly onReadable?: (atUs: number, edges: number) => void;
}

/** One pin. */
export class Digital<P extends Pin = Pin> {
	readonly #pin: P;
	#watch: number | undefined;
	/** Below 0 once it is closed: an edge's callback pays for no call. */
	#number: number;

	/** @throws {NativeError} INVAL when the board has no such pin, FULL when too many pins are watched. */
	constructor(options: DigitalOptions<P>) {
		const {pin, mode = 'input', edge = 'both', onReadable} = options;
		this.#pin = pin;
		this.#number = pin.number;
		const pull = pin.activeLow ? 'pull-up' : 'pull-down';
		native.mode(pin.number, mode === 'pull' ? pull : mode);
		const active = pin.activeLow ? 'falling' : 'rising';
		if (onReadable !== undefined)
			this.#watch = native.watch(pin.number, edge === 'active' ? active : edge, onReadable);
	}

	/** The level: 1 is high. @throws {NativeError} CLOSED after close(). */
	read(): 0 | 1 {
		if (this.#number < 0) throw closed(this.#pin);
		return native.read(this.#number) ? 1 : 0;
	}

	/** Drive the pin, an output: 1 is high. @throws {NativeError} INVAL when it is no output, CLOSED after close(). */
	write(level: 0 | 1): void {
		if (this.#number < 0) throw closed(this.#pin);
		native.write(this.#number, level === 1);
	}

	/** The pin's high level as a wake source, for `power.off({wakeOn: [switch.high()]})`; it may stand already. */
	high(): WakeSource<PinAble<P, 'high'>> {
		return this.#level('high');
	}

	/** The same for the low level. */
	low(): WakeSource<PinAble<P, 'low'>> {
		return this.#level('low');
	}

	/** The same for the level at which a button of this board is pressed. */
	active(): WakeSource<PinAble<P, 'active'>> {
		return this.#level(this.#pin.activeLow ? 'low' : 'high');
	}

	#level(level: Level) {
		return {pin: this.#pin, level, arm: () => {}};
	}

	/** No further calls of `onReadable`, and no use; the pin stays as it is. A second close does nothing. */
	close(): void {
		this.#number = -1;
		if (this.#watch !== undefined) native.unwatch(this.#watch);
		this.#watch = undefined;
	}
}

function closed({name}: Pin): Error {
	return mistake('CLOSED', `pin ${name} is closed`);
}
