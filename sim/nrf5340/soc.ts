// The chip's peripherals, wired to each other, and the decoding of an address into one of their registers.

import {Cache} from './cache.ts';
import type {Chip} from './chip.ts';
import {ClockPeripheral} from './clock.ts';
import {Dppic} from './dppic.ts';
import {Gpio} from './gpio.ts';
import {Gpiote} from './gpiote.ts';
import {type FlashMemory, Nvmc} from './nvmc.ts';
import {Pdm} from './pdm.ts';
import {hex, type Peripheral} from './peripheral.ts';
import {Pwm} from './pwm.ts';
import {Rtc} from './rtc.ts';
import {Saadc} from './saadc.ts';
import {SerialBox} from './serial.ts';
import {Spim} from './spim.ts';
import {CtrlAp, Oscillators, Power, Regulators, Reset} from './system.ts';
import {Timer} from './timer.ts';
import {Twim} from './twim.ts';
import {Uarte} from './uarte.ts';
import {slowClockStuck, Undocumented} from './undocumented.ts';
import {Vmc} from './vmc.ts';
import {Wdt} from './wdt.ts';

const crystalPins = [0, 1];
const mcuPeripheral = 3;

export class Soc {
	readonly clock: ClockPeripheral;
	readonly power: Power;
	readonly reset: Reset;
	readonly regulators: Regulators;
	readonly oscillators: Oscillators;
	readonly cache: Cache;
	readonly ctrlAp: CtrlAp;
	readonly nvmc: Nvmc;
	readonly vmc: Vmc;
	readonly ports: readonly [Gpio, Gpio];
	readonly gpiote: Gpiote;
	readonly rtcs: readonly Rtc[];
	readonly watchdogs: readonly Wdt[];
	readonly twims: readonly Twim[];
	readonly uartes: readonly Uarte[];
	readonly spims: readonly Spim[];
	readonly saadc: Saadc;
	readonly pdm: Pdm;
	readonly dppic: Dppic;
	readonly timers: readonly Timer[];
	readonly pwms: readonly Pwm[];
	readonly boxes: readonly SerialBox[];
	readonly undocumented = new Undocumented();
	readonly #chip: Chip;
	readonly #plain: readonly Peripheral[];

