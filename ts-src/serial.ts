// `Serial` of `catnap/io`: a serial port, in the shape of Ecma-419's Serial, with bytes and lines as async iterators.

import * as native from 'catnap:serial';
import type {SerialBus} from './board-types.ts';
import {mistake} from './bus-error.ts';
import {type Duration, durationUs} from './duration.ts';
import type {Bytes} from './i2c.ts';

export interface SerialOptions {
	/** One of the board's serial ports, such as `board.uart0`. */
	readonly io: SerialBus;
	/** Bits a second, one of `io.bauds`; with 8 data bits and one stop bit. */
	readonly baud: number;
	/** @default 'none' */
	readonly parity?: 'none' | 'even' | 'odd';
	/** Whether bytes are received at all: what only sends draws nothing in between. @default true */
	readonly receive?: boolean;
	/** Bytes that can wait to be read, 64 to 4096; rounded up to a power of two. @default 256 */
	readonly ringBytes?: number;
	/**
	 * After so long without a byte the receiver is switched off. It then draws nothing, and the start of the next byte
	 * wakes the chip; that byte, and what follows within about 2 ms, is lost: `stats.wakes` counts it. Without it the
	 * ESP32-S3 idles instead of sleeping lightly for as long as the port receives. @default never
	 */
	readonly restAfter?: Duration;
	/** Called for each fault, with what was lost. @default the next step of `bytes` or `lines` rejects */
	readonly onError?: (error: SerialError) => void;
}

/** What happened to the bytes since the port was opened; nothing is lost without being counted here. */
export type SerialStats = ReturnType<typeof native.stats>;

/** FRAMING: no stop bit; BREAK: low for longer than a byte; OVERRUN: the core was late; LOST: the ring was full. */
export type SerialFault = 'FRAMING' | 'PARITY' | 'BREAK' | 'OVERRUN' | 'LOST' | 'LONG_LINE';

/** A fault of a serial port. */
export interface SerialError extends Error {
	/** Which fault. */
	readonly code: SerialFault;
	/** How often since the last report, in bytes for LOST. */
	readonly count: number;
}

const event = {bytes: 1, sent: 2, fault: 4} as const;
const newline = 10;
const faults = [
	['framing', 'FRAMING', 'bytes had no stop bit: another baud rate, or noise'],
	['parity', 'PARITY', 'bytes had the wrong parity'],
	['breaks', 'BREAK', 'breaks'],
	['overruns', 'OVERRUN', 'times bytes were lost because the core was late'],
	['lost', 'LOST', 'bytes were lost because the ring was full'],
] as const;
const pieceBytes = 64;
const longestLine = 1024;

/** Called once: what a promise waits for. */
type Waiter = (() => void) | undefined;

/**
 * A serial port. It receives until it is closed, into a ring from which loops read. Meanwhile the chip sleeps; it wakes
 * for a whole line, a piece, or a ring that is half full.
 */
export class Serial {
	readonly #id: number;
	readonly #name: string;
	readonly #onError: ((error: SerialError) => void) | undefined;
	#seen: SerialStats;
	#isOpen = true;
	#isRead = false;
	#isLosing = false;
	/** Bytes wait that no loop has seen. */
	#hasNews = true;
	#failure: SerialError | undefined;
	#onBytes: Waiter;
	#onSent: Waiter;
	#lastWrite: Promise<void> = Promise.resolve();
	readonly #piece = new Uint8Array(pieceBytes);

