// Generated from bindings/api/timer.ts by tools/gen. Edit that file, then run: npm run gen

/** The moment now, and callbacks at moments to come; the chip sleeps until then. */
declare module 'catnap:timer' {
	/**
	 * The moment now, since power-on; counts through sleep.
	 * @returns The moment, in us.
	 */
	export function nowUs(): number;
	/**
	 * Call a function once, or again and again without drift: late calls are skipped, the grid stays.
	 * @param delayUs From now to the first call, 0 to 2^53 - 1 us.
	 * @param periodUs From each call to the next; 0: only one call, 0 to 2^53 - 1 us.
	 * @param callback The function.
	 * @returns An id for stop.
	 * @throws {NativeError} Throws TYPE, RANGE, FULL.
	 */
	export function start(delayUs: number, periodUs: number, callback: (dueUs: number) => void): number;
	/**
	 * Calls of a repeated timer that were skipped because the one before was late. 0 for an id that has ended.
	 * @param id What start returned, -2147483648 to 2147483647.
	 * @returns How many.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function missed(id: number): number;
	/**
	 * Stop a timer. An id that has ended is ignored.
	 * @param id What start returned, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function stop(id: number): void;
}
