// BH1750: light in lux, measured once when asked; the chip powers itself down afterwards.
// Instructions: Rohm, data sheet BH1750FVI, "Instruction Set Architecture" and "Measurement Procedure".

import {sleep} from 'catnap';
import {type Bus, I2C} from 'catnap/io';

export interface Bh1750Options {
	readonly io: Bus;
	/** 0x23 with ADDR low, 0x5c with ADDR high. @default 0x23 */
	readonly address?: 0x23 | 0x5c;
}

const once = 0x20;
const longest = '180ms';
const countsPerLux = 1.2;

export class Bh1750 {
	readonly #device: I2C;

	constructor({io, address = 0x23}: Bh1750Options) {
		this.#device = new I2C({io, address, hz: 400_000});
	}

	/** Lux, 0 to 54612. @throws {NativeError} as I2C does. */
	async sample(): Promise<number> {
		await this.#device.write([once]);
		await sleep(longest);
		const [high = 0, low = 0] = await this.#device.read(2);
		return ((high << 8) | low) / countsPerLux;
	}

	close(): void {
		this.#device.close();
	}
}
