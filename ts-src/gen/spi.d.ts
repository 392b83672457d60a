// Generated from bindings/api/spi.ts by tools/gen. Edit that file, then run: npm run gen

/** Exchanges on SPI buses. */
declare module 'catnap:spi' {
	/**
	 * Make the select pin an output that selects nothing.
	 * @param select The board's number of the select pin; 255: none, 0 to 255.
	 * @param activeHigh Whether a high level selects.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function open(select: number, activeHigh: boolean): void;
	/**
	 * Exchange as many bytes as the longer of the two has, zeros behind the end of `out`. The core sleeps meanwhile.
	 * @param bus The board's number of the bus, 0 to 7.
	 * @param select The board's number of the select pin; 255: none, 0 to 255.
	 * @param activeHigh Whether a high level selects.
	 * @param mode Bit 1: level of the clock at rest, bit 0: its edge that samples, 0 to 3.
	 * @param hz At most, 1 to 64000000 Hz.
	 * @param out What is sent, 0 to 65535 elements.
	 * @param into Receives the first bytes that come, 0 to 65535 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, UNSUPPORTED.
	 */
	export function transfer(bus: number, select: number, activeHigh: boolean, mode: number, hz: number, out: Uint8Array, into: Uint8Array): void;
}
