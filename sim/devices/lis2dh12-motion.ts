// The interrupt generator IA1 of the LIS2DH12.

export interface MotionConfig {
	/** INT1_CFG: AOI 7, ZH 5, ZL 4, YH 3, YL 2, XH 1, XL 0. */
	cfg: number;
	thresholdMg: number;
	/** Samples that the condition must have held before. */
	duration: number;
	latched: boolean;
}

export class MotionInterrupt {
	readonly config: MotionConfig = {cfg: 0, thresholdMg: 0, duration: 0, latched: false};
	active = false;
	#source = 0;
	#held = 0;

	/** A new configuration: the condition starts afresh; a latched interrupt stays until it is read. */
	restart(): void {
		this.#held = 0;
		if (!this.config.latched || !(this.config.cfg & 0x3f)) this.clear();
	}

	clear(): void {
		this.active = false;
		this.#source = 0;
	}

	/** Returns whether the interrupt has just become active. */
	step(mg: Float64Array): boolean {
		const seen = this.#conditions(mg);
		const wanted = this.config.cfg & 0x3f;
		const hit = seen & wanted;
		const met = wanted !== 0 && (this.config.cfg & 0x80 ? hit === wanted : hit !== 0);
		this.#held = met ? this.#held + 1 : 0;
		const now = met && this.#held > this.config.duration;
		const before = this.active;
		if (now || !this.config.latched) {
			this.active = now;
			this.#source = (now ? 0x40 : 0) | seen;
		}
		return this.active && !before;
	}

	/** INT1_SRC; reading ends a latched interrupt. */
	readSource(): number {
		const source = this.#source;
		if (this.config.latched) this.clear();
		return source;
	}

	#conditions(mg: Float64Array): number {
		let bits = 0;
		for (let axis = 0; axis < 3; axis++) {
			bits |= (Math.abs(mg[axis]!) > this.config.thresholdMg ? 2 : 1) << (2 * axis);
		}
		return bits;
	}
}
