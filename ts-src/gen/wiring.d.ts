// Generated from bindings/api/wiring.ts by tools/gen. Edit that file, then run: npm run gen

/** Pins and clocks of an app's own board, where they differ from those of the board that it extends. */
declare module 'catnap:wiring' {
	/**
	 * Wire an I2C bus.
	 * @param bus The board's number of the bus, 0 to 7.
	 * @param sda The board's number of the pin, 0 to 254.
	 * @param scl The board's number of the pin, 0 to 254.
	 * @param hz Its clock, one that the board has, 1 to 1000000 Hz.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, UNSUPPORTED.
	 */
	export function i2c(bus: number, sda: number, scl: number, hz: number): void;
	/**
	 * Wire an SPI bus.
	 * @param bus The board's number of the bus, 0 to 7.
	 * @param sck The board's number of the pin, 0 to 254.
	 * @param mosi The board's number of the pin, 0 to 254.
	 * @param miso The board's number of the pin, 0 to 254.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL.
	 */
	export function spi(bus: number, sck: number, mosi: number, miso: number): void;
}
