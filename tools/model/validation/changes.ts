// Ways in which recordings can differ from those that a network was trained on: another gain, axes, rate, noise.
import type {Recording} from '../data/samples.ts';
import {elementCount} from '../graph.ts';
import {Random} from '../random.ts';

export type Change = (recording: Recording) => Recording;

/** Numbers of one row: 1 for sound, 3 for acceleration. */
export function columnsOf({shape}: Pick<Recording, 'shape'>): number {
	return shape.length < 2 ? 1 : elementCount(shape.slice(1));
}

function mapped(recording: Recording, value: (x: number, column: number, row: number) => number): Recording {
	const columns = columnsOf(recording);
	const values = recording.values.map((x, i) => value(x, i % columns, Math.floor(i / columns)));
	return {...recording, values};
}

export function gain(factor: number): Change {
	return recording => mapped(recording, x => x * factor);
}

/** The same to each column. */
export function offset(by: number): Change {
	return recording => mapped(recording, x => x + by);
}

/** Column `axis` of the result is `sign` times column `from`; columns beyond the three follow in threes, too. */
export function axes(order: readonly {readonly from: number; readonly sign: 1 | -1}[]): Change {
	return recording => {
		const columns = columnsOf(recording);
		return mapped(recording, (x, column, row) => {
			const place = order[column % order.length]!;
			const from = column - (column % order.length) + place.from;
			return from < columns ? place.sign * recording.values[row * columns + from]! : x;
		});
	};
}

/** Turned about one of three axes, columns beyond the three too. */
export function rotation(axis: number, degrees: number): Change {
	const [a, b] = [(axis + 1) % 3, (axis + 2) % 3];
	const turn = (degrees * Math.PI) / 180;
	const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
	return recording => {
		const {values} = recording;
		const columns = columnsOf(recording);
		return mapped(recording, (x, column, row) => {
			const base = row * columns + column - (column % 3);
			if (column % 3 === a) return cos * values[base + a]! - sin * values[base + b]!;
			if (column % 3 === b) return sin * values[base + a]! + cos * values[base + b]!;
			return x;
		});
	};
}

/** White, of this standard deviation; the same seed gives the same noise. */
export function noise(deviation: number, seed = 1): Change {
	return recording => {
		const random = new Random(seed);
		return mapped(recording, x => x + deviation * random.normal());
	};
}

/** As if it had been sampled `factor` times as fast: straight lines between samples. */
export function rate(factor: number): Change {
	return recording => {
		const columns = columnsOf(recording);
		const rows = recording.values.length / columns;
		const count = Math.max(1, Math.floor((rows - 1) * factor) + 1);
		const values = new Float64Array(count * columns);
		for (let row = 0; row < count; row++) {
			const at = Math.min(row / factor, rows - 1);
			const [low, part] = [Math.floor(at), at % 1];
			const high = Math.min(low + 1, rows - 1);
			for (let column = 0; column < columns; column++) {
				const [from, to] = [
					recording.values[low * columns + column]!,
					recording.values[high * columns + column]!,
				];
				values[row * columns + column] = from + (to - from) * part;
			}
		}
		return {...recording, shape: [count, ...recording.shape.slice(1)], values};
	};
}

/** Played forwards and backwards until it has as many rows. */
export function lengthened(recording: Recording, least: number): Recording {
	const columns = columnsOf(recording);
	const rows = recording.values.length / columns;
	if (rows >= least) return recording;
	const period = Math.max(1, 2 * rows - 2);
	const values = new Float64Array(least * columns);
	for (let row = 0; row < least; row++) {
		const at = row % period < rows ? row % period : period - (row % period);
		values.set(recording.values.subarray(at * columns, (at + 1) * columns), row * columns);
	}
	return {...recording, shape: [least, ...recording.shape.slice(1)], values};
}

/** Standard deviation within recordings, of all columns: the unit of noise and offsets. */
export function spreadOf(recordings: readonly Recording[]): number {
	let [sum, count] = [0, 0];
	for (const recording of recordings) {
		const columns = columnsOf(recording);
		const rows = recording.values.length / columns;
		for (let column = 0; column < columns; column++) {
			let [mean, square] = [0, 0];
			for (let i = column; i < recording.values.length; i += columns) mean += recording.values[i]! / rows;
			for (let i = column; i < recording.values.length; i += columns)
				square += (recording.values[i]! - mean) ** 2;
			sum += square;
			count += rows;
		}
	}
	return Math.sqrt(sum / Math.max(1, count));
}
