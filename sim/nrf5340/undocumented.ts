// Registers that no document lists but the vendor's start-up code writes: nothing else may be touched.

/** Erratum 160, settings for the converters [nrfx start-up code; Zephyr pull request 55006]. */
export const converterSettings: ReadonlyMap<number, number> = new Map([
	[0x5000_470c, 0x7e],
	[0x5000_493c, 0x7e],
	[0x5000_2118, 0x7f],
	[0x5003_9e04, 0],
	[0x5003_9e08, 0],
	[0x5010_1110, 0],
	[0x5000_2124, 0],
	[0x5000_212c, 0],
	[0x5020_12a0, 0],
]);

/** Erratum 140: bit 31 says that the slow clock is stuck. */
export const slowClockStuck = 0x5003_2420;

/** Trims as a factory might have written them: the addresses are stand-ins, the mechanism is not. */
export const trims: readonly (readonly [number, number])[] = [
	[0x5000_4a20, 0x0000_0011],
	[0x5000_5ab8, 0x0000_0022],
];

export class Undocumented {
	readonly #written = new Map<number, number>();

	reset(): void {
		this.#written.clear();
	}

	has(address: number): boolean {
		return (
			converterSettings.has(address) || address === slowClockStuck || trims.some(([at]) => at === address)
		);
	}

	read(address: number): number {
		return this.#written.get(address) ?? 0;
	}

	/** Returns what is wrong with the write, if anything. */
	write(address: number, value: number): string | undefined {
		this.#written.set(address, value);
		const expected = converterSettings.get(address) ?? trims.find(([at]) => at === address)?.[1];
		return expected === value ? undefined : `${value} is not the setting that is known for it`;
	}

	/** What the factory wants written where. */
	get trimPairs(): typeof trims {
		return trims;
	}

	get convertersSettled(): boolean {
		return [...converterSettings].every(([address, value]) => this.#written.get(address) === value);
	}

	get trimmed(): boolean {
		return trims.every(([address, value]) => this.#written.get(address) === value);
	}
}
