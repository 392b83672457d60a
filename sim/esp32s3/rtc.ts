// RTC_CNTL: the slow clock's counter, both watchdogs of the RTC, software reset, light and deep sleep, hold of pads.

import type {Due} from '../soc/agenda.ts';
import {type Chip, type ResetReason, resetCauses, slowPeriod} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const sources = {core: 39} as const;
const keys = {watchdog: 0x50d8_3aa1, superWatchdog: 0x8f1d_312a} as const;
/** Bits of WAKEUP_STATE from 15 on, and of SLP_WAKEUP_CAUSE [rtc.h]. */
export const wakeCauses = {ext0: 1, ext1: 2, gpio: 4, timer: 8} as const;
const known = wakeCauses.ext0 | wakeCauses.ext1 | wakeCauses.gpio | wakeCauses.timer;
const wakeupShift = 15;
const state0 = {sleep: 2 ** 31, clearReject: 2} as const;
const interrupt = {wakeup: 1, reject: 2, watchdog: 1 << 3} as const;
const alarmEnable = 1 << 16;
const digitalOff = 2 ** 31;
const systemReset = 2 ** 31;
/** WDTCONFIG0 [rtc_cntl_reg.h]; a stage's action 3 resets the digital core [rwdt_ll.h]. */
const watchdog = {on: 2 ** 31, flashBoot: 1 << 12, pauses: 1 << 9, resetSystem: 3} as const;
const autoFeed = 2 ** 31;
/** The super watchdog's time is set in the chip: "slightly less than one second" [TRM, Watchdog Timers]. */
const superPeriod = 0.9 * 480e6;
/** Stage 0 in flash-boot mode is stretched by an eFuse; its smallest factor is 2 [WDT_DELAY_SEL, TRM]. */
const delayFactor = 2;
const external = {high0: 2 ** 30, high1: 2 ** 31} as const;
/** BROWN_OUT, FIB_SEL, and about which voltage each level is [Kconfig.power of the ESP32-S3; level 0 is not offered]. */
const brownOut = {
	on: 1 << 30,
	resets: 1 << 26,
	byHardware: 1 << 1,
	levelsMv: [undefined, 3300, 3190, 2980, 2840, 2670, 2560, 2440],
} as const;
const slowMemory = {powered: 1 << 11, off: 1 << 10} as const;

export interface Pads {
	input(pin: number): boolean;
	/** A level stands for which GPIO may wake. */
	readonly wakes: boolean;
}

export class Rtc extends Peripheral {
	pads: Pads = {input: () => false, wakes: false};
	/** Whether the RTC has the pad, with its input on. */
	senses: (pin: number) => boolean = () => false;
	/** The pin of EXT0. */
	ext0Pin: () => number = () => 0;
	onSleep: () => void = () => {};
	onHold: () => void = () => {};
	/** Parts of the regulator were switched. */
	onParts: () => void = () => {};
	#zero = 0;
	#latched = 0;
	#watchdog: Due | undefined;
	#left: number | undefined;
	#super: Due | undefined;

