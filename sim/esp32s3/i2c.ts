// I2C0 as master: a list of commands and a FIFO of 32 bytes each way. END holds the bus, so that a long transfer goes on.

import type {Due} from '../soc/agenda.ts';
import type {Moved} from '../soc/outside.ts';
import {type Chip, unitsPerSecond, unitsPerUs} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const source = 42;
const fifoBytes = 32;
/** Signals of the GPIO matrix [gpio_sig_map.h]. */
const signals = {scl: 89, sda: 90} as const;
/** COMDn [i2c_reg.h; i2c_ll.h]. */
const ops = {write: 1, stop: 2, read: 3, end: 4, restart: 6} as const;
const command = {ackCheck: 1 << 8, ackExpected: 1 << 9, nack: 1 << 10, opShift: 11, done: 2 ** 31} as const;
const ctr = {master: 1 << 4, start: 1 << 5, fsmReset: 1 << 10, update: 1 << 11} as const;
const interrupt = {end: 1 << 3, complete: 1 << 7, nack: 1 << 10} as const;
/** Registers that take effect by CONF_UPGATE. */
const buffered = [
	'SCL_LOW_PERIOD',
	'SCL_HIGH_PERIOD',
	'SDA_HOLD',
	'SDA_SAMPLE',
	'SCL_START_HOLD',
	'SCL_RSTART_SETUP',
	'SCL_STOP_HOLD',
	'SCL_STOP_SETUP',
	'FILTER_CFG',
	'TO',
] as const;
/** A device of the fast mode and the clock's own error. */
const fastest = 1.02;

/** What a list of commands asks for. */
interface Order {
	/** Bytes of the first write, the address in front; absent: it goes on. */
	address?: number;
	readonly tx: number[];
	rxLength: number;
	end: 'stop' | 'end';
	acknowledgesLast: boolean;
}

export class I2c extends Peripheral {
	readonly #tx: number[] = [];
	readonly #rx: number[] = [];
	#state: 'idle' | 'moving' | 'held' | 'failed' | 'hung' = 'idle';
	#isStale = false;
	/** The pin that gives out a signal, or takes one in. */
	pinOf: (signal: number) => number | undefined = () => undefined;
	/** Whether a pin is an open drain with its input on. */
	isLine: (pin: number) => boolean = () => true;

	readonly #hz: number;

