// The calls of libunicorn that a simulated Cortex-M33 needs, through koffi, and an exact count of instructions.

import {CatnapError} from '../../lib/errors.ts';

/** Register numbers of unicorn's arm.h. */
export const registers = {
	fpscr: 6,
	lr: 10,
	pc: 11,
	sp: 12,
	r0: 66,
	r12: 78,
	s0: 79,
	ipsr: 114,
	msp: 115,
	psp: 116,
	control: 117,
	basepri: 124,
	faultmask: 126,
	primask: 123,
	xpsr: 120,
} as const;

const architectureArm = 1;
const modeThumbMclass = 0x30;
const controlCpuModel = (7 | (1 << 26) | (1 << 30)) >>> 0;
const modelCortexM33 = 11;
const hook = {interrupt: 1, code: 4, block: 8, writeProtected: 1 << 8, write: 1 << 11} as const;
const permission = {read: 1, write: 2, execute: 4} as const;
/** No code lies there: a slice ends by its count. */
const nowhere = 0xffff_fff0;

type Handle = unknown;
type Read = (uc: Handle, offset: bigint | number, size: number) => number;
type Write = (uc: Handle, offset: bigint | number, size: number, value: bigint | number) => void;

// biome-ignore lint/suspicious/noExplicitAny: koffi is an optional dependency, loaded at run time
type Library = {koffi: any; calls: ReturnType<typeof declare>};
let loading: Promise<Library> | undefined;

// biome-ignore lint/suspicious/noExplicitAny: see above
function declare(koffi: any, library: any) {
	koffi.proto('uint64_t CnUcRead(void*, uint64_t, uint32_t, void*)');
	koffi.proto('void CnUcWrite(void*, uint64_t, uint32_t, uint64_t, void*)');
	koffi.proto('void CnUcInterrupt(void*, uint32_t, void*)');
	koffi.proto('void CnUcCode(void*, uint64_t, uint32_t, void*)');
	koffi.proto('bool CnUcMemory(void*, int, uint64_t, int, int64_t, void*)');
	const hookOf = (type: string) =>
		library.func('uc_hook_add', 'int', [
			'void*',
			koffi.out(koffi.pointer('uint64_t')),
			'int',
			koffi.pointer(type),
			'void*',
			'uint64_t',
			'uint64_t',
		]);
	return {
		open: library.func('int uc_open(int, int, _Out_ void**)'),
		close: library.func('int uc_close(void*)'),
		control: library.func('int uc_ctl(void*, uint32_t, ...)'),
		map: library.func('int uc_mem_map(void*, uint64_t, uint64_t, uint32_t)'),
		protect: library.func('int uc_mem_protect(void*, uint64_t, uint64_t, uint32_t)'),
		mmio: library.func('int uc_mmio_map(void*, uint64_t, uint64_t, CnUcRead*, void*, CnUcWrite*, void*)'),
		write: library.func('int uc_mem_write(void*, uint64_t, void*, uint64_t)'),
		read: library.func('int uc_mem_read(void*, uint64_t, _Out_ void*, uint64_t)'),
		readRegister: library.func('int uc_reg_read(void*, int, _Out_ uint32_t*)'),
		writeRegister: library.func('int uc_reg_write(void*, int, uint32_t*)'),
		start: library.func('int uc_emu_start(void*, uint64_t, uint64_t, uint64_t, uint64_t)'),
		stop: library.func('int uc_emu_stop(void*)'),
		hookInterrupt: hookOf('CnUcInterrupt'),
		hookCode: hookOf('CnUcCode'),
		hookMemory: hookOf('CnUcMemory'),
	};
}

/** Loaded once a process: koffi refuses to declare a type twice, also when two runs begin at the same time. */
function load(): Promise<Library> {
	loading ??= loadLibrary();
	return loading;
}

