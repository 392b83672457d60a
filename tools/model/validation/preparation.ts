// How a window of a recording becomes the input of the model: as it is, or through the stage that the device runs.

import {CatnapError} from '../../../lib/errors.ts';
import {working} from '../../../lib/working.ts';
import type {ModelEnd} from '../compile.ts';
import {type Recording, type Sample, samplesOf} from '../data/samples.ts';
import {FeatureStage} from '../feature-stage.ts';
import {axesOf, type Features, sensorOf} from '../features/index.ts';
import {elementCount} from '../graph.ts';
import {loadHostCode} from '../host.ts';
import {inputBytes} from '../quantize/compare.ts';
import {columnsOf} from './changes.ts';

/** An input of the model, and where it comes from. */
export interface Prepared {
	/** Of the window. */
	readonly name: string;
	/** Of its file. */
	readonly recording: string;
	readonly label: string;
	/** Real numbers, for a network in float32. */
	readonly real: Float32Array;
	/** Bytes of the input tensor, as the device makes them. */
	readonly stored: Uint8Array;
	/** What the device's feature stage takes. */
	readonly counts?: Int16Array;
}

export interface Preparation {
	/** `mg`: samples of an accelerometer; `sound`: of full scale 1; `input`: as the model takes them. */
	readonly kind: 'input' | 'mg' | 'sound';
	/** What is cut out of a recording. */
	readonly window: readonly number[];
	/** Samples a second that the model expects, if it says so. */
	readonly rateHz?: number;
	readonly prepare: (values: Float32Array) => Pick<Prepared, 'real' | 'stored' | 'counts'>;
}

/** Numbers are inputs of the model. */
export function asInput(input: ModelEnd): Preparation {
	return {
		kind: 'input',
		window: input.shape,
		prepare: real => ({real, stored: inputBytes({inputs: [input]}, real)}),
	};
}

/** Steps of the LIS2DH12 in mg by its range, 12 bits to the left of 16. Source: its data sheet, table 4. */
const stepMg: Readonly<Record<number, number>> = {2: 1, 4: 2, 8: 4, 16: 12};
const stepCounts = 16;

/** Through the feature stage that the device runs: native/dsp/feature.c. */
export function asFeatures(input: ModelEnd, features: Features, rangeG = 2): Preparation {
	const stage = new FeatureStage(features);
	const isSound = sensorOf(features) === 'microphone';
	const step = isSound ? 1 : (stepMg[rangeG] ?? 1);
	const unit = isSound ? 1 : step / stepCounts;
	return {
		kind: isSound ? 'sound' : 'mg',
		window: [features.samples, axesOf(features)],
		rateHz: features.rateHz,
		prepare: values => {
			const counts = isSound ? soundCounts(values) : accelerationCounts(values, step);
			const real = stage.values(counts, unit);
			const stored =
				input.type === 'INT8'
					? new Uint8Array(stage.run(counts, unit, input.scale, input.zeroPoint).buffer)
					: inputBytes({inputs: [input]}, real);
			return {real, stored, counts};
		},
	};
}

/** Acceleration in mg through the steps of the sensor. */
const accelerationCounts = (mg: Float32Array, step: number) =>
	Int16Array.from(mg, value => Math.max(-2048, Math.min(2047, Math.round(value / step))) * stepCounts);

/** Sound of full scale 1. */
const soundCounts = (sound: Float32Array) =>
	Int16Array.from(sound, x => Math.max(-32768, Math.min(32767, Math.round(x * 32768))));

/** Of native/include/cn/dsp_frontend.h. */
const speech = {rateHz: 16_000, samples: 480, stride: 320, channels: 40} as const;

