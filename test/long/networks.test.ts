// From recordings to int8: networks of motion, of sound and of a value are trained here, quantised, and lose at most a
// hundredth on recordings that neither the training nor the quantising saw.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {readSound} from '../../sim/world/sound.ts';
import {readTrace} from '../../sim/world/trace.ts';
import type {Sample} from '../../tools/model/data/samples.ts';
import {spread} from '../../tools/model/data/spread.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {compileModel, quantizeModel} from '../../tools/model/index.ts';
import {inputBytes} from '../../tools/model/quantize/compare.ts';
import {answersOf, onHost} from '../../tools/model/validation/places.ts';
import {scoreOf, type Task} from '../../tools/model/validation/task.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {type Example, type Shape, trained} from './networks.ts';

interface Labelled extends Example {
	readonly label: string;
	readonly heldOut: boolean;
}

const mgPerCount = 1 / 16;
const toCounts = (mg: Float64Array) =>
	Int16Array.from(mg, value => Math.max(-32768, Math.min(32767, Math.round(value / mgPerCount))));

/** Windows of acceleration, half of each in the next, through the stage. */
function windowsOf(mg: Float64Array, stage: FeatureStage, samples: number): Float32Array[] {
	const counts = toCounts(mg);
	const starts = Array.from(
		{length: Math.floor((2 * counts.length) / 3 / samples) - 1},
		(_, i) => (i * samples) / 2,
	);
	return starts.map(start => stage.values(counts.subarray(3 * start, 3 * (start + samples)), mgPerCount));
}

function filesOf(set: string): string[] {
	return readdirSync(sharedPath(`data/${set}`))
		.filter(name => /\.(csv|wav)$/.test(name))
		.sort();
}

function motion(): Labelled[] {
	const features = {
		kind: 'spectrum',
		samples: 128,
		axes: 3,
		rateHz: 26,
		floorMg2: 100,
		peakBins: 2,
		edgesHz: [0.5, 1.5, 3, 6, 13],
	};
	const stage = new FeatureStage(features);
	const labels = ['running', 'stationary', 'walking'];
	return filesOf('st_har').flatMap((name, i) => {
		const label = name.split('_')[0]!;
		const {mg} = readTrace(join(sharedPath('data/st_har'), name), {rateHz: 26});
		return windowsOf(mg, stage, 128).map(input => ({
			input,
			label,
			target: labels.indexOf(label),
			heldOut: i % 3 === 0,
		}));
	});
}

/** Three frames of a spoken digit: where it begins, in its middle, where it ends. */
function digits(): Labelled[] {
	const edgesHz = Array.from({length: 17}, (_, i) => Math.round(100 * 39 ** (i / 16)));
	const stage = new FeatureStage({
		kind: 'spectrum',
		samples: 1024,
		axes: 1,
		rateHz: 8000,
		floorMg2: 1,
		peakBins: 2,
		edgesHz,
	});
	return filesOf('spoken_digits').map(name => {
		const [label = '', , take] = name.replace('.wav', '').split('_');
		const {samples} = readSound(join(sharedPath('data/spoken_digits'), name));
		const padded = new Int16Array(Math.max(1024, samples.length));
		padded.set(samples);
		const frames = [0, 0.5, 1].map(part => Math.floor(part * (padded.length - 1024)));
		const input = frames.flatMap(start => [
			...stage.values(padded.subarray(start, start + 1024), mgPerCount),
		]);
		return {input: Float32Array.from(input), label, target: Number(label), heldOut: Number(take) >= 4};
	});
}

/** The speed of a fan, 0.2 to 1, from its vibration. */
function speeds(): Labelled[] {
	const features = {
		kind: 'spectrum',
		samples: 256,
		axes: 3,
		rateHz: 50,
		floorMg2: 1,
		peakBins: 2,
		edgesHz: [1, 3, 6, 10, 15, 20, 25],
	};
	const stage = new FeatureStage(features);
	return filesOf('uci_fan_accelerometer').flatMap((name, i) => {
		const speed = Number(/speed(\d+)/.exec(name)![1]) / 100;
		const {mg} = readTrace(join(sharedPath('data/uci_fan_accelerometer'), name), {rateHz: 50, unit: 'g'});
		return windowsOf(mg, stage, 256).map(input => ({
			input,
			label: String(speed),
			target: speed,
			heldOut: i % 4 === 2,
		}));
	});
}

interface Case {
	readonly what: string;
	readonly set: string;
	readonly examples: () => readonly Labelled[];
	readonly task: Task;
	readonly shape: Shape;
	/** Of the float network: below it there would be little to lose. */
	readonly least: number;
}

const cases: readonly Case[] = [
	{
		...{what: 'motion', set: 'st_har', examples: motion, least: 0.9},
		task: {kind: 'classes', names: ['running', 'stationary', 'walking']},
		shape: {hidden: 16, outputs: 3, epochs: 40, rate: 0.02},
	},
	{
		...{what: 'sound', set: 'spoken_digits', examples: digits, least: 0.6},
		task: {kind: 'classes', names: [...'0123456789']},
		shape: {hidden: 32, outputs: 10, epochs: 60, rate: 0.01},
	},
	{
		...{what: 'a value', set: 'uci_fan_accelerometer', examples: speeds, least: 0.85},
		task: {kind: 'numbers', span: 0.8},
		shape: {hidden: 24, outputs: 1, epochs: 80, rate: 0.005},
	},
];

const asSamples = (examples: readonly Labelled[]): Sample[] =>
	examples.map(({input}, i) => ({name: String(i), values: input}));

for (const {what, set, examples, task, shape, least} of cases)
	needsShared(test, `data/${set}`)(`a network of ${what} loses at most a hundredth in int8`, t => {
		const all = examples();
		const [training, heldOut] = [all.filter(each => !each.heldOut), all.filter(each => each.heldOut)];
		const bytes = trained(training, shape, 1);
		const {model} = quantizeModel(bytes, asSamples(spread(training, 200)), {file: what});
		const float = compileModel(bytes, {file: what});
		const score = (of: typeof model) => {
			const inputs = heldOut.map(({input}) => inputBytes(of, input));
			return scoreOf(task, heldOut, answersOf(of, onHost(of)(inputs)));
		};
		const [before, after] = [score(float), score(model)];
		t.log(`${heldOut.length} inputs: float ${before.toFixed(4)}, int8 ${after.toFixed(4)}`);
		t.true(before >= least, `float ${before}`);
		t.true(before - after <= 0.01, `float ${before}, int8 ${after}`);
	});
