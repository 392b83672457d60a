// An app's model hears and feels through each kind of feature stage: its input is, byte for byte, what the PC makes of the
// window, and its anomaly score the number that the PC computes.

import test from 'ava';
import {Sound, simulate, type World} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {checkAnomaly, packAnomaly} from '../../tools/model/anomaly.ts';
import {AnomalyScore, FeatureStage} from '../../tools/model/feature-stage.ts';
import {checkFeatures, featureCount} from '../../tools/model/features/index.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {appOf, removeApps} from '../apps-of.ts';

/** One of each kind of code; the ESP32-S3's kit has no microphone. */
const targets = ['host', 'qemu-an505', 'esp32s3-devkitc', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.after.always(removeApps);

const scale = 0.05;
const zeroPoint = -3;

/** int8 [1][count] to two classes; the input is an output, too, so that Invoke keeps it. */
function modelOf(count: number): Uint8Array {
	const tensors = [
		{name: 'input', dtype: 'INT8', shape: [1, count], scale, zeroPoint},
		{
			...{name: 'weights', dtype: 'INT8', shape: [2, count], scale: 0.01, zeroPoint: 0},
			data: Int8Array.from({length: 2 * count}, (_, i) => ((i * 37) % 255) - 127),
		},
		{name: 'bias', dtype: 'INT32', shape: [2], scale: scale * 0.01, zeroPoint: 0, data: [0, 0]},
		{name: 'output', dtype: 'INT8', shape: [1, 2], scale: 0.1, zeroPoint: 0},
	];
	const ops = [{op: 'FULLY_CONNECTED', inputs: [0, 1, 2], outputs: [3]}];
	return writeTflite({description: 'features', tensors, ops, inputs: [0], outputs: [3, 0]});
}

const sensors = {
	microphone: `import {Microphone} from 'catnap/sensor';
const windows = new Microphone({rateHz: 16_000}).windows({samples: 800});`,
	accelerometer: `import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 100, rangeG: 4});
const windows = imu.windows({samples: 100});`,
};

/** int8 [1][count] as [count]: what it gives is what it got. */
function autoencoderOf(count: number): Uint8Array {
	const tensors = [
		{name: 'input', dtype: 'INT8', shape: [1, count], scale, zeroPoint},
		{name: 'shape', dtype: 'INT32', shape: [1], data: [count]},
		{name: 'output', dtype: 'INT8', shape: [count], scale, zeroPoint},
	];
	const ops = [{op: 'RESHAPE', inputs: [0, 1], outputs: [2]}];
	return writeTflite({description: 'rebuilds', tensors, ops, inputs: [0], outputs: [2]});
}

/** Says the first window, what its counts stand for, and the model's input after it ran; then what `more` says. */
const listening = (sensor: keyof typeof sensors, more = ''): string => `${sensors[sensor]}
import model from './model.tflite';
for await (const window of windows) {
	console.log([...window.data].join(' '));
	console.log('mgPerCount' in window ? window.mgPerCount : 1);
	model.run(window);
	console.log([...model.input].join(' '));
	${more}
	break;
}
`;

function appWith(main: string, json: {features: object; anomaly?: object}, model = modelOf): string {
	return appOf({
		'package.json': JSON.stringify({name: 'features', type: 'module'}),
		'src/main.ts': main,
		'trace.csv': trace,
		'src/model.tflite': model(featureCount(checkFeatures(json.features))),
		'src/model.json': JSON.stringify(json),
	});
}

const sound = {samples: 800, rateHz: 16_000};
const motion = {samples: 100, axes: 3, rateHz: 100};
const stages: Readonly<Record<string, {features: object; sensor: keyof typeof sensors}>> = {
	mfe: {features: {kind: 'mfe', ...sound}, sensor: 'microphone'},
	mfcc: {features: {kind: 'mfcc', ...sound, frameStrideS: 0.01, winSize: 5}, sensor: 'microphone'},
	spectral: {features: {kind: 'spectral', ...motion, fftLength: 32}, sensor: 'accelerometer'},
	flatten: {features: {kind: 'flatten', ...motion, scaleAxes: 0.001}, sensor: 'accelerometer'},
	raw: {features: {kind: 'raw', ...motion, scaleAxes: 0.001}, sensor: 'accelerometer'},
};

/** Three axes that swing, each in its own time. */
const trace = `t_ms,x,y,z\n${Array.from({length: 400}, (_, i) =>
	[10 * i, ...[7, 11, 13].map(period => Math.round(900 * Math.sin((6.28 * i) / period)))].join(','),
).join('\n')}\n`;

/** A tone that comes and goes. */
function setup(world: World): void {
	const tone = (seconds: number) => Math.sin(2600 * seconds) * Math.abs(Math.sin(90 * seconds)) * 0.4;
	if (world.board.microphone !== undefined) world.play(Sound.of(tone, 16_000, 4));
}

const numbers = (line: string) => line.split(' ').map(Number);

for (const [name, {features, sensor}] of Object.entries(stages)) {
	for (const target of targets.filter(each => sensor !== 'microphone' || each !== 'esp32s3-devkitc')) {
		test.serial(`the stage "${name}" makes the same input on ${target} as on the PC`, async t => {
			const app = appWith(listening(sensor), {features});
			const {console, violations} = await simulate({app, target, setup, trace: 'trace.csv', for: '4s'});
			t.deepEqual(violations, []);
			const [counts, perCount, input] = console.map(numbers);
			const expected = new FeatureStage(features).run(
				Int16Array.from(counts!),
				perCount![0]!,
				scale,
				zeroPoint,
			);
			t.deepEqual(input, [...expected]);
			t.true(new Set(input).size > 3, 'a window that says something');
		});
	}
}

const judged =
	'const {score, isAnomaly} = model.anomaly(); console.log(score); console.log(isAnomaly ? 1 : 0);';
const flatten = stages.flatten!.features;

for (const target of targets) {
	test.serial(`the score of clusters on ${target} is that of the PC`, async t => {
		const cluster = (at: number) => ({center: [at, -at], radius: 0.5});
		const anomaly = {
			...{kind: 'k-means', threshold: 0.3, values: [1, 8]},
			...{mean: [0.1, 0.2], scale: [0.3, 0.7], clusters: [cluster(2), cluster(3)]},
		};
		const app = appWith(listening('accelerometer', judged), {features: flatten, anomaly});
		const {console} = await simulate({app, target, setup, trace: 'trace.csv', for: '4s'});
		const [counts, perCount, , score, isAnomaly] = console.map(numbers);
		const stage = new FeatureStage(flatten);
		const values = stage.values(Int16Array.from(counts!), perCount![0]!);
		const packed = packAnomaly(checkAnomaly(anomaly, stage.count, 2));
		t.deepEqual(score, [new AnomalyScore(packed, stage.count).of(values)]);
		t.deepEqual(isAnomaly, [score![0]! > 0.3 ? 1 : 0]);
	});

	test.serial(`the score of an autoencoder on ${target} is that of the PC`, async t => {
		const anomaly = {kind: 'autoencoder', threshold: 1e-6};
		const main = listening('accelerometer', judged);
		const app = appWith(main, {features: flatten, anomaly}, autoencoderOf);
		const {console} = await simulate({app, target, setup, trace: 'trace.csv', for: '4s'});
		const [counts, perCount, , score, isAnomaly] = console.map(numbers);
		const stage = new FeatureStage(flatten);
		const window = Int16Array.from(counts!);
		const values = stage.values(window, perCount![0]!);
		const stored = stage.run(window, perCount![0]!, scale, zeroPoint);
		const apart = values.map((value, i) => (stored[i]! - zeroPoint) * scale - value);
		const expected = Math.sqrt(apart.reduce((sum, each) => sum + each * each, 0) / values.length);
		t.true(expected > 0.001 && Math.abs(score![0]! - expected) < 1e-6, `${score}, not ${expected}`);
		t.deepEqual(isAnomaly, [1]);
	});
}

test.serial(
	'a model without an anomaly score does not compile where one is asked for, and the error says what to do',
	async t => {
		const app = appWith(listening('accelerometer', judged), {features: flatten});
		await t.throwsAsync(simulate({app, target: 'host', setup, trace: 'trace.csv'}), {
			code: 'TYPE_ERROR',
			message: /catnap model anomaly <file> --data <dir>/,
		});
	},
);

test.serial(
	'a window of sound does not compile where acceleration is expected, nor the other way round',
	async t => {
		const swapped: [keyof typeof sensors, object][] = [
			['microphone', {kind: 'flatten', samples: 800, axes: 3, rateHz: 16_000}],
			['accelerometer', {kind: 'mfe', samples: 100, rateHz: 100, fftLength: 32, numFilters: 2}],
		];
		for (const [sensor, features] of swapped) {
			const app = appWith(listening(sensor), {features});
			await t.throwsAsync(simulate({app, target: 'host', setup, trace: 'trace.csv'}), {code: 'TYPE_ERROR'});
		}
	},
);
