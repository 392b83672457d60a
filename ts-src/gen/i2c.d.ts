// Generated from bindings/api/i2c.ts by tools/gen. Edit that file, then run: npm run gen

/** Transfers on I2C buses, in order with those of the sensor drivers. */
declare module 'catnap:i2c' {
	/**
	 * Write, then (repeated start) read; both empty ask whether anything answers. The core sleeps meanwhile.
	 * @param bus The board's number of the bus, 0 to 7.
	 * @param address 7-bit address, 8 to 119.
	 * @param out What is written, 0 to 65535 elements.
	 * @param into Receives what is read; as many bytes as it has, 0 to 65535 elements.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, NO_DEVICE, IO, TIMEOUT.
	 */
	export function transfer(bus: number, address: number, out: Uint8Array, into: Uint8Array): void;
}
