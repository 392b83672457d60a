// The recordings: reading, changing (augmentation), quantising as the LIS2DH12 does, cutting into windows.

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {decimal} from '../../../lib/table-text.ts';
import type {Random} from '../../../tools/model/random.ts';

/** Class order of the model's output. */
export const LABELS = ['off', 'on', 'clogged', 'friction'] as const;

const FILE_LABELS: Record<string, number> = {off: 0, on: 1, clog: 2, friction: 3};
const COUNTS_PER_G = 4096;

/** The sensor's counts are 12 bits, left-aligned in 16: at +-2 g a step of 16 counts is 1 mg. */
export const MG_PER_COUNT = 1 / 16;
const STEP_COUNTS = 16;

/** Milli-g, [sample][axis], 200 Hz. */
export interface Recording {
	/** File name without `.csv`, such as `clog_fan1_2`. */
	readonly name: string;
	/** `fan1`. */
	readonly fan: string;
	/** The recording of the source that this is a piece of: `off_fan1_1b` is another piece of `off_fan1_1`. */
	readonly source: string;
	/** Index in LABELS. */
	readonly label: number;
	readonly mg: Float64Array;
}

/** All recordings of `folder`, sorted by name. */
export function readRecordings(folder: string | undefined): Recording[] {
	if (folder === undefined || !existsSync(folder)) {
		throw new CatnapError('NO_RECORDINGS', {
			where: folder,
			expected: 'the CSV files of nxp_fan (see training-report.md for their source)',
		});
	}
	const files = readdirSync(folder).filter(file => /^(off|on|clog|friction)_fan\d+_\w+\.csv$/.test(file));
	return files.sort().map(file => readRecording(folder, file));
}

function readRecording(folder: string, file: string): Recording {
	const name = file.replace('.csv', '');
	const [state, fan] = name.split('_') as [string, string];
	const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1);
	const mg = new Float64Array(lines.length * 3);
	for (const [i, line] of lines.entries()) {
		const fields = line.split(',').map(decimal);
		if (fields.length !== 4 || fields.includes(undefined)) {
			throw new CatnapError('BAD_RECORDING', {
				where: `${join(folder, file)}:${i + 2}`,
				expected: 't_ms,x,y,z',
				received: line,
			});
		}
		for (let axis = 0; axis < 3; axis++) mg[3 * i + axis] = (fields[axis + 1]! * 1000) / COUNTS_PER_G;
	}
	return {name, fan, source: name.replace(/[a-z]$/, ''), label: FILE_LABELS[state]!, mg};
}

/** What augmentation changes in a recording. */
export interface Change {
	/** Time runs this much faster: every frequency is multiplied by it. */
	readonly speed: number;
	/** Factor on the vibration (not on gravity), per axis. */
	readonly gain: readonly [number, number, number];
	/** Standard deviation of added white noise. */
	readonly noiseMg: number;
	/** Turn about the vertical axis. */
	readonly turn: number;
	/** Steps of the sensor in mg: 1 (+-2 g), 2 (+-4 g), 4 (+-2 g at 10 bits). */
	readonly stepMg: number;
}

/** A change within what another fan, board or range may do. */
export function randomChange(random: Random, label: number): Change {
	const all = random.uniform(0.75, 1.25);
	const axis = () => all * random.uniform(0.9, 1.1);
	const spread = label === 3 ? 0.12 : 0.06; // a rubbing fan slows down by any amount
	return {
		speed: random.uniform(1 - spread, 1 + spread),
		gain: [axis(), axis(), axis()],
		noiseMg: random.uniform(0, 2.5),
		turn: random.uniform(-0.06, 0.06),
		stepMg: [1, 1, 2, 4][random.below(4)]!,
	};
}

/** Apply `change`; the result is somewhat shorter or longer. */
export function changeRecording(recording: Recording, change: Change, random: Random): Recording {
	const count = recording.mg.length / 3;
	const mean = [0, 1, 2].map(axis => axisMean(recording.mg, axis));
	const length = Math.floor((count - 1) / change.speed);
	const mg = new Float64Array(length * 3);
	const [c, s] = [1 - change.turn ** 2 / 2, change.turn]; // small angles
	for (let i = 0; i < length; i++) {
		const v = [0, 1, 2].map(
			axis => (sampleAt(recording.mg, axis, i * change.speed) - mean[axis]!) * change.gain[axis]!,
		);
		const turned = [c * v[0]! - s * v[1]!, s * v[0]! + c * v[1]!, v[2]!];
		for (let axis = 0; axis < 3; axis++) {
			const value = mean[axis]! + turned[axis]! + change.noiseMg * random.normal();
			mg[3 * i + axis] = Math.round(value / change.stepMg) * change.stepMg;
		}
	}
	return {...recording, mg};
}

function axisMean(mg: Float64Array, axis: number): number {
	let sum = 0;
	for (let i = axis; i < mg.length; i += 3) sum += mg[i]!;
	return sum / (mg.length / 3);
}

// Band-limited interpolation: a sinc of 16 taps under a raised cosine.
function sampleAt(mg: Float64Array, axis: number, at: number): number {
	const whole = Math.floor(at);
	const part = at - whole;
	if (part === 0) return mg[3 * whole + axis]!;
	let sum = 0;
	let weight = 0;
	for (let k = -7; k <= 8; k++) {
		const x = Math.PI * (part - k);
		const w = (Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(x / 8));
		const i = Math.min(Math.max(whole + k, 0), mg.length / 3 - 1);
		sum += w * mg[3 * i + axis]!;
		weight += w;
	}
	return sum / weight;
}

/** The int16 counts that the sensor delivers at +-2 g, high resolution. */
export function toCounts(mg: Float64Array): Int16Array {
	return Int16Array.from(mg, value => Math.min(Math.max(Math.round(value), -2048), 2047) * STEP_COUNTS);
}

/** Windows of `samples` samples every `hop` samples. */
export function* windows(counts: Int16Array, samples: number, hop: number): Generator<Int16Array> {
	for (let at = 0; at + samples <= counts.length / 3; at += hop)
		yield counts.subarray(3 * at, 3 * (at + samples));
}
