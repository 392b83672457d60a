// The world as the pins of the simulated chip see it.

import type {World} from '../world.ts';
import type {Activity, MicrophonePort, Outside, PinMode, TransferStatus} from './chip.ts';

export class WorldOutside implements Outside {
	readonly #world: World;
	readonly #scl: number | undefined;

	constructor(world: World) {
		this.#world = world;
		this.#scl = world.board.pins.scl?.number;
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
		if (pin === this.#scl || pin === this.#world.board.pins.sda?.number) return true;
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
		return scl === this.#scl ? [...this.#world.buses.values()][0] : undefined;
	}
}
