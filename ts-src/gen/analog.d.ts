// Generated from bindings/api/analog.ts by tools/gen. Edit that file, then run: npm run gen

/** Levels at the inputs of the analog-to-digital converter. */
declare module 'catnap:analog' {
	/**
	 * One conversion with 12 bits; levels beyond the ends read as the ends.
	 * @param input The board's number of the input, 0 to 63.
	 * @returns Counts, 0 to 4095.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, TIMEOUT.
	 */
	export function read(input: number): number;
	/**
	 * One conversion, scaled: the middle of the step that it falls into.
	 * @param input The board's number of the input, 0 to 63.
	 * @returns The level, in uV.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, TIMEOUT.
	 */
	export function microvolts(input: number): number;
}
