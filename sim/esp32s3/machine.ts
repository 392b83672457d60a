// The whole chip: the LX7 core, its peripherals, memory, flash windows, resets, sleep; and time.

import {readFileSync} from 'node:fs';
import {Elf} from '../cores/elf.ts';
import {lx7Module} from '../cores/lx7/build.ts';
import {esp32s3Core} from '../cores/lx7/config.ts';
import {exceptionCause, Lx7, lx7Registers as r} from '../cores/lx7/lx7.ts';
import {Agenda} from '../soc/agenda.ts';
import type {Activity, PiecewiseOutside} from '../soc/outside.ts';
import {type Chip, type ResetReason, unitsPerSecond, unitsPerUs} from './chip.ts';
import {type Bus, pageBytes, pageCount, windows} from './flash-window.ts';
import {hex} from './peripheral.ts';
import {installRom, loadImage, romBytes, romFunctions, romStack, romStart} from './rom.ts';
import {Soc} from './soc.ts';

const flashBytes = 8 << 20;
/** Memory by its addresses [soc.h]; what the caches take is not there for programs. */
const memories = {
	ram: {offset: flashBytes, bytes: 0x6_8000, instruction: 0x4037_8000, data: 0x3fc8_8000},
	slow: {offset: flashBytes + 0x6_8000, bytes: 0x2000, data: 0x5000_0000},
	fast: {offset: flashBytes + 0x6_a000, bytes: 0x2000, data: 0x600f_e000},
	rom: {offset: flashBytes + 0x6_c000, bytes: romBytes, data: romStart},
} as const;
const peripherals = {base: 0x6000_0000, bytes: 0xf_e000} as const;
/** As the ROM leaves PS: windows on, user mode, all interrupts masked. */
const psOfRom = (1 << 18) | (1 << 5) | 0xf | (2 << 16);
const longestSlice = 4_000_000;
/** The one instruction that is there and can be illegal. */
const retw = 0x90;

/** Thrown when nothing will ever happen again. */
export class Asleep extends Error {
	override readonly name = 'Asleep';
}

/** Thrown when the ROM does not start what lies in flash. */
export class Refused extends Error {
	override readonly name = 'Refused';
}

export interface MachineOptions {
	readonly elf: Uint8Array;
	readonly where: string;
	/** The content of the flash from its first byte on. */
	readonly flash: Uint8Array;
	readonly outside: PiecewiseOutside;
	readonly seed: number;
	readonly busHz: number;
	/** Of the core at which it runs without being fast. @default the crystal's */
	readonly clockHz?: number;
	onViolation(text: string): void;
}

/** The window to flash that holds an address. */
function busOf(address: number): Bus | undefined {
	return (['instruction', 'data'] as const).find(
		bus => address >= windows[bus] && address < windows[bus] + pageBytes * pageCount,
	);
}

/** Of at most four bytes. */
function wordOf(bytes: Uint8Array): number {
	return bytes.reduceRight((word, byte) => word * 256 + byte, 0);
}

export class Machine implements Chip {
	readonly agenda = new Agenda();
	readonly outside: PiecewiseOutside;
	readonly elf: Elf;
	readonly core: Lx7;
	readonly soc: Soc;
	boots = 0;
	/** After memory stands and before the first instruction of each boot. */
	onBoot: (reason: ResetReason) => void = () => {};
	/** Before the core sleeps and after it has woken. */
	onSleep: (asleep: boolean) => void = () => {};
	/** An instruction that does not exist. */
	readonly #onViolation: (text: string) => void;
	readonly #functions: ReadonlyMap<number, (args: readonly number[]) => number>;
	readonly #hooks = new Map<number, (() => void)[]>();
	readonly #levels = new Map<number, boolean | undefined>();
	readonly #seed: number;
	readonly #clockHz: number;
	#period = 12;
	#since = 0;
	#sinceCycles = 0;
	#reset: ResetReason | undefined = 'power-on';
	#sleeps = false;
	#runs = false;
	#thrown: unknown;
	#watched: {readonly address: number; readonly bytes: number; handle(): void} | undefined;

	static async create(options: MachineOptions): Promise<Machine> {
		return Machine.open(new WebAssembly.Module(readFileSync(await lx7Module())), options);
	}

	/** `module`: the core's, from lx7Module. */
	static open(module: WebAssembly.Module, options: MachineOptions): Machine {
		return new Machine(options, module);
	}

