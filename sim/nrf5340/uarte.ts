// UARTE: bytes at the baud rate, from and to memory. The receiver has six bytes of its own.

import {serialTime} from '../soc/serial-time.ts';
import type {SerialPort} from '../world/serial.ts';
import {type Parity, type Received, SerialReceiver} from '../world/serial-line.ts';
import {type Due, unitsPerSecond, unitsPerUs} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Serial} from './serial.ts';

/** BAUDRATE is the rate x 2^32 / 16 MHz, rounded to 4096 [product specification]. */
const baudUnit = 2 ** 32 / 16e6;
const bitsPerByte = 10;
/** ERRORSRC [device description]. */
const errors = {overrun: 1, parity: 2, framing: 4, isBreak: 8} as const;
/** CONFIG [device description]. */
const config = {flowControl: 1, parity: 0xe, stop: 0x10, odd: 0x100} as const;
/** BabbleSim, NHW_UART_private.h: RX_FIFO_SIZE. */
const fifoBytes = 6;
/** BabbleSim, NHW_UART.c: the receiver goes off five bytes after STOPRX. */
const stopBytes = 5;

type Wire = Pick<SerialPort, 'toChip' | 'fromChip' | 'draws'>;

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
	#receiver: SerialReceiver | undefined;
	/** The receiver goes off. */
	#timeout: Due | undefined;
	#fifo: number[] = [];
	/** Where EasyDMA puts what is received. */
	#into: {readonly at: number; readonly length: number; amount: number} | undefined;

	constructor(chip: Chip, name: string) {
		super(chip, 'UARTE', name, 8);
		this.onTask('STARTTX', () => this.#start());
		this.onTask('STOPTX', () => this.#stop());
		this.onTask('STARTRX', () => this.#startReceiver());
		this.onTask('STOPRX', () => this.#stopReceiver());
		this.onTask('FLUSHRX', () => this.#flush());
		this.onWrite('ERRORSRC', value => this.put('ERRORSRC', this.get('ERRORSRC') & ~value));
		this.lockWhileEnabled('PSEL_TXD', 'PSEL_RXD', 'PSEL_RTS', 'PSEL_CTS', 'BAUDRATE', 'CONFIG');
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#fetching);
		this.chip.agenda.cancel(this.#line);
		this.#fetching = this.#line = undefined;
		this.#isStopping = this.#isCut = false;
		this.#receiver?.stop();
		this.#receiver = this.#into = undefined;
		this.chip.agenda.cancel(this.#timeout);
		this.#timeout = undefined;
		this.#fifo = [];
	}

	get busy(): boolean {
		return this.#fetching !== undefined || this.#line !== undefined || this.#receiver !== undefined;
	}

	get #baud(): number {
		return this.get('BAUDRATE') / baudUnit;
	}

	get #parity(): Parity {
		const value = this.get('CONFIG');
		if ((value & config.parity) === 0) return 'none';
		return value & config.odd ? 'odd' : 'even';
	}

	get #byteTakes(): number {
		const bits = bitsPerByte + (this.#parity === 'none' ? 0 : 1);
		return (bits * unitsPerSecond) / this.#baud;
	}

	/** The world's port at one of the pins; without one, what is sent goes to the console. */
	get #wire(): Wire | undefined {
		const pins = [this.pinOf('PSEL_TXD'), this.pinOf('PSEL_RXD')].filter(pin => pin !== undefined);
		return pins.map(pin => this.chip.outside.serial?.(pin)).find(wire => wire !== undefined);
	}

	#draw(): void {
		const sends = this.#fetching !== undefined || this.#line !== undefined;
		const receives = this.#receiver !== undefined;
		this.#wire?.draws(receives ? (sends ? 'both' : 'receive') : sends ? 'send' : 'off');
	}

	// ---- sending

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
		this.raise('TXSTARTED');
		// the first byte follows the one that is on the line
		this.#begunAt = this.#line?.at ?? this.chip.now();
		this.#putOut(bytes);
		const fetched = this.#begunAt + Math.max(0, bytes.length - 1) * this.#byteTakes;
		this.#fetching = this.chip.agenda.at(fetched, () => this.#fetched(bytes.length, fetched));
		this.#draw();
		this.chip.attend();
	}

	#putOut(bytes: Uint8Array): void {
		const wire = this.#wire;
		const setting = {baud: this.#baud, parity: this.#parity};
		if (wire !== undefined) wire.fromChip.send(bytes, setting, this.#begunAt / unitsPerUs);
		else this.chip.outside.console(this.chip.outside.nowUs, bytes);
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
			this.#draw();
		});
	}

	/** In mid-transmission the byte on the line is the last one; ENDTX and TXSTOPPED come behind it. */
	#stop(): void {
		if (this.#isStopping) return;
		this.#isStopping = true;
		if (this.#fetching === undefined && this.#line === undefined) this.#stopped();
		if (!this.#fetching) return;
		this.chip.agenda.cancel(this.#fetching);
		this.#fetching = undefined;
		const begun = Math.floor((this.chip.now() - this.#begunAt) / this.#byteTakes) + 1;
		const until = this.#begunAt + begun * this.#byteTakes;
		this.#wire?.fromChip.cut(this.chip.now() / unitsPerUs);
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

	// ---- receiving

	#startReceiver(): void {
		if (this.#into) {
			this.violation('TASKS_STARTRX while it receives');
			return;
		}
		if (this.pinOf('PSEL_RXD') === undefined) this.violation('TASKS_STARTRX with PSEL.RXD disconnected');
		if (this.get('CONFIG') & (config.flowControl | config.stop))
			this.violation('flow control and a second stop bit are not simulated');
		// a start while it goes off keeps it on [BabbleSim, NHW_UART.c]
		this.chip.agenda.cancel(this.#timeout);
		this.#timeout = undefined;
		this.#receiver ??= this.#makeReceiver();
		this.#into = {at: this.get('RXD_PTR'), length: this.get('RXD_MAXCNT'), amount: 0};
		this.raise('RXSTARTED');
		this.#move();
		this.#draw();
	}

	#makeReceiver(): SerialReceiver | undefined {
		const line = this.#wire?.toChip;
		if (line === undefined) return undefined;
		const time = serialTime(this.chip, unitsPerUs);
		return new SerialReceiver(line, time, {baud: this.#baud, parity: this.#parity}, one => this.#take(one));
	}

	/** Product specification, UARTE "Error conditions": a byte without a stop bit is not stored, one of wrong parity is. */
	#take({byte, framing, parity, isBreak}: Received): void {
		if (framing) {
			this.#fail(errors.framing | (isBreak ? errors.isBreak : 0));
			return;
		}
		if (parity) this.#fail(errors.parity);
		if (this.#fifo.length === fifoBytes) {
			// the oldest is lost [BabbleSim, NHW_UART.c]
			this.#fifo.shift();
			this.#fail(errors.overrun);
		}
		this.#fifo.push(byte);
		this.raise('RXDRDY');
		this.#move();
	}

	#fail(bits: number): void {
		this.put('ERRORSRC', this.get('ERRORSRC') | bits);
		this.raise('ERROR');
	}

	/** EasyDMA takes what lies in the receiver. */
	#move(): void {
		const into = this.#into;
		if (!into) return;
		const bytes = this.#fifo.splice(0, into.length - into.amount);
		this.chip.dmaWrite(into.at + into.amount, Uint8Array.from(bytes), this.name);
		into.amount += bytes.length;
		if (into.amount >= into.length) this.#endReceive();
	}

	#endReceive(): void {
		this.put('RXD_AMOUNT', this.#into!.amount);
		this.#into = undefined;
		this.raise('ENDRX');
		if (this.get('SHORTS') !== 0) this.violation('SHORTS are not simulated');
	}

	#stopReceiver(): void {
		if (this.#receiver === undefined || this.#timeout !== undefined) {
			this.violation('TASKS_STOPRX while it does not receive');
			return;
		}
		this.#timeout = this.chip.agenda.at(this.chip.now() + stopBytes * this.#byteTakes, () => {
			this.#timeout = undefined;
			this.#receiver?.stop();
			this.#receiver = undefined;
			if (this.#into) this.#endReceive();
			this.raise('RXTO');
			this.#draw();
		});
		this.chip.attend();
	}

	#flush(): void {
		if (this.#receiver !== undefined) this.violation('TASKS_FLUSHRX before RXTO');
		this.#into = {at: this.get('RXD_PTR'), length: this.get('RXD_MAXCNT'), amount: 0};
		this.#move();
		if (this.#into) this.#endReceive();
	}
}