/** Sound of 16 kHz through the front end of micro_speech, silent before each window. */
export function asSpeech(input: ModelEnd, file: string): Preparation {
	const frames = elementCount(input.shape) / speech.channels;
	if (!Number.isInteger(frames) || input.type !== 'INT8')
		throw new CatnapError('MODEL_FEATURES', {
			where: file,
			expected: `an int8 input of rows of ${speech.channels} features, as the front end of speech makes them`,
			received: `${input.type} [${input.shape.join(', ')}]`,
		});
	const code = loadHostCode();
	const [state, frame, out] = [
		code.alloc(4 * speech.channels),
		code.alloc(2 * speech.samples),
		code.alloc(speech.channels),
	];
	const scratch = code.alloc(code.call('cn_dsp_frontend_scratch_bytes'));
	return {
		kind: 'sound',
		rateHz: speech.rateHz,
		window: [(frames - 1) * speech.stride + speech.samples, 1],
		prepare: values => {
			const sound = soundCounts(values);
			const stored = new Int8Array(frames * speech.channels);
			code.bytes(state, 4 * speech.channels).fill(0);
			for (let i = 0; i < frames; i++) {
				code
					.int16(frame, speech.samples)
					.set(sound.subarray(i * speech.stride, i * speech.stride + speech.samples));
				code.call('cn_dsp_frontend_run', state, frame, scratch, out);
				stored.set(code.int8(out, speech.channels), i * speech.channels);
			}
			const real = Float32Array.from(stored, value => (value - input.zeroPoint) * input.scale);
			return {real, stored: new Uint8Array(stored.buffer)};
		},
	};
}

/** Windows of the recordings as inputs. */
export function preparedOf(preparation: Preparation, windows: readonly Sample[]): Prepared[] {
	return working('features', {total: windows.length, unit: 'windows'}, work =>
		windows.map(({name, label = '', values}) => {
			work.step();
			return {
				...{name, label, recording: name.replace(/#\d+$/, '')},
				...preparation.prepare(values),
			};
		}),
	);
}

export function windowsOf({window}: Preparation, recordings: readonly Recording[]): Sample[] {
	return recordings.flatMap(recording => samplesOf(recording, window));
}

/** Recordings in the unit of the preparation. A file of n inputs of two dimensions becomes n recordings. */
export function inUnits(
	{kind, window}: Preparation,
	recordings: readonly Recording[],
	mgPerUnit: number | undefined,
): Recording[] {
	const split = recordings.flatMap(recording => splitStack(recording, window));
	if (kind !== 'mg') return split;
	return split.map(recording => {
		const mg = mgPerUnit ?? mgOf(recording);
		return mg === 1 ? recording : {...recording, values: recording.values.map(value => value * mg)};
	});
}

function splitStack(recording: Recording, window: readonly number[]): Recording[] {
	const [count = 0, ...inner] = recording.shape;
	const wanted = window.filter(size => size !== 1);
	if (inner.length !== 2 || wanted.length !== 2 || inner.some((size, i) => size !== wanted[i]))
		return [recording];
	const size = elementCount(inner);
	return Array.from({length: count}, (_, i) => ({
		...recording,
		name: `${recording.name}#${i}`,
		shape: inner,
		values: recording.values.slice(i * size, (i + 1) * size),
	}));
}

/** As traces have it: mg, g, or raw <mg of a count>. */
function mgOf({unit = 'mg', path}: Recording): number {
	const raw = /^raw\s+([\d.]+)$/.exec(unit)?.[1];
	const mg = raw === undefined ? ({mg: 1, g: 1000} as Record<string, number>)[unit] : Number(raw);
	if (mg !== undefined && mg > 0) return mg;
	throw new CatnapError('BAD_DATA', {
		...{which: 'unit', where: path},
		...{expected: '# unit: mg, g, or raw <mg per count>', received: unit},
	});
}

/** Whether rows follow each other in time: several rows of few columns make a window. */
export function isSeries({window}: Preparation, recordings: readonly Recording[]): boolean {
	const size = elementCount(window);
	return recordings.every(recording => {
		const columns = columnsOf(recording);
		return recording.shape.length <= 2 && columns <= 12 && size / columns > 1;
	});
}
