// Generated from bindings/api/pwm.ts by tools/gen. Edit that file, then run: npm run gen

/** Pulses on pins. */
declare module 'catnap:pwm' {
	/**
	 * Take a pin; it is low.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @param hz The frequency that is wanted, 1 to 4294967295 Hz.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, RANGE, BUSY, FULL, UNSUPPORTED.
	 */
	export function open(pin: number, hz: number): {
		/** The frequency that it has, rounded, in Hz. */
		readonly hz: number;
		/** Bits of a duty. */
		readonly resolution: number;
	};
	/**
	 * Give the share of each period for which the pin is high.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @param duty Of 2^resolution - 1, 0 to 2147483647.
	 * @throws {NativeError} Throws TYPE, RANGE, CLOSED, RANGE.
	 */
	export function write(pin: number, duty: number): void;
	/**
	 * Stop at once. A pin that is not open is ignored.
	 * @param pin The board's number of the pin, 0 to 254.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function close(pin: number): void;
}
