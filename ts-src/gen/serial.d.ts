// Generated from bindings/api/serial.ts by tools/gen. Edit that file, then run: npm run gen

/** Bytes on serial ports. */
declare module 'catnap:serial' {
	/**
	 * Take a port; nothing is received yet. The function is called with bits: 1 bytes are there, 2 all is sent, 4 a fault, 8 a byte has ended a rest.
	 * @param options How the port is used.
	 * @param options.port The board's number of the port, 0 to 7.
	 * @param options.baud One that the board has, 1 to 4000000 bit/s.
	 * @param options.parity The bit behind the eight of data. Default "none".
	 * @param options.ringBytes Bytes that wait, 64 to 4096. Default 256.
	 * @param options.restAfterUs Without a byte for so long the receiver is switched off; 0: never, 0 to 4294967295 us. Default 0.
	 * @param callback The function.
	 * @returns An id for the others.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, RANGE, BUSY, FULL, NO_MEMORY.
	 */
	export function open(options: {readonly port: number; readonly baud: number; readonly parity?: 'none' | 'even' | 'odd'; readonly ringBytes?: number; readonly restAfterUs?: number}, callback: (atUs: number, events: number) => void): number;
	/**
	 * Wire a port of an app's own board, before it is opened.
	 * @param port The board's number of the port, 0 to 7.
	 * @param tx The board's number of the pin that sends, 0 to 254.
	 * @param rx Of the pin that receives, 0 to 254.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function wire(port: number, tx: number, rx: number): void;
	/**
	 * Receive from now on.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @param end The byte at whose arrival the function is called; -1: any, -1 to 255.
	 * @param gatherUs For any byte: how long to wait for those that follow the first, 0 to 10000000 us.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED, TIMEOUT, FULL.
	 */
	export function receive(id: number, end: number, gatherUs: number): void;
	/**
	 * Take the oldest bytes that have come.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @param into Receives them, 1 to 65535 elements.
	 * @returns How many.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED.
	 */
	export function read(id: number, into: Uint8Array): number;
	/**
	 * Send bytes, as many as there is room for: none while others are being sent.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @param bytes What is sent, 1 to 65535 elements.
	 * @returns How many were taken.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED.
	 */
	export function send(id: number, bytes: Uint8Array): number;
	/**
	 * What has come and what was lost, since the port was opened.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED.
	 */
	export function stats(id: number): {
		/** Bytes that came into the ring. */
		readonly received: number;
		/** Bytes that found the ring full. */
		readonly lost: number;
		/** Times that the receiver lost bytes because the core was late. */
		readonly overruns: number;
		/** Bytes without a stop bit; they are dropped. */
		readonly framing: number;
		/** Bytes with a wrong parity bit; they are among the received. */
		readonly parity: number;
		/** Times that the line was low for longer than a byte. */
		readonly breaks: number;
		/** Bytes that ended a rest: they and what followed within some milliseconds are lost. */
		readonly wakes: number;
	};
	/**
	 * Stop at once. An id that has ended is ignored.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function close(id: number): void;
}
