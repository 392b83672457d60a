// NVMC: flash writes clear bits, erases set a page; both stall the core, and power can be cut in the middle.

import {unitsPerUs} from './agenda.ts';
import type {Chip} from './chip.ts';
import {hex, Peripheral} from './peripheral.ts';

const mode = {read: 0, write: 1, erase: 2, partialErase: 4} as const;
export const pageBytes = 4096;
/** BabbleSim, NHW_config.5340.h; BabbleSim's ERASEALL, 173 ms, is of no use here: the firmware may not do it. */
const wordTakes = 43 * unitsPerUs;
const pageTakes = 87_500 * unitsPerUs;
/** Product specification, NVMC "n_WRITE": writes of a word between two erases of its page. */
const writesPerErase = 2;

/** Where in a write or erase the power is lost: before anything has changed, half-way, or when all is done. */
export type Cut = 'begin' | 'middle' | 'end';

export interface FlashMemory {
	read(address: number, length: number): Uint8Array;
	write(address: number, bytes: Uint8Array): void;
}

export class Nvmc extends Peripheral {
	/** Asked before each write or erase, with its number from 1, whether the power is cut in it. */
	cut: (operation: number) => Cut | undefined = () => undefined;
	operations = 0;
	/** Flash has changed since the cache was invalidated. */
	stale = false;
	readonly #flash: FlashMemory;
	readonly #written = new Map<number, number>();
	/** Written or erased, and READY was not asked for since: the core stood still only because it runs from flash. */
	#isUnasked = false;

	constructor(chip: Chip, flash: FlashMemory) {
		super(chip, 'NVMC', 'NVMC');
		this.#flash = flash;
		this.onWrite('ERASEALL', () => this.violation('ERASEALL from the firmware erases the firmware'));
		this.onRead('READY', () => {
			this.#isUnasked = false;
			return 1;
		});
		this.onWrite('CONFIG', value => {
			if (value === mode.partialErase) this.violation('partial erase is not simulated');
			this.#checkAsked('CONFIG written');
			this.put('CONFIG', value);
		});
	}

	override reset(): void {
		super.reset();
		this.#isUnasked = false;
	}

	#checkAsked(what: string): void {
		if (this.#isUnasked) this.violation(`${what} before READY was read after a write or erase`);
		this.#isUnasked = false;
	}

	/** A store of the core to flash or UICR; false: it is a bus fault. */
	store(address: number, size: number, value: number): boolean {
		const config = this.get('CONFIG');
		this.#checkAsked(`store at ${hex(address)}`);
		if (config === mode.write && size === 4 && address % 4 === 0) this.#writeWord(address, value);
		else if (config === mode.erase && address % pageBytes === 0) this.#erase(address);
		else {
			this.violation(`store of ${size} bytes to flash at ${hex(address)} with CONFIG ${config}`);
			return false;
		}
		return true;
	}

	#writeWord(address: number, value: number): void {
		const old = new DataView(this.#flash.read(address, 4).buffer).getUint32(0, true);
		if ((~old & value) !== 0)
			this.violation(`write of ${hex(value)} at ${hex(address)} over ${hex(old)}: bits cannot be set`);
		const writes = (this.#written.get(address) ?? 0) + 1;
		this.#written.set(address, writes);
		if (writes > writesPerErase) this.violation(`${writes} writes at ${hex(address)} since the last erase`);
		const cut = this.#begin(wordTakes);
		// cut short, some of the bits that had to fall have fallen
		const result = cut === 'begin' ? old : cut === 'middle' ? old & (value | 0xa5c3_96f0) : old & value;
		const bytes = new Uint8Array(4);
		new DataView(bytes.buffer).setUint32(0, result >>> 0, true);
		this.#flash.write(address, bytes);
		if (cut) this.#losePower();
	}

	#erase(address: number): void {
		const cut = this.#begin(pageTakes);
		const page = this.#flash.read(address, pageBytes);
		// cut short, bits have risen here and there
		for (let index = 0; index < pageBytes; index++)
			page[index]! |= cut === 'begin' ? 0 : cut === 'middle' ? (index * 0x35) & 0xff : 0xff;
		this.#flash.write(address, page);
		if (cut !== 'begin')
			for (let word = address; word < address + pageBytes; word += 4) this.#written.delete(word);
		if (cut) this.#losePower();
	}

	/** The cache loses its content, too. */
	#losePower(): void {
		this.stale = false;
		this.chip.reset('power-on');
	}

	#begin(takes: number): Cut | undefined {
		this.operations++;
		this.#isUnasked = true;
		this.stale = true;
		this.chip.stall(takes);
		const fromUs = Math.floor(this.chip.now() / unitsPerUs);
		this.chip.outside.flashBusy?.(fromUs, fromUs + takes / unitsPerUs);
		return this.cut(this.operations);
	}
}
