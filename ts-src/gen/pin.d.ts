// Generated from bindings/api/pin.ts by tools/gen. Edit that file, then run: npm run gen

/** Levels of pins, and edges that wake the chip. */
declare module 'catnap:pin' {
	/**
	 * Make a pin an input or an output.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @param mode What it is.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, UNSUPPORTED.
	 */
	export function mode(pin: number, mode: 'input' | 'pull-up' | 'pull-down' | 'output'): void;
	/**
	 * Drive an output.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @param high The level.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function write(pin: number, high: boolean): void;
	/**
	 * The level of a pin.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @returns Whether it is high.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function read(pin: number): boolean;
	/**
	 * Call a function after each edge; edges that come before it runs share one call, which says how many.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @param edge Which edges.
	 * @param callback The function.
	 * @returns An id for unwatch.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, FULL.
	 */
	export function watch(pin: number, edge: 'rising' | 'falling' | 'both', callback: (atUs: number, edges: number) => void): number;
	/**
	 * No further calls. An id that has ended is ignored.
	 * @param id What watch returned, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function unwatch(id: number): void;
}
