// SPI1 and the flash memory behind it: single words are programmed, sectors erased, and power can be cut in the middle.

import {type Chip, unitsPerUs} from './chip.ts';
import {hex, Peripheral} from './peripheral.ts';

/** Bits of CMD: each sends one command of the memory [spi_mem_reg.h: FLASH_WREN, FLASH_WRDI, FLASH_RDSR, FLASH_PP, FLASH_SE]. */
const commands = {
	writeEnable: 1 << 30,
	writeDisable: 1 << 29,
	readStatus: 1 << 27,
	program: 1 << 25,
	erase: 1 << 24,
};
/** The memory's status [W25Q64JV, "Status Register-1"; esp_rom_spiflash.h: BUSY_FLAG, WRENABLE_FLAG]. */
const status = {busy: 1, writeEnabled: 2} as const;
/** W25Q64JV, "AC Electrical Characteristics": typical times of page program and of sector erase. */
const takes = {program: 400 * unitsPerUs, erase: 45_000 * unitsPerUs} as const;
/** A command with its address and one word, at 20 MHz. */
const commandTakes = 4 * unitsPerUs;
export const sectorBytes = 4096;
/** What one page program may not leave [esp_rom_spiflash.c, program_page_internal]. */
const pageBytes = 256;
/** W0 to W7 of what one command may carry [ESP_ROM_SPIFLASH_BUFF_BYTE_WRITE_NUM]. */
const mostBytes = 32;
const usrDummy = 1 << 29;

/** Where in a write or erase the power is lost: before anything has changed, half-way, or when all is done. */
export type Cut = 'begin' | 'middle' | 'end';

export class SpiFlash extends Peripheral {
	/** Asked before each write or erase, with its number from 1, whether the power is cut in it. */
	cut: (operation: number) => Cut | undefined = () => undefined;
	operations = 0;
	/** The cache that works, which would read while the memory is written. */
	cacheInUse: () => string | undefined = () => undefined;
	/** The content of the memory; a view of it now. */
	memory: () => Uint8Array = () => new Uint8Array();
	/** It is another one. */
	changed: () => void = () => {};
	#sentAt = 0;
	#idleAt = 0;
	#isWriteEnabled = false;

	constructor(chip: Chip) {
		super(chip, 'SPI_MEM', 'SPI1', 0x6000_2000);
		this.onWrite('CMD', value => this.#command(value));
		this.onRead('CMD', () => (this.chip.now() < this.#sentAt ? this.get('CMD') : 0));
	}

	/** The controller; the memory goes on with what it was doing, unless it has no power. */
	override reset(): void {
		super.reset();
		this.#sentAt = 0;
	}

	/** The supply was lost. */
	powerUp(): void {
		this.#idleAt = 0;
		this.#isWriteEnabled = false;
	}

	/** It writes or erases, and answers nothing but its status. */
	get isBusy(): boolean {
		return this.chip.now() < this.#idleAt;
	}

	#command(value: number): void {
		this.put('CMD', value);
		if (this.chip.now() < this.#sentAt) this.violation('a command before the one before it was sent');
		this.#sentAt = this.chip.now() + commandTakes;
		const cache = this.cacheInUse();
		if (cache !== undefined)
			this.violation(`a command while the ${cache} cache works [cache_utils.c: both are suspended]`);
		if (value === commands.readStatus) this.#readStatus();
		else if (this.isBusy) this.violation('a command while the memory writes: it is ignored');
		else if (value === commands.writeEnable) this.#isWriteEnabled = true;
		else if (value === commands.writeDisable) this.#isWriteEnabled = false;
		else if (value === commands.program) this.#program();
		else if (value === commands.erase) this.#erase();
		else this.violation(`command ${hex(value)} is not simulated`);
	}

	#readStatus(): void {
		const now = (this.isBusy ? status.busy : 0) | (this.#isWriteEnabled ? status.writeEnabled : 0);
		this.put('RD_STATUS', (this.get('RD_STATUS') & ~0xff) | now);
	}

	#program(): void {
		const [address, count] = [this.get('ADDR') & 0xff_ffff, this.get('ADDR') >>> 24];
		if (count === 0 || count > mostBytes)
			this.violation(`${count} bytes in one page program: at most ${mostBytes}`);
		if ((address % pageBytes) + count > pageBytes)
			this.violation(`${count} bytes at ${hex(address)} leave the page of ${pageBytes} bytes`);
		if (this.get('USER') & usrDummy)
			this.violation('a page program with dummy cycles [spimem_flash_ll_program_page switches them off]');
		const bytes = new Uint8Array(count);
		for (const index of bytes.keys())
			bytes[index] = (this.get(`W${index >> 2}`) >>> (8 * (index & 3))) & 0xff;
		this.#change(takes.program, address, bytes.length, (old, index, how) => {
			const set = bytes[index]! & ~old;
			if (set !== 0 && how === 'end')
				this.violation(
					`write of ${hex(bytes[index]!)} at ${hex(address + index)} over ${hex(old)}: bits cannot be set`,
				);
			// cut short, some of the bits that had to fall have fallen
			return old & (how === 'middle' ? bytes[index]! | [0xf0, 0x96, 0xc3, 0xa5][index & 3]! : bytes[index]!);
		});
	}

	#erase(): void {
		const address = this.get('ADDR') & 0xff_ffff & ~(sectorBytes - 1);
		// cut short, bits have risen here and there
		this.#change(takes.erase, address, sectorBytes, (old, index, how) =>
			how === 'middle' ? old | ((index * 0x35) & 0xff) : 0xff,
		);
	}

	/** Without write enable the memory does nothing and says nothing [W25Q64JV, "Write Enable"]. */
	#change(
		lasts: number,
		address: number,
		count: number,
		become: (old: number, index: number, how: Exclude<Cut, 'begin'>) => number,
	): void {
		if (!this.#isWriteEnabled) {
			this.violation('a write without write enable: the memory ignores it');
			return;
		}
		this.#isWriteEnabled = false;
		this.operations++;
		this.#idleAt = this.chip.now() + lasts;
		const fromUs = Math.floor(this.chip.now() / unitsPerUs);
		this.chip.outside.flashBusy?.(fromUs, fromUs + lasts / unitsPerUs);
		const cut = this.cut(this.operations);
		const memory = this.memory();
		if (cut !== 'begin')
			for (let index = 0; index < count; index++)
				memory[address + index] = become(memory[address + index]!, index, cut ?? 'end');
		this.changed();
		if (cut) this.chip.reset('power-on');
	}
}
