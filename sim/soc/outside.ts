// The world beyond the pins of a simulated chip: what the chip asks of it, and the simulator's world as the answer.

import type {Pulses} from '../world/pwm.ts';
import type {SerialPort} from '../world/serial.ts';
import type {World} from '../world.ts';

export type PinMode = 'input' | 'input-pull-up' | 'input-pull-down' | 'output';
export type TransferStatus = 'ok' | 'no-device' | 'io' | 'timeout';
/** What the chip draws current for. */
export type Activity = 'run' | 'run_fast' | 'transfer' | 'idle' | 'deep' | 'off';

/** The world beyond the chip's pins. Moments are whole microseconds. */
export interface Outside {
	/** The moment of its next event, or Infinity. */
	readonly nextUs: number;
	/** Where its clock stands; ahead of the chip's while a bus transfer that it carries out is under way. */
	readonly nowUs: number;
	/** Let its events up to this moment happen. */
	advanceTo(us: number): void;
	/** The level that it or a pull gives the pin; undefined: nothing is connected. */
	level(pin: number): boolean | undefined;
	/** The chip was reset: all pins are inputs without pulls, unless it keeps them as they were. */
	reset(keepsPins: boolean): void;
	/** What the chip draws current for from this moment on. */
	activity(what: Activity, atUs: number): void;
	/** Flash is written or erased from now to then. */
	flashBusy?(fromUs: number, untilUs: number): void;
	configure(pin: number, mode: PinMode): void;
	write(pin: number, high: boolean): void;
	onLevel(listener: (pin: number, high: boolean) => void): void;
	/** A whole transfer on the bus with this clock pin: its clock then stands at the end of it. */
	transfer(
		scl: number,
		address: number,
		tx: Uint8Array,
		rxLength: number,
	): {readonly status: TransferStatus; readonly data: Uint8Array};
	/** What comes back while these bytes go out on the SPI bus with this clock pin; no time passes. Without it, zeros. */
	spi?(sck: number, mode: number, hz: number, out: Uint8Array): Uint8Array;
	/** The serial port with this pin as one of its lines, if there is one. */
	serial?(pin: number): Pick<SerialPort, 'toChip' | 'fromChip' | 'draws'> | undefined;
	/** A pin has these pulses from now on, or none. */
	pwm?(pin: number, pulses: Pulses | undefined): void;
	/** The edges of a pin are counted from now on, or no longer. */
	counts?(pin: number, isOn: boolean): void;
	/** The bus was clocked by hand; whether its data line is free now. */
	recover(scl: number): boolean;
	/** The level that a conversion meets at an analog input, or (255) of the supply, in millivolts; without it, ground. */
	analog?(input: number): number;
	/** The microphone; without it, silence. */
	readonly microphone?: MicrophonePort;
	/** Bytes that a serial port has sent. */
	console(atUs: number, bytes: Uint8Array): void;
}

export interface Moved {
	readonly status: TransferStatus;
	readonly data: Uint8Array;
}

/** The world for a controller that moves a transfer in pieces. */
export interface PiecewiseOutside extends Outside {
	/** A transfer without its stop: the clock line is held. */
	hold(scl: number, address: number, tx: Uint8Array, rxLength: number): Moved;
	/** More bytes of the one that is held, in the direction that it has. */
	more(scl: number, tx: Uint8Array, rxLength: number): Moved;
	/** Its stop. */
	release(scl: number): void;
}

/** A microphone at the pins of PDM. */
export interface MicrophonePort {
	/** It gets this clock. False: the board has no such rate or gain. */
	listen(rateHz: number, gainDb: number): boolean;
	/** The samples that follow those taken before. */
	take(count: number): Int16Array;
	/** The clock stops. */
	rest(): void;
}

export class WorldOutside implements PiecewiseOutside {
	readonly #world: World;
	/** The buses by the numbers of their clock pins. */
	readonly #byClock = new Map<number, string>();
	/** Serial ports by the numbers of their pins. */
	readonly #serialLines = new Map<number, string>();
	/** The lines of I2C buses. */
	readonly #pulledUp = new Set<number>();

