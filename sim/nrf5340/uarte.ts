// UARTE: transmits from memory at the baud rate. Receiving is refused: it keeps the fast clock on.

import {type Due, unitsPerSecond} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Serial} from './serial.ts';

/** BAUDRATE is the rate x 2^32 / 16 MHz, rounded to 4096 [product specification]. */
const baudUnit = 2 ** 32 / 16e6;
const bitsPerByte = 10;

export class Uarte extends Serial {
	#sending: Due | undefined;
	#bytes: Uint8Array = new Uint8Array(0);

	constructor(chip: Chip, name: string) {
		super(chip, 'UARTE', name, 8);
		this.onTask('STARTTX', () => this.#start());
		this.onTask('STOPTX', () => this.#stop());
		for (const task of ['STARTRX', 'STOPRX', 'FLUSHRX'])
			this.onTask(task, () => this.violation(`TASKS_${task} is not simulated`));
		this.lockWhileEnabled('PSEL_TXD', 'PSEL_RXD', 'PSEL_RTS', 'PSEL_CTS', 'BAUDRATE', 'CONFIG');
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#sending);
		this.#sending = undefined;
	}

	get busy(): boolean {
		return this.#sending !== undefined;
	}

	#start(): void {
		if (this.#sending) {
			this.violation('TASKS_STARTTX while it sends');
			return;
		}
		if (this.pinOf('PSEL_TXD') === undefined) this.violation('TASKS_STARTTX with PSEL.TXD disconnected');
		const bytes = this.chip.dmaRead(this.get('TXD_PTR'), this.get('TXD_MAXCNT'), this.name);
		if (!bytes) return;
		this.#bytes = bytes;
		this.chip.outside.console(this.chip.outside.nowUs, bytes);
		const rate = this.get('BAUDRATE') / baudUnit;
		const takes = (bytes.length * bitsPerByte * unitsPerSecond) / rate;
		this.raise('TXSTARTED');
		this.#sending = this.chip.agenda.at(this.chip.now() + takes, () => this.#end());
		this.chip.attend();
	}

	#end(): void {
		this.#sending = undefined;
		const now = this.chip.dmaRead(this.get('TXD_PTR'), this.#bytes.length, this.name);
		if (now && Buffer.compare(now, this.#bytes) !== 0)
			this.violation('the buffer was changed while it was being sent');
		this.put('TXD_AMOUNT', this.#bytes.length);
		this.raise('ENDTX');
	}

	#stop(): void {
		if (this.#sending) {
			this.violation('TASKS_STOPTX in mid transmission is not simulated');
			return;
		}
		this.raise('TXSTOPPED');
	}
}
