// The chip's peripherals, wired to each other, and the decoding of an address into one of their registers.

import type {Chip} from './chip.ts';
import {CoreVoltage, regulatorBlock} from './core-voltage.ts';
import {Caches, Mmu} from './flash-window.ts';
import {Fuses} from './fuses.ts';
import {Gdma} from './gdma.ts';
import {Gpio, IoMux} from './gpio.ts';
import {I2c} from './i2c.ts';
import {I2s} from './i2s.ts';
import {InterruptMatrix} from './interrupts.ts';
import {Ledc} from './ledc.ts';
import {Pcnt} from './pcnt.ts';
import {hex, Peripheral} from './peripheral.ts';
import {Rtc, RtcIo} from './rtc.ts';
import {SarAdc} from './sar-adc.ts';
import {Spi} from './spi.ts';
import {SpiFlash} from './spi-flash.ts';
import {Analog, gates, System} from './system.ts';
import {Systimer} from './systimer.ts';
import {TimerGroup} from './timer-group.ts';
import {Uart} from './uart.ts';
import {UartPort} from './uart-port.ts';
import {Usb} from './usb.ts';

/** Bits of OPTIONS0 that take the PLL's power [rtc_cntl_reg.h; clk_ll_bbpll_enable]. */
const pllOff = (1 << 6) | (1 << 8) | (1 << 10);

/** What lets the analog bus reach the converter [regi2c_defs.h: SAR_I2C_PU, I2C_SAR_M, ANA_SAR_CFG2_M]. */
const sarBus = {power: 1 << 22, closed: 1 << 18, config: 1 << 16} as const;

class RandomNumbers extends Peripheral {
	#state: number;

	constructor(chip: Chip, seed: number) {
		super(chip, 'RANDOM', 'RNG', 0x6003_5000);
		this.#state = seed >>> 0 || 1;
		this.onRead('DATA', () => {
			this.#state ^= this.#state << 13;
			this.#state ^= this.#state >>> 17;
			this.#state ^= this.#state << 5;
			return this.#state >>> 0;
		});
	}

	override reset(): void {}
}

export interface SocOptions {
	readonly seed: number;
	/** What the devices on the bus allow. */
	readonly busHz: number;
}

export class Soc {
	readonly uart: Uart;
	readonly uart1: UartPort;
	readonly usb: Usb;
	readonly mux: IoMux;
	readonly gpio: Gpio;
	readonly rtc: Rtc;
	readonly rtcIo: RtcIo;
	readonly i2c: I2c;
	readonly groups: readonly [TimerGroup, TimerGroup];
	readonly systimer: Systimer;
	readonly system: System;
	readonly analog: Analog;
	readonly matrix: InterruptMatrix;
	readonly caches: Caches;
	readonly mmu: Mmu;
	readonly random: RandomNumbers;
	readonly flash: SpiFlash;
	readonly spi: Spi;
	readonly gdma: Gdma;
	readonly i2s: I2s;
	readonly ledc: Ledc;
	readonly pcnt: Pcnt;
	readonly fuses: Fuses;
	readonly adc: SarAdc;
	readonly voltage: CoreVoltage;
	readonly #chip: Chip;
	readonly #byPage = new Map<number, Peripheral[]>();

