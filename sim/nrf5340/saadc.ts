// SAADC: single conversions of one channel with EasyDMA; scan, burst, oversampling and its own timer are not simulated.

import {type Due, unitsPerUs} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const channels = 8;
/** PSELP [device description]. */
const select = {none: 0, firstInput: 1, lastInput: 8, vdd: 9} as const;
/** HAL_ANALOG_SUPPLY: how the outside calls VDD. */
const supply = 0xff;
/** Pins of AIN0 to AIN7 [product specification, pin assignments, from memory]. */
const inputPins = [4, 5, 6, 7, 25, 26, 27, 28];
/** GAIN [device description]. */
const gains = [1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 4];
/** TACQ in microseconds [device description]. */
const acquisitionUs = [3, 5, 10, 15, 20, 40];
/** nRF52 product specification, SAADC: the conversion itself takes less than 2 us. */
const conversionUs = 2;
/** Time from START to STARTED: the pointer is fetched. Assumed. */
const startUs = 1;
/** nRF52 product specification, SAADC "Reference voltage": the internal one is 0.6 V. */
const internalMv = 600;
const bits = [8, 10, 12, 14];
/** PIN_CNF of a pin that is nothing but analog: no output, input disconnected, no pull. */
const pinMask = 0xf;
const pinValue = 2;
const flag = {refVdd: 1 << 12, differential: 1 << 20, burst: 1 << 24, timer: 1 << 12} as const;

export class Saadc extends Peripheral {
	/** The configuration of a pin, for the check of the inputs. */
	pinConfig: (pin: number) => number = () => pinValue;
	#state: 'stopped' | 'starting' | 'ready' | 'converting' = 'stopped';
	#amount = 0;
	#due: Due | undefined;

	constructor(chip: Chip) {
		super(chip, 'SAADC', 'SAADC');
		this.onWrite('ENABLE', value => {
			if (value === 0 && this.#state !== 'stopped') this.violation('disabled before it was stopped');
			this.put('ENABLE', value);
		});
		this.#onTask('START', () => this.#start());
		this.#onTask('SAMPLE', () => this.#sample());
		this.#onTask('STOP', () => this.#stop());
		this.#onTask('CALIBRATEOFFSET', () => this.violation('TASKS_CALIBRATEOFFSET is not simulated'));
		this.onRead('STATUS', () => (this.#state === 'converting' ? 1 : 0));
		this.onRead('RESULT_AMOUNT', () => this.#amount);
		for (const name of ['CH*_PSELP', 'CH*_PSELN', 'CH*_CONFIG', 'CH*_LIMIT'])
			for (let index = 0; index < channels; index++) this.#lockWhileBusy(name.replace('*', String(index)));
		for (const name of ['RESOLUTION', 'OVERSAMPLE', 'SAMPLERATE', 'RESULT_PTR', 'RESULT_MAXCNT'])
			this.#lockWhileBusy(name);
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#due);
		this.#state = 'stopped';
		this.#amount = 0;
	}

	get enabled(): boolean {
		return this.get('ENABLE') === 1;
	}

	#onTask(name: string, run: () => void): void {
		this.onWrite(`TASKS_${name}`, () => {
			if (this.enabled) run();
			else this.violation(`TASKS_${name} while it is disabled`);
		});
	}

	#lockWhileBusy(name: string): void {
		this.onWrite(name, value => {
			if (this.#state !== 'stopped') this.violation(`${name} written while it runs`);
			this.put(name, value);
		});
	}

	#start(): void {
		if (this.#state !== 'stopped') this.violation('TASKS_START while it runs');
		if (this.get('RESULT_MAXCNT') === 0) this.violation('started without room for a result');
		this.#checkSettings();
		this.#state = 'starting';
		this.#amount = 0;
		this.#after(startUs, () => {
			this.#state = 'ready';
			this.raise('STARTED');
		});
	}

	#sample(): void {
		if (this.#state !== 'ready') {
			this.violation(`TASKS_SAMPLE while it is ${this.#state}`);
			return;
		}
		const channel = this.#channel();
		if (channel === undefined) return;
		this.#state = 'converting';
		const config = this.get(`CH${channel}_CONFIG`);
		const takesUs = (acquisitionUs[(config >>> 16) & 7] ?? 0) + conversionUs;
		this.#after(takesUs, () => this.#result(channel, config));
	}

	#result(channel: number, config: number): void {
		const result = new DataView(new ArrayBuffer(2));
		result.setInt16(0, this.#convert(this.get(`CH${channel}_PSELP`), config), true);
		const at = this.get('RESULT_PTR') + 2 * this.#amount;
		this.chip.dmaWrite(at, new Uint8Array(result.buffer), this.name);
		this.#amount++;
		this.#state = 'ready';
		this.raise('DONE');
		this.raise('RESULTDONE');
		if (this.#amount < this.get('RESULT_MAXCNT')) return;
		this.#state = 'stopped';
		this.raise('END');
	}

	/** Product specification: the input less ground, times gain over reference, times 2^bits; it saturates. */
	#convert(positive: number, config: number): number {
		const {outside} = this.chip;
		const input = positive === select.vdd ? supply : positive - select.firstInput;
		const millivolts = outside.analog?.(input) ?? 0;
		const reference = config & flag.refVdd ? (outside.analog?.(supply) ?? 0) / 4 : internalMv;
		const steps = 2 ** bits[this.get('RESOLUTION')]!;
		const counts = Math.floor((millivolts * gains[(config >>> 8) & 7]! * steps) / reference);
		return Math.max(-steps, Math.min(steps - 1, counts));
	}

	#stop(): void {
		this.chip.agenda.cancel(this.#due);
		this.#state = 'stopped';
		this.#after(startUs, () => this.raise('STOPPED'));
	}

	/** The one channel that is connected. */
	#channel(): number | undefined {
		const connected = Array.from({length: channels}, (_, index) => index).filter(
			index => this.get(`CH${index}_PSELP`) !== select.none,
		);
		if (connected.length === 1) return connected[0];
		this.violation(`${connected.length} channels are connected: the simulator converts one`);
		return undefined;
	}

	#checkSettings(): void {
		const channel = this.#channel();
		if (channel === undefined) return;
		const config = this.get(`CH${channel}_CONFIG`);
		if (config & (flag.differential | flag.burst) || this.get('OVERSAMPLE') !== 0)
			this.violation('differential, burst and oversampled conversions are not simulated');
		if (this.get('SAMPLERATE') & flag.timer) this.violation('conversions by its own timer are not simulated');
		if (bits[this.get('RESOLUTION')] === undefined)
			this.violation(`RESOLUTION ${this.get('RESOLUTION')} is none`);
		const positive = this.get(`CH${channel}_PSELP`);
		if (positive > select.vdd) this.violation(`PSELP ${positive} is not simulated`);
		if (positive > select.lastInput) return;
		const pin = inputPins[positive - select.firstInput]!;
		if ((this.pinConfig(pin) & pinMask) !== pinValue)
			this.violation(`pin ${pin} is converted while it is a digital pin`);
	}

	#after(us: number, run: () => void): void {
		this.#due = this.chip.agenda.at(this.chip.now() + us * unitsPerUs, run);
		this.chip.attend();
	}
}