	/** `hz`: what the devices on the bus allow. */
	constructor(chip: Chip, hz: number) {
		super(chip, 'I2C', 'I2C0', 0x6001_3000);
		this.#hz = hz;
		for (const name of buffered) {
			this.onWrite(name, value => {
				this.put(name, value);
				this.#isStale = true;
			});
		}
		this.onWrite('CTR', value => this.#control(value));
		this.onWrite('DATA', byte => {
			if (this.#tx.length === fifoBytes) this.violation('DATA written while the FIFO is full');
			else this.#tx.push(byte);
		});
		this.onRead('DATA', () => {
			if (this.#rx.length === 0) this.violation('DATA read while the FIFO is empty');
			return this.#rx.shift() ?? 0;
		});
		this.onWrite('FIFO_CONF', value => {
			if ((value >>> 12) & 1) this.#rx.length = 0;
			if ((value >>> 13) & 1) this.#tx.length = 0;
			this.put('FIFO_CONF', value);
		});
		this.onRead('SR', () => (this.#rx.length << 8) | (this.#tx.length << 18) | (this.busy ? 1 << 4 : 0));
		this.hasInterrupts('INT_STATUS', () => this.#update());
	}

	override reset(): void {
		super.reset();
		this.#free();
	}

	get busy(): boolean {
		return this.#state === 'moving' || this.#state === 'held' || this.#state === 'hung';
	}

	/** The data line that a stuck device holds low. */
	get stuckSda(): number | undefined {
		return this.#isStuck ? (this.pinOf(signals.sda) ?? this.#lastSda) : undefined;
	}

	get scl(): number | undefined {
		return this.#lastScl;
	}

	/** Recovery by hand has ended: whether the line is free. */
	freed(isFree: boolean): void {
		if (isFree) this.#isStuck = false;
	}

	#isStuck = false;
	#lastScl: number | undefined;
	#lastSda: number | undefined;
	/** The end of the pieces that move now. */
	#due: Due | undefined;

	#free(): void {
		this.chip.agenda.cancel(this.#due);
		if (this.#state === 'held') this.chip.outside.release(this.#lastScl ?? -1);
		this.#state = 'idle';
		this.#tx.length = 0;
		this.#rx.length = 0;
	}

	#control(value: number): void {
		this.put('CTR', value & ~(ctr.start | ctr.fsmReset | ctr.update));
		if (value & ctr.update) this.#isStale = false;
		if (value & ctr.fsmReset) this.#free();
		if (value & ctr.start) this.#start();
	}

	#start(): void {
		if (this.#state === 'moving' || this.#state === 'hung' || this.#state === 'failed') {
			this.violation(`TRANS_START while the controller is ${this.#state}: FSM_RST comes first`);
			return;
		}
		this.#check();
		const order = this.#read();
		if (!order) return;
		const begins = order.address !== undefined;
		if (begins === (this.#state === 'held')) {
			this.violation(begins ? 'RSTART behind END is not simulated' : 'the list does not begin with RSTART');
			return;
		}
		this.#state = 'moving';
		const {outside} = this.chip;
		const scl = this.#lastScl ?? -1;
		let moved: Moved = {status: 'ok', data: new Uint8Array(0)};
		const tx = Uint8Array.from(order.tx);
		if (order.address !== undefined) moved = outside.hold(scl, order.address, tx, order.rxLength);
		else if (tx.length + order.rxLength > 0) moved = outside.more(scl, tx, order.rxLength);
		if (moved.status === 'timeout') {
			// a line is held: the controller waits for it
			this.#state = 'hung';
			this.#isStuck = true;
			outside.release(scl);
			return;
		}
		const isOver = moved.status !== 'ok' || order.end === 'stop';
		if (isOver) outside.release(scl);
		const end = Math.max(this.chip.now(), outside.nowUs * unitsPerUs);
		this.#due = this.chip.agenda.at(end, () => this.#end(moved, order));
		this.chip.attend();
	}

	#end({status, data}: Moved, order: Order): void {
		if (this.#state !== 'moving') return;
		this.#done(status);
		if (status !== 'ok') {
			this.#state = 'failed';
			this.#raise(interrupt.nack);
			return;
		}
		if (this.#rx.length + data.length > fifoBytes) this.violation('more bytes are read than the FIFO holds');
		this.#rx.push(...data);
		if (order.end === 'stop' && data.length > 0 && order.acknowledgesLast)
			this.violation('the last byte that is read is acknowledged: the device goes on driving the line');
		this.#state = order.end === 'stop' ? 'idle' : 'held';
		this.#raise(order.end === 'stop' ? interrupt.complete : interrupt.end);
	}

	/** Mark the commands that are done: all, or those before the byte that was not acknowledged, the address or one behind it. */
	#done(status: Moved['status']): void {
		for (let index = 0; index < 8; index++) {
			const value = this.get(`COMD${index}`);
			const op = (value >>> command.opShift) & 7;
			if (status !== 'ok' && op !== ops.restart) {
				const isAddressAlone = index === 1 && (value & 0xff) === 1;
				if (status === 'no-device' || !isAddressAlone) return;
			}
			this.put(`COMD${index}`, value | command.done);
			if (op === ops.stop || op === ops.end) return;
		}
	}

	#raise(bits: number): void {
		this.put('INT_RAW', this.get('INT_RAW') | bits);
		this.#update();
	}

	#update(): void {
		this.chip.line(source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}

	/** What must hold before a start. */
	#check(): void {
		if (this.#isStale) this.violation('TRANS_START before CONF_UPGATE: the settings are not in force');
		if ((this.get('CTR') & ctr.master) === 0) this.violation('TRANS_START as a slave is not simulated');
		this.#lastScl = this.pinOf(signals.scl);
		this.#lastSda = this.pinOf(signals.sda);
		for (const [name, pin] of [['SCL', this.#lastScl] as const, ['SDA', this.#lastSda] as const]) {
			if (pin === undefined) this.violation(`${name} goes to no pin, in or out`);
			else if (!this.isLine(pin))
				this.violation(`${name}, GPIO${pin}, is not an open drain with its input on`);
		}
		const rate = this.#rate;
		if (rate > this.#hz * fastest)
			this.violation(`its clock runs at ${Math.round(rate / 1000)} kHz, faster than the devices`);
	}

	/** SCL by the vendor's formula [i2c_ll_master_cal_bus_clk]: low + 1, and high with its wait. */
	get #rate(): number {
		const clock = this.get('CLK_CONF');
		const tick = (unitsPerSecond / 12 / ((clock & 0xff) + 1)) | 0;
		const high = this.get('SCL_HIGH_PERIOD');
		const ticks = (this.get('SCL_LOW_PERIOD') & 0x1ff) + 1 + (high & 0x1ff) + (high >>> 9);
		return tick / ticks;
	}

	/** The commands up to STOP or END. */
	#read(): Order | undefined {
		const order: Order = {tx: [], rxLength: 0, end: 'stop', acknowledgesLast: true};
		let restarted = false;
		for (let index = 0; index < 8; index++) {
			const name = `COMD${index}`;
			const value = this.get(name);
			const count = value & 0xff;
			const op = (value >>> command.opShift) & 7;
			if (op === ops.stop || op === ops.end) {
				order.end = op === ops.stop ? 'stop' : 'end';
				return order;
			}
			if (op === ops.restart) restarted = true;
			else if (op === ops.write) this.#write(order, count, value, restarted);
			else if (op === ops.read) {
				order.rxLength += count;
				order.acknowledgesLast = (value & command.nack) === 0;
			} else {
				this.violation(`${name} has the operation ${op}, which does not exist`);
				return undefined;
			}
			if (op !== ops.restart) restarted = false;
		}
		this.violation('the list of commands has neither STOP nor END');
		return undefined;
	}

	#write(order: Order, count: number, value: number, restarted: boolean): void {
		if ((value & command.ackCheck) === 0 || value & command.ackExpected)
			this.violation('a WRITE does not check the acknowledge: a missing device goes unseen');
		if (this.#tx.length < count)
			this.violation(`a WRITE of ${count} bytes, and the FIFO holds ${this.#tx.length}`);
		const bytes = this.#tx.splice(0, count);
		if (!restarted) {
			order.tx.push(...bytes);
			return;
		}
		const [first = 0, ...rest] = bytes;
		if (order.address !== undefined && order.address !== first >> 1)
			this.violation('a repeated start to another address is not simulated');
		order.address = first >> 1;
		order.tx.push(...rest);
	}
}
