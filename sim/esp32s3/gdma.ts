// Input channel 0 of the DMA: a chain of descriptors takes what a peripheral delivers. Other channels are not simulated.

import type {Chip} from './chip.ts';
import {hex, Peripheral} from './peripheral.ts';

const source = 66;
const link = {stop: 1 << 21, start: 1 << 22, address: 0xf_ffff} as const;
/** Descriptors lie in internal memory, whose upper address bits the link leaves out [gdma_ll_rx_set_desc_addr]. */
const internal = 0x3fc0_0000;
const registersOn = 1 << 4;
const successEof = 1 << 1;
/** Of a descriptor's first word [hal/dma_types.h]. */
const flags = {owner: 2 ** 31, eof: 2 ** 30, lengthShift: 12, size: 0xfff} as const;

export interface DmaMemory {
	read(address: number): number;
	write(address: number, bytes: Uint8Array): void;
}

export class Gdma extends Peripheral {
	memory: DmaMemory = {read: () => 0, write: () => {}};
	#next: number | undefined;

	constructor(chip: Chip) {
		super(chip, 'GDMA', 'GDMA', 0x6003_f000);
		this.onWrite('IN_LINK', value => {
			this.put('IN_LINK', value & ~(link.start | link.stop));
			if (value & link.stop) this.#next = undefined;
			if ((value & link.start) === 0) return;
			if ((this.get('MISC_CONF') & registersOn) === 0)
				this.violation('started without its clock [MISC_CONF]');
			this.#next = internal + ((value & link.address) % 0x10_0000);
		});
		this.onWrite('IN_CONF0', value => {
			if (value & 1) this.#next = undefined;
			this.put('IN_CONF0', value);
		});
		this.hasInterrupts('INT_ST', () => this.#update());
	}

	override reset(): void {
		super.reset();
		this.#next = undefined;
	}

	/** Bytes of a peripheral that end with an EOF. False: nothing takes them. */
	receive(from: number, bytes: Uint8Array): boolean {
		if (this.#next === undefined || this.get('IN_PERI_SEL') !== from) return false;
		const at = this.#next;
		const [first, buffer, next] = [0, 4, 8].map(offset => this.memory.read(at + offset)) as [
			number,
			number,
			number,
		];
		const size = first & flags.size;
		if (size !== bytes.length || size % 4 !== 0)
			this.violation(
				`the descriptor at ${hex(at)} has room for ${size} bytes: an EOF comes after ${bytes.length}`,
			);
		if (buffer % 4 !== 0) this.violation(`the buffer at ${hex(buffer)} is not aligned to words`);
		this.memory.write(buffer, bytes.subarray(0, size));
		const word = (first & flags.size) + (bytes.length << flags.lengthShift) + flags.eof;
		this.memory.write(at, new Uint8Array(Uint32Array.of(word).buffer));
		this.put('IN_EOF_ADDR', at);
		this.#next = next === 0 ? undefined : next;
		this.put('INT_RAW', this.get('INT_RAW') | successEof);
		this.#update();
		return true;
	}

	#update(): void {
		this.chip.line(source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}
}