	constructor(chip: Chip, {seed, busHz}: SocOptions) {
		this.#chip = chip;
		this.uart = new Uart(chip, {name: 'UART0', base: 0x6000_0000, source: 27});
		this.uart1 = new UartPort(chip);
		this.usb = new Usb(chip);
		this.mux = new IoMux(chip);
		this.gpio = new Gpio(chip, this.mux);
		this.rtc = new Rtc(chip);
		this.rtcIo = new RtcIo(chip);
		this.i2c = new I2c(chip, busHz);
		this.groups = [new TimerGroup(chip, 0), new TimerGroup(chip, 1)];
		this.systimer = new Systimer(chip);
		this.system = new System(chip);
		this.analog = new Analog(chip);
		this.matrix = new InterruptMatrix(chip);
		this.caches = new Caches(chip);
		this.mmu = new Mmu(chip);
		this.mmu.inUse = () => this.caches.inUse;
		this.random = new RandomNumbers(chip, seed);
		this.flash = new SpiFlash(chip);
		this.spi = new Spi(chip);
		this.gdma = new Gdma(chip);
		this.i2s = new I2s(chip, this.gdma);
		this.ledc = new Ledc(chip);
		this.pcnt = new Pcnt(chip);
		this.fuses = new Fuses(chip);
		this.adc = new SarAdc(chip);
		this.voltage = new CoreVoltage({
			now: () => chip.now(),
			level: register => this.analog.readBlock(regulatorBlock.number, register),
			burnt: () => this.fuses.burnt,
			date: () => this.rtc.get('DATE'),
		});
		for (const peripheral of this.all) {
			const page = peripheral.base >>> 12;
			this.#byPage.set(page, [...(this.#byPage.get(page) ?? []), peripheral]);
		}
		this.#wire();
	}

	get all(): readonly Peripheral[] {
		const {uart, usb, mux, gpio, rtc, rtcIo, i2c, groups, systimer, system, analog, matrix, caches, mmu} =
			this;
		return [
			...[system, matrix, uart, usb, mux, gpio, rtc, rtcIo, i2c, ...groups, systimer, analog, caches, mmu],
			...[
				this.random,
				this.flash,
				this.spi,
				this.fuses,
				this.adc,
				this.gdma,
				this.i2s,
				this.uart1,
				this.ledc,
				this.pcnt,
			],
		];
	}

	read(address: number, size: number): number {
		// registers are words: the others of these bits are not read [TRM: the buses of the peripherals]
		if (size !== 4)
			this.#chip.violation(`read of ${size} bytes at ${hex(address)}: registers are read whole`);
		const found = this.#at(address);
		if (found) return found.read(address - found.base);
		this.#chip.violation(`read of ${hex(address)}: no register is known there`);
		return 0;
	}

	write(address: number, size: number, value: number): void {
		if (size !== 4)
			this.#chip.violation(`write of ${size} bytes at ${hex(address)}: registers are written whole`);
		const found = this.#at(address);
		if (found) found.write(address - found.base, value);
		else this.#chip.violation(`write of ${hex(value)} to ${hex(address)}: no register is known there`);
	}

	/** The digital core was reset: all but the RTC. */
	resetDigital(): void {
		for (const peripheral of this.all) {
			if (peripheral !== this.rtc && peripheral !== this.rtcIo) peripheral.reset();
		}
	}

