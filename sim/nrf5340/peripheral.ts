// A peripheral as a strict register file: what the device description does not list cannot be used unseen.

import {type KindRow, kinds, type RegisterRow} from '../../boards/chips/nrf5340/gen/registers.ts';
import type {Chip} from './chip.ts';

export type Kind = keyof typeof kinds;

type Handler = (value: number, index: number) => void;

const tasksTo = 0x80;
const eventsFrom = 0x100;
const eventsTo = 0x180;

export class Peripheral {
	readonly name: string;
	readonly base: number;
	readonly irq: number | undefined;
	protected readonly chip: Chip;
	readonly #rows = new Map<number, RegisterRow>();
	readonly #offsets = new Map<string, number>();
	readonly #values = new Map<number, number>();
	readonly #writes = new Map<number, {readonly run: Handler; readonly index: number}>();
	readonly #reads = new Map<number, {readonly run: (index: number) => number; readonly index: number}>();
	#enabledInterrupts = 0;
	/** An event that was cleared and not read back since: the write may still be under way. */
	unsettled: string | undefined;

	constructor(chip: Chip, kind: Kind, name: string) {
		const row: KindRow = kinds[kind];
		const instance = row.instances[name]!;
		this.chip = chip;
		this.name = name;
		this.base = instance.base;
		this.irq = instance.irq;
		for (const register of row.registers) {
			this.#rows.set(register[0], register);
			this.#offsets.set(register[1], register[0]);
		}
		this.#load();
	}

	/** Whether a register of this peripheral is at the offset: several can share one base. */
	has(offset: number): boolean {
		return this.#rows.has(offset);
	}

	/** The bits that the register at the offset has. */
	maskOf(offset: number): number {
		return this.#rows.get(offset)?.[4] ?? 0;
	}

	/** Whether the register at the offset has all bits of a value. */
	takes(offset: number, value: number): boolean {
		const row = this.#rows.get(offset);
		return row !== undefined && (value & ~row[4]) === 0;
	}

	/** All registers to their reset values. */
	reset(): void {
		this.#load();
		this.#updateLine();
	}

	#load(): void {
		this.#values.clear();
		for (const [offset, , , value] of this.#rows.values()) this.#values.set(offset, value);
		this.#enabledInterrupts = 0;
		this.unsettled = undefined;
	}

	read(offset: number): number {
		this.unsettled = undefined;
		const row = this.#rows.get(offset)!;
		if (row[2] === 'w') {
			this.violation(`read of ${row[1]}, which can only be written`);
			return 0;
		}
		if (/^INTEN(SET|CLR)?$/.test(row[1])) return this.#enabledInterrupts;
		const handler = this.#reads.get(offset);
		return (handler ? handler.run(handler.index) : this.#values.get(offset)!) >>> 0;
	}

	write(offset: number, value: number): void {
		const [, name, access, , mask] = this.#rows.get(offset)!;
		if (access === 'r') {
			this.violation(`write of ${name}, which can only be read`);
			return;
		}
		if ((value & ~mask) !== 0)
			this.violation(`write of ${hex(value)} to ${name}: reserved bits ${hex(value & ~mask)}`);
		const kept = (value & mask) >>> 0;
		if (/^INTEN(SET|CLR)?$/.test(name)) {
			this.#writeInterrupts(name, kept);
			return;
		}
		if (offset >= eventsFrom && offset < eventsTo) {
			if (kept === 0) this.unsettled = name;
			this.#values.set(offset, kept);
			this.#updateLine();
			return;
		}
		if (offset < tasksTo && name.startsWith('TASKS_') && kept === 0) return;
		const handler = this.#writes.get(offset);
		if (handler) handler.run(kept, handler.index);
		else this.#values.set(offset, kept);
	}

	// ---- for the peripherals

	/** What a write does; without a handler it is stored. `NAME*` stands for all elements of an array. */
	protected onWrite(name: string, run: Handler): void {
		for (const [offset, index] of this.#matching(name)) this.#writes.set(offset, {run, index});
	}

	protected onRead(name: string, run: (index: number) => number): void {
		for (const [offset, index] of this.#matching(name)) this.#reads.set(offset, {run, index});
	}

	protected get(name: string): number {
		return this.#values.get(this.#offset(name))!;
	}

	protected put(name: string, value: number): void {
		this.#values.set(this.#offset(name), value >>> 0);
	}

	/** The event happens. */
	protected raise(event: string): void {
		this.#values.set(this.#offset(`EVENTS_${event}`), 1);
		this.#updateLine();
	}

	protected happened(event: string): boolean {
		return this.get(`EVENTS_${event}`) !== 0;
	}

	/** An event's bit in the registers that enable it: its place among the events. */
	protected bitOf(event: string): number {
		return this.#bit(this.#offset(`EVENTS_${event}`));
	}

	protected interrupts(event: string): boolean {
		return ((this.#enabledInterrupts >>> this.bitOf(event)) & 1) !== 0;
	}

	violation(text: string): void {
		this.chip.violation(`${this.name}: ${text}`);
	}

	#writeInterrupts(name: string, value: number): void {
		if (name === 'INTENSET') this.#enabledInterrupts |= value;
		else if (name === 'INTENCLR') this.#enabledInterrupts &= ~value;
		else this.#enabledInterrupts = value;
		this.#updateLine();
	}

	#updateLine(): void {
		if (this.irq === undefined) return;
		let high = false;
		for (let offset = eventsFrom; offset < eventsTo; offset += 4) {
			if (!this.#values.get(offset)) continue;
			if ((this.#enabledInterrupts >>> this.#bit(offset)) & 1) high = true;
		}
		this.chip.line(this, this.irq, high);
	}

	#bit(offset: number): number {
		return (offset - eventsFrom) / 4;
	}

	#offset(name: string): number {
		const offset = this.#offsets.get(name);
		if (offset === undefined) throw new RangeError(`${this.name} has no register ${name}`);
		return offset;
	}

	#matching(name: string): [number, number][] {
		if (!name.includes('*')) return [[this.#offset(name), 0]];
		const pattern = new RegExp(`^${name.replace('*', '(\\d+)')}$`);
		const found: [number, number][] = [];
		for (const [register, offset] of this.#offsets) {
			const index = pattern.exec(register)?.[1];
			if (index !== undefined) found.push([offset, Number(index)]);
		}
		if (found.length === 0) throw new RangeError(`${this.name} has no registers ${name}`);
		return found;
	}
}

export function hex(value: number): string {
	return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}
