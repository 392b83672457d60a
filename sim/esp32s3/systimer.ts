// SYSTIMER: 52 bits at 16 MHz from the crystal, three alarms. It stands still in light sleep and starts again from zero after deep sleep.

import type {Due} from '../soc/agenda.ts';
import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const period = 30;
const firstSource = 57;
const alarms = [0, 1, 2] as const;
const workEnable = 30;
const targetEnable = [24, 23, 22] as const;
const periodic = 1 << 30;

export class Systimer extends Peripheral {
	/** The moment at which it would have been 0, or the count at which it stands. */
	#zero = 0;
	#stands: number | undefined;
	#latched = 0;
	#isValid = false;
	readonly #due: (Due | undefined)[] = [];

	constructor(chip: Chip) {
		super(chip, 'SYSTIMER', 'SYSTIMER', 0x6002_3000);
		this.onWrite('CONF', value => {
			this.put('CONF', value);
			this.#armAll();
		});
		this.onWrite('UNIT0_OP', value => {
			if ((value >>> 30) & 1) this.#latch();
		});
		this.onRead('UNIT0_OP', () => (this.#isValid ? 1 << 29 : 0));
		this.onWrite('UNIT1_OP', () => this.violation('UNIT1 is not simulated'));
		this.onRead('UNIT0_VALUE_HI', () => this.#value(Math.floor(this.#latched / 2 ** 32)));
		this.onRead('UNIT0_VALUE_LO', () => this.#value(this.#latched % 2 ** 32));
		this.onWrite('UNIT0_LOAD', () => {
			this.#zero = chip.now() - (this.get('UNIT0_LOAD_HI') * 2 ** 32 + this.get('UNIT0_LOAD_LO')) * period;
			this.#armAll();
		});
		for (const index of alarms) {
			// targets and periods take effect with the load [systimer_ll_apply_alarm_value]
			this.onWrite(`COMP${index}_LOAD`, () => this.#arm(index));
		}
		this.hasInterrupts('INT_ST', () => this.#update());
	}

	override reset(): void {
		super.reset();
		for (const index of alarms) this.#cancel(index);
		this.#zero = this.chip.now();
		this.#stands = undefined;
		this.#isValid = false;
	}

	/** Light sleep begins or has ended. */
	sleeping(asleep: boolean): void {
		if (asleep) {
			this.#stands = this.#count;
			for (const index of alarms) this.#cancel(index);
			return;
		}
		this.#zero = this.chip.now() - this.#stands! * period;
		this.#stands = undefined;
		this.#armAll();
	}

	get #count(): number {
		return this.#stands ?? Math.floor((this.chip.now() - this.#zero) / period);
	}

	#latch(): void {
		if (((this.get('CONF') >>> workEnable) & 1) === 0)
			this.violation('UNIT0 is read while it does not count');
		this.#latched = this.#count;
		this.#isValid = true;
	}

	#value(value: number): number {
		if (!this.#isValid) this.violation('the value is read before UNIT0_OP says that it is valid');
		return value;
	}

	#armAll(): void {
		for (const index of alarms) this.#arm(index);
	}

	#arm(index: 0 | 1 | 2): void {
		this.#cancel(index);
		if (((this.get('CONF') >>> targetEnable[index]) & 1) === 0) return;
		const conf = this.get(`TARGET${index}_CONF`);
		if (conf >>> 31) this.violation('alarms of UNIT1 are not simulated');
		if (conf & periodic) this.violation('periodic alarms are not simulated');
		const target = this.get(`TARGET${index}_HI`) * 2 ** 32 + this.get(`TARGET${index}_LO`);
		// a target that has passed interrupts at once [systimer_hal_set_alarm_target relies on it]
		const at = Math.max(this.chip.now(), this.#zero + target * period);
		this.#due[index] = this.chip.agenda.at(at, () => {
			this.#due[index] = undefined;
			this.put('INT_RAW', this.get('INT_RAW') | (1 << index));
			this.#update();
		});
		this.chip.attend();
	}

	#cancel(index: number): void {
		this.chip.agenda.cancel(this.#due[index]);
		this.#due[index] = undefined;
	}

	#update(): void {
		const status = this.get('INT_RAW') & this.get('INT_ENA');
		for (const index of alarms) this.chip.line(firstSource + index, ((status >>> index) & 1) !== 0);
	}
}
