// CLOCK: the core's 64 or 128 MHz, and the 32.768 kHz clock with the start-up time of its crystal.

import {type Due, unitsPerSecond} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const lfrc = 1;
const lfxo = 2;
const synthesiser = 3;
const running = 1 << 16;
/** boards/chips/nrf5340/energy.ts, t_lfxo and t_hfxo. */
const lfxoStart = 0.25 * unitsPerSecond;
const hfxoStart = 0.0014 * unitsPerSecond;
const lfrcStart = 0.0006 * unitsPerSecond;

/** One period of the slow clock: 3906.25 units, exact in binary. */
export const slowPeriod = unitsPerSecond / 32768;

export class ClockPeripheral extends Peripheral {
	#slowSource = 0;
	#starting: Due | undefined;
	#startingFast: Due | undefined;
	/** Whether the crystal's pins and load are set up: asked when it is started. */
	crystalReady: () => boolean = () => true;

	/** Erratum 140: the slow clock does not start until the synthesiser has run it once. */
	isStuck: () => boolean = () => false;

	/** Before the core's clock changes. */
	onCore: (isFast: boolean) => void = () => {};

	constructor(chip: Chip) {
		super(chip, 'CLOCK', 'CLOCK');
		this.onWrite('HFCLKCTRL', value => {
			if (value > 1) this.violation(`HFCLKCTRL is ${value}, which divides by nothing`);
			this.onCore(value === 0);
			this.put('HFCLKCTRL', value);
			chip.attend(); // from the next instruction on
		});
		this.onWrite('TASKS_LFCLKSTART', () => this.#startSlow());
		this.onWrite('TASKS_LFCLKSTOP', () => this.#stopSlow());
		this.onWrite('TASKS_HFCLKSTART', () => this.#startFast());
		this.onWrite('TASKS_HFCLKSTOP', () => this.#stopFast());
		for (const task of ['CAL', 'HFCLKAUDIOSTART', 'HFCLKAUDIOSTOP', 'HFCLK192MSTART', 'HFCLK192MSTOP']) {
			this.onWrite(`TASKS_${task}`, () => this.violation(`TASKS_${task} is not simulated`));
		}
		this.onWrite('LFCLKSRC', value => {
			if (this.slowRuns) this.violation('LFCLKSRC changed while the clock runs');
			this.put('LFCLKSRC', value);
		});
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#starting);
		this.chip.agenda.cancel(this.#startingFast);
		this.#slowSource = 0;
	}

	/** Whether the slow clock ticks; while the crystal starts the RC oscillator does it. */
	get slowRuns(): boolean {
		return this.#slowSource !== 0;
	}

	/** Whether the core runs at 128 MHz. */
	get isFast(): boolean {
		return this.get('HFCLKCTRL') === 0;
	}

	/** Whether the fast clock comes from its crystal: what must keep time needs it. */
	get fastFromCrystal(): boolean {
		return this.get('HFCLKSTAT') === (running | 1);
	}

	/** Units of the agenda an instruction takes. */
	get unitsPerInstruction(): number {
		return this.isFast ? 1 : 2;
	}

	#startSlow(): void {
		const source = this.get('LFCLKSRC') & 3;
		if (source === lfxo && !this.crystalReady()) {
			this.violation('LFXO started before its pins and load capacitor were set up');
		}
		if (this.isStuck() && source !== synthesiser) {
			this.violation('LFCLKSTART while erratum 140 holds it');
			return;
		}
		// a second start neither stops what runs nor makes a start under way two of them
		this.chip.agenda.cancel(this.#starting);
		const delay = this.#slowSource === source ? 0 : source === lfxo ? lfxoStart : lfrcStart;
		if (this.#slowSource !== source) this.#slowSource = source === lfxo ? lfrc : source;
		this.put('LFCLKRUN', 1);
		this.put('LFCLKSRCCOPY', source);
		this.put('LFCLKSTAT', running | this.#slowSource);
		this.#starting = this.chip.agenda.at(this.chip.now() + delay, () => {
			this.#slowSource = source;
			this.put('LFCLKSTAT', running | source);
			this.raise('LFCLKSTARTED');
		});
		this.chip.attend();
	}

	#stopSlow(): void {
		this.chip.agenda.cancel(this.#starting);
		this.#slowSource = 0;
		this.put('LFCLKRUN', 0);
		this.put('LFCLKSTAT', 0);
	}

	#startFast(): void {
		const source = this.get('HFCLKSRC') & 1;
		this.put('HFCLKRUN', 1);
		this.chip.agenda.cancel(this.#startingFast);
		this.#startingFast = this.chip.agenda.at(this.chip.now() + (source ? hfxoStart : 0), () => {
			this.put('HFCLKSTAT', running | source);
			this.raise('HFCLKSTARTED');
		});
		this.chip.attend();
	}

	#stopFast(): void {
		this.chip.agenda.cancel(this.#startingFast);
		this.put('HFCLKRUN', 0);
		this.put('HFCLKSTAT', 0);
	}
}
