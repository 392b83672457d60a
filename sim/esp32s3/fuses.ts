// The fuses of one chip, as its maker might have burnt them: what it measured of the converter and of the regulators.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

/** The second block begins behind the six words of the first [efuse_reg.h]. */
const block2 = 6 * 32;

/** Fields: first bit, and the value [esp_efuse_table.csv]. Regulators: sign and magnitude [rtc_init.c]. */
const fields = {
	minor: [120, 2],
	kRtc: [141, 0x40 | 20],
	kDigital: [148, 4],
	vRtc: [155, 50],
	vDigital: [163, 9],
	lowestDigital: [171, 26],
	major: [block2 + 128, 1],
	code0: [block2 + 149, 20],
	code1: [block2 + 157, 10],
	code2: [block2 + 163, 12],
	code3: [block2 + 169, 8],
	voltage3: [block2 + 225, 178],
} as const;

export type Burnt = Readonly<Record<keyof typeof fields, number>>;

/** What a chip is burnt with unless a test says otherwise. */
export const usualFuses: Burnt = Object.fromEntries(
	Object.entries(fields).map(([name, [, value]]) => [name, value]),
) as unknown as Burnt;

export class Fuses extends Peripheral {
	burnt = usualFuses;

	constructor(chip: Chip) {
		super(chip, 'EFUSE', 'eFuse', 0x6000_7000);
		for (let word = 0; word < 6; word++) this.onRead(`BLOCK1_${word}`, () => this.#word(word));
		for (let word = 0; word < 9; word++) this.onRead(`BLOCK2_${word}`, () => this.#word(6 + word));
	}

	#word(word: number): number {
		let bits = 0n;
		for (const [name, [first]] of Object.entries(fields))
			bits |= BigInt(this.burnt[name as keyof Burnt]) << BigInt(first);
		return Number((bits >> BigInt(32 * word)) & 0xffff_ffffn);
	}
}
