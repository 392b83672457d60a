// The chip's peripherals without a core: time is moved by hand, memory is a map, violations are collected.

import {Agenda, unitsPerUs} from '../../../sim/nrf5340/agenda.ts';
import type {Chip, Outside, ResetReason, TransferStatus} from '../../../sim/nrf5340/chip.ts';
import {Soc} from '../../../sim/nrf5340/soc.ts';

export const ram = 0x2000_0000;

export class Bench implements Chip {
	readonly agenda = new Agenda();
	readonly violations: string[] = [];
	readonly resets: ResetReason[] = [];
	readonly lines = new Map<number, Set<object>>();
	readonly memory = new Uint8Array(0x10000);
	readonly flash = new Uint8Array(0x2000).fill(0xff);
	readonly levels = new Map<number, boolean>();
	readonly console: string[] = [];
	readonly soc: Soc;
	stalledUnits = 0;
	/** What the next I2C transfer answers, and how long it takes. */
	answer: {status: TransferStatus; data: number[]; takesUs: number} = {status: 'ok', data: [], takesUs: 100};
	readonly transfers: {address: number; tx: number[]; rxLength: number}[] = [];
	recoveries = 0;
	#now = 0;
	#outsideUs = 0;

	readonly outside: Outside;

	constructor() {
		const bench = this;
		this.outside = {
			nextUs: Number.POSITIVE_INFINITY,
			get nowUs() {
				return Math.max(bench.#outsideUs, Math.floor(bench.#now / unitsPerUs));
			},
			advanceTo() {},
			level: pin => this.levels.get(pin),
			reset() {},
			activity() {},
			configure() {},
			write() {},
			onLevel() {},
			transfer: (_scl, address, tx, rxLength) => {
				this.transfers.push({address, tx: [...tx], rxLength});
				this.#outsideUs = this.outside.nowUs + this.answer.takesUs;
				return {status: this.answer.status, data: Uint8Array.from(this.answer.data)};
			},
			recover: () => {
				this.recoveries++;
				return true;
			},
			console: (_atUs, bytes) => void this.console.push(Buffer.from(bytes).toString()),
		};
		this.soc = new Soc(this, {
			read: (at, length) => this.flash.slice(at, at + length),
			write: (at, bytes) => this.flash.set(bytes, at),
		});
		this.soc.vmc.powerOn();
	}

	now(): number {
		return this.#now;
	}

	level(pin: number): boolean | undefined {
		return this.levels.get(pin);
	}

	violation(text: string): void {
		this.violations.push(text);
	}

	attend(): void {}

	line(source: object, irq: number, high: boolean): void {
		const sources = this.lines.get(irq) ?? new Set();
		if (high) sources.add(source);
		else sources.delete(source);
		this.lines.set(irq, sources);
	}

	isRaised(irq: number): boolean {
		return (this.lines.get(irq)?.size ?? 0) > 0;
	}

	stall(units: number): void {
		this.stalledUnits += units;
	}

	reset(reason: ResetReason): void {
		this.resets.push(reason);
	}

	dmaRead(address: number, length: number, who: string): Uint8Array | undefined {
		if (length > 0 && address < ram) {
			this.violation(`${who}: EasyDMA`);
			return undefined;
		}
		return this.memory.slice(address - ram, address - ram + length);
	}

	dmaWrite(address: number, bytes: Uint8Array): boolean {
		this.memory.set(bytes, address - ram);
		return true;
	}

	/** Let time pass, event by event. */
	pass(us: number): void {
		const until = this.#now + us * unitsPerUs;
		while (this.agenda.next <= until) {
			this.#now = Math.max(this.#now, this.agenda.next);
			this.agenda.run(this.#now);
		}
		this.#now = until;
	}

	get(address: number): number {
		return this.soc.read(address, 4);
	}

	set(address: number, value: number): void {
		this.soc.write(address, 4, value);
	}

	/** The level of a pin from outside. */
	drive(pin: number, high: boolean): void {
		this.levels.set(pin, high);
		this.soc.portOf(pin).evaluate();
		this.soc.gpiote.moved(pin);
	}

	/** Take the violations that were seen since the last call. */
	taken(): string[] {
		return this.violations.splice(0);
	}
}