	private constructor(options: MachineOptions, module: WebAssembly.Module) {
		this.outside = options.outside;
		this.elf = new Elf(options.elf, options.where);
		this.#onViolation = options.onViolation;
		this.#seed = options.seed;
		this.#clockHz = options.clockHz ?? 40e6;
		this.core = Lx7.open(module, esp32s3Core, memories.rom.offset + memories.rom.bytes, {
			read: (address, size) => this.#guard(() => this.#read(address, size), 0),
			write: (address, size, value) => this.#guard(() => this.#write(address, size, value), undefined),
			illegal: (pc, word) => this.#guard(() => this.#illegal(pc, word), undefined),
			unfetched: pc => this.#guard(() => this.#unfetched(pc), undefined),
			hook: pc => this.#guard(() => this.#hooked(pc), false),
		});
		this.soc = new Soc(this, options);
		this.#functions = romFunctions(this.soc);
		this.#mapMemory(options.flash);
		this.soc.matrix.onLines = lines => this.core.setLines(lines);
		this.soc.system.onClock = () => this.#clocked();
		this.soc.caches.changed = () => this.#mapFlash();
		this.soc.mmu.changed = index => this.#mapPage(index);
		this.soc.flash.memory = () => this.core.memory.subarray(0, flashBytes);
		this.soc.gdma.memory = {
			read: address => new DataView(this.bytes(address, 4).buffer).getUint32(0, true),
			write: (address, bytes) => this.setBytes(address, bytes),
		};
		this.soc.rtc.onSleep = () => {
			this.#sleeps = true;
			this.core.stop();
		};
		this.outside.onLevel((pin, high) => this.#outsideMoved(pin, high));
	}

	// ---- Chip

	now(): number {
		return this.#since + (this.core.cycles - this.#sinceCycles) * this.#period;
	}

	get nowUs(): number {
		return Math.floor(this.now() / unitsPerUs);
	}

	/** Instructions up to now. */
	get executed(): number {
		return this.core.instructions;
	}

	level(pin: number): boolean | undefined {
		if (!this.#levels.has(pin)) this.#levels.set(pin, this.outside.level(pin));
		return this.#levels.get(pin);
	}

	violation(text: string): void {
		const {pc} = this.core;
		this.#onViolation(`${text}, at ${this.elf.describe(pc)}`);
	}

	attend(): void {
		if (this.#runs) this.core.stop();
	}

	line(source: number, high: boolean): void {
		this.soc.matrix.line(source, high);
	}

	reset(reason: ResetReason): void {
		this.#reset = reason;
		this.attend();
	}

	/** The supply fails now and comes back. */
	powerCut(): void {
		this.reset('power-on');
	}

	/** The supply sags to so many millivolts, and recovers. */
	sag(millivolts: number): void {
		const below = this.soc.rtc.resetsBelow(this.soc.analog.readBlock(0x61, 5));
		if (below === undefined) this.violation('the supply sags and no brown-out detector resets the chip');
		else if (millivolts < below) this.reset('brown-out');
	}

	// ---- running

	/** Run until the outside throws (its end of time) or nothing can happen any more. */
	run(): never {
		for (;;) this.#step();
	}

	/** Run until a condition holds between two slices. */
	runUntil(done: () => boolean): void {
		while (!done()) this.#step();
	}

	#step(): void {
		if (this.#reset) this.#boot(this.#reset);
		this.#catchUp();
		if (this.#reset) return;
		this.#runs = true;
		const stop = this.core.run(this.#budget());
		this.#runs = false;
		if (this.#thrown) throw this.#thrown;
		if (this.#reset) return;
		if (this.#sleeps) this.#lightOrDeep();
		else if (stop === 'waiting') this.#wait();
	}

	#budget(): number {
		const until = Math.min(this.agenda.next, this.outside.nextUs * unitsPerUs);
		const periods = Math.ceil((until - this.now()) / this.#period);
		return Math.max(1, Math.min(longestSlice, periods));
	}

	/** Let everything happen that is due by now, in order. */
	#catchUp(): void {
		for (;;) {
			const now = this.now();
			const chipAt = this.agenda.next;
			const outsideAt = this.outside.nextUs * unitsPerUs;
			if (Math.min(chipAt, outsideAt) > now) break;
			if (outsideAt <= chipAt) this.outside.advanceTo(this.outside.nextUs);
			else this.agenda.run(Math.min(now, chipAt));
			if (this.#reset) return;
		}
		const us = Math.floor(this.now() / unitsPerUs);
		if (us > this.outside.nowUs) this.outside.advanceTo(us);
	}

	/** WAITI: the clocks go on. */
	#wait(): void {
		this.onSleep(true);
		this.#announce(this.soc.i2c.busy || this.soc.spi.busy ? 'transfer' : 'idle');
		try {
			this.#passUntil(() => this.#reset !== undefined || this.core.pending !== 0, Number.POSITIVE_INFINITY);
		} finally {
			this.#announce(this.#running);
			this.onSleep(false);
		}
	}

	/** Let time pass until a condition holds, which can change at events and at one moment of its own. */
	#passUntil(done: () => boolean, ownMoment: number): void {
		while (!done()) {
			const timer = this.core.timerPeriods * this.#period;
			const next = Math.min(
				this.agenda.next,
				this.outside.nextUs * unitsPerUs,
				ownMoment,
				this.now() + timer,
			);
			if (!Number.isFinite(next)) {
				// let the outside come to its own end
				this.outside.advanceTo(Number.MAX_SAFE_INTEGER);
				throw new Asleep('nothing will ever wake the chip');
			}
			this.core.skip(Math.max(0, Math.ceil((next - this.now()) / this.#period)));
			this.#catchUp();
		}
	}

	/** The RTC has taken over: the digital part stands still or loses its power. */
	#lightOrDeep(): void {
		this.#sleeps = false;
		const {rtc, uart, uart1, ledc, pcnt, i2c, i2s, spi, system, systimer, voltage} = this.soc;
		if (uart.busy) this.violation('sleeps while UART0 sends');
		if (i2c.busy || spi.busy) this.violation('sleeps while a transfer is under way');
		if (i2s.busy) this.violation('sleeps while the microphone is heard: its clock stops');
		// [esp_hw_support/sleep_modes.c, rtc_clk_cpu_freq_set_xtal_for_sleep]
		if (system.usesPll) this.violation('sleeps while the core runs from the PLL');
		if (voltage.isRaised) this.violation("sleeps with the core's voltage raised for 240 MHz");
		if (rtc.isDeep) {
			this.#deepSleep();
			return;
		}
		if (pcnt.busy) this.violation('sleeps while PCNT counts: its clock stops');
		if (ledc.busy) this.violation('sleeps while LEDC makes pulses from the crystal, which stops');
		if (uart1.busy) this.violation('sleeps while UART1 receives or sends: its clock stops');
		systimer.sleeping(true);
		rtc.pause();
		this.onSleep(true);
		this.#announce('deep');
		try {
			this.#sleepUntilWoken();
		} finally {
			this.#announce(this.#running);
			this.onSleep(false);
		}
		systimer.sleeping(false);
		rtc.resume();
	}

	#sleepUntilWoken(): void {
		const {rtc} = this.soc;
		const woken = (): boolean => this.#reset !== undefined || rtc.woken !== 0;
		this.#passUntil(woken, rtc.wakesByTimer ? rtc.alarmAt : Number.POSITIVE_INFINITY);
		if (!this.#reset) rtc.wake(rtc.woken);
	}

	#deepSleep(): void {
		this.soc.rtc.pause();
		this.soc.uart1.reset();
		this.soc.ledc.reset();
		this.soc.pcnt.reset();
		this.agenda.clear();
		this.#announce('off');
		// pads that are not held lose their levels with the digital domain
		for (const pin of this.soc.gpio.forgotten)
			this.violation(
				`GPIO${pin} drives, is not held, and loses its level in deep sleep [gpio.h, gpio_hold_en]`,
			);
		this.soc.gpio.reset();
		this.soc.mux.reset();
		for (let pin = 0; pin < 49; pin++) this.soc.gpio.show(pin);
		this.#sleepUntilWoken();
		if (!this.#reset) this.#boot('deep-sleep');
	}

	get #running(): Activity {
		return unitsPerSecond / this.#period > this.#clockHz ? 'run_fast' : 'run';
	}

	#announce(what: Activity): void {
		this.outside.activity(what, this.nowUs);
	}

	#clocked(): void {
		this.#rebase(this.soc.system.corePeriod);
		this.#announce(this.#running);
		this.attend();
	}

	#rebase(period: number): void {
		this.#since = this.now();
		this.#sinceCycles = this.core.cycles;
		this.#period = period;
	}

	#outsideMoved(pin: number, high: boolean): void {
		// the world may be ahead of the chip: the level arrives when the chip's time has come
		const at = Math.max(this.now(), this.outside.nowUs * unitsPerUs);
		this.agenda.at(at, () => {
			this.#levels.set(pin, high);
			this.soc.gpio.evaluate();
			this.soc.pcnt.follow();
		});
		this.attend();
	}

	// ---- resets

	#boot(reason: ResetReason): void {
		this.#reset = undefined;
		this.#sleeps = false;
		this.agenda.clear();
		this.#loseMemory(reason);
		this.soc.resetDigital();
		if (reason === 'power-on') {
			this.soc.rtcIo.reset();
			this.soc.flash.powerUp();
		}
		this.outside.reset(false);
		this.#levels.clear();
		this.soc.rtc.boot(reason);
		this.core.reset();
		this.#rebase(12);
		this.#startImage();
		this.boots++;
		this.#announce('run');
		this.onBoot(reason);
	}

	/** SRAM has power in every reset but that of deep sleep; RTC slow memory loses it only if it is set so. */
	#loseMemory(reason: ResetReason): void {
		const {ram, slow, fast} = memories;
		const lost =
			reason === 'power-on' || reason === 'brown-out'
				? [ram, slow, fast]
				: reason === 'deep-sleep'
					? [ram]
					: [];
		if (reason === 'deep-sleep' && !this.soc.rtc.keepsSlowMemory) lost.push(slow);
		let state = (this.#seed * 2_654_435_761 + this.boots) >>> 0 || 1;
		for (const {offset, bytes} of lost) {
			for (let at = offset; at < offset + bytes; at++) {
				state ^= state << 13;
				state ^= state >>> 17;
				state ^= state << 5;
				this.core.memory[at] = state & 0xff;
			}
		}
	}

	/** What the ROM does before the first instruction of the image. */
	#startImage(): void {
		const loaded = loadImage(this.core.memory.subarray(0, flashBytes));
		if (typeof loaded === 'string') throw new Refused(`the ROM does not start the image: ${loaded}`);
		for (const {address, bytes} of loaded.segments) this.setBytes(address, bytes);
		this.core.forget();
		this.soc.groups[0].startFlashBoot();
		const {core} = this;
		core.set(r.ps, psOfRom);
		core.set(r.a + 1, romStack);
		core.set(r.a + 9, romStack - 32);
		core.pc = loaded.entry;
	}

	// ---- memory

	#place(address: number): number {
		const {ram, slow, fast} = memories;
		if (address >= ram.instruction && address < ram.instruction + ram.bytes)
			return address - ram.instruction + ram.offset;
		for (const {offset, bytes, data} of [ram, slow, fast]) {
			if (address >= data && address < data + bytes) return address - data + offset;
		}
		for (const bus of ['instruction', 'data'] as const) {
			const at = address - windows[bus];
			const page =
				at >= 0 && at < pageBytes * pageCount ? this.soc.mmu.page(Math.floor(at / pageBytes)) : undefined;
			if (page !== undefined) return page * pageBytes + (at % pageBytes);
		}
		throw new RangeError(`no memory is at ${hex(address)}`);
	}

