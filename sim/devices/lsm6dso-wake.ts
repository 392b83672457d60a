// The wake-up interrupt of the LSM6DSO and the two filters in front of it.

import {HighPass} from './high-pass.ts';

export interface WakeConfig {
	enabled: boolean;
	/** SLOPE_FDS: the high-pass filter instead of the slope. */
	highPass: boolean;
	/** Output rate over cut-off of the high-pass filter. */
	divisor: number;
	thresholdMg: number;
	/** Samples that the condition must have held before. */
	duration: number;
	latched: boolean;
	/** INT_CLR_ON_READ: a read ends a latched interrupt at once, not with the next sample. */
	clearsAtOnce: boolean;
}

export class WakeUp {
	readonly config: WakeConfig = {
		enabled: false,
		highPass: false,
		divisor: 4,
		thresholdMg: 0,
		duration: 0,
		latched: false,
		clearsAtOnce: false,
	};
	active = false;
	readonly #highPass = new HighPass();
	readonly #before = new Float64Array(3);
	readonly #slope = new Float64Array(3);
	#axes = 0;
	#held = 0;
	#clearing = false;
	/** Samples that the fast-settling filter still takes as its zero. */
	#settling = 0;

	clear(): void {
		this.active = false;
		this.#axes = 0;
		this.#held = 0;
		this.#clearing = false;
	}

	/** The accelerometer leaves power-down; without fast settling, gravity comes as a step from zero. */
	start(fastSettling: boolean): void {
		this.#highPass.clear();
		this.#before.fill(0);
		this.#held = 0;
		this.#settling = fastSettling ? 2 : 0;
	}

	/** Whether the next sample can change `active`. */
	get watches(): boolean {
		return (this.config.enabled && !(this.active && this.config.latched)) || this.#clearing;
	}

	step(mg: Float64Array): void {
		const seen = this.#filter(mg);
		if (this.#clearing) this.clear();
		if (!this.config.enabled) return;
		const axes = this.#above(seen);
		this.#held = axes === 0 ? 0 : this.#held + 1;
		const now = this.#held > this.config.duration;
		if (now || !this.config.latched) {
			this.active = now;
			this.#axes = now ? axes : 0;
		}
	}

	/** WAKE_UP_SRC: WU_IA 3, X 2, Y 1, Z 0. */
	get source(): number {
		return (this.active ? 8 : 0) | this.#axes;
	}

	/** A source register was read. */
	acknowledge(): void {
		if (!this.config.latched || !this.active) return;
		if (this.config.clearsAtOnce) this.clear();
		else this.#clearing = true;
	}

	#filter(mg: Float64Array): Float64Array {
		if (this.#settling > 0) {
			this.#settling--;
			this.#highPass.restart();
			this.#before.set(mg);
		}
		for (let axis = 0; axis < 3; axis++) this.#slope[axis] = (mg[axis]! - this.#before[axis]!) / 2;
		this.#before.set(mg);
		this.#highPass.step(mg, this.config.divisor);
		return this.config.highPass ? this.#highPass.out : this.#slope;
	}

	#above(mg: Float64Array): number {
		let axes = 0;
		for (let axis = 0; axis < 3; axis++) {
			if (Math.abs(mg[axis]!) > this.config.thresholdMg) axes |= 4 >> axis;
		}
		return axes;
	}
}
