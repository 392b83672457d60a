// Whether golden recordings were made as those of the calibration: the same gain, rate and axes, class by class.
import type {Recording} from '../data/samples.ts';
import {columnsOf} from './changes.ts';

export interface Likeness {
	/** Deviation of the golden recordings over that of the calibration. */
	readonly gain: number;
	/** Samples a second of the golden recordings over those of the calibration: where their spectra lie over each other. */
	readonly rate: number;
	/** Which axis of the golden recordings behaves as x, y, z did, if it is another. */
	readonly axes?: readonly number[];
}

interface Statistics {
	/** Logarithms, by column. */
	readonly deviation: readonly number[];
	/** Logarithms of power, by column, over frequencies from 0 to half the rate. */
	readonly spectra: readonly (readonly number[])[];
}

const orders: readonly (readonly number[])[] = [
	[0, 1, 2],
	[1, 0, 2],
	[2, 1, 0],
	[0, 2, 1],
	[1, 2, 0],
	[2, 0, 1],
];
/** Below, axes differ as much as recordings do anyway. */
const leastMisfit = 0.04;

/** Undefined where the two have no class or no columns in common. */
export function likenessOf(
	calibration: readonly Recording[],
	golden: readonly Recording[],
): Likeness | undefined {
	const columns = new Set([...calibration, ...golden].map(columnsOf));
	const [width = 0] = columns;
	if (columns.size !== 1 || width > 12) return undefined;
	const labels = [...new Set(golden.map(({label}) => label))].filter(label =>
		calibration.some(each => each.label === label),
	);
	const pairs = labels.map(label =>
		[calibration, golden].map(set =>
			statisticsOf(
				set.filter(each => each.label === label),
				width,
			),
		),
	);
	if (pairs.length === 0) return undefined;
	const identity = [0];
	const placed = (order: readonly number[], column: number) =>
		column - (column % order.length) + order[column % order.length]!;
	const ratios = (order: readonly number[]) =>
		pairs.flatMap(([before, now]) =>
			before!.deviation.map((value, column) => now!.deviation[placed(order, column)]! - value),
		);
	const misfit = (order: readonly number[]) => varianceOf(ratios(order));
	const best = width === 3 ? orders.reduce((a, b) => (misfit(b) < misfit(a) ? b : a)) : identity;
	const swapped =
		width === 3 &&
		best !== orders[0] &&
		misfit(orders[0]!) > leastMisfit &&
		misfit(best) < misfit(orders[0]!) / 4;
	const order = swapped ? best : identity;
	return {
		gain: Math.exp(meanOf(ratios(order))),
		rate: rateOf(
			pairs.flatMap(([before, now]) =>
				before!.spectra.map((spectrum, column) => [spectrum, now!.spectra[placed(order, column)]!] as const),
			),
		),
		...(swapped ? {axes: best} : {}),
	};
}

function statisticsOf(recordings: readonly Recording[], columns: number): Statistics {
	const signals = Array.from({length: columns}, (_, column) =>
		recordings.map(({values}) => values.filter((_, i) => i % columns === column)),
	);
	return {
		deviation: signals.map(each =>
			meanOf(each.map(signal => Math.log(Math.sqrt(varianceOf(signal)) + 1e-9))),
		),
		spectra: signals.map(spectrumOf),
	};
}

const length = 128;
const mostWindows = 12;
const waves = Array.from({length}, (_, i) => Math.cos((2 * Math.PI * i) / length));

/** Mean power of some windows of each signal, without the constant part. */
function spectrumOf(signals: readonly Float64Array[]): number[] {
	const power = new Float64Array(length / 2);
	for (const signal of signals) {
		const count = Math.floor(signal.length / length);
		for (let i = 0; i < Math.min(count, mostWindows); i++) {
			const start = length * Math.floor((i * count) / Math.min(count, mostWindows));
			addPower(power, signal.subarray(start, start + length));
		}
	}
	const floor = 1e-6 * Math.max(...power) + 1e-12;
	return Array.from(power.subarray(1), value => Math.log(value + floor));
}

function addPower(power: Float64Array, window: Float64Array): void {
	const mean = meanOf(window);
	const hann = window.map((x, i) => (x - mean) * (0.5 - 0.5 * waves[i]!));
	for (let k = 1; k < power.length; k++) {
		let [re, im] = [0, 0];
		for (let i = 0; i < length; i++) {
			re += hann[i]! * waves[(i * k) % length]!;
			im += hann[i]! * waves[(i * k + length / 4) % length]!;
		}
		power[k]! += re * re + im * im;
	}
}

const rates = [1, 0.25, 0.4, 0.5, 0.625, 0.8, 1.25, 1.6, 2, 2.5, 4];

/** 1 unless another rate lays the spectra over each other far better. */
function rateOf(pairs: readonly (readonly [before: readonly number[], now: readonly number[]])[]): number {
	const misfit = (rate: number) => meanOf(pairs.map(([before, now]) => spectralMisfit(before, now, rate)));
	const best = rates.reduce((a, b) => (misfit(b) < misfit(a) ? b : a));
	return misfit(best) < misfit(1) / 2 ? best : 1;
}

/** Variance of the difference: a gain is no misfit. */
function spectralMisfit(before: readonly number[], now: readonly number[], rate: number): number {
	const differences = now.flatMap((value, i) => {
		// the first entry is that of frequency 1
		const at = (i + 1) * rate - 1;
		const [low, part] = [Math.floor(at), at % 1];
		if (low < 0 || low + 1 >= before.length) return [];
		return [value - (before[low]! + (before[low + 1]! - before[low]!) * part)];
	});
	return varianceOf(differences);
}

function meanOf(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return sum / values.length;
}

function varianceOf(values: ArrayLike<number>): number {
	const mean = meanOf(values);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
	return sum / values.length;
}
