// SYSTEM and the analog bus: the clock of the core, the gates of the peripherals, the PLL, the second core.

import {type Chip, crystalPeriod, unitsPerUs} from './chip.ts';
import {Peripheral} from './peripheral.ts';

/** Bits of PERIP_CLK_EN0 and PERIP_RST_EN0 [system_reg.h]. */
export const gates = {
	uart0: 2,
	i2s0: 4,
	uart1: 5,
	spi2: 6,
	i2c0: 7,
	pcnt: 10,
	ledc: 11,
	timerGroup0: 13,
	timerGroup1: 15,
	systimer: 29,
} as const;

/** Of PERIP_CLK_EN1 and PERIP_RST_EN1. */
const dmaGate = 6;

/** The block of the PLL on the analog bus, and what makes 480 MHz of a 40 MHz crystal [clk_ll_bbpll_set_config]. */
const pllBlock = 0x66;
const pllSettings: Readonly<Record<number, number>> = {4: 0x6b, 2: 0x50, 3: 8, 6: 0x73};
/** CONF0: calibration [regi2c_defs.h, clk_ll_bbpll_calibration_start]. */
const calibration = {stopHigh: 1 << 2, stopLow: 1 << 3, done: 1 << 24} as const;
/** How long a calibration takes is not published. */
const calibrationTakes = 20 * unitsPerUs;

export class Analog extends Peripheral {
	readonly #values = new Map<number, number>();
	#calibratedAt: number | undefined;
	/** The PLL has power [RTC_CNTL_OPTIONS0]. */
	isPowered: () => boolean = () => true;
	/** A register of a block was written. */
	onBlock: (block: number, register: number) => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'ANALOG', 'analog bus', 0x6000_e000);
		this.onWrite('CONF0', value => {
			const runs = (value & calibration.stopLow) !== 0 && (value & calibration.stopHigh) === 0;
			this.#calibratedAt = runs ? this.chip.now() + calibrationTakes : this.#calibratedAt;
			this.put('CONF0', value & ~calibration.done);
		});
		this.onRead('CONF0', () => this.get('CONF0') | (this.#isDone ? calibration.done : 0));
	}

	override reset(): void {
		super.reset();
		this.#values.clear();
		this.#calibratedAt = undefined;
	}

	/** Firmware reaches the blocks by the ROM's functions [rom.regi2c.ld]. */
	readBlock(block: number, register: number): number {
		return this.#values.get(block * 256 + register) ?? 0;
	}

	writeBlock(block: number, register: number, value: number): void {
		this.#values.set(block * 256 + register, value & 0xff);
		this.onBlock(block, register);
	}

	get #isDone(): boolean {
		return this.#calibratedAt !== undefined && this.chip.now() >= this.#calibratedAt;
	}

	/** Why the PLL does not give 480 MHz; undefined: it does. */
	get problem(): string | undefined {
		if (!this.isPowered()) return 'is powered down';
		if (!this.#isDone) return 'was not calibrated';
		const wrong = Object.entries(pllSettings).find(
			([register, value]) => this.#values.get(pllBlock * 256 + Number(register)) !== value,
		);
		return wrong && `has another setting in register ${wrong[0]} than 480 MHz needs`;
	}
}

export class System extends Peripheral {
	onClock: () => void = () => {};
	/** Gates of the first registers have changed; `resets`: what begins to be held in reset. */
	onGates: (resets: number) => void = () => {};
	/** Why the PLL cannot be used. */
	pllProblem: () => string | undefined = () => undefined;
	/** Why the core's voltage does not suffice for so many MHz. */
	voltageProblem: (mhz: number) => string | undefined = () => undefined;

	constructor(chip: Chip) {
		super(chip, 'SYSTEM', 'SYSTEM', 0x600c_0000);
		for (const name of ['SYSCLK_CONF', 'CPU_PER_CONF']) {
			this.onWrite(name, value => {
				this.put(name, value);
				this.#clocked();
			});
		}
		for (const name of ['PERIP_CLK_EN0', 'PERIP_RST_EN0']) {
			this.onWrite(name, value => {
				const resets = name === 'PERIP_RST_EN0' ? value & ~this.get(name) : 0;
				this.put(name, value);
				this.onGates(resets);
			});
		}
		this.onWrite('CORE_1_CONTROL_0', value => {
			const [runStall, clocked, reset] = [value & 1, value & 2, value & 4];
			if (clocked && !reset && !runStall)
				this.violation('the second core is let run, which is not simulated');
			this.put('CORE_1_CONTROL_0', value);
		});
	}

	/** Why a peripheral cannot be reached; undefined: it can. */
	closed(bit: number): string | undefined {
		if (((this.get('PERIP_CLK_EN0') >>> bit) & 1) === 0) return 'while its clock gate is closed';
		return ((this.get('PERIP_RST_EN0') >>> bit) & 1) === 0 ? undefined : 'while it is held in reset';
	}

	/** The same of the DMA, whose bits are in the second registers. */
	closedDma(): string | undefined {
		if (((this.get('PERIP_CLK_EN1') >>> dmaGate) & 1) === 0) return 'while its clock gate is closed';
		return ((this.get('PERIP_RST_EN1') >>> dmaGate) & 1) === 0 ? undefined : 'while it is held in reset';
	}

	get #source(): number {
		return (this.get('SYSCLK_CONF') >>> 10) & 3;
	}

	get usesPll(): boolean {
		return this.#source === 1;
	}

	/** Units of time that a period of the core takes [clk_ll_cpu_get_freq_mhz_from_pll; SOC_CLK_SEL]. */
	get corePeriod(): number {
		if (this.#source === 1) return [6, 3, 2][this.get('CPU_PER_CONF') & 3] ?? 6;
		return crystalPeriod * ((this.get('SYSCLK_CONF') & 0x3ff) + 1);
	}

	/** The voltage, or what makes it, has changed under the running core. */
	checkVoltage(): void {
		if (!this.usesPll) return;
		const mhz = unitsPerUs / this.corePeriod;
		const problem = this.voltageProblem(mhz);
		if (problem) this.violation(`the core runs at ${mhz} MHz, and ${problem}`);
	}

	#clocked(): void {
		if (this.#source > 1) this.violation('the core on the fast RC oscillator is not simulated');
		if (this.#source === 1) {
			const problem = this.pllProblem();
			if (problem) this.violation(`the core is put on the PLL, which ${problem}`);
			if ((this.get('CPU_PER_CONF') & 4) === 0)
				this.violation('the PLL is not set to 480 MHz in CPU_PER_CONF');
			this.checkVoltage();
		}
		this.onClock();
	}
}
