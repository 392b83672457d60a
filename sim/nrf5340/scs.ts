// The system control space at 0xE000E000: NVIC, SysTick, SCB and FPU registers, strict like the peripherals.

import {exceptions, irqCount, type Nvic} from './nvic.ts';
import {hex} from './peripheral.ts';
import type {SysTick} from './systick.ts';

export const scsBase = 0xe000_e000;

const aircrKey = 0x05fa;
const priorityBits = 0xe0;
export const sleepDeep = 1 << 2;
const sleepOnExit = 1 << 1;
/** CPUID of a Cortex-M33 r0p4 and reset values [Cortex-M33 Technical Reference Manual]. */
const cpuId = 0x410f_d214;
const resetValues = {ccr: 0x201, fpccr: 0xc000_0004} as const;

interface Cell {
	readonly name: string;
	readonly read?: () => number;
	readonly write?: (value: number) => void;
}

export interface ScsHooks {
	violation(text: string): void;
	reset(): void;
	attend(): void;
}

export class Scs {
	readonly #nvic: Nvic;
	readonly #hooks: ScsHooks;
	readonly #cells = new Map<number, Cell>();
	readonly #stored = new Map<number, number>();
	vtor = 0;
	scr = 0;
	shcsr = 0;
	cfsr = 0;
	hfsr = 0;
	bfar = 0;
	mmfar = 0;
	cpacr = 0;
	fpccr: number = resetValues.fpccr;
	fpcar = 0;

	constructor(nvic: Nvic, systick: SysTick, hooks: ScsHooks) {
		this.#nvic = nvic;
		this.#hooks = hooks;
		this.#addNvic();
		this.#addSysTick(systick);
		this.#addScb();
	}

	reset(): void {
		this.#stored.clear();
		this.vtor =
			this.scr =
			this.shcsr =
			this.cfsr =
			this.hfsr =
			this.bfar =
			this.mmfar =
			this.cpacr =
			this.fpcar =
				0;
		this.fpccr = resetValues.fpccr;
	}

	read(address: number, size: number): number {
		const offset = address - scsBase;
		if (this.#isPriority(offset)) return this.#readPriorities(offset, size);
		const cell = this.#cells.get(offset);
		if (!cell?.read || size !== 4) {
			this.#hooks.violation(
				`SCS: read of ${size} bytes at ${hex(address)}${cell ? ` (${cell.name})` : ': no such register'}`,
			);
			return 0;
		}
		return cell.read() >>> 0;
	}

	write(address: number, size: number, value: number): void {
		const offset = address - scsBase;
		if (this.#isPriority(offset)) this.#writePriorities(offset, size, value);
		else {
			const cell = this.#cells.get(offset);
			if (cell?.write && size === 4) cell.write(value);
			else
				this.#hooks.violation(
					`SCS: write of ${hex(value)} at ${hex(address)}${cell ? ` (${cell.name})` : ': no such register'}`,
				);
		}
		this.#hooks.attend();
	}

	/** Whether FP instructions are allowed. */
	get fpuOn(): boolean {
		return ((this.cpacr >>> 20) & 15) === 15;
	}

	// ---- NVIC

