// Random numbers that a seed repeats (xorshift, Marsaglia 2003).

export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = (Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995) >>> 0 || 1;
		for (let i = 0; i < 4; i++) this.word();
	}

	word(): number {
		let x = this.#state;
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		this.#state = x >>> 0;
		return this.#state;
	}

	/** 0 to n - 1. */
	below(n: number): number {
		return this.word() % n;
	}

	chance(percent: number): boolean {
		return this.below(100) < percent;
	}

	of<T>(list: readonly T[]): T {
		return list[this.below(list.length)]!;
	}
}
