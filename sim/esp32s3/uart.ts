// UART: a transmit FIFO of 128 bytes that empties at the baud rate; UART0, which is the console, receives nothing.

import type {Due} from '../soc/agenda.ts';
import type {Parity} from '../world/serial-line.ts';
import {type Chip, crystalPeriod, unitsPerSecond} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export const fifoBytes = 128;
const bitsPerByte = 10;
const interrupt = {txEmpty: 1 << 1, txDone: 1 << 14} as const;
/** UART_CONF0 [uart_reg.h]; 8 bits and one stop bit, as after reset. */
export const conf0 = {
	...{odd: 1, parity: 1 << 1, format: 0x3c, plainFormat: 0x1c},
	...{rxReset: 1 << 17, txReset: 1 << 18, dropWrong: 1 << 26},
} as const;
/** UART_CLK_CONF and CLKDIV [uart_reg.h]; clock 3 is the crystal. */
const crystal = 3;

export class Uart extends Peripheral {
	readonly #source: number;
	#queue: number[] = [];
	#sending: Due | undefined;

	constructor(
		chip: Chip,
		{name, base, source}: {readonly name: string; readonly base: number; readonly source: number},
	) {
		super(chip, 'UART', name, base);
		this.#source = source;
		this.onWrite('FIFO', byte => this.#send(byte));
		this.onRead('FIFO', () => this.received());
		this.onRead('STATUS', () => (this.#queue.length << 16) | this.waiting);
		// the states of transmitter and receiver: 0 is idle [uart_ll_is_tx_idle]
		this.onRead('FSM_STATUS', () => (this.#sending ? 1 << 4 : 0) | Number(this.isTaking));
		this.hasInterrupts('INT_ST', () => this.update());
		for (const name of ['CLKDIV', 'CLK_CONF', 'CONF0'] as const) {
			this.onWrite(name, value => {
				const resets = name === 'CONF0' ? conf0.rxReset | conf0.txReset : 0;
				if (this.#sending && (value ^ this.get(name)) & ~resets)
					this.violation(`${name} written while it sends`);
				this.put(name, value);
				this.configured();
			});
		}
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#sending);
		this.#sending = undefined;
		this.#queue = [];
	}

	get busy(): boolean {
		return this.sends;
	}

	protected get sends(): boolean {
		return this.#sending !== undefined;
	}

	protected get parity(): Parity {
		const value = this.get('CONF0');
		if ((value & conf0.parity) === 0) return 'none';
		return value & conf0.odd ? 'odd' : 'even';
	}

	/** Bits a second [uart_ll_get_baudrate]. */
	protected get baud(): number {
		const div = this.get('CLKDIV');
		const divider = ((this.get('CLK_CONF') >>> 12) & 0xff) + 1;
		return unitsPerSecond / (crystalPeriod * divider * ((div & 0xfff) + (div >>> 20) / 16));
	}

	protected get isOnCrystal(): boolean {
		return ((this.get('CLK_CONF') >>> 20) & 3) === crystal;
	}

	// ---- what a UART with a receiver does otherwise

	protected get waiting(): number {
		return 0;
	}

	/** A byte is on its way in. */
	protected get isTaking(): boolean {
		return false;
	}

	protected received(): number {
		this.violation('read of FIFO: receiving is not simulated');
		return 0;
	}

	/** CONF0 or the clock were written. */
	protected configured(): void {
		if (this.get('CONF0') & conf0.txReset) this.#queue = [];
	}

	/** A byte is in the FIFO. */
	protected queued(byte: number): void {
		this.chip.outside.console(this.chip.outside.nowUs, Uint8Array.of(byte));
	}

	/** A byte begins on the line. */
	protected begins(_byte: number): void {}

	/** It has left. */
	protected ended(): void {}

	protected raise(bits: number): void {
		this.put('INT_RAW', this.get('INT_RAW') | bits);
		this.update();
	}

	/** TXFIFO_EMPTY: the FIFO holds no more than its threshold, CONF1 bits 10 to 19. */
	protected update(): void {
		const threshold = (this.get('CONF1') >>> 10) & 0x3ff;
		if (this.#queue.length <= threshold) this.put('INT_RAW', this.get('INT_RAW') | interrupt.txEmpty);
		this.chip.line(this.#source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}

	// ---- sending

	#send(byte: number): void {
		if (this.#queue.length === fifoBytes) {
			this.violation('a byte is written while the FIFO is full');
			return;
		}
		this.queued(byte);
		this.#queue.push(byte);
		if (!this.#sending) this.#next();
		this.update();
	}

	#next(): void {
		if (!this.isOnCrystal) this.violation('sends from a clock that is not the crystal');
		const bits = bitsPerByte + (this.parity === 'none' ? 0 : 1);
		const takes = Math.round((bits * unitsPerSecond) / this.baud);
		const byte = this.#queue.shift()!;
		this.#sending = this.chip.agenda.at(this.chip.now() + takes, () => {
			this.#sending = undefined;
			if (this.#queue.length > 0) this.#next();
			else this.put('INT_RAW', this.get('INT_RAW') | interrupt.txDone);
			this.ended();
			this.update();
		});
		this.begins(byte);
		this.chip.attend();
	}
}
