// `PulseCount` of `catnap/io`: edges that are counted while the core sleeps, in the shape of Ecma-419's PulseCount.

import * as native from 'catnap:pulse';
import type {Pin} from './board-types.ts';
import {mistake, transferAt} from './bus-error.ts';

export interface PulseCountOptions {
	/** One of `board.pins`: what comes there is counted. It is an input from now on. */
	readonly signal: Pin;
	/** What keeps its level while nothing drives it, such as an open reed switch. @default 'input' */
	readonly mode?: 'input' | 'pull-up' | 'pull-down';
	/** Which edges count. @default 'rising' */
	readonly edge?: 'rising' | 'falling' | 'both';
	/**
	 * Called when the count has changed by `every` or more since the last call, with the count, and the moment at which it
	 * had come so far (microseconds since power-on). The chip wakes for it. @default never: `read` when it suits you
	 */
	readonly onReadable?: (count: number, atUs: number) => void;
	/** Edges from one call of `onReadable` to the next, at least; 1 or more. @default 1 */
	readonly every?: number;
}

/**
 * Counts the edges of a pin. Unlike Ecma-419 it counts up only: there is no `control` pin. The count is a signed 32-bit
 * number and wraps from 2147483647 to -2147483648; a reset and off end it, so write it down before.
 */
export class PulseCount {
	readonly #name: string;
	readonly #id: number;
	#isOpen = true;

	/**
	 * @throws {NativeError} RANGE for an `every` that is none, BUSY when the pin is counted already or has pulses, FULL when as
	 * many pins are as the chip has counters (3 on the nRF5340; 4 on the ESP32-S3, where one with `onReadable` takes two),
	 * INVAL when the board has no such pin.
	 */
	constructor({signal, mode = 'input', edge = 'rising', onReadable, every = 1}: PulseCountOptions) {
		this.#name = signal.name;
		if (!Number.isInteger(every) || every < 1 || every > 0x7fff_ffff)
			throw mistake('RANGE', `PulseCount on pin ${signal.name}: every is 1 to 2147483647, not ${every}`);
		const options = {pin: signal.number, mode, edge, every: onReadable === undefined ? 0 : every};
		this.#id = transferAt(`PulseCount on pin ${signal.name}`, () =>
			native.open(options, (atUs, count) => onReadable?.(count, atUs)),
		);
	}

	/** The edges so far, from the last `write` on. @throws {NativeError} CLOSED after close(). */
	read(): number {
		this.#check();
		return native.read(this.#id);
	}

	/** Count on from a whole number, -2147483648 to 2147483647. @throws {NativeError} RANGE, CLOSED after close(). */
	write(count: number): void {
		this.#check();
		native.write(this.#id, count);
	}

	/** Stop, and let go of the counter; the pin stays an input. A second close does nothing. */
	close(): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		native.close(this.#id);
	}

	#check(): void {
		if (!this.#isOpen) throw mistake('CLOSED', `PulseCount on pin ${this.#name} is closed`);
	}
}
