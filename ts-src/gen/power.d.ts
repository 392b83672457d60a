// Generated from bindings/api/power.ts by tools/gen. Edit that file, then run: npm run gen

/** Why the app runs, how deep the chip may sleep, off, and records that survive off. */
declare module 'catnap:power' {
	/**
	 * What started the app, then what ended the last sleep: one of its causes.
	 * @param index Which cause, in the order of their moments, 0 to 4294967295.
	 * @throws {NativeError} Throws TYPE, RANGE, RANGE.
	 */
	export function wake(index: number): {
		/** What it was. */
		readonly cause: 'power-on' | 'reset' | 'watchdog' | 'pin' | 'timer';
		/** The board's number of the pin; 255 for other causes. */
		readonly pin: number;
		/** The app was started by it: only retained records survived. */
		readonly fromOff: boolean;
		/** The moment, since power-on, in us. */
		readonly atUs: number;
	};
	/**
	 * How many causes stood when the last sleep ended.
	 * @returns One or more.
	 */
	export function wakeCount(): number;
	/** How the chip has slept since it was started. */
	export function stats(): {
		/** Sleeps. */
		readonly sleeps: number;
		/** Slept with the clocks ready, in us. */
		readonly idleUs: number;
		/** Slept deeper, in us. */
		readonly deepUs: number;
		/** Part of idleUs: a lock kept it from being deep, in us. */
		readonly lockedUs: number;
		/** Locks that are held. */
		readonly locks: number;
	};
	/**
	 * Choose the clock of the core for a phase of work; without it every phase runs slow.
	 * @param phase What is done.
	 * @param speed How fast the core runs then.
	 * @throws {NativeError} Throws TYPE, RANGE, UNSUPPORTED.
	 */
	export function clock(phase: 'features' | 'inference', speed: 'slow' | 'fast'): void;
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
	 * Off: only retained records survive; a level on one of the pins, or the clock, restarts the app.
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
	 * @param version The app's version of the record, 0 to 4294967295.
	 * @param fields Types and names of its fields, as in SPEC.md, 0 to 65535 elements.
	 * @param data Receives the record, 0 to 65535 elements.
	 * @returns Whether it is there; the array is written for found only.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function retainRead(name: string, version: number, fields: Uint8Array, data: Uint8Array): 'found' | 'none' | 'other' | 'corrupt';
	/**
	 * How a record is stored, whatever its version and fields.
	 * @param name Name of the record, 1 to 15 bytes.
	 * @throws {NativeError} Throws TYPE, RANGE, STATE.
	 */
	export function retainInfo(name: string): {
		/** Its version. */
		readonly version: number;
		/** Bytes of its data. */
		readonly dataBytes: number;
		/** Bytes of its fields. */
		readonly fieldBytes: number;
	};
	/**
	 * Copy a record as it is stored: data, then fields.
	 * @param name Name of the record, 1 to 15 bytes.
	 * @param bytes Receives both; exactly as long, 0 to 65535 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, STATE.
	 */
	export function retainCopy(name: string, bytes: Uint8Array): void;
	/**
	 * Write or replace a record.
	 * @param name Name of the record, 1 to 15 bytes.
	 * @param version The app's version of the record, 0 to 4294967295.
	 * @param fields Types and names of its fields, as in SPEC.md, 0 to 65535 elements.
	 * @param data The record, 0 to 65535 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, FULL, INVAL.
	 */
	export function retainWrite(name: string, version: number, fields: Uint8Array, data: Uint8Array): void;
}
