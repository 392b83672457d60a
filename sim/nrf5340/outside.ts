// The world as the pins of the simulated chip see it.

import type {World} from '../world.ts';
import type {Activity, MicrophonePort, Outside, PinMode, TransferStatus} from './chip.ts';

export class WorldOutside implements Outside {
	readonly #world: World;
	/** The buses by the numbers of their clock pins. */
	readonly #byClock = new Map<number, string>();
	/** The lines of I2C buses. */
	readonly #pulledUp = new Set<number>();

	constructor(world: World) {
		this.#world = world;
		const {buses, pins} = world.board;
		for (const [name, bus] of Object.entries(buses)) {
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
