// An SPI bus: devices that a pin selects exchange bytes with the controller; what nobody drives reads as zeros.

import type {SpiFact} from '../../boards/facts/schema.ts';
import type {BusFault, ByteHook} from './bus.ts';
import type {Pins} from './pins.ts';

/** A chip on the bus. Bytes are exchanged between `select` and `deselect`. */
export interface SpiDevice {
	/** Its select line goes low. */
	select(): void;
	/** A byte comes and another goes back. */
	exchange(byte: number): number;
	/** Its select line goes high: what was exchanged is whole. */
	deselect(): void;
	/** Modes that it has, 0 to 3. @default 0 and 3 */
	readonly modes?: readonly number[];
	/** Its fastest clock. @default as fast as any */
	readonly fastestHz?: number;
}

interface Place {
	readonly name: string;
	readonly device: SpiDevice;
	isSelected: boolean;
}

export class SpiBus {
	readonly name: string;
	readonly facts: SpiFact;
	/** Transfers asked for so far. */
	transfers = 0;
	fault: (transfer: number) => BusFault | undefined = () => undefined;
	onByte: ByteHook = () => {};
	readonly #pins: Pins;
	readonly #violation: (text: string) => void;
	readonly #places: Place[] = [];

	constructor(name: string, facts: SpiFact, pins: Pins, violation: (text: string) => void) {
		this.name = name;
		this.facts = facts;
		this.#pins = pins;
		this.#violation = violation;
	}

	/** A device that a low level of the pin selects. */
	attach(name: string, select: string, device: SpiDevice): void {
		const place: Place = {name, device, isSelected: false};
		this.#places.push(place);
		this.#pins.onChange(select, high => {
			// a pin that floats up to the pull of its device is no selection
			if (place.isSelected && high) device.deselect();
			else if (!high) device.select();
			place.isSelected = !high;
		});
	}

	/** The clock that a device which asks for this one gets: undefined when the controller has none so slow. */
	takesUs(hz: number, bytes: number): number {
		return Math.ceil((bytes * 8 * 1e6) / Math.min(hz, this.facts.hz));
	}

	/** Exchange bytes. No time passes: whoever clocks the bus lets it pass. */
	exchange(mode: number, hz: number, out: Uint8Array, length: number): Uint8Array {
		this.transfers++;
		const into = new Uint8Array(length);
		const selected = this.#places.filter(({isSelected}) => isSelected);
		if (selected.length > 1)
			this.#violation(`${this.name}: ${selected.map(({name}) => name).join(' and ')} are selected at once`);
		const place = selected[0];
		if (place) this.#check(place, mode, hz);
		const understands = place !== undefined && (place.device.modes ?? [0, 3]).includes(mode);
		const fault = this.fault(this.transfers);
		this.onByte(this.transfers, 0);
		for (let index = 0; index < length; index++) {
			this.onByte(this.transfers, index + 1);
			const silent = fault !== undefined && index >= (fault.byte ?? 0);
			const byte = place && understands && !silent ? place.device.exchange(out[index] ?? 0) : 0;
			into[index] = byte;
		}
		return into;
	}

	#check({name, device}: Place, mode: number, hz: number): void {
		const {modes = [0, 3], fastestHz} = device;
		if (!modes.includes(mode)) this.#violation(`${name}: SPI mode ${mode}; it has ${modes.join(' and ')}`);
		if (fastestHz !== undefined && hz > fastestHz)
			this.#violation(`${name}: a clock of ${hz} Hz; its fastest is ${fastestHz}`);
	}
}