	#addNvic(): void {
		const {firstIrq} = exceptions;
		this.#add(0x004, {name: 'ICTR', read: () => Math.ceil(irqCount / 32) - 1});
		const words = Math.ceil(irqCount / 32);
		for (let word = 0; word < words; word++) {
			const each = (value: number, run: (exception: number) => void): void => {
				for (let bit = 0; bit < 32; bit++) {
					if (!((value >>> bit) & 1)) continue;
					if (word * 32 + bit >= irqCount)
						this.#hooks.violation(`NVIC: the chip has no interrupt ${word * 32 + bit}`);
					else run(firstIrq + word * 32 + bit);
				}
			};
			const bits = (test: (exception: number) => boolean): number => {
				let value = 0;
				for (let bit = 0; bit < 32 && word * 32 + bit < irqCount; bit++) {
					if (test(firstIrq + word * 32 + bit)) value |= 1 << bit;
				}
				return value >>> 0;
			};
			const enabled = (): number => bits(exception => this.#nvic.enabled[exception] === 1);
			const pending = (): number => bits(exception => this.#nvic.isPending(exception));
			const set =
				(to: number) =>
				(value: number): void =>
					each(value, exception => {
						this.#nvic.enabled[exception] = to;
					});
			this.#add(0x100 + 4 * word, {name: `ISER${word}`, read: enabled, write: set(1)});
			this.#add(0x180 + 4 * word, {name: `ICER${word}`, read: enabled, write: set(0)});
			this.#add(0x200 + 4 * word, {
				name: `ISPR${word}`,
				read: pending,
				write: value => each(value, e => this.#nvic.pend(e)),
			});
			this.#add(0x280 + 4 * word, {
				name: `ICPR${word}`,
				read: pending,
				write: value => each(value, e => this.#nvic.clear(e)),
			});
			this.#add(0x300 + 4 * word, {
				name: `IABR${word}`,
				read: () => bits(exception => this.#nvic.isActive(exception)),
			});
		}
	}

	#isPriority(offset: number): boolean {
		return (offset >= 0x400 && offset < 0x400 + irqCount) || (offset >= 0xd18 && offset < 0xd24);
	}

	#exceptionAt(offset: number): number {
		return offset >= 0xd18 ? 4 + offset - 0xd18 : exceptions.firstIrq + offset - 0x400;
	}

	#readPriorities(offset: number, size: number): number {
		let value = 0;
		for (let byte = 0; byte < size; byte++)
			value |= (this.#nvic.priority[this.#exceptionAt(offset + byte)] ?? 0) << (8 * byte);
		return value >>> 0;
	}

	#writePriorities(offset: number, size: number, value: number): void {
		for (let byte = 0; byte < size; byte++) {
			const priority = (value >>> (8 * byte)) & 0xff;
			if (priority & ~priorityBits)
				this.#hooks.violation(`NVIC: priority ${priority} has bits that the chip does not have`);
			const exception = this.#exceptionAt(offset + byte);
			if (exception < this.#nvic.priority.length) this.#nvic.priority[exception] = priority & priorityBits;
		}
	}

	// ---- SysTick and SCB

	#addSysTick(systick: SysTick): void {
		this.#add(0x010, {
			name: 'SYST_CSR',
			read: () => systick.control,
			write: value => {
				systick.control = value;
			},
		});
		this.#add(0x014, {
			name: 'SYST_RVR',
			read: () => systick.reload,
			write: value => {
				systick.reload = value;
			},
		});
		this.#add(0x018, {name: 'SYST_CVR', read: () => systick.value, write: () => systick.clear()});
		this.#add(0x01c, {name: 'SYST_CALIB', read: () => 0x8000_0000});
	}

	#addScb(): void {
		this.#add(0xd00, {name: 'CPUID', read: () => cpuId});
		this.#add(0xd04, {name: 'ICSR', read: () => this.#readIcsr(), write: value => this.#writeIcsr(value)});
		this.#field(0xd08, 'VTOR', 'vtor', 0xffff_ff80);
		this.#add(0xd0c, {
			name: 'AIRCR',
			read: () => 0xfa05_0000 | (this.#nvic.priorityGroup << 8),
			write: value => this.#writeAircr(value),
		});
		this.#add(0xd10, {name: 'SCR', read: () => this.scr, write: value => this.#writeScr(value)});
		this.#store(0xd14, 'CCR', resetValues.ccr);
		this.#field(0xd24, 'SHCSR', 'shcsr', 0x7ffff);
		this.#add(0xd28, {
			name: 'CFSR',
			read: () => this.cfsr,
			write: value => {
				this.cfsr &= ~value;
			},
		});
		this.#add(0xd2c, {
			name: 'HFSR',
			read: () => this.hfsr,
			write: value => {
				this.hfsr &= ~value;
			},
		});
		this.#add(0xd34, {name: 'MMFAR', read: () => this.mmfar});
		this.#add(0xd38, {name: 'BFAR', read: () => this.bfar});
		this.#field(0xd88, 'CPACR', 'cpacr', 0x00f0_ffff);
		this.#store(0xd8c, 'NSACR', 0);
		this.#store(0xdfc, 'DEMCR', 0);
		this.#field(0xf34, 'FPCCR', 'fpccr', 0xfc00_07ff);
		this.#field(0xf38, 'FPCAR', 'fpcar', 0xffff_fff8);
		this.#store(0xf3c, 'FPDSCR', 0);
	}

	#readIcsr(): number {
		const active = this.#nvic.active.at(-1) ?? 0;
		const pending = this.#nvic.mostUrgent ?? 0;
		const pendsv = this.#nvic.isPending(exceptions.pendsv) ? 1 << 28 : 0;
		const systick = this.#nvic.isPending(exceptions.systick) ? 1 << 26 : 0;
		const irqs = pending >= exceptions.firstIrq ? 1 << 22 : 0;
		return (
			(active |
				(pending << 12) |
				irqs |
				systick |
				pendsv |
				(this.#nvic.active.length === 1 ? 1 << 11 : 0)) >>>
			0
		);
	}

	#writeIcsr(value: number): void {
		if (value >>> 31) this.#nvic.pend(exceptions.nmi);
		if (value & (1 << 28)) this.#nvic.pend(exceptions.pendsv);
		if (value & (1 << 27)) this.#nvic.clear(exceptions.pendsv);
		if (value & (1 << 26)) this.#nvic.pend(exceptions.systick);
		if (value & (1 << 25)) this.#nvic.clear(exceptions.systick);
	}

	#writeAircr(value: number): void {
		if (value >>> 16 !== aircrKey) {
			this.#hooks.violation(`SCB: AIRCR written without its key: ${hex(value)}`);
			return;
		}
		this.#nvic.priorityGroup = (value >>> 8) & 7;
		if (value & 4) this.#hooks.reset();
	}

	#writeScr(value: number): void {
		if (value & sleepOnExit) this.#hooks.violation('SCB: SLEEPONEXIT is not simulated');
		this.scr = value & (sleepDeep | sleepOnExit | (1 << 4));
	}

	#field(
		offset: number,
		name: string,
		key: 'vtor' | 'shcsr' | 'cpacr' | 'fpccr' | 'fpcar',
		mask: number,
	): void {
		this.#add(offset, {
			name,
			read: () => this[key],
			write: value => {
				this[key] = (value & mask) >>> 0;
			},
		});
	}

	#store(offset: number, name: string, reset: number): void {
		this.#add(offset, {
			name,
			read: () => this.#stored.get(offset) ?? reset,
			write: value => void this.#stored.set(offset, value),
		});
	}

	#add(offset: number, cell: Cell): void {
		this.#cells.set(offset, cell);
	}
}
