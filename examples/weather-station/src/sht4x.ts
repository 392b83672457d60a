// SHT4x: temperature and humidity with a checksum; the chip rests by itself after each measurement.
// Commands and formulas: Sensirion, data sheet SHT4x, sections 4.4 to 4.6.

import {sleep} from 'catnap';
import {type Bus, I2C} from 'catnap/io';
import {failure} from './failure.ts';

export interface Sht4xOptions {
	readonly io: Bus;
	/** 0x44 (A types), 0x45 (B types), 0x46 (C types). @default 0x44 */
	readonly address?: 0x44 | 0x45 | 0x46;
}

export interface Sht4xReading {
	/** Degrees Celsius. */
	readonly temperature: number;
	/** Relative, 0 to 1. */
	readonly humidity: number;
}

const measureHighPrecision = 0xfd;
const longest = '9ms';

/** CRC-8 of two bytes, polynomial 0x31, begun with 0xff. */
function checksum(high: number, low: number): number {
	let crc = 0xff;
	for (const byte of [high, low]) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x31 : 0)) & 0xff;
	}
	return crc;
}

export class Sht4x {
	readonly #device: I2C;

	constructor({io, address = 0x44}: Sht4xOptions) {
		this.#device = new I2C({io, address, hz: 1_000_000});
	}

	/** One measurement. @throws {NativeError} as I2C does, and CORRUPT when a checksum is wrong. */
	async sample(): Promise<Sht4xReading> {
		await this.#device.write([measureHighPrecision]);
		await sleep(longest);
		const bytes = await this.#device.read(6);
		const word = (at: number): number => {
			const [high = 0, low = 0, crc] = bytes.subarray(at);
			if (checksum(high, low) !== crc) throw failure('CORRUPT', 'a checksum of the SHT4x is wrong');
			return (high << 8) | low;
		};
		return {
			temperature: -45 + (175 * word(0)) / 65_535,
			humidity: Math.min(1, Math.max(0, (-6 + (125 * word(3)) / 65_535) / 100)),
		};
	}

	close(): void {
		this.#device.close();
	}
}
