// The windows to flash: one MMU table for both buses, two caches that can be off or suspended.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export const pageBytes = 0x1_0000;
export const pageCount = 512;
/** Where the buses see page 0 [soc.h]. */
export const windows = {instruction: 0x4200_0000, data: 0x3c00_0000} as const;
export type Bus = keyof typeof windows;
const invalid = 1 << 14;
const psram = 1 << 15;
/** EXTMEM_nCACHE_CTRL1: the bus of core 0 is shut [extmem_reg.h]. */
const shutCore0 = 1;

export class Mmu extends Peripheral {
	/** A page of both windows is another one. */
	changed: (index: number) => void = () => {};
	/** A cache that is on and not suspended. */
	inUse: () => Bus | undefined = () => undefined;

	constructor(chip: Chip) {
		super(chip, 'MMU', 'MMU', 0x600c_5000);
		for (let index = 0; index < pageCount; index++) {
			this.onWrite(`ENTRY${index}`, value => {
				if (value & psram && (value & invalid) === 0)
					this.violation('PSRAM is mapped, which is not simulated');
				this.set(index, value);
			});
		}
	}

	set(index: number, value: number): void {
		const bus = this.inUse();
		if (bus !== undefined && this.get(`ENTRY${index}`) !== value)
			this.violation(
				`ENTRY${index} is written while the ${bus} cache is on [esp_mmu_map.c, s_do_mapping: caches are off]`,
			);
		this.put(`ENTRY${index}`, value);
		this.changed(index);
	}

	/** The page of flash behind a page of the windows; undefined: none. */
	page(index: number): number | undefined {
		const value = this.get(`ENTRY${index}`);
		return value & invalid ? undefined : value & 0x3fff;
	}
}

export class Caches extends Peripheral {
	changed: () => void = () => {};
	/** Why flash cannot be read at all; undefined: it can. */
	flashProblem: () => string | undefined = () => undefined;
	/** Flash has changed since the data cache was invalidated. */
	isStale = false;
	readonly #suspended = new Set<Bus>();

	constructor(chip: Chip) {
		super(chip, 'EXTMEM', 'EXTMEM', 0x600c_4000);
		for (const name of ['ICACHE_CTRL', 'DCACHE_CTRL', 'ICACHE_CTRL1', 'DCACHE_CTRL1']) {
			this.onWrite(name, value => {
				this.put(name, value);
				this.changed();
			});
		}
	}

	override reset(): void {
		super.reset();
		this.#suspended.clear();
		this.isStale = false;
	}

	/** What functions of the ROM do. */
	enable(bus: Bus, on: boolean): void {
		const name = bus === 'instruction' ? 'ICACHE_CTRL' : 'DCACHE_CTRL';
		this.put(name, on ? this.get(name) | 1 : this.get(name) & ~1);
		if (on) this.#suspended.delete(bus);
		this.changed();
	}

	isEnabled(bus: Bus): boolean {
		return (this.get(bus === 'instruction' ? 'ICACHE_CTRL' : 'DCACHE_CTRL') & 1) !== 0;
	}

	/** The first cache that works. */
	get inUse(): Bus | undefined {
		return (['instruction', 'data'] as const).find(bus => this.isEnabled(bus) && !this.#suspended.has(bus));
	}

	suspend(bus: Bus, on: boolean): void {
		const problem = on ? undefined : this.flashProblem();
		if (problem !== undefined) this.violation(`the ${bus} cache goes on ${problem}`);
		if (!on && bus === 'data' && this.isStale)
			this.violation('the data cache goes on with what the flash held before: nothing has invalidated it');
		if (on) this.#suspended.add(bus);
		else this.#suspended.delete(bus);
		this.changed();
	}

	/** Why a window cannot be used; undefined: it can. */
	problem(bus: Bus): string | undefined {
		const name = bus === 'instruction' ? 'ICACHE' : 'DCACHE';
		if (this.#suspended.has(bus)) return 'while its cache is suspended';
		if (!this.isEnabled(bus)) return 'while its cache is off';
		return this.get(`${name}_CTRL1`) & shutCore0 ? 'while its bus is shut for core 0' : undefined;
	}
}
