// The high-pass filter in front of motion detection, as several chips have it.

/** First order, per axis; the cut-off is a share of the output rate, so the rate does not matter. */
export class HighPass {
	readonly out = new Float64Array(3);
	readonly #before = new Float64Array(3);
	#restart = false;

	/** Power-up of the filter: it has seen zeros so far, so a constant 1 g decays from 1 g. */
	clear(): void {
		this.out.fill(0);
		this.#before.fill(0);
		this.#restart = false;
	}

	/** Take the next sample as the level that counts as zero. */
	restart(): void {
		this.#restart = true;
	}

	/** The cut-off is the output rate divided by `divisor`. */
	step(mg: Float64Array, divisor: number): void {
		const alpha = 1 / (1 + (2 * Math.PI) / divisor);
		for (let axis = 0; axis < 3; axis++) {
			const value = mg[axis]!;
			this.out[axis] = this.#restart ? 0 : alpha * (this.out[axis]! + value - this.#before[axis]!);
			this.#before[axis] = value;
		}
		this.#restart = false;
	}
}
