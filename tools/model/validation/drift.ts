// Whether the golden inputs look like those that the model was calibrated with, channel by channel.
import type {ModelEnd} from '../compile.ts';

export interface Drift {
	/** Of the last dimension of the input; absent where all its numbers are of one kind. */
	readonly channel?: number;
	/** Population stability index over ten equal parts of the calibration set, less what chance gives. */
	readonly psi: number;
	readonly calibration: Moments;
	readonly golden: Moments;
}

export interface Moments {
	readonly mean: number;
	readonly deviation: number;
	readonly min: number;
	readonly max: number;
}

/** Above, credit scoring (from where the index comes) calls a population shifted. */
export const shiftedPsi = 0.25;
const parts = 10;
const mostChannels = 64;

export function driftOf(
	{shape}: Pick<ModelEnd, 'shape'>,
	calibration: readonly Float32Array[],
	golden: readonly Float32Array[],
): Drift[] {
	const last = shape.filter(size => size !== 1).at(-1) ?? 1;
	const channels = last <= mostChannels ? last : 1;
	return Array.from({length: channels}, (_, channel) => {
		const [before, now] = [calibration, golden].map(inputs => channelOf(inputs, channel, channels));
		return {
			...(channels === 1 ? {} : {channel}),
			psi: psiOf(before!, now!),
			calibration: momentsOf(before!),
			golden: momentsOf(now!),
		};
	});
}

function channelOf(inputs: readonly Float32Array[], channel: number, channels: number): Float32Array {
	const each = inputs.map(values => values.filter((_, i) => i % channels === channel));
	const all = new Float32Array(each.reduce((sum, values) => sum + values.length, 0));
	let at = 0;
	for (const values of each) {
		all.set(values, at);
		at += values.length;
	}
	return all.sort();
}

/** Of sorted values. */
function momentsOf(values: Float32Array): Moments {
	const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
	const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
	return {mean, deviation: Math.sqrt(square), min: values[0]!, max: values.at(-1)!};
}

/** Of sorted values. No part is taken for empty: half a value is in it. */
function psiOf(before: Float32Array, now: Float32Array): number {
	const edges = [
		...new Set(
			Array.from({length: parts - 1}, (_, i) => before[Math.floor(((i + 1) * before.length) / parts)]!),
		),
	];
	const shares = (values: Float32Array) => {
		const counts = Array(edges.length + 1).fill(0.5);
		let part = 0;
		for (const value of values) {
			while (part < edges.length && value >= edges[part]!) part++;
			counts[part]++;
		}
		const total = values.length + 0.5 * counts.length;
		return counts.map(count => count / total);
	};
	const [p, q] = [shares(before), shares(now)];
	const index = p.reduce((sum, share, i) => sum + (q[i]! - share) * Math.log(q[i]! / share), 0);
	return Math.max(0, index - edges.length * (1 / before.length + 1 / now.length));
}

/** Smallest and largest number of a type. */
const holds: Readonly<Record<string, readonly [number, number]>> = {
	INT8: [-128, 127],
	UINT8: [0, 255],
	INT16: [-32768, 32767],
};

/** Share of the values that the input tensor cannot hold. */
export function cutOffShare({type, scale, zeroPoint}: ModelEnd, inputs: readonly Float32Array[]): number {
	const ends = holds[type];
	if (ends === undefined) return 0;
	const [low, high] = [(ends[0] - 0.5 - zeroPoint) * scale, (ends[1] + 0.5 - zeroPoint) * scale];
	let [beyond, count] = [0, 0];
	for (const values of inputs) {
		for (const value of values) if (value < low || value > high) beyond++;
		count += values.length;
	}
	return beyond / Math.max(1, count);
}
