// UART1 with its receiver: 128 bytes of memory, interrupts by their number and by silence, wrong bytes kept or dropped.

import type {Due} from '../soc/agenda.ts';
import {serialTime} from '../soc/serial-time.ts';
import type {SerialPort} from '../world/serial.ts';
import {type Received, SerialReceiver} from '../world/serial-line.ts';
import {type Chip, unitsPerSecond, unitsPerUs} from './chip.ts';
import {conf0, fifoBytes, Uart} from './uart.ts';

/** U1RXD_IN_IDX, U1TXD_OUT_IDX [gpio_sig_map.h]. */
export const uart1Signal = 15;
/** INT_RAW [uart_reg.h]. */
const interrupt = {
	full: 1,
	parity: 1 << 2,
	framing: 1 << 3,
	overflow: 1 << 4,
	isBreak: 1 << 7,
	timeout: 1 << 8,
};
const timeoutEnable = 1 << 23;
/** CLK_CONF: of the block, of the receiver; and its reset, which must be on while the block is reset from outside. */
const clocks = {block: 1 << 22, receiver: 1 << 25, reset: 1 << 23} as const;

type Wire = Pick<SerialPort, 'toChip' | 'fromChip' | 'draws'>;

export class UartPort extends Uart {
	outputOf: (signal: number) => number | undefined = () => undefined;
	inputOf: (signal: number) => number | undefined = () => undefined;
	#fifo: number[] = [];
	/** More came than the FIFO holds. */
	#isSpoilt = false;
	#receiver: SerialReceiver | undefined;
	/** What the receiver was made for. */
	#heard = '';
	#silence: Due | undefined;
	#wire: Wire | undefined;

	constructor(chip: Chip) {
		super(chip, {name: 'UART1', base: 0x6001_0000, source: 28});
	}

	override reset(): void {
		super.reset();
		this.#deafen();
		this.#fifo = [];
		this.#isSpoilt = false;
		this.chip.agenda.cancel(this.#silence);
		this.#silence = undefined;
		this.#draw();
	}

	override get busy(): boolean {
		return this.sends || this.#receiver !== undefined;
	}

	/** SYSTEM resets the block [uart_ll_reset_register: "to prevent uart output garbage value"]. */
	resetFromOutside(): void {
		if ((this.get('CLK_CONF') & clocks.reset) === 0)
			this.violation('reset without RST_CORE of CLK_CONF: what it sends meanwhile is rubbish');
		this.reset();
	}

	/** Gates or pins have changed. */
	listen(): void {
		const pin = this.inputOf(uart1Signal);
		const wire = pin === undefined ? undefined : this.chip.outside.serial?.(pin);
		const both = clocks.block | clocks.receiver;
		const isOn = this.unreachable() === undefined && (this.get('CLK_CONF') & (both | clocks.reset)) === both;
		const wanted = wire && isOn ? `${pin} ${this.baud} ${this.parity}` : '';
		if (wanted === this.#heard) return;
		this.#deafen();
		this.#heard = wanted;
		if (wanted !== '') this.#hear(wire!);
		this.#draw();
	}

	protected override configured(): void {
		super.configured();
		if (this.get('CONF0') & conf0.rxReset) {
			this.#fifo = [];
			this.#isSpoilt = false;
		}
		this.listen();
	}

	// ---- sending

	protected override queued(): void {}

	protected override begins(byte: number): void {
		const pin = this.outputOf(uart1Signal);
		if (pin === undefined) this.violation('no pin gives out what it sends');
		this.#check();
		this.#wire = (pin === undefined ? undefined : this.chip.outside.serial?.(pin)) ?? this.#wire;
		this.#wire?.fromChip.send([byte], {baud: this.baud, parity: this.parity}, this.chip.now() / unitsPerUs);
		this.#draw();
	}

	protected override ended(): void {
		this.#draw();
	}

	#check(): void {
		if ((this.get('CONF0') & conf0.format) !== conf0.plainFormat)
			this.violation('other formats than 8 bits and one stop bit are not simulated');
	}

	#draw(): void {
		const receives = this.#receiver !== undefined;
		this.#wire?.draws(receives ? (this.sends ? 'both' : 'receive') : this.sends ? 'send' : 'off');
	}

	// ---- receiving

	#hear(wire: Wire): void {
		if (!this.isOnCrystal) this.violation('receives by a clock that is not the crystal');
		this.#check();
		this.#wire = wire;
		const setting = {baud: this.baud, parity: this.parity};
		const time = serialTime(this.chip, unitsPerUs);
		this.#receiver = new SerialReceiver(wire.toChip, time, setting, one => this.#take(one));
	}

	#deafen(): void {
		this.#receiver?.stop();
		this.#receiver = undefined;
		this.#heard = '';
	}

	/** ERR_WR_MASK: "stops storing data into FIFO when data is wrong" [uart_reg.h]. */
	#take({byte, framing, parity, isBreak}: Received): void {
		const isKept = !(framing || parity) || (this.get('CONF0') & conf0.dropWrong) === 0;
		if (isKept && this.#fifo.length === fifoBytes) this.#isSpoilt = true;
		else if (isKept) this.#fifo.push(byte);
		this.#watchSilence();
		this.raise(
			(framing ? interrupt.framing : 0) |
				(parity ? interrupt.parity : 0) |
				(isBreak ? interrupt.isBreak : 0) |
				(this.#isSpoilt ? interrupt.overflow : 0),
		);
	}

	/** RXFIFO_TOUT, counted in bits [uart_ll_set_rx_tout]. */
	#watchSilence(): void {
		this.chip.agenda.cancel(this.#silence);
		this.#silence = undefined;
		if (this.#fifo.length === 0 || (this.get('CONF1') & timeoutEnable) === 0) return;
		const bits = (this.get('MEM_CONF') >>> 17) & 0x3ff;
		const at = this.chip.now() + (bits * unitsPerSecond) / this.baud;
		this.#silence = this.chip.agenda.at(at, () => this.raise(interrupt.timeout));
		this.chip.attend();
	}

	protected override get waiting(): number {
		return this.#fifo.length;
	}

	protected override get isTaking(): boolean {
		return this.#receiver?.isBusy === true;
	}

	protected override received(): number {
		if (this.#isSpoilt)
			this.violation('read of FIFO after it overflowed: what it holds is not known [uart.c resets it]');
		const byte = this.#fifo.shift();
		if (byte === undefined) this.violation('read of FIFO while it is empty');
		if (this.#fifo.length === 0) this.#watchSilence();
		return byte ?? 0;
	}

	/** RXFIFO_FULL from its threshold on [esp32_uart.c of Espressif's QEMU]. */
	protected override update(): void {
		if (this.#fifo.length >= (this.get('CONF1') & 0x3ff))
			this.put('INT_RAW', this.get('INT_RAW') | interrupt.full);
		super.update();
	}
}
