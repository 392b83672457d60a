// Several pins read and written as the bits of one number, in the shape of Ecma-419's DigitalBank.

import type {Pin} from './board-types.ts';
import {mistake} from './bus-error.ts';
import {Digital, type DigitalOptions} from './pin.ts';

export interface DigitalBankOptions {
	/** 1 to 32 pins, none twice; the first is bit 0. */
	readonly pins: readonly Pin[];
	/** Of all of them. @default 'input' */
	readonly mode?: DigitalOptions['mode'];
	/** Which edges call `onReadable`. @default 'both' */
	readonly edge?: DigitalOptions['edge'];
	/** Called after an edge of a pin, with its bit, and with moment and number of edges as `Digital` gives them. */
	readonly onReadable?: (bit: number, atUs: number, edges: number) => void;
}

/** A bank of pins. They are read and written one after the other, from bit 0 on: not in the same instant. */
export class DigitalBank {
	readonly #pins: readonly Digital[];
	#isOpen = true;

	/** @throws {NativeError} RANGE for no pin, more than 32 or one twice; INVAL and FULL as `Digital` throws them. */
	constructor({pins, mode = 'input', edge = 'both', onReadable}: DigitalBankOptions) {
		if (pins.length < 1 || pins.length > 32)
			throw mistake('RANGE', `a bank has 1 to 32 pins, not ${pins.length}`);
		const twice = pins.find((pin, bit) => pins.findIndex(({number}) => number === pin.number) !== bit);
		if (twice !== undefined) throw mistake('RANGE', `pin ${twice.name} is in the bank twice`);
		const opened: Digital[] = [];
		try {
			for (const [bit, pin] of pins.entries()) {
				const listener = onReadable && ((atUs: number, edges: number) => onReadable(bit, atUs, edges));
				opened.push(new Digital({pin, mode, edge, ...(listener && {onReadable: listener})}));
			}
		} catch (error) {
			// all or none: what was opened watches no more
			for (const pin of opened) pin.close();
			throw error;
		}
		this.#pins = opened;
	}

	/** The levels: bit n is pin n, 1 is high. @throws {NativeError} CLOSED after close(). */
	read(): number {
		return this.#open().reduce((bits, pin, bit) => (bits | (pin.read() << bit)) >>> 0, 0);
	}

	/** Drive the pins to these bits. @throws {NativeError} RANGE for bits that the bank has not, CLOSED after close(). */
	write(bits: number): void {
		const pins = this.#open();
		if (!Number.isInteger(bits) || bits < 0 || bits >= 2 ** pins.length)
			throw mistake('RANGE', `a bank of ${pins.length} pins takes 0 to ${2 ** pins.length - 1}, not ${bits}`);
		for (const [bit, pin] of pins.entries()) pin.write(((bits >>> bit) & 1) as 0 | 1);
	}

	/** No further calls of `onReadable`. A second close does nothing. */
	close(): void {
		this.#isOpen = false;
		for (const pin of this.#pins) pin.close();
	}

	#open(): readonly Digital[] {
		if (!this.#isOpen) throw mistake('CLOSED', 'the bank is closed');
		return this.#pins;
	}
}