	constructor(chip: Chip, flash: FlashMemory) {
		this.#chip = chip;
		this.clock = new ClockPeripheral(chip);
		this.power = new Power(chip);
		this.reset = new Reset(chip);
		this.regulators = new Regulators(chip);
		this.oscillators = new Oscillators(chip);
		this.cache = new Cache(chip);
		this.ctrlAp = new CtrlAp(chip);
		this.nvmc = new Nvmc(chip, flash);
		this.vmc = new Vmc(chip);
		this.ports = [new Gpio(chip, 'P0'), new Gpio(chip, 'P1')];
		this.gpiote = new Gpiote(chip);
		this.rtcs = [new Rtc(chip, 'RTC0', this.clock), new Rtc(chip, 'RTC1', this.clock)];
		this.watchdogs = [new Wdt(chip, 'WDT0'), new Wdt(chip, 'WDT1')];
		const four = [0, 1, 2, 3];
		this.twims = four.map(index => new Twim(chip, `TWIM${index}`));
		this.uartes = four.map(index => new Uarte(chip, `UARTE${index}`));
		this.spims = [...four, 4].map(index => new Spim(chip, `SPIM${index}`));
		this.saadc = new Saadc(chip);
		this.pdm = new Pdm(chip, this.clock);
		this.dppic = new Dppic(chip);
		this.timers = [0, 1, 2].map(index => new Timer(chip, `TIMER${index}`));
		this.pwms = four.map(index => new Pwm(chip, `PWM${index}`));
		this.boxes = [
			...four.map(index => new SerialBox(this.uartes[index]!, this.twims[index]!, this.spims[index]!)),
			new SerialBox(this.spims[4]!),
		];
		this.#plain = [
			this.clock,
			this.power,
			this.reset,
			this.regulators,
			this.oscillators,
			this.cache,
			this.ctrlAp,
			this.nvmc,
			this.vmc,
			...this.ports,
			this.gpiote,
			...this.rtcs,
			...this.watchdogs,
			this.saadc,
			this.pdm,
			this.dppic,
			...this.timers,
			...this.pwms,
		];
		this.#wire();
	}

	/** Every peripheral, for a reset and for the checks. */
	get all(): readonly Peripheral[] {
		return [...this.#plain, ...this.boxes.flatMap(box => box.members)];
	}

	portOf(pin: number): Gpio {
		return this.ports[pin < 32 ? 0 : 1];
	}

	/** The peripherals with a register at the address, the serial boxes apart: CLOCK and POWER share three. */
	#at(address: number): readonly Peripheral[] {
		return this.#plain.filter(peripheral => {
			const offset = address - peripheral.base;
			return offset >= 0 && offset < sizeOf(peripheral.base) && peripheral.has(offset);
		});
	}

	read(address: number, size: number): number {
		if (size !== 4 || address % 4 !== 0)
			this.#chip.violation(`read of ${size} bytes at ${hex(address)}: registers are read whole`);
		if (this.undocumented.has(address)) return this.undocumented.read(address);
		const box = this.boxes.find(({base}) => address >= base && address < base + 0x1000);
		const boxed = box?.read(address - box.base);
		if (boxed !== undefined) return boxed;
		const found = this.#at(address);
		if (found.length > 0)
			return found.reduce((value, {base}, index) => value | found[index]!.read(address - base), 0) >>> 0;
		this.#chip.violation(`read of ${hex(address)}: no register is known there`);
		return 0;
	}

	write(address: number, size: number, value: number): void {
		if (size !== 4 || address % 4 !== 0)
			this.#chip.violation(`write of ${size} bytes at ${hex(address)}: registers are written whole`);
		if (this.undocumented.has(address)) {
			const problem = this.undocumented.write(address, value);
			if (problem) this.#chip.violation(`write of ${hex(address)}: ${problem}`);
			return;
		}
		const box = this.boxes.find(({base}) => address >= base && address < base + 0x1000);
		if (box?.write(address - box.base, value)) return;
		const found = this.#at(address);
		if (found.length === 0)
			this.#chip.violation(`write of ${hex(value)} to ${hex(address)}: no register is known there`);
		// what no one takes is reported by the first
		const spare = found.reduce(
			(rest, peripheral) => rest & ~peripheral.maskOf(address - peripheral.base),
			value,
		);
		for (const [index, peripheral] of found.entries()) {
			const offset = address - peripheral.base;
			peripheral.write(
				offset,
				found.length === 1 ? value : (value & peripheral.maskOf(offset)) | (index === 0 ? spare : 0),
			);
		}
	}

	#wire(): void {
		const {clock, regulators, oscillators, nvmc, cache, undocumented} = this;
		regulators.settled = () => undocumented.convertersSettled;
		clock.crystalReady = () => {
			if (!undocumented.trimmed) clock.violation('started before the factory trims were applied');
			const pins = crystalPins.every(pin => this.ports[0].configOf(pin) >>> 28 === mcuPeripheral);
			return pins && oscillators.crystalLoad !== 0;
		};
		clock.isStuck = () => undocumented.read(slowClockStuck) >>> 31 !== 0;
		cache.onInvalidate = () => {
			nvmc.stale = false;
		};
		for (const port of this.ports) {
			port.onDetect = () => this.gpiote.detect();
			port.heldLow = pin => this.twims.some(({stuckSda}) => stuckSda === pin);
			port.onDriven = (pin, high) => this.#clockedByHand(pin, high);
		}
		this.saadc.pinConfig = pin => this.portOf(pin).configOf(pin & 31);
		this.pdm.pinConfig = this.saadc.pinConfig;
		this.gpiote.levelOf = pin => this.portOf(pin).level(pin & 31);
		this.gpiote.onPublish = channel => this.dppic.publish(channel);
		this.dppic.onEvent = channel => {
			for (const timer of this.timers) timer.hear(channel);
		};
		for (const serial of [...this.twims, ...this.spims, ...this.pwms])
			serial.pinConfig = this.saadc.pinConfig;
	}

	#pulses = 0;

	/** A hung bus is free once its clock was moved by hand nine times, or a stop was made by hand. */
	#clockedByHand(pin: number, high: boolean): void {
		const hung = this.twims.find(twim => twim.stuckSda !== undefined);
		if (!hung || pin !== hung.scl || !high) return;
		this.#pulses++;
		if (this.#pulses < 9) return;
		this.#pulses = 0;
		hung.freed(this.#chip.outside.recover(pin));
	}
}

/** P0 and P1 share a page; all others have one of their own. */
function sizeOf(base: number): number {
	return base === 0x5084_2500 ? 0x300 : 0x1000;
}
