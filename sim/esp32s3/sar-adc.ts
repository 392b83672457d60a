// ADC1 under the controller of the RTC; fuses say how this chip's counts lie. Other attenuations than 12 dB, ADC2, the digital
// controller and the ULP are not simulated.

import {type Chip, unitsPerUs} from './chip.ts';
import {usualFuses} from './fuses.ts';
import {Peripheral} from './peripheral.ts';

/** esp_efuse_rtc_calib.c: the initial code for 12 dB, and the count at 850 mV. */
const {code0, code1, code2, code3, voltage3} = usualFuses;
const initialCode = 1850 + 90 + 70 + code0 + code1 + code2 + code3;
const countsAt850 = 900 + voltage3;
/** curve_fitting_coefficients.c, ADC1 at attenuation 3, with its signs. */
const curve = [
	-0.644403418269478, -0.0644334888647536, 0.0001297891447611, -7.0769718e-8, 1.3515e-11,
] as const;
const most = 4095;
/** The converter's block on the analog bus [regi2c_saradc.h]; the reference that adc_ll_calibration_init sets. */
const block = {number: 0x69, low: 0, high: 1, reference: 2, ground: 7} as const;
const reference = 4;
/** How long a conversion takes is not published. */
const takes = 20 * unitsPerUs;
const ctrl2 = {padForce: 2 ** 31, startForce: 1 << 18, start: 1 << 17, done: 1 << 16} as const;
const attenuation12 = 3;
const firstPin = 1;

/** Millivolts that a count stands for, as the vendor's driver calculates them [adc_cali_curve_fitting.c]. */
function millivolts(counts: number): number {
	const line = (counts * 850) / countsAt850;
	return line - curve.reduce((sum, coefficient, power) => sum + coefficient * line ** power, 0);
}

/** The count that comes of a level: the last that does not stand for more. */
function countsOf(level: number): number {
	let [low, high] = [0, most];
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if (millivolts(middle) <= level) low = middle;
		else high = middle - 1;
	}
	return low;
}

export class SarAdc extends Peripheral {
	/** A register of a block of the analog bus. */
	analog: (block: number, register: number) => number = () => 0;
	/** Why the analog bus does not reach the converter. */
	busProblem: () => string | undefined = () => undefined;
	/** Whether a pad is neither driven nor read nor pulled. */
	isAnalog: (pin: number) => boolean = () => true;
	#endsAt: number | undefined;
	#counts = 0;

	constructor(chip: Chip) {
		super(chip, 'SENS', 'SENS', 0x6000_8800);
		this.onWrite('MEAS1_CTRL2', value => {
			const starts = (value & ~this.get('MEAS1_CTRL2') & ctrl2.start) !== 0;
			this.put('MEAS1_CTRL2', value);
			if (starts) this.#start();
		});
		this.onRead('MEAS1_CTRL2', () => {
			const isDone = this.#endsAt !== undefined && this.chip.now() >= this.#endsAt;
			return this.get('MEAS1_CTRL2') | (isDone ? ctrl2.done | this.#counts : 0);
		});
		this.onRead('SLAVE_ADDR1', () =>
			this.#endsAt !== undefined && this.chip.now() < this.#endsAt ? 1 << 22 : 0,
		);
	}

	override reset(): void {
		super.reset();
		this.#endsAt = undefined;
	}

	#start(): void {
		const pads = (this.get('MEAS1_CTRL2') >>> 19) & 0xfff;
		const channel = 31 - Math.clz32(pads);
		const problem = pads === 0 || pads & (pads - 1) ? 'not one channel is selected' : this.#problem(channel);
		if (problem !== undefined) this.violation(`converts, and ${problem}`);
		const level = this.chip.outside.analog?.(channel + firstPin) ?? 0;
		this.#counts = countsOf(level);
		this.#endsAt = this.chip.now() + takes;
	}

	/** Why the counts do not mean what the vendor's curve says; undefined: they do. */
	#problem(channel: number): string | undefined {
		const control = this.get('MEAS1_CTRL2');
		if (((this.get('CLK_GATE') >>> 30) & 1) === 0) return 'its clock gate is closed';
		if (((this.get('POWER_XPD') >>> 29) & 3) !== 3) return 'it has no power [sar_ctrl_ll_set_power_mode]';
		if ((control & ctrl2.startForce) === 0 || control >>> 31 === 0 || this.get('MEAS1_MUX') >>> 31)
			return 'another controller has it [adc_ll_set_controller]';
		if (((this.get('ATTEN1') >>> (2 * channel)) & 3) !== attenuation12)
			return 'its attenuation is not 12 dB, which is all that is simulated';
		if ((this.get('READER1_CTRL') & 0xff) !== 1 || (this.get('READER1_CTRL') >>> 28) & 1)
			return 'READER1_CTRL is not as the vendor has it [ADC_LL_SAR_CLK_DIV_DEFAULT, _DATA_INVERT_DEFAULT]';
		if (!this.isAnalog(channel + firstPin)) return `GPIO${channel + firstPin} is a digital pin`;
		return this.busProblem() ?? this.#calibrationProblem;
	}

	get #calibrationProblem(): string | undefined {
		const read = (register: number): number => this.analog(block.number, register);
		const code = ((read(block.high) & 15) << 8) | read(block.low);
		if (code !== initialCode) return `its initial code is ${code}, where the fuses say ${initialCode}`;
		if (((read(block.reference) >>> 4) & 7) !== reference) return 'its reference is not set';
		return (read(block.ground) >>> 5) & 1 ? 'ground is connected instead of the pad' : undefined;
	}
}
