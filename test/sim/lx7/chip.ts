// A core with the ESP32-S3's configuration, some memory and one region of registers, for programs of a few instructions.

import {lx7Module} from '../../../sim/cores/lx7/build.ts';
import {esp32s3Core} from '../../../sim/cores/lx7/config.ts';
import {Lx7, lx7Registers as registers} from '../../../sim/cores/lx7/lx7.ts';
import {Code} from './assembler.ts';
import {moduleAt} from './witness.ts';

export const code = 0x4037_8000;
export const data = 0x3fc9_0000;
export const io = 0x6000_0000;
const vectors = 0x4037_4000;
const bytes = 0x10_0000;

export interface Access {
	readonly address: number;
	readonly size: number;
	/** Of a write. */
	readonly value?: number;
	readonly pc: number;
	readonly cycles: number;
}

export class Chip {
	readonly core: Lx7;
	readonly accesses: Access[] = [];
	readonly illegal: {pc: number; word: number}[] = [];
	/** What a register reads as, and what else an access does. */
	answer: (access: Access) => number = () => 0;

	static async open(): Promise<Chip> {
		return new Chip(moduleAt(await lx7Module()));
	}

	private constructor(module: WebAssembly.Module) {
		const asked = (access: Omit<Access, 'pc' | 'cycles'>) => {
			const whole = {...access, pc: this.core.pc, cycles: this.core.cycles};
			this.accesses.push(whole);
			return this.answer(whole);
		};
		this.core = Lx7.open(module, esp32s3Core, bytes, {
			read: (address, size) => asked({address, size}),
			write: (address, size, value) => {
				asked({address, size, value});
			},
			illegal: (pc, word) => {
				this.illegal.push({pc, word});
			},
			hook: () => {
				this.core.stop();
				return true;
			},
		});
		this.core.map(vectors, 0x4000, 0, ['read', 'write', 'execute']);
		this.core.map(code, 0x4000, 0x4000, ['read', 'write', 'execute']);
		this.core.map(data, 0x8_0000, 0x1_0000, ['read', 'write']);
		this.core.registersAt(io, 0x1000);
		this.core.set(registers.vecbase, vectors);
		this.core.set(registers.ps, 0x4_0020); // windows, user vectors
		this.core.set(registers.cpenable, 1);
		this.core.set(registers.a + 1, data + 0x7_0000);
		this.core.pc = code;
	}

	/** Code at a vector, by its offset. */
	vector(offset: number, write: (at: Code) => void): this {
		const at = new Code(vectors + offset);
		write(at);
		return this.#put(at, 0);
	}

	/** Code at `code`; a hook stands behind it and ends the run. */
	program(write: (at: Code) => void): this {
		const at = new Code(code);
		write(at);
		this.core.hook(at.pc);
		return this.#put(at, 0x4000);
	}

	#put(at: Code, offset: number): this {
		this.core.memory.set(at.finish(), offset + (at.base & 0x3fff));
		this.core.forget();
		return this;
	}

	a(number: number): number {
		return this.core.get(registers.a + number);
	}

	/** Words of data from an offset on. */
	words(offset: number, values: readonly number[]): this {
		this.core.memory.set(
			new Uint8Array(Uint32Array.from(values.map(value => value >>> 0)).buffer),
			0x1_0000 + offset,
		);
		return this;
	}

	word(offset: number): number {
		return new DataView(this.core.memory.buffer, this.core.memory.byteOffset).getUint32(
			0x1_0000 + offset,
			true,
		);
	}
}