	constructor(chip: Chip) {
		super(chip, 'RTC', 'RTC_CNTL', 0x6000_8000);
		this.onWrite('OPTIONS0', value => {
			this.put('OPTIONS0', value & 0x7fff_ffff);
			if (value >= systemReset) this.chip.reset('soft');
		});
		this.onWrite('TIME_UPDATE', value => {
			if (value >>> 31) this.#latched = this.ticks;
			this.put('TIME_UPDATE', value & 0x7fff_ffff);
		});
		this.onRead('TIME_LOW0', () => this.#latched % 2 ** 32);
		this.onRead('TIME_HIGH0', () => Math.floor(this.#latched / 2 ** 32));
		this.onWrite('STATE0', value => this.#state(value));
		for (let index = 0; index < 5; index++) {
			const name = `WDTCONFIG${index}`;
			this.onWrite(name, value => {
				if (!this.#isOpen(name)) return;
				this.put(name, value);
				this.#count();
			});
		}
		this.onWrite('WDTFEED', () => {
			if (this.#isOpen('WDTFEED')) this.#count();
		});
		this.onWrite('SWD_CONF', value => {
			if (this.get('SWD_WPROTECT') !== keys.superWatchdog) {
				this.violation('SWD_CONF is written while SWD_WPROTECT locks it');
				return;
			}
			this.put('SWD_CONF', value);
			this.#countSuper();
		});
		this.onWrite('EXT_WAKEUP1', value => {
			if ((value >>> 22) & 1) this.put('EXT_WAKEUP1_STATUS', 0);
			this.put('EXT_WAKEUP1', value & 0x3f_ffff);
		});
		for (const name of ['PAD_HOLD', 'DIG_PAD_HOLD']) {
			this.onWrite(name, value => {
				this.put(name, value);
				this.onHold();
			});
		}
		this.onWrite('DATE', value => {
			this.put('DATE', value);
			this.onParts();
		});
		this.hasInterrupts('INT_ST', () => this.#update());
	}

	/** Below which supply, in millivolts, the chip is reset; undefined: its detector does not reset it [brownout_ll.h]. */
	resetsBelow(level: number): number | undefined {
		const config = this.get('BROWN_OUT');
		const isArmed = (config & brownOut.on) !== 0 && (config & brownOut.resets) !== 0;
		if (!isArmed || this.get('FIB_SEL') & brownOut.byHardware) return undefined;
		return brownOut.levelsMv[level & 7];
	}

	/** A reset of the digital core leaves the RTC as it is; `isFirst`: power has come. */
	boot(reason: ResetReason): void {
		if (reason === 'power-on') {
			super.reset();
			this.#zero = this.chip.now();
		} else {
			for (const name of ['INT_ENA', 'OPTIONS0', 'WDTCONFIG0', 'SWD_CONF'])
				this.put(name, this.resetValue(name));
		}
		const cause = resetCauses[reason];
		this.put('RESET_STATE', (this.get('RESET_STATE') & ~0xfff) | cause | (cause << 6));
		this.#watchdog = this.#super = this.#left = undefined;
		// the ROM leaves the watchdog running in flash-boot mode
		this.put('WDTCONFIG0', this.get('WDTCONFIG0') | watchdog.flashBoot);
		this.#count();
		this.#countSuper();
	}

	override reset(): void {}

	/** Periods of the slow clock. */
	get ticks(): number {
		return Math.floor((this.chip.now() - this.#zero) / slowPeriod);
	}

	get isDeep(): boolean {
		return this.get('DIG_PWC') >= digitalOff;
	}

	/** Whether RTC slow memory has power in deep sleep. */
	get keepsSlowMemory(): boolean {
		const pwc = this.get('PWC');
		return (pwc & slowMemory.powered) !== 0 && (pwc & slowMemory.off) === 0;
	}

	isHeld(pin: number): boolean {
		if (pin <= 21) return ((this.get('PAD_HOLD') >>> pin) & 1) !== 0;
		return ((this.get('DIG_PAD_HOLD') >>> (pin - 21)) & 1) !== 0;
	}

	// ---- sleep

	/** The moment of the alarm. */
	get alarmAt(): number {
		if ((this.get('SLP_TIMER1') & alarmEnable) === 0) return Number.POSITIVE_INFINITY;
		const ticks = (this.get('SLP_TIMER1') & 0xffff) * 2 ** 32 + this.get('SLP_TIMER0');
		return this.#zero + ticks * slowPeriod;
	}

	/** What would end sleep at this moment. */
	get woken(): number {
		const enabled = this.get('WAKEUP_STATE') >>> wakeupShift;
		const conf = this.get('EXT_WAKEUP_CONF');
		let causes = 0;
		if (this.chip.now() >= this.alarmAt) causes |= wakeCauses.timer;
		const ext0 = this.ext0Pin();
		if (this.senses(ext0) && this.pads.input(ext0) === (conf & external.high0) > 0) causes |= wakeCauses.ext0;
		if (this.#ext1Pins !== 0) causes |= wakeCauses.ext1;
		if (!this.isDeep && this.pads.wakes) causes |= wakeCauses.gpio;
		return causes & enabled;
	}

	get wakesByTimer(): boolean {
		return ((this.get('WAKEUP_STATE') >>> wakeupShift) & wakeCauses.timer) !== 0;
	}

	/** Sleep has ended. */
	wake(causes: number): void {
		if (causes & wakeCauses.ext1) this.put('EXT_WAKEUP1_STATUS', this.#ext1Pins);
		this.put('SLP_WAKEUP_CAUSE', causes);
		this.#raise(interrupt.wakeup);
	}

	/** The watchdog stands still. */
	pause(): void {
		if (!this.#watchdog || (this.get('WDTCONFIG0') & watchdog.pauses) === 0) return;
		this.#left = this.#watchdog.at - this.chip.now();
		this.chip.agenda.cancel(this.#watchdog);
		this.#watchdog = undefined;
	}

	resume(): void {
		const left = this.#left;
		this.#left = undefined;
		if (left !== undefined) this.#bite(left);
	}

	get #ext1Pins(): number {
		const isHigh = this.get('EXT_WAKEUP_CONF') >= external.high1;
		let pins = 0;
		for (let pin = 0; pin <= 21; pin++) {
			const selected = ((this.get('EXT_WAKEUP1') >>> pin) & 1) !== 0;
			if (selected && this.senses(pin) && this.pads.input(pin) === isHigh) pins |= 1 << pin;
		}
		return pins;
	}

	#state(value: number): void {
		this.put('STATE0', value & ~(state0.sleep | state0.clearReject) & 0x7fff_ffff);
		if (value & state0.clearReject) this.put('SLP_REJECT_CAUSE', 0);
		if (value < state0.sleep) return;
		this.#checkSleep();
		const reject = this.get('SLP_REJECT_CONF');
		const rejects = (reject >>> (this.isDeep ? 31 : 30)) & 1 ? this.woken & (reject >>> 12) : 0;
		if (rejects) {
			this.put('SLP_REJECT_CAUSE', rejects);
			this.#raise(interrupt.reject);
			return;
		}
		this.onSleep();
	}

	#checkSleep(): void {
		const enabled = this.get('WAKEUP_STATE') >>> wakeupShift;
		if (enabled & ~known) this.violation('sleeps with a wake source that is not simulated');
		// deep sleep without a source lasts until the reset pin or the supply ends it, which a device may want
		// [docs, system/sleep_modes: "with no wakeup sources configured"]
		if (enabled === 0 && !this.isDeep) this.violation('sleeps lightly without a wake source');
		if (this.isDeep && enabled & wakeCauses.gpio)
			this.violation('GPIO does not end deep sleep [esp_sleep_enable_gpio_wakeup: light sleep only]');
		if (this.get('INT_RAW') & (interrupt.wakeup | interrupt.reject))
			this.violation('sleeps while an earlier wake-up is not cleared: software would see that one');
		const pins = enabled & wakeCauses.ext1 ? this.get('EXT_WAKEUP1') : 0;
		for (let pin = 0; pin <= 21; pin++) {
			if ((pins >>> pin) & 1 && !this.senses(pin))
				this.violation(`GPIO${pin} shall wake, and the RTC does not have its pad with the input on`);
		}
		if (enabled & wakeCauses.ext0 && !this.senses(this.ext0Pin()))
			this.violation(`GPIO${this.ext0Pin()} shall wake, and the RTC does not have its pad with the input on`);
	}

	#raise(bits: number): void {
		this.put('INT_RAW', this.get('INT_RAW') | bits);
		this.#update();
	}

	#update(): void {
		this.chip.line(sources.core, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}

	// ---- watchdogs

	#isOpen(name: string): boolean {
		if (this.get('WDTWPROTECT') === keys.watchdog) return true;
		this.violation(`${name} is written while WDTWPROTECT locks it`);
		return false;
	}

	#count(): void {
		this.chip.agenda.cancel(this.#watchdog);
		this.#watchdog = this.#left = undefined;
		const config = this.get('WDTCONFIG0');
		if ((config & watchdog.flashBoot) === 0 && config < watchdog.on) return;
		const isBoot = config < watchdog.on;
		if (!isBoot && ((config >>> 28) & 7) !== watchdog.resetSystem)
			this.violation('another action of stage 0 than the reset of the system is not simulated');
		this.#bite(this.get('WDTCONFIG1') * slowPeriod * delayFactor);
	}

	#bite(units: number): void {
		this.#watchdog = this.chip.agenda.at(this.chip.now() + units, () => this.chip.reset('rtc-watchdog'));
		this.chip.attend();
	}

	#countSuper(): void {
		this.chip.agenda.cancel(this.#super);
		this.#super = undefined;
		if (this.get('SWD_CONF') >= autoFeed) return;
		this.#super = this.chip.agenda.at(this.chip.now() + superPeriod, () => {
			this.violation('the super watchdog was not fed');
			this.chip.reset('rtc-watchdog');
		});
		this.chip.attend();
	}
}

/** RTC_IO: pads that the RTC has taken over, and the pin of EXT0. */
export class RtcIo extends Peripheral {
	changed: () => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'RTC_IO', 'RTC_IO', 0x6000_8400);
		for (let pin = 0; pin <= 21; pin++) {
			this.onWrite(`PAD${pin}`, value => {
				this.put(`PAD${pin}`, value);
				this.changed();
			});
		}
	}

	/** Mux to the RTC, bit 19; input, bit 13; pulls, bits 27 and 28 [rtc_io_reg.h]. */
	pad(
		pin: number,
	): {readonly pull: 'input' | 'input-pull-up' | 'input-pull-down'; readonly input: boolean} | undefined {
		if (pin > 21) return undefined;
		const value = this.get(`PAD${pin}`);
		if (((value >>> 19) & 1) === 0) return undefined;
		const pull = (value >>> 27) & 1 ? 'input-pull-up' : (value >>> 28) & 1 ? 'input-pull-down' : 'input';
		return {pull, input: ((value >>> 13) & 1) !== 0};
	}

	get ext0Pin(): number {
		return this.get('EXT_WAKEUP0') >>> 27;
	}
}
