// GPIO with IO_MUX and the pads of the RTC: levels, interrupts by level or edge, wake-up by level, hold.

import type {PinMode} from '../soc/outside.ts';
import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const source = 16;
export const pinCount = 49;
const signalCount = 256;
/** GPIO22 to 25 do not exist [soc_caps.h, SOC_GPIO_VALID_GPIO_MASK]. */
const missing: ReadonlySet<number> = new Set([22, 23, 24, 25]);
/** GPIO_PINn [gpio_reg.h]. */
const pin = {openDrain: 1 << 2, typeShift: 7, wakeEnable: 1 << 10, interrupt: 1 << 13} as const;
const types = {rise: 1, fall: 2, any: 3, low: 4, high: 5} as const;
/** IO_MUX_GPIOn [io_mux_reg.h]. */
const mux = {pullDown: 1 << 7, pullUp: 1 << 8, input: 1 << 9, functionShift: 12} as const;
const gpioFunction = 1;
const plainOutput = 0x100;

export class IoMux extends Peripheral {
	changed: (pin: number) => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'IO_MUX', 'IO_MUX', 0x6000_9000);
		for (let number = 0; number < pinCount; number++) {
			this.onWrite(`PIN${number}`, value => {
				if (missing.has(number)) this.violation(`GPIO${number} does not exist`);
				this.put(`PIN${number}`, value);
				this.changed(number);
			});
		}
	}
}

export class Gpio extends Peripheral {
	readonly #mux: IoMux;
	readonly #levels: boolean[] = [];
	/** A line that a controller or a device on its bus holds low. */
	heldLow: (pin: number) => boolean = () => false;
	/** A line of an open-drain output was moved by hand. */
	onDriven: (pin: number, high: boolean) => void = () => {};
	/** A pin has a new level. */
	onLevel: () => void = () => {};
	/** A signal has another pin, or a pin another direction. */
	onRouted: () => void = () => {};
	/** Pins that keep what they were [RTC_CNTL_PAD_HOLD, DIG_PAD_HOLD]. */
	isHeld: (pin: number) => boolean = () => false;
	/** Pads that the RTC has taken over: RTC_IO's settings count. */
	ofRtc: (pin: number) => {readonly pull: PinMode; readonly input: boolean} | undefined = () => undefined;

