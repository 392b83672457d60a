// The range of each tensor over the calibration samples, and how much of it the 256 steps of int8 should cover.
import type {ActivationBits, Scale} from './rules.ts';

export type RangeMethod = 'minmax' | 'percentile' | 'mse';
export const rangeMethods: readonly RangeMethod[] = ['minmax', 'percentile', 'mse'];

export interface Range {
	readonly min: number;
	readonly max: number;
}

/** As many as give an outlier of one in ten thousand a bin of its own. */
const bins = 2048;
/** Of all values, at each end. */
const cutShare = 1e-4;

/** The values of one tensor: their ends, then how often each part of the range occurs. */
export class Histogram {
	min = Number.POSITIVE_INFINITY;
	max = Number.NEGATIVE_INFINITY;
	readonly #counts = new Float64Array(bins);
	#total = 0;

	/** First pass, over all samples. */
	extend(values: Float32Array): void {
		for (const value of values) {
			if (value < this.min) this.min = value;
			if (value > this.max) this.max = value;
		}
	}

	/** Second pass, over all samples, when the ends are known. */
	count(values: Float32Array): void {
		const perUnit = bins / (this.max - this.min || 1);
		for (const value of values) {
			const bin = Math.min(bins - 1, Math.floor((value - this.min) * perUnit));
			this.#counts[bin]!++;
		}
		this.#total += values.length;
	}

	range(method: RangeMethod): Range {
		if (method === 'minmax' || this.max <= this.min) return {min: this.min, max: this.max};
		return method === 'percentile' ? this.#percentile() : this.#leastError();
	}

	#at(bin: number): number {
		return this.min + (bin * (this.max - this.min)) / bins;
	}

	#percentile(): Range {
		const most = this.#total * cutShare;
		let [low, high] = [0, bins];
		for (let sum = this.#counts[0]!; sum <= most && low < bins - 1; sum += this.#counts[low]!) low++;
		for (let sum = this.#counts[bins - 1]!; sum <= most && high > low + 1; sum += this.#counts[high - 1]!)
			high--;
		return {min: this.#at(low), max: this.#at(high)};
	}

	/** Of ranges that are shortened at one or both ends, the one with the smallest squared error. */
	#leastError(): Range {
		let best = {min: this.min, max: this.max};
		let least = this.#error(best);
		for (let step = 1; step <= 32; step++) {
			const part = 1 - step / 40;
			const [low, high] = [this.min * part, this.max * part];
			for (const [min, max] of [
				[low, high],
				[this.min, high],
				[low, this.max],
			] as const) {
				const error = this.#error({min, max});
				if (error < least) [least, best] = [error, {min, max}];
			}
		}
		return best;
	}

	/** Sum over the bins of the squared distance to what int8 keeps: a step's own noise, or the part that is cut off. */
	#error(range: Range): number {
		const {scale} = scaleOf(range);
		const noise = (scale * scale) / 12;
		const [low, high] = [Math.min(0, range.min), Math.max(0, range.max)];
		let sum = 0;
		for (let bin = 0; bin < bins; bin++) {
			const value = (this.#at(bin) + this.#at(bin + 1)) / 2;
			const beyond = Math.max(low - value, value - high, 0);
			sum += this.#counts[bin]! * (beyond > 0 ? beyond * beyond : noise);
		}
		return sum;
	}
}

/** The smallest range that holds all of them. */
export function union(ranges: readonly Range[]): Range {
	return {min: Math.min(...ranges.map(({min}) => min)), max: Math.max(...ranges.map(({max}) => max))};
}

/** Scale and zero point for a range: 0 is always a value of its own, and that of int16. */
export function scaleOf({min, max}: Range, bits: ActivationBits = 8): Scale {
	if (bits === 16) {
		const most = Math.max(-min, max, 0);
		return {scale: Math.max(Math.fround(most > 0 ? most / 32767 : 1 / 32767), 2 ** -126), zeroPoint: 0};
	}
	const [low, high] = [Math.min(0, min), Math.max(0, max)];
	// a tensor that is always 0 needs some scale
	const scale = Math.fround(high > low ? (high - low) / 255 : 1 / 255);
	if (scale === 0) return {scale: 2 ** -126, zeroPoint: 0};
	return {scale, zeroPoint: Math.max(-128, Math.min(127, Math.round(-128 - low / scale)))};
}
