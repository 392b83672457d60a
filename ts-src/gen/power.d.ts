// Generated from bindings/api/power.ts by tools/gen. Edit that file, then run: npm run gen

/** Why the app runs, how deep the chip may sleep, off, and records that survive off. */
declare module 'catnap:power' {
	/** What started the app, then what ended the last sleep. */
	export function wake(): {readonly cause: 'power-on' | 'reset' | 'watchdog' | 'pin' | 'timer'; readonly pin: number; readonly fromOff: boolean; readonly atUs: number};
	/**
	 * Forbid sleeps deeper than idle until unlock is called as often.
	 * @throws {NativeError} Throws FULL.
	 */
	export function lock(): void;
	/**
	 * Undo one lock.
	 * @throws {NativeError} Throws STATE.
	 */
	export function unlock(): void;
	/**
	 * Off: only retained records survive; a level on one of the pins, or the clock, starts the app anew.
	 * @param pins Pairs of the board's number of a wake pin and its level (1 is high), 0 to 32 elements.
	 * @param afterUs From now until the clock ends it; 0: never, 0 to 2^53 - 1 us.
	 * @throws {NativeError} Throws TYPE, RANGE, UNSUPPORTED, INVAL.
	 */
	export function off(pins: Uint8Array, afterUs: number): never;
	/** Reset the chip; retained records survive. */
	export function reset(): never;
	/**
	 * The supply voltage, by one conversion.
	 * @returns The voltage, in mV.
	 * @throws {NativeError} Throws UNSUPPORTED, TIMEOUT.
	 */
	export function supplyMv(): number;
	/**
	 * Copy a record that survived reset or off into an array.
	 * @param name Name of the record, 1 to 15 bytes.
	 * @param layout A hash of the record's fields, 0 to 4294967295.
	 * @param data Receives the record, 0 to 65536 elements.
	 * @returns Whether it is there; the array is written for found only.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function retainRead(name: string, layout: number, data: Uint8Array): 'found' | 'none' | 'layout' | 'corrupt';
	/**
	 * Write or replace a record.
	 * @param name Name of the record, 1 to 15 bytes.
	 * @param layout A hash of the record's fields, 0 to 4294967295.
	 * @param data The record, 0 to 65536 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, FULL, INVAL.
	 */
	export function retainWrite(name: string, layout: number, data: Uint8Array): void;
}
