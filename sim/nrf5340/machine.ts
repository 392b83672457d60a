// The whole chip: the core on unicorn, its exceptions, its peripherals, memory, resets, sleep and off; and time.

import {CatnapError} from '../../lib/errors.ts';
import {Elf} from '../cores/elf.ts';
import {Agenda, unitsPerUs} from './agenda.ts';
import {type Activity, type Chip, type Outside, type ResetReason, resetReasons} from './chip.ts';
import {itInXpsr, itStates, returnPlaces, unmaskingPlaces} from './code-scan.ts';
import {ErrataWatch} from './errata.ts';
import {ExceptionFrames} from './exception-frames.ts';
import {informationBase, informationBytes, informationPages} from './information.ts';
import {exceptions, type Masks, Nvic} from './nvic.ts';
import {hex} from './peripheral.ts';
import {Ram, ramBytes, ramStart} from './ram.ts';
import {Scs, scsBase} from './scs.ts';
import {Soc} from './soc.ts';
import {SysTick} from './systick.ts';
import {Core, registers} from './unicorn.ts';

const flashBytes = 0x10_0000;
const peripheralBase = 0x5000_0000;
const peripheralBytes = 0x100_0000;
const thumb = 1 << 24;
const opcode = {wfi: 0xbf30, wfe: 0xbf20} as const;
/** Error numbers of unicorn. */
const unicornError = {fetchUnmapped: 8, invalid: 10, fetchProtected: 14} as const;
/** Exception numbers of unicorn's interrupt hook. */
const trap = {svc: 2, exceptionExit: 8} as const;
/** Bits of CFSR. */
const faultBits = {ibusErr: 1 << 8, precisErr: 1 << 9, undefInstr: 1 << 16, stkOf: 1 << 20} as const;
/** Usage faults by unicorn's exception number: the bit of CFSR and what happened. */
const usageFaults: Readonly<Record<number, readonly [number, string]>> = {
	1: [faultBits.undefInstr, 'undefined instruction'],
	17: [1 << 19, 'floating point while it is off'],
	18: [1 << 17, 'jump to an address without the Thumb bit'],
	19: [faultBits.stkOf, 'stack overflow'],
	22: [1 << 24, 'unaligned access'],
};
const forcedHardFault = 1 << 30;
/**
 * Resets that leave the configuration of the pins and their levels, latches included, as they were. After off it is
 * documented [product specification, GPIO "Pin configuration"; nRF52840 erratum 81]. After a soft reset the nRF52840's
 * table resets the pins and the nRF54L15's keeps them: the firmware has to be right when they are kept.
 */
const keepsPins: ReadonlySet<ResetReason> = new Set(['off', 'soft']);
/** The watchdog goes on [DevZone 114321, nRF5340; nRF54L15 data sheet, "Reset behavior"]. */
const keepsWatchdog: ReadonlySet<ResetReason> = new Set(['off', 'soft', 'lockup']);
/** Longest slice: nothing depends on it but how soon a run can be stopped from outside. */
const longestSlice = 4_000_000;

/** Thrown when nothing will ever happen again. */
export class Asleep extends Error {
	override readonly name = 'Asleep';
}

export interface MachineOptions {
	readonly elf: Uint8Array;
	readonly where: string;
	/** What else lies in flash: bytes, and their address or the firmware's symbol for it. */
	readonly flash?: readonly {readonly address: number | string; readonly bytes: Uint8Array}[];
	readonly outside: Outside;
	readonly seed?: number;
	onViolation(text: string): void;
}