	constructor(world: World) {
		this.#world = world;
		const {buses, pins} = world.board;
		for (const [name, bus] of Object.entries(buses)) {
			if (bus.kind === 'uart') {
				for (const line of [bus.tx, bus.rx]) {
					const pin = pins[line ?? ''];
					if (pin) this.#serialLines.set(pin.number, name);
				}
				continue;
			}
			const clock = pins[(bus.kind === 'i2c' ? bus.scl : bus.sck) ?? ''];
			if (clock) this.#byClock.set(clock.number, name);
			if (bus.kind !== 'i2c') continue;
			for (const line of [bus.sda, bus.scl]) {
				const pin = pins[line ?? ''];
				if (pin) this.#pulledUp.add(pin.number);
			}
		}
	}

	get nextUs(): number {
		const {clock} = this.#world;
		return Math.min(clock.nextUs, clock.endUs);
	}

	get nowUs(): number {
		return this.#world.nowUs;
	}

	advanceTo(us: number): void {
		this.#world.clock.advanceTo(Math.min(us, this.#world.clock.endUs));
	}

	level(pin: number): boolean | undefined {
		// the lines of the bus have pull-ups of their own
		if (this.#pulledUp.has(pin)) return true;
		return this.#world.pins.has(pin) ? this.#world.pins.read(pin) : undefined;
	}

	reset(keepsPins: boolean): void {
		this.#world.microphone?.stop();
		if (!keepsPins) this.#world.pins.reset();
	}

	flashBusy(fromUs: number, untilUs: number): void {
		const {ledger, clock} = this.#world;
		ledger.enter('flash', 'write', Math.min(fromUs, clock.endUs));
		// the core stands still meanwhile: nothing is said of flash before that moment
		ledger.enter('flash', 'idle', Math.min(untilUs, clock.endUs));
	}

	activity(what: Activity, atUs: number): void {
		this.#world.ledger.enter('cpu', what, atUs);
	}

	configure(pin: number, mode: PinMode): void {
		if (this.#world.pins.has(pin)) this.#world.pins.setMode(pin, mode);
	}

	write(pin: number, high: boolean): void {
		if (this.#world.pins.has(pin)) this.#world.pins.write(pin, high);
	}

	onLevel(listener: (pin: number, high: boolean) => void): void {
		for (const [name, {number}] of Object.entries(this.#world.board.pins)) {
			this.#world.pins.onChange(name, high => listener(number, high));
		}
	}

	transfer(
		scl: number,
		address: number,
		tx: Uint8Array,
		rxLength: number,
	): {readonly status: TransferStatus; readonly data: Uint8Array} {
		const bus = this.#bus(scl);
		if (!bus) return {status: 'no-device', data: new Uint8Array(rxLength)};
		return bus.transfer(address, tx, rxLength);
	}

	spi(sck: number, mode: number, hz: number, out: Uint8Array): Uint8Array {
		const bus = this.#world.spiBuses.get(this.#byClock.get(sck) ?? '');
		return bus?.exchange(mode, hz, out, out.length) ?? new Uint8Array(out.length);
	}

	hold(scl: number, address: number, tx: Uint8Array, rxLength: number): Moved {
		return (
			this.#bus(scl)?.hold(address, tx, rxLength) ?? {status: 'no-device', data: new Uint8Array(rxLength)}
		);
	}

	more(scl: number, tx: Uint8Array, rxLength: number): Moved {
		return this.#bus(scl)?.more(tx, rxLength) ?? {status: 'no-device', data: new Uint8Array(rxLength)};
	}

	release(scl: number): void {
		this.#bus(scl)?.release(true);
	}

	serial(pin: number): SerialPort | undefined {
		return this.#world.serialPorts.get(this.#serialLines.get(pin) ?? '');
	}

	pwm(pin: number, pulses: Pulses | undefined): void {
		if (this.#world.pins.has(pin)) this.#world.pwmOutputs.set(pin, pulses);
	}

	counts(pin: number, isOn: boolean): void {
		if (this.#world.pins.has(pin)) this.#world.pulseCounters.account(pin, isOn ? 'on' : 'off');
	}

	recover(scl: number): boolean {
		return this.#bus(scl)?.recover() ?? true;
	}

	analog(input: number): number {
		return this.#world.sample(input);
	}

	readonly microphone: MicrophonePort = {
		listen: (rateHz, gainDb) => this.#world.microphone?.listen({rateHz, gainDb}) ?? false,
		take: count => this.#world.microphone?.take(count) ?? new Int16Array(count),
		rest: () => this.#world.microphone?.stop(),
	};

	/** Serial bytes: set by whoever compares them with what the firmware wrote. */
	console: (atUs: number, bytes: Uint8Array) => void = () => {};

	#bus(scl: number) {
		return this.#world.buses.get(this.#byClock.get(scl) ?? '');
	}
}
