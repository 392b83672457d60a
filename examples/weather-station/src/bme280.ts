// BME280: temperature, pressure and humidity, measured once when asked; between measurements the chip sleeps.
// Registers and compensation: Bosch Sensortec, BST-BME280-DS002, sections 4 and 5.

import {sleep} from 'catnap';
import {type Bus, I2C, type Pin, SPI, type SpiBus} from 'catnap/io';
import {failure} from './failure.ts';

interface OnI2C {
	/** The I2C bus that it is on. */
	readonly io: Bus;
	/** 0x76 with SDO low, 0x77 with SDO high. @default 0x76 */
	readonly address?: 0x76 | 0x77;
	readonly select?: never;
}

interface OnSPI {
	/** The SPI bus that it is on. */
	readonly io: SpiBus;
	/** The pin wired to CSB. */
	readonly select: Pin;
}

export type Bme280Options = (OnI2C | OnSPI) & {
	/** Measurements that are averaged, each of the three. @default 1 */
	readonly oversampling?: keyof typeof oversamplings;
};

export interface Bme280Reading {
	/** Degrees Celsius. */
	readonly temperature: number;
	/** Pascal. */
	readonly pressure: number;
	/** Relative, 0 to 1. */
	readonly humidity: number;
}

const register = {
	calibration: 0x88,
	id: 0xd0,
	reset: 0xe0,
	humidity: 0xe1,
	control: 0xf2,
	status: 0xf3,
	data: 0xf7,
} as const;
const identity = 0x60;
const resetWord = 0xb6;
const oversamplings = {1: 1, 2: 2, 4: 3, 8: 4, 16: 5} as const;
const forced = 1;
const busy = 0x09;
/** Looks at the status before the chip is given up. */
const patience = 5;

/** The registers, over either bus. */
interface Registers {
	read(register: number, length: number): Promise<Uint8Array>;
	/** Pairs of register and value [section 6.2.1, 6.3.1]. */
	write(pairs: readonly number[]): Promise<void>;
	close(): void;
}

function registersOf(options: Bme280Options): Registers {
	if (options.select === undefined) {
		const {io, address = 0x76} = options;
		const device = new I2C({io, address, hz: 3_400_000});
		return {
			read: (first, length) => device.writeRead([first], length),
			write: pairs => device.write(pairs),
			close: () => device.close(),
		};
	}
	const device = new SPI({io: options.io, select: options.select, hz: 10_000_000});
	// the top bit of an address says read
	return {
		read: (first, length) => device.writeRead([first | 0x80], length),
		write: pairs => device.write(pairs.map((byte, index) => (index % 2 === 0 ? byte & 0x7f : byte))),
		close: () => device.close(),
	};
}

/** The factory's numbers of one chip, by the names of the data sheet. */
interface Calibration {
	readonly t: readonly number[];
	readonly p: readonly number[];
	readonly h: readonly number[];
}

function readCalibration(low: Uint8Array, high: Uint8Array): Calibration {
	const words = new DataView(low.buffer);
	const signed = (at: number): number => words.getInt16(at, true);
	const more = new DataView(high.buffer);
	return {
		t: [words.getUint16(0, true), signed(2), signed(4)],
		p: [words.getUint16(6, true), ...[8, 10, 12, 14, 16, 18, 20, 22].map(signed)],
		h: [
			low[25]!,
			more.getInt16(0, true),
			high[2]!,
			(more.getInt8(3) << 4) | (high[4]! & 15),
			(more.getInt8(5) << 4) | (high[4]! >> 4),
			more.getInt8(6),
		],
	};
}

/** Temperature in the unit that the other two are corrected with: 5120 of it are a degree. */
function fineTemperature(raw: number, [t1, t2, t3]: readonly number[]): number {
	const past = raw / 16_384 - t1! / 1024;
	const far = raw / 131_072 - t1! / 8192;
	return past * t2! + far * far * t3!;
}