	constructor(chip: Chip, muxes: IoMux) {
		super(chip, 'GPIO', 'GPIO', 0x6000_4000);
		this.#mux = muxes;
		muxes.changed = number => this.#show(number);
		for (const name of ['OUT', 'OUT1', 'ENABLE', 'ENABLE1']) {
			this.setsAndClears(name, value => this.#drive(name, value));
		}
		for (const name of ['STATUS', 'STATUS1']) {
			this.setsAndClears(name, value => {
				this.put(name, value);
				this.evaluate();
			});
		}
		// boot from flash [facts of the ROM: GPIO_STRAP]
		this.onRead('STRAP', () => 8);
		this.onRead('IN', () => this.#word(0, number => this.input(number)));
		this.onRead('IN1', () => this.#word(32, number => this.input(number)));
		this.onRead('PCPU_INT', () => this.#word(0, number => this.#interrupts(number)));
		this.onRead('PCPU_INT1', () => this.#word(32, number => this.#interrupts(number)));
		for (let signal = 0; signal < signalCount; signal++)
			this.onWrite(`FUNC_IN${signal}`, value => this.#route(signal, value));
		for (let number = 0; number < pinCount; number++) {
			this.onWrite(`PIN${number}`, value => this.#configure(number, value));
			this.onWrite(`FUNC_OUT${number}`, value => {
				this.put(`FUNC_OUT${number}`, value);
				this.#show(number);
			});
		}
	}

	/** Write the input of a signal that a peripheral follows. */
	#route(signal: number, value: number): void {
		this.put(`FUNC_IN${signal}`, value);
		this.onRouted();
	}

	override reset(): void {
		super.reset();
		this.#levels.length = 0;
	}

	/** The level at the pad. */
	level(number: number): boolean {
		if (this.heldLow(number)) return false;
		if (this.#isOutput(number)) {
			const high = this.#bit('OUT', number);
			if (!high || !this.#isOpenDrain(number)) return high;
		}
		return this.chip.level(number) ?? this.#pull(number) === 'input-pull-up';
	}

	/** What the chip reads: nothing while the input is off. */
	input(number: number): boolean {
		const rtc = this.ofRtc(number);
		const isOn = rtc ? rtc.input : (this.#mux.get(`PIN${number}`) & mux.input) !== 0;
		return isOn && this.level(number);
	}

	/** The signal that a pin gives out, if not a plain level. */
	outputOf(number: number): number {
		return this.get(`FUNC_OUT${number}`) & 0x1ff;
	}

	/** The pin that drives a signal of the matrix. */
	driverOf(signal: number): number | undefined {
		for (let number = 0; number < pinCount; number++)
			if (this.outputOf(number) === signal && this.#bit('ENABLE', number)) return number;
		return undefined;
	}

	/** Neither driven nor read nor pulled [gpio_config_as_analog]. */
	isAnalog(number: number): boolean {
		return !this.#bit('ENABLE', number) && !this.isInput(number) && this.#pull(number) === 'input';
	}

	isInput(number: number): boolean {
		return (this.#mux.get(`PIN${number}`) & mux.input) !== 0;
	}

	isOpenDrainInput(number: number): boolean {
		return this.#isOpenDrain(number) && (this.#mux.get(`PIN${number}`) & mux.input) !== 0;
	}

	/** Outputs that are not held. */
	get forgotten(): number[] {
		return Array.from({length: pinCount}, (_, number) => number).filter(
			number => this.#isOutput(number) && !this.isHeld(number),
		);
	}

	/** Whether a level for which a pin may wake stands. */
	get wakes(): boolean {
		for (let number = 0; number < pinCount; number++) {
			const config = this.get(`PIN${number}`);
			if ((config & pin.wakeEnable) === 0) continue;
			const type = (config >>> pin.typeShift) & 7;
			if (this.input(number) ? type === types.high : type === types.low) return true;
		}
		return false;
	}

	/** Note edges and levels, and tell the interrupt matrix. */
	evaluate(): void {
		for (let number = 0; number < pinCount; number++) {
			const level = this.input(number);
			const before = this.#levels[number];
			this.#levels[number] = level;
			if (this.#matches(number, level, before)) this.#note(number);
		}
		const any = this.#any(0) || this.#any(32);
		this.chip.line(source, any);
		this.onLevel();
	}

	#matches(number: number, level: boolean, before: boolean | undefined): boolean {
		const moved = before !== undefined && before !== level;
		switch ((this.get(`PIN${number}`) >>> pin.typeShift) & 7) {
			case types.rise:
				return moved && level;
			case types.fall:
				return moved && !level;
			case types.any:
				return moved;
			case types.low:
				return !level;
			case types.high:
				return level;
			default:
				return false;
		}
	}

	#note(number: number): void {
		const name = number < 32 ? 'STATUS' : 'STATUS1';
		this.put(name, this.get(name) | (1 << (number & 31)));
	}

	#interrupts(number: number): boolean {
		return this.#bit('STATUS', number) && (this.get(`PIN${number}`) & pin.interrupt) !== 0;
	}

	#any(first: number): boolean {
		return this.#word(first, number => this.#interrupts(number)) !== 0;
	}

	#word(first: number, of: (number: number) => boolean): number {
		let bits = 0;
		for (let number = first; number < Math.min(first + 32, pinCount); number++) {
			if (of(number)) bits |= 1 << (number - first);
		}
		return bits >>> 0;
	}

	#bit(name: 'OUT' | 'ENABLE' | 'STATUS', number: number): boolean {
		return ((this.get(number < 32 ? name : `${name}1`) >>> (number & 31)) & 1) !== 0;
	}

	#isOutput(number: number): boolean {
		return this.#bit('ENABLE', number) && this.outputOf(number) === plainOutput;
	}

	#isOpenDrain(number: number): boolean {
		return (this.get(`PIN${number}`) & pin.openDrain) !== 0;
	}

	#pull(number: number): PinMode {
		const rtc = this.ofRtc(number);
		if (rtc) return rtc.pull;
		const config = this.#mux.get(`PIN${number}`);
		if (config & mux.pullUp) return 'input-pull-up';
		return config & mux.pullDown ? 'input-pull-down' : 'input';
	}

	#configure(number: number, value: number): void {
		const type = (value >>> pin.typeShift) & 7;
		if (missing.has(number)) this.violation(`GPIO${number} does not exist`);
		if (value & pin.wakeEnable && type !== types.low && type !== types.high)
			this.violation(`GPIO${number} may wake by a level only [gpio.h, gpio_wakeup_enable], not by an edge`);
		this.put(`PIN${number}`, value);
		this.evaluate();
	}

	#drive(name: string, value: number): void {
		const changed = (this.get(name) ^ value) >>> 0;
		const first = name.endsWith('1') ? 32 : 0;
		this.put(name, value);
		for (let bit = 0; bit < 32; bit++) {
			if ((changed >>> bit) & 1) this.#show(first + bit);
		}
	}

	/** Tell the world how the pin is driven now. */
	#show(number: number): void {
		this.show(number);
		this.evaluate();
		this.onRouted();
	}

	/** The same while nothing else has changed: a hold was lifted. */
	show(number: number): void {
		if (this.isHeld(number)) return;
		const high = this.#bit('OUT', number);
		if (this.#isOpenDrain(number)) {
			if (this.#isOutput(number)) this.onDriven(number, high);
			return;
		}
		const isOutput = this.#isOutput(number);
		if (isOutput && ((this.#mux.get(`PIN${number}`) >>> mux.functionShift) & 7) !== gpioFunction) {
			this.violation(`GPIO${number} drives while IO_MUX gives the pad to another function`);
		}
		this.chip.outside.configure(number, isOutput ? 'output' : this.#pull(number));
		if (isOutput) this.chip.outside.write(number, high);
	}
}