	/**
	 * @throws {NativeError} RANGE for a baud rate or a ring out of reach, BUSY when the port is open or the chip's
	 * controller is a second I2C bus, INVAL when the board has no such port, NO_MEMORY, FULL, TIMEOUT when the fast clock
	 * does not start.
	 */
	constructor(options: SerialOptions) {
		const {io, baud, parity = 'none', receive = true, ringBytes = 256, restAfter, onError} = options;
		this.#name = `serial port ${io.uart}`;
		if (!io.bauds.includes(baud))
			throw mistake('RANGE', `${this.#name}: baud ${baud} is out of reach: ${io.bauds.join(', ')}`);
		const restAfterUs = restAfter === undefined ? 0 : durationUs(restAfter);
		this.#onError = onError;
		this.#id = native.open({port: io.uart, baud, parity, ringBytes, restAfterUs}, (_atUs, events) => {
			this.#take(events);
		});
		this.#seen = native.stats(this.#id);
		if (receive) native.receive(this.#id, newline, 0);
	}

	/**
	 * What comes, in pieces of 1 to 64 bytes. A piece ends when it is full, or `gather` after its first byte.
	 * @param gather how long to wait for more, so that the chip does not wake for each byte. @default '10ms'
	 * @throws {NativeError} BUSY while another loop reads, CLOSED after close(); {SerialError} without `onError`.
	 */
	async *bytes(gather: Duration = '10ms'): AsyncGenerator<Uint8Array, void, undefined> {
		this.#begin(-1, durationUs(gather));
		try {
			for (;;) {
				const count = await this.#read();
				if (count === 0) return;
				yield this.#piece.slice(0, count);
			}
		} finally {
			this.#isRead = false;
		}
	}

	/**
	 * Lines without their end, which is LF or CR LF; each byte is a character. The loop ends when the port is closed.
	 * @param longest characters: a line beyond is dropped whole, and a fault. @default 1024
	 * @throws {NativeError} as bytes() does.
	 */
	async *lines(longest = longestLine): AsyncGenerator<string, void, undefined> {
		this.#begin(newline, 0);
		let line = '';
		let isTooLong = false;
		try {
			for (;;) {
				const count = await this.#read();
				if (count === 0) return;
				for (const byte of this.#piece.slice(0, count)) {
					if (byte !== newline) {
						if (line.length < longest) line += String.fromCharCode(byte);
						else isTooLong = true;
						continue;
					}
					const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
					line = '';
					if (isTooLong) this.#fail('LONG_LINE', 1, `lines were longer than ${longest} characters`);
					else yield whole;
					isTooLong = false;
				}
			}
		} finally {
			this.#isRead = false;
		}
	}

	/**
	 * Send bytes, or a text of which each character is a byte; resolves when the last one has left. Writes follow each
	 * other in the order of their calls. The chip sleeps meanwhile.
	 * @throws {NativeError} RANGE for a character beyond a byte, CLOSED when the port is closed before all was sent.
	 */
	write(data: Bytes | string): Promise<void> {
		const bytes = typeof data === 'string' ? this.#bytesOf(data) : Uint8Array.from(data);
		const before = this.#lastWrite;
		const done = before.then(() => this.#send(bytes));
		this.#lastWrite = done.catch(() => {});
		return done;
	}

	/** Counts since the port was opened. @throws {NativeError} CLOSED after close(). */
	get stats(): SerialStats {
		return native.stats(this.#id);
	}

	/** Stop at once: loops end, writes reject with CLOSED. A second close does nothing. */
	close(): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		native.close(this.#id);
		this.#wake(event.bytes | event.sent);
	}

	#begin(end: number, gatherUs: number): void {
		if (!this.#isOpen) throw this.#closed();
		if (this.#isRead) throw mistake('BUSY', `${this.#name}: another loop reads it`);
		native.receive(this.#id, end, gatherUs);
		this.#hasNews = true;
		this.#isRead = true;
	}

	/** Bytes that are now in `#piece`; 0: the port was closed. */
	async #read(): Promise<number> {
		for (;;) {
			if (this.#failure !== undefined) {
				const error = this.#failure;
				this.#failure = undefined;
				throw error;
			}
			if (!this.#isOpen) return 0;
			const count = this.#hasNews ? native.read(this.#id, this.#piece) : 0;
			// of bytes that come later the next piece is made, or line
			this.#hasNews = count === pieceBytes;
			if (!this.#hasNews) this.#reportLoss();
			if (count > 0) return count;
			await new Promise<void>(resolve => {
				this.#onBytes = resolve;
			});
		}
	}

	async #send(bytes: Uint8Array): Promise<void> {
		for (let sent = 0; sent < bytes.length; ) {
			if (!this.#isOpen) throw this.#closed();
			sent += native.send(this.#id, bytes.subarray(sent));
			await new Promise<void>(resolve => {
				this.#onSent = resolve;
			});
		}
		if (!this.#isOpen) throw this.#closed();
	}

	/** Of bytes that find the ring full only the first is reported at once. */
	#reportLoss(): void {
		if (this.#isLosing) this.#report();
		this.#isLosing = false;
	}

	#take(events: number): void {
		if (events & event.bytes) this.#hasNews = true;
		if (events & event.fault) this.#report();
		this.#wake(events);
	}

	#wake(events: number): void {
		const {bytes, sent, fault} = event;
		if (events & (bytes | fault)) this.#onBytes?.();
		if (events & sent) this.#onSent?.();
	}

	#report(): void {
		const now = native.stats(this.#id);
		for (const [name, code, what] of faults) {
			const count = now[name] - this.#seen[name];
			if (count > 0) this.#fail(code, count, what);
			if (count > 0 && code === 'LOST') this.#isLosing = true;
		}
		this.#seen = now;
	}

	#fail(code: SerialFault, count: number, what: string): void {
		const error = Object.assign(new Error(`${this.#name}: ${count} ${what}`), {code, count});
		if (this.#onError !== undefined) this.#onError(error);
		else this.#failure ??= error;
	}

	#bytesOf(text: string): Uint8Array {
		return Uint8Array.from(text, character => {
			const code = character.charCodeAt(0);
			if (code > 0xff || character.length > 1)
				throw mistake('RANGE', `${this.#name}: the character '${character}' is no byte`);
			return code;
		});
	}

	#closed(): Error {
		return mistake('CLOSED', `${this.#name} is closed`);
	}
}
