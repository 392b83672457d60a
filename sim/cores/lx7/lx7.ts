// An Xtensa LX7 core: the module that is compiled from the C files beside, with the registers by name.

import type {Core, Right, Stop, Surroundings} from '../core.ts';
import type {Lx7Config} from './config.ts';

interface Exports {
	memory: WebAssembly.Memory;
	create(size: number): number;
	configure(index: number, value: number): void;
	reset(): void;
	map(address: number, size: number, offset: number, rights: number): void;
	forget(): void;
	hook(address: number): number;
	run(count: number): number;
	stop(): void;
	refuse(cause: number): void;
	lines(lines: number): void;
	latch(edges: number): void;
	pending(): number;
	skip(periods: number): void;
	cycles(): number;
	instructions(): number;
	timer(): number;
	get(register: number): number;
	set(register: number, value: number): void;
}

/** Flags of a page, as lx7.h has them. */
const rightBits: Readonly<Record<Right, number>> = {read: 1, write: 2, execute: 4, words: 8};
const registersBit = 16;
const pageBytes = 4096;
/** What blocks.c can watch for code that is written. */
const mostBytes = 16 << 20;

const special = 0x100;
const user = 0x200;
/** Numbers of registers in the module: the window, then those of host.c, special registers, user registers. */
export const lx7Registers = {
	a: 0,
	f: 16,
	pc: 32,
	waiting: 33,
	physical: 64,
	lbeg: special,
	lend: special + 1,
	lcount: special + 2,
	sar: special + 3,
	br: special + 4,
	scompare1: special + 12,
	acclo: special + 16,
	acchi: special + 17,
	m: special + 32,
	windowBase: special + 72,
	windowStart: special + 73,
	epc: special + 176,
	depc: special + 192,
	eps: special + 192,
	excsave: special + 208,
	cpenable: special + 224,
	interrupt: special + 226,
	intenable: special + 228,
	ps: special + 230,
	vecbase: special + 231,
	exccause: special + 232,
	ccount: special + 234,
	prid: special + 235,
	excvaddr: special + 238,
	ccompare: special + 240,
	misc: special + 244,
	threadptr: user + 231,
	fcr: user + 232,
	fsr: user + 233,
} as const;

/** Causes that a chip may give for an access it refuses (Xtensa ISA, table 4-64). */
export const exceptionCause = {loadStoreError: 3, loadProhibited: 28, storeProhibited: 29} as const;

const stops: readonly Stop[] = ['count', 'waiting', 'stopped'];

export class Lx7 implements Core {
	readonly memory: Uint8Array;
	readonly #exports: Exports;

	/** `bytes`: how much memory can be mapped. */
	static open(module: WebAssembly.Module, config: Lx7Config, bytes: number, around: Surroundings): Lx7 {
		const host = {
			read: (address: number, size: number) => around.read(address >>> 0, size) >>> 0,
			write: (address: number, size: number, value: number) => around.write(address >>> 0, size, value >>> 0),
			illegal: (pc: number, word: number) => around.illegal(pc >>> 0, word >>> 0),
			unfetched: (pc: number) => around.unfetched?.(pc >>> 0),
			hook: (pc: number) => (around.hook(pc >>> 0) ? 1 : 0),
		};
		const instance = new WebAssembly.Instance(module, {host});
		return new Lx7(instance.exports as unknown as Exports, config, bytes);
	}

	private constructor(exports: Exports, config: Lx7Config, bytes: number) {
		if (bytes > mostBytes) throw new RangeError(`lx7: ${bytes} bytes of memory are more than ${mostBytes}`);
		this.#exports = exports;
		const offset = exports.create(bytes) >>> 0; // the buffer is another one from here on
		this.memory = new Uint8Array(exports.memory.buffer, offset, bytes);
		for (const [index, word] of configWords(config).entries()) exports.configure(index, word);
		exports.reset();
	}

	map(address: number, size: number, offset: number, rights: readonly Right[]): void {
		if (offset + size > this.memory.length || ((address | size | offset) & (pageBytes - 1)) !== 0) {
			throw new RangeError(`lx7: a region of ${size} bytes at offset ${offset} is not whole pages of memory`);
		}
		this.#exports.map(
			address,
			size,
			offset,
			rights.reduce((bits, right) => bits | rightBits[right], 0),
		);
	}

	registersAt(address: number, size: number): void {
		this.#exports.map(address, size, 0, registersBit);
	}

	unmap(address: number, size: number): void {
		this.#exports.map(address, size, 0, 0);
	}

	forget(): void {
		this.#exports.forget();
	}

	reset(): void {
		this.#exports.reset();
	}

	run(periods: number): Stop {
		return stops[this.#exports.run(periods)]!;
	}

	stop(): void {
		this.#exports.stop();
	}

	/** From within a read or write: refuse it, with this EXCCAUSE. */
	refuse(cause: number): void {
		this.#exports.refuse(cause);
	}

	skip(periods: number): void {
		this.#exports.skip(periods);
	}

	get cycles(): number {
		return this.#exports.cycles();
	}

	get instructions(): number {
		return this.#exports.instructions();
	}

	/** Clock periods until a timer of the core interrupts. */
	get timerPeriods(): number {
		return this.#exports.timer();
	}

	/** Interrupts that stand and are enabled. */
	get pending(): number {
		return this.#exports.pending() >>> 0;
	}

	get pc(): number {
		return this.get(lx7Registers.pc);
	}

	set pc(value: number) {
		this.set(lx7Registers.pc, value);
	}

	get(register: number): number {
		return this.#exports.get(register) >>> 0;
	}

	set(register: number, value: number): void {
		this.#exports.set(register, value);
	}

	setLines(lines: number): void {
		this.#exports.lines(lines);
	}

	/** Edges of interrupts that latch. */
	latch(edges: number): void {
		this.#exports.latch(edges);
	}

	hook(address: number): void {
		if (this.#exports.hook(address) === 0) throw new RangeError('lx7: too many hooks');
	}
}

function maskOf(numbers: readonly number[]): number {
	return numbers.reduce((mask, number) => mask | (1 << number), 0);
}

/** In the order of `struct config` of lx7.h. */
export function configWords(config: Lx7Config): number[] {
	return [
		config.addressRegisters,
		Number(config.mulHigh),
		Number(config.unaligned),
		config.resetPc,
		config.vectorBase,
		config.processorId,
		maskOf(config.edge),
		maskOf(config.software),
		...config.timers,
		...[0, 1, 2, 3, 4, 5, 6, 7].map(level => maskOf(config.levels[level] ?? [])),
	];
}
