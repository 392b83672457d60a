// Generated from bindings/api/pulse.ts by tools/gen. Edit that file, then run: npm run gen

/** Counted edges of pins. */
declare module 'catnap:pulse' {
	/**
	 * Count the edges of a pin from 0 on.
	 * @param options Which pin, and how.
	 * @param options.pin The board's number of the pin, 0 to 254.
	 * @param options.mode What keeps its level while nothing drives it. Default "input".
	 * @param options.edge Which edges count. Default "rising".
	 * @param options.every Edges from one call of the function to the next, at least; 0: it is not called, 0 to 2147483647. Default 0.
	 * @param callback The function.
	 * @returns An id for the others.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, BUSY, FULL, UNSUPPORTED.
	 */
	export function open(options: {readonly pin: number; readonly mode?: 'input' | 'pull-up' | 'pull-down'; readonly edge?: 'rising' | 'falling' | 'both'; readonly every?: number}, callback: (atUs: number, count: number) => void): number;
	/**
	 * The count: -2147483648 to 2147483647, where it wraps.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @returns It.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED.
	 */
	export function read(id: number): number;
	/**
	 * Count on from another value.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @param count The value, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED.
	 */
	export function write(id: number, count: number): void;
	/**
	 * Stop. An id that has ended is ignored.
	 * @param id What open returned, -2147483648 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function close(id: number): void;
}