	bytes(address: number, length: number): Uint8Array {
		const at = this.#place(address);
		return this.core.memory.slice(at, at + length);
	}

	setBytes(address: number, bytes: Uint8Array): void {
		this.core.memory.set(bytes, this.#place(address));
	}

	/** A string of the firmware. */
	text(address: number, longest = 200): string {
		const bytes = this.bytes(address, longest);
		const end = bytes.indexOf(0);
		return new TextDecoder().decode(bytes.subarray(0, end < 0 ? longest : end));
	}

	#mapMemory(flash: Uint8Array): void {
		const {core} = this;
		const {ram, slow, fast, rom} = memories;
		core.memory.fill(0xff, 0, flashBytes);
		core.memory.set(flash);
		// the instruction bus takes whole words only [TRM, "System and Memory": IRAM]
		core.map(ram.instruction, ram.bytes, ram.offset, ['read', 'write', 'execute', 'words']);
		core.map(ram.data, ram.bytes, ram.offset, ['read', 'write']);
		core.map(slow.data, slow.bytes, slow.offset, ['read', 'write']);
		core.registersAt(peripherals.base, peripherals.bytes);
		core.map(fast.data, fast.bytes, fast.offset, ['read', 'write', 'execute']);
		core.map(rom.data, rom.bytes, rom.offset, ['read', 'execute']);
		installRom(core, rom.offset, this.#functions.keys());
		this.#mapFlash();
	}

	/** What is mapped of each window now. */
	readonly #mapped: Record<Bus, (number | undefined)[]> = {instruction: [], data: []};

	#mapFlash(): void {
		for (let index = 0; index < pageCount; index++) this.#mapPage(index);
	}

