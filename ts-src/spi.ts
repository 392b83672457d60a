// SPI for apps, in the shape of Ecma-419's SPI, with promises.

import * as native from 'catnap:spi';
import type {Pin, SpiBus} from './board-types.ts';
import {mistake, transferAt} from './bus-error.ts';
import type {Bytes} from './i2c.ts';

export interface SPIOptions {
	/** One of the board's SPI buses, such as `board.spi0`. */
	readonly io: SpiBus;
	/** The pin that selects the device; it is an output from now on. @default none: the device is always selected */
	readonly select?: Pin;
	/** The level that selects. @default 0 */
	readonly active?: 0 | 1;
	/** 0 or 1: clock low at rest, 2 or 3: high; 0 and 2 sample at the first edge, 1 and 3 at the second. @default 0 */
	readonly mode?: 0 | 1 | 2 | 3;
	/** At most, in Hz: the bus takes the fastest of its clocks that is not faster. @default 1000000 */
	readonly hz?: number;
}

const none = new Uint8Array(0);
const noPin = 255;
const longest = 65_535;

/**
 * One device on an SPI bus. Transfers run in the order of their calls; the device is selected for each. The core sleeps
 * while bytes move, and interrupts are served; timers and other code of the app wait.
 */
export class SPI {
	readonly #bus: number;
	readonly #select: number;
	readonly #active: boolean;
	readonly #mode: number;
	readonly #hz: number;
	#isOpen = true;

	/** @throws {NativeError} RANGE for a mode or a clock that is none, INVAL when the board has no such pin. */
	constructor({io, select, active = 0, mode = 0, hz = 1_000_000}: SPIOptions) {
		if (![0, 1, 2, 3].includes(mode)) throw mistake('RANGE', `an SPI mode is 0 to 3, not ${mode}`);
		if (!Number.isInteger(hz) || hz < 1 || hz > 64_000_000)
			throw mistake('RANGE', `the clock of SPI is 1 to 64000000 Hz, not ${hz}`);
		this.#bus = io.spi;
		this.#select = select?.number ?? noPin;
		this.#active = active === 1;
		this.#mode = mode;
		this.#hz = hz;
		native.open(this.#select, this.#active);
	}

	/**
	 * Send bytes; what comes back at the same time is the result, as many.
	 * @throws {NativeError} UNSUPPORTED when the bus has no clock so slow, CLOSED after close(). SPI has no acknowledge: a
	 * device that is not there reads as zeros.
	 */
	async transfer(bytes: Bytes): Promise<Uint8Array> {
		return this.#exchange(bytes, bytes.length);
	}

	/** Send bytes, drop what comes back. @throws {NativeError} as transfer() does. */
	async write(bytes: Bytes): Promise<void> {
		this.#exchange(bytes, 0);
	}

	/** Read bytes, sending zeros. @param length 1 to 65535. @throws {NativeError} as transfer() does, and RANGE. */
	async read(length: number): Promise<Uint8Array> {
		return this.#exchange(none, length);
	}

	/** Send bytes, then read as many as asked for: how most devices are asked for a register. @throws as read() does. */
	async writeRead(bytes: Bytes, length: number): Promise<Uint8Array> {
		// a copy: a view would show the whole exchange to who takes its buffer
		return this.#exchange(bytes, bytes.length + length).slice(bytes.length);
	}

	/** No further transfers. A second close does nothing. */
	close(): void {
		this.#isOpen = false;
	}

	#exchange(out: Bytes, length: number): Uint8Array {
		const where = `SPI ${this.#bus}`;
		if (!this.#isOpen) throw mistake('CLOSED', `${where} is closed`);
		if (!Number.isInteger(length) || length < 0 || length > longest)
			throw mistake('RANGE', `${where}: a transfer has 0 to ${longest} bytes, not ${length}`);
		const into = new Uint8Array(length);
		const bytes = out instanceof Uint8Array ? out : Uint8Array.from(out);
		transferAt(where, () =>
			native.transfer(this.#bus, this.#select, this.#active, this.#mode, this.#hz, bytes, into),
		);
		return into;
	}
}
