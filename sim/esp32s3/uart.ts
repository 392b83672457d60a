// UART0: a transmit FIFO of 128 bytes that empties at the baud rate. Nothing is received.

import type {Due} from '../soc/agenda.ts';
import {type Chip, crystalPeriod} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const source = 27;
const fifoBytes = 128;
const bitsPerByte = 10;
const interrupt = {txEmpty: 1 << 1, txDone: 1 << 14} as const;
/** UART_CLK_CONF and CLKDIV [uart_reg.h]; clock 3 is the crystal. */
const crystal = 3;

export class Uart extends Peripheral {
	#queued = 0;
	#sending: Due | undefined;

	constructor(chip: Chip) {
		super(chip, 'UART', 'UART0', 0x6000_0000);
		this.onWrite('FIFO', byte => this.#send(byte));
		this.onRead('FIFO', () => {
			this.violation('read of FIFO: receiving is not simulated');
			return 0;
		});
		this.onRead('STATUS', () => this.#queued << 16);
		// the transmitter's state: 0 is idle [uart_ll_is_tx_idle]
		this.onRead('FSM_STATUS', () => (this.#sending ? 1 << 4 : 0));
		this.hasInterrupts('INT_ST', () => this.#update());
		for (const name of ['CLKDIV', 'CLK_CONF', 'CONF0']) {
			this.onWrite(name, value => {
				if (this.#sending) this.violation(`${name} written while it sends`);
				this.put(name, value);
			});
		}
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#sending);
		this.#sending = undefined;
		this.#queued = 0;
	}

	get busy(): boolean {
		return this.#sending !== undefined;
	}

	get #byteTakes(): number {
		const [conf, div] = [this.get('CLK_CONF'), this.get('CLKDIV')];
		if (((conf >>> 20) & 3) !== crystal) this.violation('sends from a clock that is not the crystal');
		const divider = ((conf >>> 12) & 0xff) + 1;
		const period = (div & 0xfff) + (div >>> 20) / 16;
		return Math.round(crystalPeriod * divider * period * bitsPerByte);
	}

	#send(byte: number): void {
		if (this.#queued === fifoBytes) {
			this.violation('a byte is written while the FIFO is full');
			return;
		}
		this.chip.outside.console(this.chip.outside.nowUs, Uint8Array.of(byte));
		this.#queued++;
		if (!this.#sending) this.#next();
		this.#update();
	}

	#next(): void {
		this.#queued--;
		this.#sending = this.chip.agenda.at(this.chip.now() + this.#byteTakes, () => {
			this.#sending = undefined;
			if (this.#queued > 0) this.#next();
			else this.put('INT_RAW', this.get('INT_RAW') | interrupt.txDone);
			this.#update();
		});
		this.chip.attend();
	}

	/** TXFIFO_EMPTY: the FIFO holds no more than its threshold, CONF1 bits 10 to 19. */
	#update(): void {
		const threshold = (this.get('CONF1') >>> 10) & 0x3ff;
		if (this.#queued <= threshold) this.put('INT_RAW', this.get('INT_RAW') | interrupt.txEmpty);
		this.chip.line(source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}
}
