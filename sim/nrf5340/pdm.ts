// PDM: a digital microphone with EasyDMA, mono; the outside gives the samples, block by block.

import {type Due, unitsPerSecond, unitsPerUs} from './agenda.ts';
import type {Chip} from './chip.ts';
import type {ClockPeripheral} from './clock.ts';
import {Peripheral} from './peripheral.ts';

/** PDMCLKCTRL to the clock in Hz: 32 MHz over a whole number [device description; product specification]. */
const clocks: ReadonlyMap<number, number> = new Map([
	[0x0800_0000, 32e6 / 32],
	[0x0840_0000, 32e6 / 31],
	[0x0880_0000, 32e6 / 30],
	[0x0980_0000, 32e6 / 26],
	[0x0a00_0000, 32e6 / 25],
	[0x0a80_0000, 32e6 / 24],
]);
/** GAINL and GAINR: half decibels, 0 dB at 0x28 [device description]. */
const gain = {none: 0x28, most: 0x50} as const;
const mono = 1;
const disconnected = 0x8000_0000;
/** STOP ends within some periods of the clock. Assumed. */
const stopTakes = 4 * unitsPerUs;
/** PIN_CNF: the clock an output, the data an input that is connected [product specification, "Pin configuration"]. */
const pinMask = 3;
const clockPin = [1, 3];
const dataPin = [0];

export class Pdm extends Peripheral {
	/** The configuration of a pin, for the check of the lines. */
	pinConfig: (pin: number) => number = () => 0;
	readonly #clock: ClockPeripheral;
	#due: Due | undefined;
	/** Where the block that is being filled goes; undefined: it is stopped. */
	#filling: {readonly at: number; readonly samples: number} | undefined;
	#isNamed = false;

	constructor(chip: Chip, clock: ClockPeripheral) {
		super(chip, 'PDM', 'PDM0');
		this.#clock = clock;
		this.onWrite('ENABLE', value => {
			if (value === 0 && this.#filling) this.violation('disabled before it was stopped');
			this.put('ENABLE', value);
		});
		this.onWrite('TASKS_START', () => this.#start());
		this.onWrite('TASKS_STOP', () => this.#stop());
		for (const name of ['PDMCLKCTRL', 'RATIO', 'MODE', 'PSEL_CLK', 'PSEL_DIN', 'MCLKCONFIG', 'SAMPLE_MAXCNT'])
			this.#lockWhileBusy(name);
		for (const name of ['GAINL', 'GAINR']) {
			this.onWrite(name, value => {
				if (value > gain.most) this.violation(`${name} ${value}, at most ${gain.most}`);
				this.put(name, value);
			});
		}
		this.onWrite('SAMPLE_PTR', value => {
			this.#isNamed = true;
			this.put('SAMPLE_PTR', value);
		});
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#due);
		this.#filling = undefined;
		this.#isNamed = false;
	}

	get busy(): boolean {
		return this.#filling !== undefined;
	}

	get #rateHz(): number {
		return clocks.get(this.get('PDMCLKCTRL'))! / (this.get('RATIO') === 1 ? 80 : 64);
	}

	#lockWhileBusy(name: string): void {
		this.onWrite(name, value => {
			if (this.#filling) this.violation(`${name} written while it runs`);
			this.put(name, value);
		});
	}

	#start(): void {
		if (this.get('ENABLE') !== 1) {
			this.violation('TASKS_START while it is disabled');
			return;
		}
		if (this.#filling) this.violation('TASKS_START while it runs');
		if (!this.#checkSettings()) return;
		const gainDb = (this.get('GAINL') - gain.none) / 2;
		const heard = this.chip.outside.microphone?.listen(this.#rateHz, gainDb) ?? true;
		if (!heard) this.violation(`a microphone at ${this.#rateHz} samples a second is not wired`);
		this.#begin(this.chip.now());
	}

	#checkSettings(): boolean {
		if (!clocks.has(this.get('PDMCLKCTRL'))) {
			this.violation(`PDMCLKCTRL ${this.get('PDMCLKCTRL')} is none of its clocks`);
			return false;
		}
		if ((this.get('MODE') & 1) !== mono || this.get('MCLKCONFIG') !== 0)
			this.violation('stereo and the audio clock are not simulated');
		if (!this.#clock.fastFromCrystal)
			this.violation('started without the crystal: the rate is off by per cents');
		if (this.get('SAMPLE_MAXCNT') === 0) {
			this.violation('started without room for samples');
			return false;
		}
		this.#checkPin('PSEL_CLK', clockPin);
		this.#checkPin('PSEL_DIN', dataPin);
		return true;
	}

	#checkPin(name: string, configs: readonly number[]): void {
		const value = this.get(name);
		if (value >= disconnected) this.violation(`started with ${name} disconnected`);
		else if (!configs.includes(this.pinConfig(value & 63) & pinMask))
			this.violation(`pin ${value & 63} of ${name} has the wrong direction`);
	}

	/** A block begins at this moment: the pointer is taken over, and the next one may be written. */
	#begin(since: number): void {
		if (this.#filling && !this.#isNamed)
			this.violation('SAMPLE.PTR was not written since the last STARTED: the same block is filled again');
		this.#isNamed = false;
		const samples = this.get('SAMPLE_MAXCNT');
		this.#filling = {at: this.get('SAMPLE_PTR'), samples};
		this.raise('STARTED');
		const end = since + (samples * unitsPerSecond) / this.#rateHz;
		this.#due = this.chip.agenda.at(end, () => this.#end(end));
		this.chip.attend();
	}

	#end(at: number): void {
		const {at: address, samples} = this.#filling!;
		const data = this.chip.outside.microphone?.take(samples) ?? new Int16Array(samples);
		this.chip.dmaWrite(address, new Uint8Array(data.buffer), this.name);
		this.raise('END');
		this.#begin(at);
	}

	#stop(): void {
		this.chip.agenda.cancel(this.#due);
		if (this.#filling) this.chip.outside.microphone?.rest();
		this.#filling = undefined;
		this.chip.agenda.at(this.chip.now() + stopTakes, () => this.raise('STOPPED'));
		this.chip.attend();
	}
}
