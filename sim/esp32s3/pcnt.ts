// PCNT: four units that count the edges of a pin up to a limit, from which they begin again. Its filter and control inputs are not simulated.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const source = 41;
const units = [0, 1, 2, 3];
/** PCNT_SIG_CH0_IN0_IDX; that of the next unit is four later [gpio_sig_map.h]. */
const firstSignal = 33;
const signalsApart = 4;
/** CONF0 [pcnt_reg.h]. */
const conf0 = {
	filter: 1 << 10,
	limitEvent: 1 << 12,
	others: 0xe800,
	levels: 0xf0_0000,
	second: 0xff00_0000,
} as const;
const increase = 1;

interface Unit {
	count: number;
	/** As the last clear has taken it. */
	limit: number;
	level: boolean;
}

export class Pcnt extends Peripheral {
	inputOf: (signal: number) => number | undefined = () => undefined;
	levelOf: (pin: number) => boolean = () => false;
	readonly #units = new Map<number, Unit>();
	readonly #counted = new Map<number, number>();

	constructor(chip: Chip) {
		super(chip, 'PCNT', 'PCNT', 0x6001_7000);
		for (const number of units) {
			this.onRead(`CNT${number}`, () => this.#of(number).count & 0xffff);
			this.onWrite(`CONF0_${number}`, value => {
				if (value & (conf0.filter | conf0.others | conf0.levels | conf0.second))
					this.violation('the filter, other events, levels and the second channel are not simulated');
				this.put(`CONF0_${number}`, value);
			});
		}
		this.onWrite('CTRL', value => this.#control(value));
		this.hasInterrupts('INT_ST', () => this.#update());
	}

	override reset(): void {
		super.reset();
		this.#units.clear();
		this.#account();
	}

	/** Whether edges would be counted. */
	get busy(): boolean {
		return this.#counted.size > 0;
	}

	/** Pins, gates or levels have changed. */
	follow(): void {
		for (const number of units) {
			const unit = this.#of(number);
			const pin = this.#pin(number);
			const level = pin !== undefined && this.levelOf(pin);
			if (level === unit.level) continue;
			unit.level = level;
			if (pin !== undefined && this.#runs(number)) this.#edge(number, level);
		}
		this.#account();
	}

	#of(number: number): Unit {
		const unit = this.#units.get(number) ?? {count: 0, limit: 0, level: false};
		this.#units.set(number, unit);
		return unit;
	}

	#pin(number: number): number | undefined {
		return this.inputOf(firstSignal + signalsApart * number);
	}

	/** PULSE_CNT_RST holds it at 0, CNT_PAUSE where it is. */
	#runs(number: number): boolean {
		return this.unreachable() === undefined && ((this.get('CTRL') >>> (2 * number)) & 3) === 0;
	}

	#control(value: number): void {
		this.put('CTRL', value);
		for (const number of units) {
			if (((value >>> (2 * number)) & 1) === 0) continue;
			const unit = this.#of(number);
			unit.count = 0;
			// "limit value takes effect only after counter clear" [pulse_cnt.c]
			unit.limit = this.get(`CONF2_${number}`) & 0xffff;
		}
		this.follow();
	}

	#edge(number: number, isRising: boolean): void {
		const conf = this.get(`CONF0_${number}`);
		const mode = (conf >>> (isRising ? 18 : 16)) & 3;
		if (mode === 0) return;
		if (mode !== increase) this.violation('counting down is not simulated');
		const unit = this.#of(number);
		unit.count++;
		if (unit.count !== unit.limit) return;
		unit.count = 0;
		if ((conf & conf0.limitEvent) === 0) return;
		this.put('INT_RAW', this.get('INT_RAW') | (1 << number));
		this.#update();
	}

	/** The pins that are counted, for the ledger. */
	#account(): void {
		const pins = units.flatMap(number => (this.#runs(number) ? [this.#pin(number)] : []));
		for (const pin of this.#counted.keys()) {
			if (pins.includes(pin)) continue;
			this.#counted.delete(pin);
			this.chip.outside.counts?.(pin, false);
		}
		for (const pin of pins) {
			if (pin === undefined || this.#counted.has(pin)) continue;
			this.#counted.set(pin, 1);
			this.chip.outside.counts?.(pin, true);
		}
	}

	#update(): void {
		this.chip.line(source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}
}
