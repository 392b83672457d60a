// The FIFO of the LIS2DH12: 32 sets of three axes; bypass, FIFO, stream and stream-to-FIFO.

const depth = 32;

export const fifoModes = ['bypass', 'fifo', 'stream', 'stream-to-fifo'] as const;
export type FifoMode = (typeof fifoModes)[number];

export class LisFifo {
	mode: FifoMode = 'bypass';
	level = 0;
	/** All that was pushed. */
	collected = 0;
	/** Sets that were lost because the FIFO was full; the chip itself does not count them. */
	lost = 0;
	/** Sets that were thrown away because the FIFO was emptied. */
	emptied = 0;
	readonly #sets = new Int16Array(depth * 3);
	#oldest = 0;
	/** A full FIFO mode collects nothing more until it has been through bypass. */
	#stopped = false;

	get full(): boolean {
		return this.level === depth;
	}

	/** Change the mode; going through bypass is what empties the FIFO. */
	setMode(mode: FifoMode): void {
		if (mode === 'bypass') this.clear();
		this.mode = mode;
	}

	clear(): void {
		this.emptied += this.level;
		this.level = 0;
		this.#oldest = 0;
		this.#stopped = false;
	}

	/** Whether the next sample is stored and changes the level. */
	get filling(): boolean {
		return this.mode !== 'bypass' && !this.full && !this.#stopped;
	}

	/** Store a set; `triggered`: the interrupt that turns stream-to-FIFO into FIFO is active. */
	push(set: Int16Array, triggered: boolean): void {
		const keepsOld = this.mode === 'fifo' || (this.mode === 'stream-to-fifo' && triggered);
		if (!keepsOld) this.#stopped = false;
		this.collected++;
		if (this.#stopped || this.full) {
			this.lost++;
			if (keepsOld) return;
			this.#oldest = (this.#oldest + 1) % depth;
			this.level--;
		}
		this.#sets.set(set, ((this.#oldest + this.level) % depth) * 3);
		this.level++;
		this.#stopped = keepsOld && this.full;
	}

	/** Move the oldest set to `out`; an empty FIFO leaves `out`. */
	pop(out: Int16Array): void {
		if (this.level === 0) return;
		const at = this.#oldest * 3;
		out.set(this.#sets.subarray(at, at + 3));
		this.#oldest = (this.#oldest + 1) % depth;
		this.level--;
	}

	/** FIFO_SRC_REG: WTM 7, OVRN 6, EMPTY 5, FSS 4..0 (31 also stands for 32). */
	source(watermark: number): number {
		const flags =
			(this.atWatermark(watermark) ? 0x80 : 0) | (this.full ? 0x40 : 0) | (this.level === 0 ? 0x20 : 0);
		return flags | Math.min(this.level, depth - 1);
	}

	atWatermark(watermark: number): boolean {
		return this.mode !== 'bypass' && this.level >= watermark;
	}

	/** Sets that are still missing to a level, at least 1. */
	missing(level: number): number {
		return Math.max(1, level - this.level);
	}

	static readonly depth = depth;
}