function pascals(raw: number, fine: number, [p1, p2, p3, p4, p5, p6, p7, p8, p9]: readonly number[]): number {
	const x = fine / 2 - 64_000;
	const offset = (x * x * p6!) / 32_768 / 4 + (x * p5!) / 2 + p4! * 65_536;
	const slope = (1 + ((p3! * x * x) / 524_288 + p2! * x) / 524_288 / 32_768) * p1!;
	if (slope === 0) return 0;
	const plain = ((1_048_576 - raw - offset / 4096) * 6250) / slope;
	return plain + ((p9! * plain * plain) / 2_147_483_648 + (plain * p8!) / 32_768 + p7!) / 16;
}

function relative(raw: number, fine: number, [h1, h2, h3, h4, h5, h6]: readonly number[]): number {
	const x = fine - 76_800;
	const plain =
		(raw - (h4! * 64 + (h5! / 16_384) * x)) *
		(h2! / 65_536) *
		(1 + (h6! / 67_108_864) * x * (1 + (h3! / 67_108_864) * x));
	return Math.min(1, Math.max(0, (plain * (1 - (h1! * plain) / 524_288)) / 100));
}

export class Bme280 {
	readonly #device: Registers;
	readonly #setting: number;
	readonly #measuresMs: number;
	#calibration: Calibration | undefined;

	/** Nothing is sent before the first `sample()`. */
	constructor(options: Bme280Options) {
		const {oversampling = 1} = options;
		this.#device = registersOf(options);
		this.#setting = oversamplings[oversampling];
		// the longest that it takes [section 9.1]
		this.#measuresMs = Math.ceil(1.25 + 3 * 2.3 * oversampling + 2 * 0.575);
	}

	/**
	 * One measurement; the chip sleeps before and after it.
	 * @throws {NativeError} NO_DEVICE, IO or TIMEOUT of the bus; WRONG_DEVICE when another chip answers; TIMEOUT when the
	 * measurement does not end. After an error the chip is looked for and set up again.
	 */
	async sample(): Promise<Bme280Reading> {
		const calibration = this.#calibration ?? (await this.#setUp());
		this.#calibration = undefined; // until this measurement has succeeded
		const {control, data} = register;
		// humidity first: it takes effect with the write of the other two, which also starts [section 5.4.3]
		const rest = (this.#setting << 5) | (this.#setting << 2) | forced;
		await this.#device.write([control, this.#setting, 0xf4, rest]);
		await sleep(`${this.#measuresMs}ms`);
		await this.#ready();
		const raw = await this.#device.read(data, 8);
		if (raw.every(byte => byte === 0)) throw failure('NO_DEVICE', 'the BME280 no longer answers');
		// a chip that was reset meanwhile has its data registers as after power-on
		if (raw[0] === 0x80 && raw[3] === 0x80 && raw[6] === 0x80)
			throw failure('TIMEOUT', 'the BME280 was reset while it measured');
		this.#calibration = calibration;
		const twenty = (at: number): number => (raw[at]! << 12) | (raw[at + 1]! << 4) | (raw[at + 2]! >> 4);
		const fine = fineTemperature(twenty(3), calibration.t);
		return {
			temperature: fine / 5120,
			pressure: pascals(twenty(0), fine, calibration.p),
			humidity: relative((raw[6]! << 8) | raw[7]!, fine, calibration.h),
		};
	}

	/** No further measurements. */
	close(): void {
		this.#device.close();
	}

	async #setUp(): Promise<Calibration> {
		const [id = 0] = await this.#device.read(register.id, 1);
		// SPI has no acknowledge: a line that nobody drives reads as zeros
		if (id === 0) throw failure('NO_DEVICE', 'no BME280 answers');
		if (id !== identity)
			throw failure(
				'WRONG_DEVICE',
				`expected a BME280, whose id is 0x60; the chip says 0x${id.toString(16)}`,
			);
		await this.#device.write([register.reset, resetWord]);
		await sleep('2ms'); // start-up [table 1]
		await this.#ready();
		const low = await this.#device.read(register.calibration, 26);
		return readCalibration(low, await this.#device.read(register.humidity, 7));
	}

	/** Wait until it neither measures nor copies its calibration. */
	async #ready(): Promise<void> {
		for (let look = 0; look < patience; look++) {
			const [status = busy] = await this.#device.read(register.status, 1);
			if ((status & busy) === 0) return;
			await sleep('2ms');
		}
		throw failure('TIMEOUT', 'the BME280 does not come to an end');
	}
}