export class Machine implements Chip {
	readonly agenda = new Agenda();
	readonly outside: Outside;
	readonly elf: Elf;
	readonly core: Core;
	readonly soc: Soc;
	readonly ram: Ram;
	readonly nvic = new Nvic();
	readonly scs: Scs;
	readonly frames: ExceptionFrames;
	readonly errata: ErrataWatch;
	/** Instructions executed since power-on, and core clocks that passed in sleep or stalls left out. */
	instructions = 0;
	boots = 0;
	/** After memory stands and before the first instruction of each boot. */
	onBoot: (reason: ResetReason) => void = () => {};
	/** Before the core sleeps and after it has woken. */
	onSleep: (asleep: boolean) => void = () => {};
	readonly #systick: SysTick;
	readonly #onViolation: (text: string) => void;
	readonly #itStates: ReadonlyMap<number, number>;
	readonly #levels = new Map<number, boolean | undefined>();
	#now = 0;
	#pc = 0;
	#inSlice = false;
	#reset: ResetReason | undefined;
	#off = false;
	#stalled = 0;
	#trap: number | undefined;
	#flashStore: {readonly address: number; readonly size: number; readonly value: number} | undefined;
	#thrown: unknown;

	static async create(options: MachineOptions): Promise<Machine> {
		return new Machine(options, await Core.open());
	}

