// An I2C bus: bytes take time at its bit rate, devices answer byte by byte, and a line can be stuck.

import type {I2cFact} from '../../boards/facts/schema.ts';
import type {Clock} from './clock.ts';

/** A chip on the bus. Between `begin` and `end` bytes go one way; the clock stands at each byte's moment. */
export interface I2cDevice {
	/** Addressed: false does not acknowledge. */
	begin(direction: 'read' | 'write'): boolean;
	/** A byte arrives: false does not acknowledge. */
	write(byte: number): boolean;
	/** A byte is asked for. */
	read(): number;
	/** Stop, or a start that begins the next transfer. */
	end(): void;
}

export type TransferStatus = 'ok' | 'no-device' | 'io' | 'timeout';

export interface TransferResult {
	readonly status: TransferStatus;
	readonly data: Uint8Array;
}

/** Ways in which a transfer fails. */
export const failedTransfers = ['nack', 'timeout', 'stuck-sda'] as const;

/** What goes wrong in one transfer, asked for before each. */
export interface BusFault {
	readonly how: (typeof failedTransfers)[number];
	/** Bytes after the address that still pass. @default 0 */
	readonly byte?: number | undefined;
	/** Whether recovery frees a stuck line. @default true */
	readonly recoverable?: boolean | undefined;
}

/** Called when a byte of a transfer is about to be moved, with 0 before its address; may disturb a device. */
export type ByteHook = (transfer: number, byte: number) => void;

/** What a controller has moved to and from one address. */
export interface Traffic {
	transfers: number;
	bytesWritten: number;
	bytesRead: number;
}

export class I2cBus {
	readonly name: string;
	readonly facts: I2cFact;
	/** Transfers asked for so far. */
	transfers = 0;
	fault: (transfer: number) => BusFault | undefined = () => undefined;
	onByte: ByteHook = () => {};
	/** By address. */
	readonly traffic = new Map<number, Traffic>();
	readonly #clock: Clock;
	readonly #devices = new Map<number, I2cDevice>();
	#startUs = 0;
	#bits = 0;
	#moved = 0;
	/** Bytes of the transfer under way: a long one gets its own time beside the controller's patience. */
	#asked = 0;
	#stuck: 'no' | 'recoverable' | 'for-good' = 'no';
	#active: I2cDevice | undefined;
	/** Of the transfer under way: its fault, and the address. */
	#fault: BusFault | undefined;
	#held = 0;

	constructor(name: string, facts: I2cFact, clock: Clock) {
		this.name = name;
		this.facts = facts;
		this.#clock = clock;
	}

	attach(address: number, device: I2cDevice): void {
		this.#devices.set(address, device);
	}

	/** Write, then (repeated start) read; either part may be empty. Time passes. */
	transfer(address: number, tx: Uint8Array, rxLength: number): TransferResult {
		const result = this.hold(address, tx, rxLength);
		this.release(result.status !== 'timeout');
		return result;
	}

	/** The same without its stop: the clock line stays low until `more` or `release`. */
	hold(address: number, tx: Uint8Array, rxLength: number): TransferResult {
		this.transfers++;
		this.#startUs = this.#clock.nowUs;
		this.#bits = 0;
		this.#moved = 0;
		this.#asked = tx.length + rxLength;
		const data = new Uint8Array(rxLength);
		this.#count(address, tx.length, rxLength);
		this.onByte(this.transfers, 0);
		this.#fault = this.fault(this.transfers);
		this.#held = address;
		return {status: this.#run(address, tx, data, this.#fault), data};
	}

	/** Go on with a transfer that is held: more bytes in the direction that it has. */
	more(tx: Uint8Array, rxLength: number): TransferResult {
		const data = new Uint8Array(rxLength);
		this.#asked = tx.length + rxLength;
		const traffic = this.traffic.get(this.#held)!;
		traffic.bytesWritten += tx.length;
		traffic.bytesRead += rxLength;
		this.#startUs = this.#clock.nowUs;
		this.#bits = 0;
		if (!this.#active) return {status: 'no-device', data};
		const bytes = rxLength > 0 ? data : tx;
		return {status: this.#move(this.#active, rxLength > 0 ? 'read' : 'write', bytes, this.#fault), data};
	}

	/** The stop of a transfer that is held. */
	release(takesTime: boolean): void {
		this.#active?.end();
		this.#active = undefined;
		if (takesTime) this.#pass(1);
	}

	/** Up to nine clocks and a stop: false if the data line is still held low. */
	recover(): boolean {
		this.#startUs = this.#clock.nowUs;
		this.#bits = 0;
		this.#pass(10);
		if (this.#stuck === 'recoverable') this.#stuck = 'no';
		return this.#stuck === 'no';
	}

	#run(address: number, tx: Uint8Array, rx: Uint8Array, fault: BusFault | undefined): TransferStatus {
		if (this.#stuck !== 'no') return this.#giveUp();
		const device = this.#devices.get(address);
		if (tx.length > 0 || rx.length === 0) {
			const status = this.#phase(device, 'write', tx, fault);
			if (status !== 'ok') return status;
		}
		return rx.length > 0 ? this.#phase(device, 'read', rx, fault) : 'ok';
	}

	#phase(
		device: I2cDevice | undefined,
		direction: 'read' | 'write',
		bytes: Uint8Array,
		fault: BusFault | undefined,
	): TransferStatus {
		this.#active?.end();
		this.#active = undefined;
		this.#pass(10);
		const failing = fault !== undefined && (fault.byte ?? 0) === 0;
		if (failing && fault.how !== 'nack') return this.#fail(fault);
		if (failing || !device?.begin(direction)) return 'no-device';
		this.#active = device;
		return this.#move(device, direction, bytes, fault);
	}

	#move(
		device: I2cDevice,
		direction: 'read' | 'write',
		bytes: Uint8Array,
		fault: BusFault | undefined,
	): TransferStatus {
		for (let index = 0; index < bytes.length; index++) {
			if (fault && this.#moved === fault.byte) return this.#fail(fault);
			this.#pass(9);
			this.#moved++;
			this.onByte(this.transfers, this.#moved);
			if (direction === 'read') bytes[index] = device.read();
			else if (!device.write(bytes[index]!)) return 'io';
		}
		return 'ok';
	}

	#count(address: number, written: number, read: number): void {
		const traffic = this.traffic.get(address) ?? {transfers: 0, bytesWritten: 0, bytesRead: 0};
		traffic.transfers++;
		traffic.bytesWritten += written;
		traffic.bytesRead += read;
		this.traffic.set(address, traffic);
	}

	#fail(fault: BusFault): TransferStatus {
		if (fault.how === 'nack') {
			this.#pass(9);
			return 'io';
		}
		if (fault.how === 'stuck-sda') this.#stuck = fault.recoverable === false ? 'for-good' : 'recoverable';
		return this.#giveUp();
	}

	#giveUp(): TransferStatus {
		const {timeoutUs, hz} = this.facts;
		const takesUs = Math.floor((this.#asked * 9 * 1e6) / hz);
		this.#clock.advanceTo(this.#startUs + timeoutUs + (takesUs > timeoutUs / 2 ? takesUs : 0));
		return 'timeout';
	}

	#pass(bits: number): void {
		this.#bits += bits;
		this.#clock.advanceTo(this.#startUs + Math.ceil((this.#bits * 1e6) / this.facts.hz));
	}
}
