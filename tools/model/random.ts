// Seeded random numbers for training, synthesis and noise: the same seed gives the same sequence on every machine.

export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = Math.imul(seed, 0x9e3779b9) >>> 0 || 1;
		for (let i = 0; i < 8; i++) this.next();
	}

	/** The next 32 bits (xorshift32). */
	next(): number {
		let x = this.#state;
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		this.#state = x >>> 0;
		return this.#state;
	}

	/** Uniform in [from, to). */
	uniform(from = 0, to = 1): number {
		return from + (to - from) * (this.next() / 2 ** 32);
	}

	/** An integer in [0, below). */
	below(below: number): number {
		return Math.floor(this.uniform(0, below));
	}

	/** Approximately normal, mean 0, variance 1: the sum of twelve uniforms uses no transcendental function. */
	normal(): number {
		let sum = -6;
		for (let i = 0; i < 12; i++) sum += this.uniform();
		return sum;
	}

	/** Shuffle in place. */
	shuffle<T>(items: T[]): T[] {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.below(i + 1);
			[items[i], items[j]] = [items[j]!, items[i]!];
		}
		return items;
	}
}
