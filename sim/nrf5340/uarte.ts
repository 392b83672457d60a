// UARTE: transmits from memory at the baud rate. Receiving is refused: it keeps the fast clock on.

import {type Due, unitsPerSecond} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Serial} from './serial.ts';

/** BAUDRATE is the rate x 2^32 / 16 MHz, rounded to 4096 [product specification]. */
const baudUnit = 2 ** 32 / 16e6;
const bitsPerByte = 10;

export class Uarte extends Serial {
	/** EasyDMA still has bytes to fetch. */
	#fetching: Due | undefined;
	/** The last byte that was fetched is on the line. */
	#line: Due | undefined;
	/** A byte on the line when the stop came is still sent. */
	#isStopping = false;
	/** The stop came before EasyDMA had fetched all. */
	#isCut = false;
	#bytes: Uint8Array = new Uint8Array(0);
	#begunAt = 0;

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
		this.chip.agenda.cancel(this.#fetching);
		this.chip.agenda.cancel(this.#line);
		this.#fetching = this.#line = undefined;
		this.#isStopping = this.#isCut = false;
	}

	get busy(): boolean {
		return this.#fetching !== undefined || this.#line !== undefined;
	}

	get #byteTakes(): number {
		return (bitsPerByte * unitsPerSecond) / (this.get('BAUDRATE') / baudUnit);
	}

	#start(): void {
		if (this.#fetching) {
			this.violation('TASKS_STARTTX while it sends');
			return;
		}
		if (this.#isStopping) this.violation('TASKS_STARTTX before TXSTOPPED');
		if (this.pinOf('PSEL_TXD') === undefined) this.violation('TASKS_STARTTX with PSEL.TXD disconnected');
		const bytes = this.chip.dmaRead(this.get('TXD_PTR'), this.get('TXD_MAXCNT'), this.name);
		if (!bytes) return;
		this.#bytes = bytes;
		this.chip.outside.console(this.chip.outside.nowUs, bytes);
		this.raise('TXSTARTED');
		// the first byte follows the one that is on the line
		this.#begunAt = this.#line?.at ?? this.chip.now();
		const fetched = this.#begunAt + Math.max(0, bytes.length - 1) * this.#byteTakes;
		this.#fetching = this.chip.agenda.at(fetched, () => this.#fetched(bytes.length, fetched));
		this.chip.attend();
	}

	/** The last byte begins: the buffer is free [BabbleSim, NHW_UART.c: ENDTX comes with it, not behind it]. */
	#fetched(amount: number, at: number): void {
		this.#fetching = undefined;
		const now = this.chip.dmaRead(this.get('TXD_PTR'), this.#bytes.length, this.name);
		if (now && Buffer.compare(now, this.#bytes) !== 0)
			this.violation('the buffer was changed while it was being sent');
		if (amount > 0) this.#occupy(at + this.#byteTakes);
		this.put('TXD_AMOUNT', amount);
		this.raise('ENDTX');
	}

	#occupy(until: number): void {
		this.chip.agenda.cancel(this.#line);
		this.#line = this.chip.agenda.at(until, () => {
			this.#line = undefined;
			if (this.#isStopping) this.#stopped();
		});
	}

	/** In mid-transmission the byte on the line is the last one; ENDTX and TXSTOPPED come behind it. */
	#stop(): void {
		if (this.#isStopping) return;
		this.#isStopping = true;
		if (!this.busy) this.#stopped();
		if (!this.#fetching) return;
		this.chip.agenda.cancel(this.#fetching);
		this.#fetching = undefined;
		const begun = Math.floor((this.chip.now() - this.#begunAt) / this.#byteTakes) + 1;
		const until = this.#begunAt + begun * this.#byteTakes;
		this.#occupy(until);
		this.#bytes = this.#bytes.subarray(0, begun);
		this.#isCut = true;
		this.chip.attend();
	}

	#stopped(): void {
		this.#isStopping = false;
		if (this.#isCut) {
			this.put('TXD_AMOUNT', this.#bytes.length);
			this.raise('ENDTX');
		}
		this.#isCut = false;
		this.raise('TXSTOPPED');
	}
}