async function loadLibrary(): Promise<Library> {
	try {
		const {default: koffi} = await import('koffi');
		return {koffi, calls: declare(koffi, koffi.load('libunicorn.so.2'))};
	} catch (error) {
		throw new CatnapError('NO_UNICORN', {
			which: 'load',
			received: error instanceof Error ? error.message.split('\n')[0]! : String(error),
		});
	}
}

/** Whether the simulator can run on this machine. */
export async function hasUnicorn(): Promise<boolean> {
	return load().then(
		() => true,
		() => false,
	);
}

export class Core {
	readonly #uc: Handle;
	readonly #library: Library;
	readonly #keep: unknown[] = [];
	/** Where the library keeps its count of the running slice: [executed, limit]. */
	#counterOffset = 0;

	static async open(): Promise<Core> {
		return new Core(await load());
	}

	private constructor(library: Library) {
		this.#library = library;
		const handle = [null];
		this.#check(library.calls.open(architectureArm, modeThumbMclass, handle), 'uc_open');
		this.#uc = handle[0];
		this.#check(
			library.calls.control(this.#uc, controlCpuModel, 'int', modelCortexM33),
			'the simulated Cortex-M33',
		);
	}

	close(): void {
		this.#library.calls.close(this.#uc);
		for (const callback of this.#keep) this.#library.koffi.unregister(callback);
	}

	memory(base: number, size: number, kind: 'ram' | 'flash'): void {
		const rights = permission.read | permission.execute | (kind === 'ram' ? permission.write : 0);
		this.#check(this.#library.calls.map(this.#uc, base, size, rights), 'uc_mem_map');
	}

	/** Let the core reach memory or not. */
	reachable(base: number, size: number, yes: boolean): void {
		const rights = yes ? permission.read | permission.write | permission.execute : 0;
		this.#check(this.#library.calls.protect(this.#uc, base, size, rights), 'uc_mem_protect');
	}

	registersAt(
		base: number,
		size: number,
		read: (address: number, size: number) => number,
		write: (address: number, size: number, value: number) => void,
	): void {
		const onRead = this.#callback<Read>(
			(_, offset, bytes) => read(base + Number(offset), bytes) >>> 0,
			'CnUcRead',
		);
		const onWrite = this.#callback<Write>(
			(_, offset, bytes, value) => write(base + Number(offset), bytes, Number(value) >>> 0),
			'CnUcWrite',
		);
		this.#check(this.#library.calls.mmio(this.#uc, base, size, onRead, null, onWrite, null), 'uc_mmio_map');
	}

	/** Exceptions that the core itself takes; the slice ends. */
	onException(handle: (number: number) => void): void {
		const callback = this.#callback((_uc: Handle, number: number) => {
			handle(number);
			this.#library.calls.stop(this.#uc);
		}, 'CnUcInterrupt');
		this.#check(
			this.#library.calls.hookInterrupt(this.#uc, [0], hook.interrupt, callback, null, 1, 0),
			'a hook',
		);
	}

	/** A store to flash; the slice ends behind it. */
	onFlashWrite(handle: (address: number, size: number, value: number) => void): void {
		const callback = this.#callback(
			(_uc: Handle, _type: number, address: bigint | number, size: number, value: bigint | number) => {
				handle(Number(address), size, Number(BigInt.asUintN(32, BigInt(value))));
				this.endSlice();
				return true;
			},
			'CnUcMemory',
		);
		this.#check(
			this.#library.calls.hookMemory(this.#uc, [0], hook.writeProtected, callback, null, 1, 0),
			'a hook',
		);
	}

	/** At each store to a stretch of RAM; a slice that ends then ends behind the store. */
	onStore(address: number, bytes: number, handle: () => void): void {
		const callback = this.#callback(() => {
			handle();
			return true;
		}, 'CnUcMemory');
		this.#check(
			this.#library.calls.hookMemory(this.#uc, [0], hook.write, callback, null, address, address + bytes - 1),
			'a hook',
		);
	}

	/** A block of code that begins at this address is about to run: cheaper than a hook on its instruction. */
	onBlock(address: number, handle: () => void): void {
		this.#onCode(hook.block, address, handle);
	}

	/** Before the instruction at this address runs. Each such hook costs a little at every instruction. */
	onInstruction(address: number, handle: () => void): void {
		this.#onCode(hook.code, address, handle);
	}

	/** Before each block of code runs. Makes everything several times slower. */
	onEveryBlock(handle: (address: number) => void): void {
		const callback = this.#callback(
			(_uc: Handle, address: bigint | number) => handle(Number(address)),
			'CnUcCode',
		);
		this.#check(this.#library.calls.hookCode(this.#uc, [0], hook.block, callback, null, 1, 0), 'a hook');
	}

	#onCode(kind: number, address: number, handle: () => void): void {
		const callback = this.#callback(() => handle(), 'CnUcCode');
		this.#check(
			this.#library.calls.hookCode(this.#uc, [0], kind, callback, null, address, address),
			'a hook',
		);
	}

	get(register: number): number {
		const value = [0];
		this.#library.calls.readRegister(this.#uc, register, value);
		return value[0]! >>> 0;
	}

	set(register: number, value: number): void {
		this.#library.calls.writeRegister(this.#uc, register, [value >>> 0]);
	}

	read(address: number, length: number): Uint8Array {
		const bytes = new Uint8Array(length);
		this.#check(
			this.#library.calls.read(this.#uc, address, bytes, length),
			`a read at 0x${address.toString(16)}`,
		);
		return bytes;
	}

	word(address: number): number {
		return new DataView(this.read(address, 4).buffer).getUint32(0, true);
	}

	write(address: number, bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		this.#check(
			this.#library.calls.write(this.#uc, address, bytes, bytes.length),
			`a write at 0x${address.toString(16)}`,
		);
	}

	setWord(address: number, value: number): void {
		const bytes = new Uint8Array(4);
		new DataView(bytes.buffer).setUint32(0, value, true);
		this.write(address, bytes);
	}

	/** Instructions of the running or last slice that were begun. */
	get executed(): number {
		return Math.min(this.#field(0), this.#field(8));
	}

	/** Whether the last slice ended because its count was reached, not by a WFI or an exception. */
	get endedByCount(): boolean {
		return this.#field(0) > this.#field(8);
	}

	/** Let the running slice end behind the present instruction. */
	endSlice(): void {
		this.#library.koffi.encode(this.#uc, this.#counterOffset + 8, 'uint64_t', this.#field(0));
	}

	/** Run up to `count` instructions; returns unicorn's error number, 0 also after a WFI. */
	run(pc: number, count: number): number {
		return this.#library.calls.start(this.#uc, pc | 1, nowhere, 0, count);
	}

	/** Find the library's counter: its place differs between versions. Needs three instructions at `pc`. */
	calibrate(pc: number): void {
		const counts = [2, 3];
		let places: number[] | undefined;
		for (const count of counts) {
			this.run(pc, count);
			const found: number[] = [];
			for (let offset = 0; offset < 4096; offset += 8) {
				if (this.#at(offset) === count + 1 && this.#at(offset + 8) === count) found.push(offset);
			}
			places = places?.filter(place => found.includes(place)) ?? found;
		}
		if (places?.length !== 1) {
			throw new CatnapError('NO_UNICORN', {
				which: 'counter',
				expected: 'Debian libunicorn2 2.0.1',
				todo: 'install that version',
			});
		}
		this.#counterOffset = places[0]!;
	}

	#field(offset: number): number {
		return this.#at(this.#counterOffset + offset);
	}

	#at(offset: number): number {
		return Number(this.#library.koffi.decode(this.#uc, offset, 'uint64_t'));
	}

	#callback<F extends (...args: never[]) => unknown>(run: F, type: string): unknown {
		const {koffi} = this.#library;
		const registered = koffi.register(run, koffi.pointer(type));
		this.#keep.push(registered);
		return registered;
	}

	#check(error: number, what: string): void {
		if (error !== 0) throw new Error(`unicorn: error ${error} in ${what}`);
	}
}
