// A serial port of the chip with the device at its other end: a wire each way, a receiver with its ring, currents.

import type {UartFact} from '../../boards/facts/schema.ts';
import type {Clock, Due} from './clock.ts';
import {
	type LineFault,
	type Parity,
	type Received,
	type Scheduler,
	SerialLine,
	SerialReceiver,
	type Setting,
} from './serial-line.ts';

/** What is wired to a serial port. */
export interface SerialDevice {
	/** A byte that the chip has sent, once all of it has come. */
	receive(byte: number): void;
	/** Bits a second, both ways. @default 9600 */
	readonly baud?: number;
	/** @default 'none' */
	readonly parity?: Parity;
}

/** hal.h, HAL_SERIAL_LINE and HAL_SERIAL_START_LINE. */
export const serialLines = {
	serial: {number: 61, wakeFromOff: false, doc: 'A serial port has something new'},
	serialStart: {number: 60, wakeFromOff: false, doc: 'A byte begins at a serial port that rests'},
} as const;

export interface PortHooks {
	readonly clock: Clock;
	/** A line has an edge of both kinds. */
	edge(line: keyof typeof serialLines): void;
	/** The level at the pin that receives, where the port has pins. */
	level(high: boolean): void;
	/** Its currents change. */
	power(state: 'off' | 'receive' | 'send' | 'both'): void;
	/** The fast clock starts: time passes. */
	start(): void;
}

export const parities: readonly Parity[] = ['none', 'even', 'odd'];

function schedulerOf(clock: Clock): Scheduler {
	return {
		get nowUs() {
			return clock.nowUs;
		},
		at: (us, run) => clock.at(Math.max(clock.nowUs, Math.ceil(us)), run),
		cancel: due => clock.cancel(due as Due | undefined),
	};
}

const noCounts = () => ({received: 0, lost: 0, overruns: 0, framing: 0, parity: 0, breaks: 0});

export class SerialPort {
	readonly name: string;
	readonly facts: UartFact;
	/** The wire towards the chip, and the one from it. */
	readonly toChip = new SerialLine();
	readonly fromChip = new SerialLine();
	readonly #hooks: PortHooks;
	readonly #time: Scheduler;
	/** How the device sends. */
	#peer: Setting = {baud: 9600, parity: 'none'};
	/** How the chip does; undefined: the port is closed. */
	#setting: Setting | undefined;
	#capacity = 0;
	#ring: number[] = [];
	#end = -1;
	#counts = noCounts();
	#receiver: SerialReceiver | undefined;
	#sent: Due | undefined;
	#rests = false;
	#overflowed = false;
	#begin: unknown;
	#edge: unknown;

