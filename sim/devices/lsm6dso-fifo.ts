// The FIFO of the LSM6DSO: 512 words of a tag and three axes; bypass, FIFO and continuous.

const depth = 512;
const tagOf = {gyroscope: 1, accelerometer: 2} as const;

export type FifoMode = 'bypass' | 'fifo' | 'continuous';

export class LsmFifo {
	mode: FifoMode = 'bypass';
	level = 0;
	/** All that was pushed. */
	collected = 0;
	watermark = 0;
	/** Words that were lost because the FIFO was full. */
	lost = 0;
	/** Words that were thrown away because the FIFO was emptied. */
	emptied = 0;
	/** A word was overwritten since FIFO_STATUS2 was read. */
	overrun = false;
	/** The word that the output registers show: a tag and six bytes. */
	readonly out = new Uint8Array(7);
	readonly #words = new Uint8Array(depth * 7);
	#oldest = 0;
	/** Moments at which something was stored, modulo 4: TAG_CNT. */
	#moment = 0;

	/** Going to bypass is what empties the FIFO. */
	setMode(mode: FifoMode): void {
		if (mode === 'bypass') this.clear();
		this.mode = mode;
	}

	clear(): void {
		this.emptied += this.level;
		this.level = 0;
		this.#oldest = 0;
		this.#moment = 0;
		this.overrun = false;
	}

	get full(): boolean {
		return this.level === depth;
	}

	get atWatermark(): boolean {
		return this.mode !== 'bypass' && this.watermark > 0 && this.level >= this.watermark;
	}

	/** Whether the next word changes the level. */
	get filling(): boolean {
		return this.mode !== 'bypass' && !this.full;
	}

	/** Words of the next moment have a tag of their own. */
	nextMoment(): void {
		this.#moment = (this.#moment + 1) & 3;
	}

	push(sensor: keyof typeof tagOf, axes: Int16Array): void {
		if (this.mode === 'bypass') return;
		this.collected++;
		if (this.full) {
			this.lost++;
			if (this.mode === 'fifo') return;
			this.overrun = true;
			this.#oldest = (this.#oldest + 1) % depth;
			this.level--;
		}
		const at = ((this.#oldest + this.level) % depth) * 7;
		this.#words[at] = withParity((tagOf[sensor] << 3) | (this.#moment << 1));
		for (let axis = 0; axis < 3; axis++) {
			this.#words[at + 1 + 2 * axis] = axes[axis]! & 0xff;
			this.#words[at + 2 + 2 * axis] = (axes[axis]! >> 8) & 0xff;
		}
		this.level++;
	}

	/** Move the oldest word to `out`; an empty FIFO gives a word without a tag. */
	pop(): void {
		if (this.level === 0) {
			this.out.fill(0);
			return;
		}
		const at = this.#oldest * 7;
		this.out.set(this.#words.subarray(at, at + 7));
		this.#oldest = (this.#oldest + 1) % depth;
		this.level--;
	}

	/** FIFO_STATUS2: WTM 7, OVR 6, FULL 5 (full with the next `words`), OVR_LATCHED 3, bits 9 and 8 of the level. */
	status2(words: number): number {
		const latched = this.overrun;
		this.overrun = false;
		return (
			(this.atWatermark ? 0x80 : 0) |
			(this.full ? 0x40 : 0) |
			(this.almostFull(words) ? 0x20 : 0) |
			(latched ? 0x08 : 0) |
			(this.level >> 8)
		);
	}

	almostFull(words: number): boolean {
		return this.mode !== 'bypass' && this.level + words >= depth;
	}

	/** Words that are missing to a level, at least 1. */
	missing(level: number): number {
		return Math.max(1, level - this.level);
	}

	static readonly depth = depth;
}

/** TAG_PARITY: the byte has an even number of ones. */
function withParity(tag: number): number {
	let ones = 0;
	for (let bits = tag; bits > 0; bits >>= 1) ones += bits & 1;
	return tag | (ones & 1);
}