	#at(address: number): Peripheral | undefined {
		return this.#byPage.get(address >>> 12)?.find(({base}) => address >= base && this.#has(base, address));
	}

	#has(base: number, address: number): boolean {
		return this.#byPage.get(address >>> 12)!.some(one => one.base === base && one.has(address - base));
	}

	#wire(): void {
		const {gpio, rtc, rtcIo, system, analog, i2c, groups} = this;
		const gated = [
			[this.uart, gates.uart0],
			[this.uart1, gates.uart1],
			[this.ledc, gates.ledc],
			[this.pcnt, gates.pcnt],
			[this.spi, gates.spi2],
			[this.i2s, gates.i2s0],
			[i2c, gates.i2c0],
			[groups[0], gates.timerGroup0],
			[groups[1], gates.timerGroup1],
			[this.systimer, gates.systimer],
		] as const;
		for (const [peripheral, bit] of gated) peripheral.unreachable = () => system.closed(bit);
		this.#wireRouted();
		this.gdma.unreachable = () => system.closedDma();
		this.#wireClocks();
		this.flash.cacheInUse = () => this.caches.inUse;
		this.flash.changed = () => {
			this.caches.isStale = true;
		};
		this.caches.flashProblem = () => (this.flash.isBusy ? 'while the flash is written' : undefined);
		gpio.isHeld = pin => rtc.isHeld(pin);
		gpio.ofRtc = pin => rtcIo.pad(pin);
		gpio.heldLow = pin => i2c.stuckSda === pin;
		gpio.onDriven = (pin, high) => this.#clockedByHand(pin, high);
		rtc.pads = gpio;
		rtc.senses = pin => rtcIo.pad(pin)?.input === true;
		rtc.ext0Pin = () => rtcIo.ext0Pin;
		rtc.onHold = () => {
			for (let pin = 0; pin < 49; pin++) gpio.show(pin);
		};
		rtcIo.changed = () => gpio.evaluate();
		this.adc.analog = (block, register) => analog.readBlock(block, register);
		this.adc.busProblem = () =>
			(rtc.get('ANA_CONF') & sarBus.power) === 0 ||
			analog.get('CONFIG') & sarBus.closed ||
			(analog.get('CONFIG2') & sarBus.config) === 0
				? 'the analog bus does not reach it [adc_ll_calibration_prepare]'
				: undefined;
		this.adc.isAnalog = pin => gpio.isAnalog(pin);
		this.spi.outputOf = signal => gpio.driverOf(signal);
		this.i2s.outputOf = signal => gpio.driverOf(signal);
		this.i2s.inputOf = signal => this.#inputOf(signal);
		this.spi.inputOf = signal => this.#inputOf(signal);
		i2c.pinOf = signal => this.#pinOf(signal);
		i2c.isLine = pin => gpio.isOpenDrainInput(pin);
	}

	#wireClocks(): void {
		const {rtc, system, analog} = this;
		analog.isPowered = () => (rtc.get('OPTIONS0') & pllOff) === 0;
		system.pllProblem = () => analog.problem;
		system.voltageProblem = mhz => this.voltage.problem(mhz);
		analog.onBlock = (block, register) => {
			if (block !== regulatorBlock.number) return;
			this.voltage.changed();
			// IDF writes the RTC's level just before, in both directions
			if (register === regulatorBlock.digital) system.checkVoltage();
		};
		rtc.onParts = () => system.checkVoltage();
	}

	#wireRouted(): void {
		const {gpio, system, uart1, ledc, pcnt} = this;
		uart1.outputOf = signal => gpio.driverOf(signal);
		uart1.inputOf = signal => this.#inputOf(signal);
		ledc.outputOf = uart1.outputOf;
		pcnt.inputOf = uart1.inputOf;
		pcnt.levelOf = pin => gpio.input(pin);
		gpio.onRouted = () => {
			pcnt.follow();
			uart1.listen();
			ledc.listen();
		};
		system.onGates = resets => {
			if ((resets >>> gates.ledc) & 1) ledc.reset();
			if ((resets >>> gates.pcnt) & 1) pcnt.reset();
			pcnt.follow();
			if ((resets >>> gates.uart1) & 1) uart1.resetFromOutside();
			else uart1.listen();
		};
	}

	/** The pin whose level a signal takes, if its input is on. */
	#inputOf(signal: number): number | undefined {
		const selected = this.gpio.get(`FUNC_IN${signal}`);
		const pin = selected & 0x3f;
		const isWired = (selected & 0x80) !== 0 && pin <= 48;
		return isWired && this.gpio.isInput(pin) ? pin : undefined;
	}

	/** A line of a controller goes out and comes in by the same pin. */
	#pinOf(signal: number): number | undefined {
		const selected = this.gpio.get(`FUNC_IN${signal}`);
		const pin = selected & 0x3f;
		if ((selected & 0x80) === 0 || pin > 48) return undefined;
		return this.gpio.outputOf(pin) === signal ? pin : undefined;
	}

	#pulses = 0;

	/** A hung bus is free once its clock was moved by hand nine times, or a stop was made by hand. */
	#clockedByHand(pin: number, high: boolean): void {
		if (this.i2c.stuckSda === undefined || pin !== this.i2c.scl || !high) return;
		this.#pulses++;
		if (this.#pulses < 9) return;
		this.#pulses = 0;
		this.i2c.freed(this.#chip.outside.recover(pin));
	}
}