	constructor(name: string, facts: UartFact, hooks: PortHooks) {
		this.name = name;
		this.facts = facts;
		this.#hooks = hooks;
		this.#time = schedulerOf(hooks.clock);
		this.toChip.listeners.add(() => this.#watchStart());
		if (facts.rx !== undefined) this.toChip.listeners.add(() => this.#follow(hooks.clock.nowUs));
	}

	// ---- the device's side

	attach(device: SerialDevice): void {
		const {baud = 9600, parity = 'none'} = device;
		this.#peer = {baud, parity};
		if (this.facts.rx !== undefined) this.#hooks.level(true);
		// it lives as long as the world
		new SerialReceiver(this.fromChip, this.#time, this.#peer, ({byte, framing}) => {
			if (!framing) device.receive(byte);
		});
	}

	/** The device sends; `setting` where it does otherwise than it should. */
	send(bytes: Iterable<number>, setting: Partial<Setting> = {}): void {
		this.toChip.send(bytes, {...this.#peer, ...setting}, this.#hooks.clock.nowUs);
	}

	set fault(of: (byte: number) => LineFault | undefined) {
		this.toChip.fault = of;
	}

	// ---- the chip's side, as hal.h has it

	/** Whether the port can be opened so; undefined: it has no such baud rate. */
	open(setting: Setting, ringBytes: number): boolean | undefined {
		if (!this.facts.bauds.includes(setting.baud)) return undefined;
		this.close();
		this.#setting = setting;
		this.#capacity = ringBytes;
		this.#counts = noCounts();
		return true;
	}

	receive(end: number): void {
		this.#end = end;
		this.#rests = false;
		if (this.#receiver !== undefined) return;
		this.#hooks.start();
		this.#receiver = new SerialReceiver(this.toChip, this.#time, this.#setting!, one => this.#take(one));
		this.#draw();
	}

	rest(): void {
		this.#receiver?.stop();
		this.#receiver = undefined;
		this.#rests = true;
		this.#hooks.edge('serialStart'); // high from here on
		this.#draw();
		this.#watchStart();
	}

	read(length: number): Uint8Array {
		this.#overflowed = false;
		return Uint8Array.from(this.#ring.splice(0, length));
	}

	/** Words of `struct hal_serial_state`. */
	look(): readonly number[] {
		const {received, lost, overruns, framing, parity, breaks} = this.#counts;
		const isSending = Number(this.#sent !== undefined);
		return [this.#ring.length, received, lost, overruns, framing, parity, breaks, isSending];
	}

	/** How many bytes were taken. */
	transmit(bytes: Uint8Array): number {
		if (this.#sent !== undefined || this.#setting === undefined) return 0;
		const some = bytes.subarray(0, mostAtOnce);
		this.fromChip.send(some, this.#setting, this.#hooks.clock.nowUs);
		this.#sent = this.#hooks.clock.at(Math.ceil(this.fromChip.endUs), () => {
			this.#sent = undefined;
			this.#draw();
			this.#hooks.edge('serial');
		});
		this.#draw();
		return some.length;
	}

	close(): void {
		if (this.#setting === undefined) return;
		this.#receiver?.stop();
		this.#receiver = undefined;
		this.#hooks.clock.cancel(this.#sent);
		this.#sent = undefined;
		this.fromChip.cut(this.#hooks.clock.nowUs);
		this.#rests = false;
		this.#ring = [];
		this.#draw();
		this.#setting = undefined;
	}

	// ---- for a simulated controller, which has a receiver of its own

	/** What it draws from now on. */
	draws(state: 'off' | 'receive' | 'send' | 'both'): void {
		this.#hooks.power(state);
	}

	/** Let the pin follow the wire. */
	#follow(fromUs: number): void {
		if (this.#edge !== undefined) return;
		const edge = this.toChip.edgeAfter(fromUs);
		if (edge === undefined) return;
		this.#edge = this.#time.at(edge.atUs, () => {
			this.#edge = undefined;
			this.#hooks.level(edge.level);
			this.#follow(edge.atUs + 1e-6);
		});
	}

	/** Each falling edge while the port rests. */
	#watchStart(): void {
		this.#time.cancel(this.#begin);
		this.#begin = undefined;
		const fallUs = this.#rests ? this.toChip.fallAfter(this.#time.nowUs) : undefined;
		if (fallUs === undefined) return;
		this.#begin = this.#time.at(fallUs, () => {
			if (this.#rests) this.#hooks.edge('serialStart');
			this.#begin = this.#time.at(fallUs + 1, () => this.#watchStart());
		});
	}

	/** The product specification of the nRF5340: a byte without a stop bit is dropped, one of wrong parity is kept. */
	#take({byte, framing, parity, isBreak}: Received): void {
		const counts = this.#counts;
		if (isBreak) counts.breaks++;
		else if (framing) counts.framing++;
		else if (parity) counts.parity++;
		const isNews = framing ? true : this.#push(byte) || parity;
		if (isNews) this.#hooks.edge('serial');
	}

	#push(byte: number): boolean {
		if (this.#ring.length === this.#capacity) {
			this.#counts.lost++;
			const isFirst = !this.#overflowed;
			this.#overflowed = true;
			return isFirst;
		}
		this.#ring.push(byte);
		this.#counts.received++;
		const waiting = this.#ring.length;
		return waiting === this.#capacity / 2 || (this.#end < 0 ? waiting === 1 : byte === this.#end);
	}

	#draw(): void {
		const receives = this.#receiver !== undefined;
		const sends = this.#sent !== undefined;
		this.#hooks.power(receives ? (sends ? 'both' : 'receive') : sends ? 'send' : 'off');
	}
}

/** As the port of the nRF5340 takes them. */
const mostAtOnce = 64;