	private constructor(options: MachineOptions, core: Core) {
		this.outside = options.outside;
		this.core = core;
		this.elf = new Elf(options.elf, options.where);
		this.#onViolation = options.onViolation;
		this.#itStates = itStates(this.elf.code, this.elf.segments);
		this.ram = new Ram(core, options.seed ?? 1);
		this.#systick = new SysTick(
			this.agenda,
			() => this.now(),
			() => this.soc.clock.unitsPerInstruction,
			() => this.nvic.pend(exceptions.systick),
		);
		this.scs = new Scs(this.nvic, this.#systick, {
			violation: text => this.violation(text),
			reset: () => this.reset('soft'),
			attend: () => this.attend(),
		});
		this.frames = new ExceptionFrames(core, this.nvic, this.scs, text => this.violation(text));
		this.errata = new ErrataWatch(text => this.violation(text));
		this.#mapMemory(options);
		this.soc = new Soc(this, {
			read: (at, length) => core.read(at, length),
			write: (at, bytes) => core.write(at, bytes),
		});
		this.soc.regulators.onOff = () => {
			this.#off = true;
			this.attend();
		};
		this.soc.clock.onCore = isFast => this.outside.activity(isFast ? 'run_fast' : 'run', this.nowUs);
		this.soc.vmc.onPower = (first, count, on) => this.ram.power(first, count, on);
		this.outside.onLevel((pin, high) => this.#outsideMoved(pin, high));
		this.#hook();
		this.#reset = 'power-on';
	}

	close(): void {
		this.core.close();
	}

	// ---- Chip

	now(): number {
		const running = this.#inSlice
			? Math.max(0, this.core.executed - 1) * this.soc.clock.unitsPerInstruction
			: 0;
		return this.#now + running;
	}

	get nowUs(): number {
		return Math.floor(this.now() / unitsPerUs);
	}

	/** Instructions up to now, the running slice included. */
	get executed(): number {
		return this.instructions + (this.#inSlice ? Math.max(0, this.core.executed - 1) : 0);
	}

	level(pin: number): boolean | undefined {
		if (!this.#levels.has(pin)) this.#levels.set(pin, this.outside.level(pin));
		return this.#levels.get(pin);
	}

	violation(text: string): void {
		const pc = this.#inSlice ? this.core.get(registers.pc) & ~1 : this.#pc;
		this.#onViolation(`${text}, at ${this.elf.describe(pc)}`);
	}

	attend(): void {
		if (this.#inSlice) this.core.endSlice();
	}

	line(source: object, irq: number, high: boolean): void {
		this.nvic.line(source, irq, high);
		if (high) this.attend();
	}

	stall(units: number): void {
		this.#stalled += units;
		this.attend();
	}

	reset(reason: ResetReason): void {
		this.#reset = reason;
		this.attend();
	}

	dmaRead(address: number, length: number, who: string): Uint8Array | undefined {
		if (length === 0) return new Uint8Array(0);
		return this.#dmaReaches(address, length, who) ? this.core.read(address, length) : undefined;
	}

	dmaWrite(address: number, bytes: Uint8Array, who: string): boolean {
		if (bytes.length > 0 && !this.#dmaReaches(address, bytes.length, who)) return false;
		this.core.write(address, bytes);
		return true;
	}

	#dmaReaches(address: number, length: number, who: string): boolean {
		if (this.ram.holds(address, length, section => this.soc.vmc.isOn(section))) return true;
		this.violation(`${who}: EasyDMA of ${length} bytes at ${hex(address)}, which is not memory that is on`);
		return false;
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

	/** The supply fails now and comes back. */
	powerCut(): void {
		this.reset('power-on');
	}

	#step(): void {
		if (this.#reset) this.#boot(this.#reset);
		this.#catchUp();
		if (this.#reset) return;
		const pending = this.nvic.mostUrgent !== undefined;
		const masks = pending ? this.#masks() : undefined;
		const next = masks && this.nvic.next(masks);
		if (next !== undefined) this.#enter(next, this.#pc);
		else this.#slice(this.#budget());
	}

	#budget(): number {
		const until = Math.min(this.agenda.next, this.outside.nextUs * unitsPerUs);
		const instructions = Math.ceil((until - this.#now) / this.soc.clock.unitsPerInstruction);
		return Math.max(1, Math.min(longestSlice, instructions));
	}

	#slice(budget: number): void {
		const state = this.#itStates.get(this.#pc);
		if (state !== undefined)
			this.core.set(registers.xpsr, ((this.core.get(registers.xpsr) & ~0x0600_fc00) | itInXpsr(state)) >>> 0);
		const units = this.soc.clock.unitsPerInstruction;
		this.#trap = undefined;
		this.#inSlice = true;
		const error = this.core.run(this.#pc, budget);
		this.#inSlice = false;
		const done = this.core.executed;
		this.instructions += done;
		this.#now += done * units;
		this.#pc = this.core.get(registers.pc) & ~1;
		if (this.#thrown) throw this.#thrown;
		this.#afterSlice(error, !this.core.endedByCount);
	}

	#afterSlice(error: number, isShort: boolean): void {
		this.#storeToFlash();
		if (this.#stalled > 0) {
			this.#now += this.#stalled;
			this.#stalled = 0;
		}
		if (this.#reset) return;
		const before = this.#half(this.#pc - 2);
		// WFE may return at once, as if an event had been waiting
		const isWfe = before === opcode.wfe && (error === unicornError.invalid || isShort);
		if (this.#off) this.#systemOff();
		else if (this.#trap !== undefined) this.#onTrap(this.#trap);
		else if (error !== 0 && !isWfe) this.#onError(error);
		// the count may end exactly there, or a branch may lead behind a WFI: only unicorn's own stop is one
		else if (before === opcode.wfi && isShort) this.#sleep();
	}

	/** Let everything happen that is due by now, in order. */
	#catchUp(): void {
		for (;;) {
			const chipAt = this.agenda.next;
			const outsideAt = this.outside.nextUs * unitsPerUs;
			if (Math.min(chipAt, outsideAt) > this.#now) break;
			if (outsideAt <= chipAt) this.outside.advanceTo(this.outside.nextUs);
			else this.agenda.run(Math.min(this.#now, chipAt));
			if (this.#reset) return;
		}
		const us = Math.floor(this.#now / unitsPerUs);
		if (us > this.outside.nowUs) this.outside.advanceTo(us);
	}

	// ---- exceptions

	#masks(): Masks {
		return {
			primask: (this.core.get(registers.primask) & 1) !== 0,
			faultmask: (this.core.get(registers.faultmask) & 1) !== 0,
			basepri: this.core.get(registers.basepri) & 0xff,
		};
	}

	#enter(exception: number, pc: number): void {
		this.#checkFpu();
		const it = itInXpsr(this.#itStates.get(pc) ?? 0);
		const active = this.nvic.active.at(-1) ?? 0;
		const flags = this.core.get(registers.xpsr) & 0xf80f_0000;
		this.#pc = this.frames.enter(exception, pc, (flags | thumb | it | active) >>> 0);
	}

	#onTrap(number: number): void {
		const usage = usageFaults[number];
		if (number === trap.exceptionExit) this.#exceptionReturn();
		else if (number === trap.svc) this.#enter(exceptions.svcall, this.#pc);
		else if (usage) this.#fault(exceptions.usageFault, ...usage);
		else this.#fault(exceptions.hardFault, 0, `exception ${number} of the emulator`);
	}

	#exceptionReturn(): void {
		const active = this.nvic.active.at(-1);
		if (active !== undefined && active >= exceptions.firstIrq)
			this.#checkSettled(active - exceptions.firstIrq);
		const value = (this.core.get(registers.pc) | 1) >>> 0;
		const masks = this.#masks();
		// an exception that left by a fault handler's FAULTMASK is not simulated: no handler of ours sets it
		this.#pc = this.frames.leave(value, () => this.nvic.next(masks));
	}

	/** A handler that clears an event and returns before the write has landed runs a second time. */
	#checkSettled(irq: number): void {
		for (const peripheral of this.soc.all) {
			if (peripheral.irq !== irq || peripheral.unsettled === undefined) continue;
			peripheral.violation(`the handler returns without reading back ${peripheral.unsettled}`);
			peripheral.unsettled = undefined;
		}
	}

	#checkFpu(): void {
		if (this.core.get(registers.control) & 4 && !this.scs.fpuOn)
			this.violation('floating point before CPACR allows it');
	}

	#onError(error: number): void {
		if (error === unicornError.invalid) {
			this.#fault(exceptions.usageFault, faultBits.undefInstr, 'undefined instruction');
			return;
		}
		const isFetch = error === unicornError.fetchUnmapped || error === unicornError.fetchProtected;
		const kind = isFetch ? faultBits.ibusErr : faultBits.precisErr;
		this.#fault(
			exceptions.busFault,
			kind,
			isFetch ? 'jump to where no code is' : 'access to where nothing is',
		);
	}

	/** Take a fault at the present instruction; it becomes a HardFault if it cannot be taken by itself. */
	#fault(exception: number, bits: number, text: string): void {
		this.violation(text);
		this.scs.cfsr |= bits;
		const enabled = exception === exceptions.hardFault || ((this.scs.shcsr >>> (12 + exception)) & 1) !== 0;
		const priority = this.nvic.executionPriority(this.#masks());
		let taken = exception;
		if (!enabled || this.nvic.priorityOf(exception) >= priority) {
			taken = exceptions.hardFault;
			this.scs.hfsr |= forcedHardFault;
		}
		if (this.nvic.priorityOf(taken) >= priority) {
			this.reset('lockup');
			return;
		}
		if (bits & faultBits.stkOf) this.core.set(registers.sp, this.core.get(registers.sp) & ~7);
		this.#enter(taken, this.#pc);
	}

	// ---- flash

	#storeToFlash(): void {
		const store = this.#flashStore;
		if (!store) return;
		this.#flashStore = undefined;
		this.errata.stores(this.#pc, at => this.#half(at));
		if (this.soc.nvmc.store(store.address, store.size, store.value)) return;
		this.#fault(exceptions.busFault, faultBits.precisErr, 'store to flash that is not open for it');
	}

	// ---- sleep and off

	#sleep(): void {
		this.errata.sleeps(this.#now, this.#pc, at => this.#half(at));
		if (this.soc.nvmc.stale && this.soc.cache.enabled) {
			this.violation('flash has changed and the cache was not invalidated');
			this.soc.nvmc.stale = false;
		}
		for (const watchdog of this.soc.watchdogs) watchdog.sleeping(true);
		this.onSleep(true);
		this.#announce(this.#sleepActivity());
		try {
			this.#waitFor(
				() =>
					this.#reset !== undefined || (this.nvic.mostUrgent !== undefined && this.nvic.wakes(this.#masks())),
			);
		} finally {
			for (const watchdog of this.soc.watchdogs) watchdog.sleeping(false);
			this.#announce(this.soc.clock.isFast ? 'run_fast' : 'run');
			this.onSleep(false);
		}
	}

	#sleepActivity(): Activity {
		if ([...this.soc.twims, ...this.soc.spims].some(serial => serial.busy)) return 'transfer';
		const busy = [...this.soc.uartes, ...this.soc.spims].some(serial => serial.enabled);
		return busy || this.soc.power.constantLatency ? 'idle' : 'deep';
	}

	#announce(what: Activity): void {
		this.outside.activity(what, Math.floor(this.#now / unitsPerUs));
	}

	#waitFor(done: () => boolean): void {
		while (!done()) {
			const next = Math.min(this.agenda.next, this.outside.nextUs * unitsPerUs);
			if (!Number.isFinite(next)) {
				// let the outside come to its own end
				this.outside.advanceTo(Number.MAX_SAFE_INTEGER);
				throw new Asleep('nothing will ever wake the chip');
			}
			this.#now = Math.max(this.#now, next);
			this.#catchUp();
		}
	}

	#systemOff(): void {
		this.#off = false;
		for (const serial of this.soc.boxes.flatMap(box => box.members)) {
			if (serial.enabled) serial.violation('enabled when the chip is switched off');
		}
		if (this.soc.reset.reasons !== 0)
			this.violation('RESETREAS holds a reason when the chip is switched off');
		for (const watchdog of this.soc.watchdogs) watchdog.pause();
		// what is not retained ends here; pins are GPIO's [product specification, PWM, "Pin configuration"]
		for (const part of [...this.soc.pwms, this.soc.gpiote]) part.reset();
		this.agenda.clear();
		this.#announce('off');
		const sensed = (): boolean => this.soc.ports.some(port => port.sensed !== 0);
		this.#waitFor(sensed);
		for (const port of this.soc.ports) port.evaluate();
		this.#boot('off');
	}

	// ---- resets and memory

	#boot(reason: ResetReason): void {
		this.#reset = undefined;
		this.#off = false;
		this.#flashStore = undefined;
		this.agenda.clear();
		this.nvic.reset();
		this.scs.reset();
		this.#systick.reset();
		this.frames.reset();
		this.soc.undocumented.reset();
		this.#resetPeripherals(reason);
		if (reason !== 'power-on') this.soc.reset.add(resetReasons[reason]);
		if (reason === 'power-on') this.ram.lose(() => false);
		if (reason === 'off') this.ram.lose(section => this.soc.vmc.isRetained(section));
		this.#resetCore();
		this.boots++;
		this.#announce('run');
		this.onBoot(reason);
	}

	#resetPeripherals(reason: ResetReason): void {
		const kept = keepsPins.has(reason) ? this.soc.ports : [];
		const running = keepsWatchdog.has(reason) ? this.soc.watchdogs : [];
		for (const peripheral of this.soc.all) {
			if (![...kept, ...running].some(one => one === peripheral)) peripheral.reset();
		}
		for (const watchdog of running) watchdog.resetUnlessRunning();
		this.outside.reset(keepsPins.has(reason));
		this.#levels.clear();
		if (reason !== 'power-on') return;
		this.soc.power.powerOn();
		this.soc.reset.powerOn();
		this.soc.vmc.powerOn();
	}

	#resetCore(): void {
		const {core} = this;
		core.set(registers.control, 0);
		core.set(registers.xpsr, thumb);
		core.set(registers.ipsr, 0);
		for (const mask of [registers.primask, registers.faultmask, registers.basepri]) core.set(mask, 0);
		core.set(registers.sp, core.word(0));
		core.set(registers.lr, 0xffff_ffff);
		this.#pc = core.word(4) & ~1;
	}

	#outsideMoved(pin: number, high: boolean): void {
		// the world may be ahead of the chip: the level arrives when the chip's time has come
		const at = Math.max(this.now(), this.outside.nowUs * unitsPerUs);
		this.agenda.at(at, () => {
			this.#levels.set(pin, high);
			this.soc.portOf(pin).evaluate();
			this.soc.gpiote.moved(pin);
		});
		this.attend();
	}

	#half(address: number): number {
		if (address < 0) return 0;
		const [low, high] = this.core.read(address, 2);
		return low! | (high! << 8);
	}

	#mapMemory({flash}: MachineOptions): void {
		const {core} = this;
		core.memory(0, flashBytes, 'flash');
		core.memory(ramStart, ramBytes, 'ram');
		core.memory(informationBase, informationBytes, 'flash');
		core.setWord(ramStart, 0xbf00_bf00); // four NOPs to count by
		core.setWord(ramStart + 4, 0xbf00_bf00);
		core.calibrate(ramStart);
		core.write(0, new Uint8Array(flashBytes).fill(0xff));
		core.write(informationBase, informationPages());
		for (const {address, bytes} of [...this.elf.segments, ...(flash ?? [])])
			core.write(typeof address === 'string' ? this.elf.address(address) : address, bytes);
		core.registersAt(
			peripheralBase,
			peripheralBytes,
			(address, size) => this.#guard(() => this.soc.read(address, size), 0),
			(address, size, value) => this.#guard(() => this.soc.write(address, size, value), undefined),
		);
		core.registersAt(
			scsBase,
			0x1000,
			(address, size) => this.#guard(() => this.scs.read(address, size), 0),
			(address, size, value) => this.#guard(() => this.scs.write(address, size, value), undefined),
		);
	}

	#hook(): void {
		this.core.onException(number => {
			this.#trap = number;
		});
		// a mask may be lifted here: look at what it held back before the next instruction
		for (const place of unmaskingPlaces(this.elf.code, this.elf.segments)) {
			this.core.onInstruction(place, () => {
				if (this.nvic.mostUrgent !== undefined) this.core.endSlice();
			});
		}
		this.core.onFlashWrite((address, size, value) => {
			this.#flashStore = {address, size, value};
		});
	}

	/** Call back each time the firmware enters a function; its arguments are in r0 to r3. */
	observe(name: string, run: (args: readonly [number, number, number, number]) => void): void {
		const {r0} = registers;
		let last = -1;
		this.core.onBlock(this.elf.address(name), () => {
			// a slice that ends right here announces the block again
			const at = this.instructions + this.core.executed;
			if (at === last) return;
			last = at;
			const args = [0, 1, 2, 3].map(index => this.core.get(r0 + index)) as [number, number, number, number];
			this.#guard(() => run(args), undefined);
		});
	}

	/** Call back each time the firmware is about to return from a function. */
	observeReturn(name: string, run: () => void): void {
		const places = returnPlaces(this.elf, this.elf.range(name));
		if (places.length === 0) throw new CatnapError('BAD_ELF', {which: 'return', name});
		for (const place of places) this.core.onInstruction(place, () => this.#guard(run, undefined));
	}

	bytes(address: number, length: number): Uint8Array {
		return this.core.read(address, length);
	}

	setBytes(address: number, bytes: Uint8Array): void {
		this.core.write(address, bytes);
	}

	/** A string of the firmware. */
	text(address: number, longest = 200): string {
		const bytes = this.core.read(address, longest);
		const end = bytes.indexOf(0);
		return new TextDecoder().decode(bytes.subarray(0, end < 0 ? longest : end));
	}

	/** Nothing may be thrown through the emulator: keep it until the slice has ended. */
	#guard<Result>(run: () => Result, otherwise: Result): Result {
		try {
			return run();
		} catch (error) {
			this.#thrown ??= error;
			this.core.endSlice();
			return otherwise;
		}
	}
}
