// I2C and SMBus for apps, in the shape of Ecma-419's I2C and SMBus, with promises.

import * as native from 'catnap:i2c';
import type {Bus} from './board-types.ts';
import {mistake, transferAt} from './bus-error.ts';

/** What is sent: bytes, or numbers of which the low eight bits count. */
export type Bytes = Uint8Array | readonly number[];

export interface I2COptions {
	/** One of the board's I2C buses, such as `board.i2c0`. */
	readonly io: Bus;
	/** 7-bit address, 0x08 to 0x77, as data sheets give it without the bit for reading. */
	readonly address: number;
	/** The fastest clock that the device takes, in Hz. A bus has one speed, that of `board.ts`. @default any */
	readonly hz?: number;
}

const none = new Uint8Array(0);
const lowest = 0x08;
const highest = 0x77;
const longest = 65_535;

function hex(address: number): string {
	return `0x${address.toString(16).padStart(2, '0')}`;
}

/**
 * One device on an I2C bus. Transfers run in the order of their calls, in one line with those of the sensors that share
 * the bus. The core sleeps while bytes move, and interrupts are served; timers and other code of the app wait.
 */
export class I2C {
	readonly #bus: number;
	readonly #address: number;
	#isOpen = true;

	/** @throws {NativeError} RANGE for an address that is none, INVAL when the bus is faster than `hz`. */
	constructor({io, address, hz}: I2COptions) {
		if (!Number.isInteger(address) || address < lowest || address > highest) {
			const seven =
				Number.isInteger(address) && address >= 0x10 && address <= 0xef ? address >> 1 : undefined;
			const hint = seven === undefined ? '' : `; is it the 8-bit form of ${hex(seven)}?`;
			throw mistake('RANGE', `an I2C address is ${hex(lowest)} to ${hex(highest)}, not ${address}${hint}`);
		}
		if (hz !== undefined && !(hz >= io.hz))
			throw mistake(
				'INVAL',
				`bus ${io.bus} runs at ${io.hz} Hz, but ${hex(address)} takes ${hz} Hz at most: slow the bus down in board.ts`,
			);
		this.#bus = io.bus;
		this.#address = address;
	}

	/**
	 * Read bytes.
	 * @param length 1 to 65535.
	 * @throws {NativeError} NO_DEVICE when nothing acknowledges the address, TIMEOUT when a line is held low (it is freed
	 * for the next transfer if that is possible), RANGE for a length that is none, CLOSED after close().
	 */
	async read(length: number): Promise<Uint8Array> {
		return this.#transfer(none, length);
	}

	/** Write bytes. @throws {NativeError} as read() does, and IO when a byte is not acknowledged. */
	async write(bytes: Bytes): Promise<void> {
		this.#transfer(bytes, 0);
	}

	/** Write, then read after a repeated start: how most devices are asked for a register. @throws as write() does. */
	async writeRead(bytes: Bytes, length: number): Promise<Uint8Array> {
		return this.#transfer(bytes, length);
	}

	/** No further transfers. A second close does nothing. */
	close(): void {
		this.#isOpen = false;
	}

	/** The addresses at which something answers, rising. Devices are read one byte of, which some take for a command. */
	static async scan(io: Bus): Promise<number[]> {
		const found: number[] = [];
		for (let address = lowest; address <= highest; address++) {
			try {
				native.transfer(io.bus, address, none, new Uint8Array(1));
				found.push(address);
			} catch (error) {
				if ((error as {code?: string}).code !== 'NO_DEVICE') throw error;
			}
		}
		return found;
	}

	#transfer(out: Bytes, length: number): Uint8Array {
		const where = `I2C ${hex(this.#address)} on bus ${this.#bus}`;
		if (!this.#isOpen) throw mistake('CLOSED', `${where} is closed`);
		if (!Number.isInteger(length) || length < 0 || length > longest)
			throw mistake('RANGE', `${where}: a transfer reads 0 to ${longest} bytes, not ${length}`);
		const into = new Uint8Array(length);
		const bytes = out instanceof Uint8Array ? out : Uint8Array.from(out);
		transferAt(where, () => native.transfer(this.#bus, this.#address, bytes, into));
		return into;
	}
}

/** A device that is a table of registers, each asked for by its number. */
export class SMBus extends I2C {
	/** The byte of a register. @throws {NativeError} as I2C.writeRead() does. */
	async readUint8(register: number): Promise<number> {
		return (await this.readBuffer(register, 1))[0]!;
	}

	/** The 16 bits that begin at a register, low byte first unless `bigEndian`. @throws as readUint8() does. */
	async readUint16(register: number, bigEndian = false): Promise<number> {
		const [first, second] = (await this.readBuffer(register, 2)) as Uint8Array & [number, number];
		return bigEndian ? (first << 8) | second : first | (second << 8);
	}

	/** Registers from that one on. @param length 1 to 65535. @throws as readUint8() does. */
	async readBuffer(register: number, length: number): Promise<Uint8Array> {
		return this.writeRead([register], length);
	}

	/** @throws {NativeError} as I2C.write() does. */
	async writeUint8(register: number, value: number): Promise<void> {
		return this.write([register, value]);
	}

	/** @throws {NativeError} as I2C.write() does. */
	async writeUint16(register: number, value: number, bigEndian = false): Promise<void> {
		const [low, high] = [value & 0xff, (value >> 8) & 0xff];
		return this.write(bigEndian ? [register, high, low] : [register, low, high]);
	}

	/** @throws {NativeError} as I2C.write() does. */
	async writeBuffer(register: number, bytes: Bytes): Promise<void> {
		return this.write([register, ...bytes]);
	}
}
