// A peripheral as a strict register file: what the table does not list cannot be used unseen.

import type {Chip} from './chip.ts';
import {type Row, registers} from './registers.ts';

export type Kind = keyof typeof registers;

export function hex(value: number): string {
	return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}

export class Peripheral {
	readonly name: string;
	readonly base: number;
	protected readonly chip: Chip;
	readonly #rows = new Map<number, Row>();
	readonly #offsets = new Map<string, number>();
	readonly #values = new Map<number, number>();
	readonly #writes = new Map<number, (value: number) => void>();
	readonly #reads = new Map<number, () => number>();
	/** Why nothing of it can be reached now; undefined: it can. */
	unreachable: () => string | undefined = () => undefined;

	constructor(chip: Chip, kind: Kind, name: string, base: number) {
		this.chip = chip;
		this.name = name;
		this.base = base;
		for (const row of registers[kind] as readonly Row[]) {
			this.#rows.set(row[0], row);
			this.#offsets.set(row[1], row[0]);
		}
		this.#load();
	}

	reset(): void {
		this.#load();
	}

	#load(): void {
		for (const [offset, , , , value] of this.#rows.values()) this.#values.set(offset, value);
	}

	has(offset: number): boolean {
		return this.#rows.has(offset);
	}

	read(offset: number): number {
		const [, name, , readable] = this.#rows.get(offset)!;
		if (!this.#isReachable(`read of ${name}`)) return 0;
		if (readable === 0) this.violation(`read of ${name}, which can only be written`);
		const run = this.#reads.get(offset);
		return ((run ? run() : this.#values.get(offset)!) & readable) >>> 0;
	}

	write(offset: number, value: number): void {
		const [, name, writable, readable] = this.#rows.get(offset)!;
		if (!this.#isReachable(`write of ${name}`)) return;
		if (writable === 0) {
			this.violation(`write of ${name}, which can only be read`);
			return;
		}
		// bits that can only be read may be written back
		const spare = (value & ~(writable | readable)) >>> 0;
		if (spare !== 0) this.violation(`write of ${hex(value)} to ${name}: reserved bits ${hex(spare)}`);
		const kept = (value & writable) >>> 0;
		const run = this.#writes.get(offset);
		if (run) run(kept);
		else this.#values.set(offset, kept);
	}

	// ---- for the peripherals

	/** What a write does; without a handler it is stored. */
	protected onWrite(name: string, run: (value: number) => void): void {
		this.#writes.set(this.#offset(name), run);
	}

	protected onRead(name: string, run: () => number): void {
		this.#reads.set(this.#offset(name), run);
	}

	get(name: string): number {
		return this.#values.get(this.#offset(name))!;
	}

	protected put(name: string, value: number): void {
		this.#values.set(this.#offset(name), value >>> 0);
	}

	protected resetValue(name: string): number {
		return this.#rows.get(this.#offset(name))![4];
	}

	/** Registers that set and clear bits of another one. */
	protected setsAndClears(name: string, changed: (value: number) => void): void {
		this.onWrite(name, changed);
		this.onWrite(`${name}_W1TS`, bits => changed((this.get(name) | bits) >>> 0));
		this.onWrite(`${name}_W1TC`, bits => changed((this.get(name) & ~bits) >>> 0));
	}

	/** The usual four registers of interrupts; `changed` is called when the line may have moved. */
	protected hasInterrupts(status: string, changed: () => void): void {
		this.onWrite('INT_ENA', value => {
			this.put('INT_ENA', value);
			changed();
		});
		this.onWrite('INT_CLR', value => {
			this.put('INT_RAW', this.get('INT_RAW') & ~value);
			changed();
		});
		this.onRead(status, () => this.get('INT_RAW') & this.get('INT_ENA'));
	}

	violation(text: string): void {
		this.chip.violation(`${this.name}: ${text}`);
	}

	#isReachable(what: string): boolean {
		const why = this.unreachable();
		if (why !== undefined) this.violation(`${what} ${why}`);
		return why === undefined;
	}

	#offset(name: string): number {
		const offset = this.#offsets.get(name);
		if (offset === undefined) throw new RangeError(`${this.name} has no register ${name}`);
		return offset;
	}
}
