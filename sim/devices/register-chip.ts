// A chip on I2C as a table of registers: sub-address, strict reads and writes, a reset in the middle of a transfer.

import {type ChipSocket, unpowered} from '../world/chip.ts';

export interface RegisterFact {
	/** As the data sheet calls it. */
	readonly name: string;
	/** Bits that may be written; 0 is a read-only register. */
	readonly writable: number;
	/** Its value after power-on. */
	readonly reset: number;
	/** Bits outside `writable` that must keep this value. */
	readonly fixed?: number;
	/** Bits whose function is not simulated: setting one is reported. */
	readonly absent?: number;
}

/** A register that cannot be written. */
export const readOnly = (name: string, reset = 0): RegisterFact => ({name, writable: 0, reset});

/** Its base for chips of your own: say registers and what follows from writing them; all else is as most chips have it. */
export abstract class RegisterChip {
	protected readonly socket: ChipSocket;
	protected readonly values = new Uint8Array(256);
	protected sub = 0;
	protected on = false;
	protected identity: number;
	readonly #registers: Readonly<Record<number, RegisterFact>>;
	readonly #ownIdentity: number;
	/** What the chip drives on its interrupt output. */
	#level: boolean | undefined;
	#expectSub = false;
	/** After a reset in the middle of a transfer the chip listens again from the next start. */
	#deaf = false;
	#absent = false;
	#hasRead = false;
	/** A reset struck, of which the reader cannot know yet: its next read may meet what it would not have asked for. */
	#surprised = false;
	/** A register was named since the last reset: before that a read is a look for whatever answers. */
	#isAddressed = false;

	/**
	 * @param registers by address; all others are reserved, and using one is a violation. @param identity what its
	 * identity register reads.
	 */
	constructor(socket: ChipSocket, registers: Readonly<Record<number, RegisterFact>>, identity: number) {
		this.socket = socket;
		this.#registers = registers;
		this.#ownIdentity = identity;
		this.identity = identity;
	}

	// ---- what a chip is beyond its table: what it leaves out is as most chips have it

	/** Everything but the registers falls back to its state after power-on. */
	protected restart(): void {}

	/** Called before each byte: take the samples that are due. */
	protected catchUp(): void {}

	/** The first byte of a write. */
	protected setSub(byte: number): void {
		this.sub = byte;
	}

	/** The register after the one that was just read or written. */
	protected nextSub(): number {
		return (this.sub + 1) & 0xff;
	}

	protected readRegister(address: number): number {
		return this.values[address]!;
	}

	/** A register was written and has this value now. */
	protected apply(_address: number, _before: number, _value: number): void {}

	// ---- what the world calls

	/** Supply comes or goes. */
	power(on: boolean): void {
		this.on = on;
		this.reset();
		this.#surprised = false;
		if (on) return;
		this.socket.energy(unpowered);
		this.#level = undefined;
		this.socket.drive(undefined);
	}

	/** All registers fall back. */
	reset(): void {
		for (const [address, fact] of Object.entries(this.#registers)) this.values[Number(address)] = fact.reset;
		this.#deaf = true;
		this.#isAddressed = false;
		this.#surprised = true;
		this.restart();
	}

	/** Pretend not to be there, or to be another chip. */
	disguise(as: {readonly absent?: boolean; readonly identity?: number}): void {
		this.#absent = as.absent ?? false;
		this.identity = as.identity ?? this.#ownIdentity;
	}

	/** Addressed: false does not acknowledge. */
	begin(direction: 'read' | 'write'): boolean {
		if (!this.on || this.#absent) return false;
		this.#deaf = false;
		if (direction === 'write') this.#expectSub = true;
		return true;
	}

	/** A byte arrives: the first one names a register. */
	write(byte: number): boolean {
		if (this.#deaf) return false;
		this.catchUp();
		if (this.#expectSub) {
			this.setSub(byte);
			this.#isAddressed = true;
			this.#expectSub = false;
		} else {
			this.#writeRegister(this.sub, byte);
			this.sub = this.nextSub();
		}
		return true;
	}

	/** A byte is asked for: the next register. */
	read(): number {
		if (this.#deaf) return 0xff; // nobody pulls the line low
		this.catchUp();
		const known = this.#registers[this.sub] !== undefined;
		this.#hasRead = true;
		if (!known && this.#isAddressed && !this.#surprised)
			this.violation(`read of register 0x${hex(this.sub)}, which is reserved`);
		const value = known ? this.readRegister(this.sub) : 0;
		this.sub = this.nextSub();
		return value;
	}

	/** Stop, or a start that begins the next transfer. */
	end(): void {
		this.#expectSub = false;
		if (this.#hasRead) this.#surprised = false;
		this.#hasRead = false;
	}

	protected driveInterrupt(level: boolean): void {
		if (!this.on || this.#level === level) return;
		this.#level = level;
		this.socket.drive(level);
	}

	protected violation(text: string): void {
		this.socket.violation(`${this.socket.name}: ${text}`);
	}

	#writeRegister(address: number, value: number): void {
		const fact = this.#registers[address];
		if (!fact || fact.writable === 0) {
			const name = fact ? `${fact.name}, which is read only` : `0x${hex(address)}, which is reserved`;
			this.violation(`write of 0x${hex(value)} to register ${name}`);
			return;
		}
		if ((value & ~fact.writable & 0xff) !== (fact.fixed ?? 0)) {
			this.violation(`${fact.name} = 0x${hex(value)}: bits outside 0x${hex(fact.writable)} must not change`);
		}
		if (fact.absent && value & fact.absent) {
			this.violation(`${fact.name} = 0x${hex(value)}: bits 0x${hex(value & fact.absent)} are not simulated`);
		}
		const before = this.values[address]!;
		this.values[address] = value;
		this.apply(address, before, value);
	}
}

/** A byte as two hexadecimal digits. */
export function hex(value: number): string {
	return value.toString(16).padStart(2, '0');
}
