// GPIO: one port. Levels come from the world or the pull; SENSE latches them and makes DETECT.

import type {Chip, PinMode} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const fields = {dir: 1, inputOff: 2, pullShift: 2, driveShift: 8, senseShift: 16, mcuShift: 28} as const;
const sense = {off: 0, high: 2, low: 3} as const;
const pullModes: Readonly<Record<number, PinMode>> = {0: 'input', 1: 'input-pull-down', 3: 'input-pull-up'};
/** DRIVE values that leave the line to a pull-up at a high level. */
const openDrain: ReadonlySet<number> = new Set([6, 7]);

export class Gpio extends Peripheral {
	readonly first: number;
	readonly #pins: number;
	/** The level of DETECT has risen. */
	onDetect: () => void = () => {};
	/** A line of an I2C bus that is held low from outside, as seen by hand. */
	heldLow: (pin: number) => boolean = () => false;
	/** A pin that the firmware drives has a new level. */
	onDriven: (pin: number, high: boolean) => void = () => {};
	#detect = false;

	override reset(): void {
		super.reset();
		this.#detect = false;
	}

	constructor(chip: Chip, name: 'P0' | 'P1') {
		super(chip, 'GPIO', name);
		this.first = name === 'P0' ? 0 : 32;
		this.#pins = name === 'P0' ? 32 : 16;
		this.onRead('IN', () => this.#levels());
		this.onWrite('OUT', value => this.#setOut(value));
		this.onWrite('OUTSET', value => this.#setOut(this.get('OUT') | value));
		this.onWrite('OUTCLR', value => this.#setOut(this.get('OUT') & ~value));
		for (const name of ['OUTSET', 'OUTCLR']) this.onRead(name, () => this.get('OUT'));
		this.onWrite('DIR', value => this.#setDir(value));
		this.onWrite('DIRSET', value => this.#setDir(this.get('DIR') | value));
		this.onWrite('DIRCLR', value => this.#setDir(this.get('DIR') & ~value));
		for (const name of ['DIRSET', 'DIRCLR']) this.onRead(name, () => this.get('DIR'));
		this.onWrite('PIN_CNF*', (value, pin) => this.#configure(pin, value));
		this.onWrite('LATCH', value => this.#clearLatches(value));
		this.onWrite('DETECTMODE_SEC', value => {
			this.put('DETECTMODE_SEC', value);
			this.evaluate();
		});
	}

	/** Whether the level of a pin is the one that it is sensed for. */
	get sensed(): number {
		let bits = 0;
		for (let pin = 0; pin < this.#pins; pin++) {
			const wanted = (this.get(`PIN_CNF${pin}`) >>> fields.senseShift) & 3;
			if (wanted === sense.off) continue;
			if (this.level(pin) === (wanted === sense.high)) bits |= 1 << pin;
		}
		return bits >>> 0;
	}

	/** Latch what is sensed and see whether DETECT rises. */
	evaluate(): void {
		const sensed = this.sensed;
		this.put('LATCH', this.get('LATCH') | sensed);
		const detect = (this.#isLatched ? this.get('LATCH') : sensed) !== 0;
		if (detect && !this.#detect) this.onDetect();
		this.#detect = detect;
	}

	/** A level that still stands latches again; while any latch is set after a clear, LDETECT rises again. */
	#clearLatches(bits: number): void {
		const latch = ((this.get('LATCH') & ~bits) | this.sensed) >>> 0;
		this.put('LATCH', latch);
		if (!this.#isLatched) return;
		this.#detect = latch !== 0;
		if (bits !== 0 && latch !== 0) this.onDetect();
	}

	/** DETECT is LDETECT: it follows the latches. */
	get #isLatched(): boolean {
		return this.get('DETECTMODE_SEC') === 1;
	}

	level(pin: number): boolean {
		const number = this.first + pin;
		if (this.heldLow(number)) return false;
		const config = this.get(`PIN_CNF${pin}`);
		if (config & fields.dir) {
			const out = ((this.get('OUT') >>> pin) & 1) !== 0;
			if (!out || !openDrain.has((config >>> fields.driveShift) & 15)) return out;
		}
		return this.chip.level(number) ?? ((config >>> fields.pullShift) & 3) === 3;
	}

	configOf(pin: number): number {
		return this.get(`PIN_CNF${pin}`);
	}

	#levels(): number {
		let bits = 0;
		for (let pin = 0; pin < this.#pins; pin++) {
			// a disconnected input buffer reads as low
			if ((this.get(`PIN_CNF${pin}`) & fields.inputOff) === 0 && this.level(pin)) bits |= 1 << pin;
		}
		return bits >>> 0;
	}

	#configure(pin: number, value: number): void {
		const old = this.get(`PIN_CNF${pin}`);
		const wanted = (value >>> fields.senseShift) & 3;
		if (wanted !== sense.off && value & fields.inputOff)
			this.violation(`pin ${pin} senses with its input disconnected`);
		this.put(`PIN_CNF${pin}`, value);
		this.put('DIR', value & fields.dir ? this.get('DIR') | (1 << pin) : this.get('DIR') & ~(1 << pin));
		const visible = fields.dir | (3 << fields.pullShift) | (15 << fields.driveShift);
		if ((old ^ value) & visible) this.#show(pin);
		this.evaluate();
	}

	#setDir(value: number): void {
		for (let pin = 0; pin < this.#pins; pin++) {
			const config = this.get(`PIN_CNF${pin}`);
			const output = (value >>> pin) & 1;
			if ((config & fields.dir) !== output) this.#configure(pin, (config & ~fields.dir) | output);
		}
	}

	#setOut(value: number): void {
		const changed = (this.get('OUT') ^ value) >>> 0;
		this.put('OUT', value);
		for (let pin = 0; pin < this.#pins; pin++) {
			if ((changed >>> pin) & 1) this.#show(pin);
		}
		if (changed) this.evaluate();
	}

	/** Tell the world how the pin is driven now. */
	#show(pin: number): void {
		const config = this.get(`PIN_CNF${pin}`);
		const number = this.first + pin;
		const isOutput = (config & fields.dir) !== 0;
		const out = ((this.get('OUT') >>> pin) & 1) !== 0;
		if (isOutput && openDrain.has((config >>> fields.driveShift) & 15)) {
			this.onDriven(number, out);
			return;
		}
		this.chip.outside.configure(
			number,
			isOutput ? 'output' : (pullModes[(config >>> fields.pullShift) & 3] ?? 'input'),
		);
		if (isOutput) this.chip.outside.write(number, out);
	}
}
