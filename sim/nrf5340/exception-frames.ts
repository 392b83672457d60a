// Exception entry and return as the core does them: frames, EXC_RETURN, tail-chaining, lazy FP stacking.

import type {Nvic} from './nvic.ts';
import type {Scs} from './scs.ts';
import {type Core, registers} from './unicorn.ts';

const basicBytes = 32;
const fpBytes = 72;
const general = [
	registers.r0,
	registers.r0 + 1,
	registers.r0 + 2,
	registers.r0 + 3,
	registers.r12,
	registers.lr,
] as const;
const thumb = 1 << 24;
const padded = 1 << 9;
const fpca = 4;
const processStack = 2;
/** Control bits that say that the FP unit holds a context (FPCA, SFPA). */
const fpContext = 12;
const excReturn = {handler: 0xffff_fff1, thread: 0xffff_fff9, basic: 1 << 4} as const;
const aspen = 1 << 31;
const lspen = 1 << 30;

interface Frame {
	readonly exception: number;
	readonly address: number;
	readonly returnValue: number;
	readonly isExtended: boolean;
	/** FP registers as they were at entry: they reach the stack only if the handler uses the FP unit. */
	lazy: readonly number[] | undefined;
}

export interface FrameStats {
	entries: number;
	tailChains: number;
	/** Frames with room for FP registers, and those of them that had to be filled. */
	extended: number;
	preserved: number;
}

export class ExceptionFrames {
	readonly stats: FrameStats = {entries: 0, tailChains: 0, extended: 0, preserved: 0};
	readonly #core: Core;
	readonly #nvic: Nvic;
	readonly #scs: Scs;
	readonly #violation: (text: string) => void;
	readonly #frames: Frame[] = [];

	constructor(core: Core, nvic: Nvic, scs: Scs, violation: (text: string) => void) {
		this.#core = core;
		this.#nvic = nvic;
		this.#scs = scs;
		this.#violation = violation;
	}

	reset(): void {
		this.#frames.length = 0;
	}

	/** Take an exception: `pc` and `xpsr` are what it will return to. Returns the handler's address. */
	enter(exception: number, pc: number, xpsr: number): number {
		const core = this.#core;
		this.#resolveLazy();
		const control = core.get(registers.control);
		if (control & processStack) this.#violation('the process stack is not simulated');
		const isExtended = (control & fpca) !== 0 && (this.#scs.fpccr & aspen) !== 0;
		const sp = core.get(registers.sp);
		const address = ((sp - basicBytes - (isExtended ? fpBytes : 0)) & ~7) >>> 0;
		this.#stack(address, pc, xpsr, sp % 8 !== 0);
		const base = this.#frames.length > 0 ? excReturn.handler : excReturn.thread;
		const returnValue = (isExtended ? base & ~excReturn.basic : base) >>> 0;
		const lazy = isExtended ? this.#fpRegisters() : undefined;
		this.#frames.push({exception, address, returnValue, isExtended, lazy});
		this.stats.entries++;
		if (isExtended) this.stats.extended++;
		if (isExtended && (this.#scs.fpccr & lspen) === 0) this.#preserve();
		core.set(registers.sp, address);
		core.set(registers.control, control & ~fpContext);
		return this.#jump(exception, returnValue);
	}

	/** The handler has executed its EXC_RETURN: tail-chain, or go back. Returns where to go on. */
	leave(value: number, tail: () => number | undefined): number {
		this.#resolveLazy();
		const frame = this.#frames.at(-1);
		if (!frame) {
			this.#violation('return from an exception that was not taken');
			return 0;
		}
		if ((value | 1) >>> 0 !== frame.returnValue)
			this.#violation(`return with 0x${value.toString(16)}, taken with 0x${frame.returnValue.toString(16)}`);
		this.#nvic.leave(frame.exception);
		const next = tail();
		if (next !== undefined) {
			this.stats.tailChains++;
			this.#frames[this.#frames.length - 1] = {...frame, exception: next};
			return this.#jump(next, frame.returnValue);
		}
		this.#frames.pop();
		return this.#unstack(frame);
	}

	#jump(exception: number, returnValue: number): number {
		const core = this.#core;
		this.#nvic.enter(exception);
		core.set(registers.lr, returnValue);
		core.set(registers.xpsr, thumb | exception);
		core.set(registers.ipsr, exception);
		return core.word(this.#scs.vtor + 4 * exception) & ~1;
	}

	#stack(address: number, pc: number, xpsr: number, isPadded: boolean): void {
		const bytes = new Uint8Array(basicBytes);
		const view = new DataView(bytes.buffer);
		for (const [index, register] of general.entries())
			view.setUint32(4 * index, this.#core.get(register), true);
		view.setUint32(24, pc, true);
		view.setUint32(28, ((xpsr & ~padded) | (isPadded ? padded : 0)) >>> 0, true);
		this.#core.write(address, bytes);
	}

	#unstack(frame: Frame): number {
		const core = this.#core;
		const view = new DataView(core.read(frame.address, basicBytes).buffer);
		for (const [index, register] of general.entries()) core.set(register, view.getUint32(4 * index, true));
		const xpsr = view.getUint32(28, true);
		if (frame.isExtended && !frame.lazy) this.#restoreFp(frame.address + basicBytes);
		const control = core.get(registers.control) & ~fpContext;
		core.set(registers.control, frame.isExtended ? control | fpContext : control);
		core.set(registers.ipsr, xpsr & 0x1ff);
		core.set(registers.xpsr, (xpsr & ~padded) >>> 0);
		core.set(
			registers.sp,
			frame.address + basicBytes + (frame.isExtended ? fpBytes : 0) + (xpsr & padded ? 4 : 0),
		);
		return view.getUint32(24, true) & ~1;
	}

	/** If the running handler has used the FP unit, the frame that waited for it was filled before that. */
	#resolveLazy(): void {
		if (!this.#frames.some(({lazy}) => lazy)) return;
		if (this.#core.get(registers.control) & fpca) this.#preserve();
	}

	#preserve(): void {
		for (const frame of this.#frames) {
			if (!frame.lazy) continue;
			const bytes = new Uint8Array(fpBytes);
			const view = new DataView(bytes.buffer);
			for (const [index, value] of frame.lazy.entries()) view.setUint32(4 * index, value, true);
			this.#core.write(frame.address + basicBytes, bytes);
			frame.lazy = undefined;
			this.stats.preserved++;
		}
	}

	#fpRegisters(): number[] {
		const values = Array.from({length: 16}, (_, index) => this.#core.get(registers.s0 + index));
		return [...values, this.#core.get(registers.fpscr), 0];
	}

	#restoreFp(address: number): void {
		const view = new DataView(this.#core.read(address, fpBytes).buffer);
		for (let index = 0; index < 16; index++)
			this.#core.set(registers.s0 + index, view.getUint32(4 * index, true));
		this.#core.set(registers.fpscr, view.getUint32(64, true));
	}
}