	#mapPage(index: number): void {
		const found = this.soc.mmu.page(index);
		const there = found !== undefined && found * pageBytes < flashBytes ? found : undefined;
		for (const bus of ['instruction', 'data'] as const) {
			const page = this.soc.caches.problem(bus) === undefined ? there : undefined;
			const wasThere = index in this.#mapped[bus];
			if (wasThere && this.#mapped[bus][index] === page) continue;
			this.#mapped[bus][index] = page;
			const address = windows[bus] + index * pageBytes;
			if (page === undefined) this.core.registersAt(address, pageBytes);
			else
				this.core.map(
					address,
					pageBytes,
					page * pageBytes,
					bus === 'data' ? ['read'] : ['read', 'execute', 'words'],
				);
		}
	}

	#read(address: number, size: number): number {
		if (this.#watched && this.#isWatchedPage(address)) return wordOf(this.bytes(address, size));
		const bus = busOf(address);
		if (bus === undefined) return this.soc.read(address, size);
		this.violation(`read of flash at ${hex(address)} ${this.#whyClosed(bus)}`);
		this.core.refuse(exceptionCause.loadProhibited);
		return 0;
	}

	#write(address: number, size: number, value: number): void {
		if (!this.#watched || !this.#isWatchedPage(address)) {
			this.soc.write(address, size, value);
			return;
		}
		this.setBytes(
			address,
			Uint8Array.from({length: size}, (_, index) => (value >>> (8 * index)) & 0xff),
		);
		const {address: first, bytes, handle} = this.#watched;
		if (address + size > first && address < first + bytes) handle();
	}

	#isWatchedPage(address: number): boolean {
		const {data, bytes} = memories.slow;
		return address >= data && address < data + bytes;
	}

	#whyClosed(bus: Bus): string {
		return this.soc.caches.problem(bus) ?? 'where the MMU has no page';
	}

	#unfetched(pc: number): void {
		const bus = busOf(pc);
		const what = bus === undefined ? 'where no code can be' : this.#whyClosed(bus);
		this.violation(`fetch of an instruction at ${hex(pc)} ${what}`);
	}

	#illegal(pc: number, word: number): void {
		const isRom = pc >= romStart && pc < romStart + romBytes;
		const what = isRom
			? `the ROM's code at ${hex(pc)} is not simulated`
			: word === retw
				? 'RETW: a0 or WINDOWSTART name no caller [ISA, RETW]'
				: `instruction ${hex(word)} does not exist`;
		this.violation(what);
	}

	// ---- observers

	#hooked(pc: number): boolean {
		const run = this.#functions.get(pc);
		if (run) this.#callRom(run);
		for (const observer of this.#hooks.get(pc) ?? []) observer();
		return false;
	}

	#callRom(run: (args: readonly number[]) => number): void {
		const first = this.#firstArgument;
		const result = run([0, 1, 2, 3, 4, 5].map(index => this.core.get(first + index)));
		this.core.set(first, result >>> 0);
	}

	/** Before ENTRY the arguments lie in the window of the caller. */
	get #firstArgument(): number {
		return r.a + ((this.core.get(r.ps) >>> 16) & 3) * 4 + 2;
	}

	/** Call back each time the firmware enters a function, with its first four arguments. */
	observe(name: string, run: (args: readonly [number, number, number, number]) => void): void {
		this.#hook(this.elf.address(name), () => {
			const first = this.#firstArgument;
			run([0, 1, 2, 3].map(index => this.core.get(first + index)) as [number, number, number, number]);
		});
	}

	/** At each store to a stretch of RTC slow memory; a slice that ends then ends behind the store. */
	onStore(address: number, bytes: number, handle: () => void): void {
		this.#watched = {address, bytes, handle};
		this.core.registersAt(memories.slow.data, memories.slow.bytes);
	}

	/** Call back each time the firmware has returned from a function. */
	observeReturn(name: string, run: () => void): void {
		const known = new Set<number>();
		let waiting = 0;
		this.#hook(this.elf.address(name), () => {
			const link = this.core.get(this.#firstArgument - 2);
			const back = ((link & 0x3fff_ffff) | (this.core.pc & 0xc000_0000)) >>> 0;
			waiting = back;
			if (known.has(back)) return;
			known.add(back);
			this.#hook(back, () => {
				if (waiting !== back) return;
				waiting = 0;
				run();
			});
		});
	}

	#hook(address: number, run: () => void): void {
		const known = this.#hooks.get(address);
		if (known) known.push(run);
		else {
			this.#hooks.set(address, [run]);
			this.core.hook(address);
			this.core.forget();
		}
	}

	/** Nothing may be thrown through the core: keep it until the slice has ended. */
	#guard<Result>(run: () => Result, otherwise: Result): Result {
		try {
			return run();
		} catch (error) {
			this.#thrown ??= error;
			this.core.stop();
			return otherwise;
		}
	}
}
