// What an app reads of a model beside classes: named values with units, and detections; each of its own type.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {caseInputs, type GoldenTensor} from '../../tools/model/golden.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {appOf, removeApps} from '../apps-of.ts';
import {repository} from '../models/places.ts';

const targets = ['host', 'qemu-an505', 'esp32s3-devkitc', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.after.always(removeApps);

function appWith(main: string, model: Uint8Array, json?: object): string {
	return appOf({
		'package.json': JSON.stringify({name: 'results', type: 'module'}),
		'src/main.ts': `import model from './model.tflite';\n${main}`,
		'src/model.tflite': model,
		...(json && {'src/model.json': JSON.stringify(json)}),
	});
}

const detector = join(repository, 'test/golden/control/detection_01');
interface Golden {
	readonly float_scale: number;
	readonly tensors: readonly (GoldenTensor & {readonly kind: string})[];
	readonly cases: readonly {
		readonly case: string;
		readonly invokes: readonly {readonly out: readonly {readonly b64: string}[]}[];
	}[];
}
const golden = JSON.parse(readFileSync(`${detector}.json`, 'utf8')) as Golden;

const floatsOf = (bytes: Uint8Array) => [...new Float32Array(new Uint8Array(bytes).buffer)];

/** An app that runs the first case, and the numbers of its outputs. */
function detectorCase() {
	const {tensors, cases, float_scale: scale} = golden;
	const inputs = tensors.filter(({kind}) => kind === 'input');
	const [given] = caseInputs(cases[0]!.case, inputs, scale);
	const [boxes, scores] = given!.map(floatsOf);
	const main = [
		`model.input.set([${boxes}]);`,
		`model.tensor('input', 1, 'float32').set([${scores}]);`,
		'model.invoke();',
		'for (const {label, classIndex, score, box} of model.detections())',
		'	console.log(label, classIndex, score, box.top, box.left, box.bottom, box.right);',
		'console.log(model.detections(1.5).length);',
	].join('\n');
	return {main, expected: cases[0]!.invokes[0]!.out.map(({b64}) => floatsOf(Buffer.from(b64, 'base64')))};
}

for (const target of targets) {
	test.serial(
		`on ${target} detections are what TensorFlow Lite gives of the same boxes and scores`,
		async t => {
			const {main, expected} = detectorCase();
			const app = appWith(main, readFileSync(`${detector}.tflite`), {labels: ['cat', 'dog']});
			const {console, violations} = await simulate({app, target, for: '2s'});
			t.deepEqual(violations, []);
			const [boxes, classes, scores, counts] = expected as [number[], number[], number[], number[]];
			t.is(console.length - 1, counts[0]!);
			for (const [i, line] of console.slice(0, -1).entries()) {
				const [label, ...numbers] = line.split(' ');
				t.is(label, ['cat', 'dog'][classes[i]!]);
				const wanted = [classes[i]!, scores[i]!, ...boxes.slice(i * 4, i * 4 + 4)];
				for (const [at, number] of numbers.map(Number).entries())
					t.true(Math.abs(number - wanted[at]!) < 1e-5, `${line}: ${wanted}`);
			}
			t.is(console.at(-1), String(scores.filter(score => score >= 1.5).length));
		},
	);
}

/** What it gives is what it got: int8, then float32. */
function echo(): Uint8Array {
	const tensors = [
		{name: 'input', dtype: 'INT8', shape: [1, 2], scale: 0.3, zeroPoint: -7},
		{name: 'shape', dtype: 'INT32', shape: [1], data: [2]},
		{name: 'output', dtype: 'INT8', shape: [2], scale: 0.3, zeroPoint: -7},
		{name: 'float', dtype: 'FLOAT32', shape: [1, 2]},
	];
	const ops = [
		{op: 'RESHAPE', inputs: [0, 1], outputs: [2]},
		{op: 'DEQUANTIZE', inputs: [0], outputs: [3]},
	];
	return writeTflite({description: 'echo', tensors, ops, inputs: [0], outputs: [2, 3]});
}

const values = [
	{name: 'speed', unit: 'm/s'},
	{name: 'angle', unit: "'"},
	{name: 'share'},
	{name: 'depth', unit: 'mm'},
];

for (const target of targets) {
	test.serial(
		`on ${target} named values are dequantised exactly, in the unit of the model's JSON`,
		async t => {
			const main = `import type {Quantity} from 'catnap/model';
model.input.set([-128, 127]);
model.invoke();
const {speed, angle, share, depth} = model.values();
const mps: Quantity<'m/s'> = speed;
console.log(mps, angle, share, depth);
`;
			const {console, violations} = await simulate({app: appWith(main, echo(), {values}), target, for: '2s'});
			t.deepEqual(violations, []);
			const scale = Math.fround(0.3);
			const exact = [-121 * scale, 134 * scale];
			t.is(console[0], [...exact, ...exact.map(Math.fround)].join(' '));
		},
	);
}

const wrongUses: [what: string, main: string, json: object | undefined, message: RegExp][] = [
	[
		'a unit for another',
		`import type {Quantity} from 'catnap/model';
export const mm: Quantity<'mm'> = model.values().speed;`,
		{values},
		/Quantity<"m\/s">/,
	],
	['a name that is none', 'model.values().sped;', {values}, /'sped' does not exist/],
	[
		'values without names',
		'model.values();',
		undefined,
		/the outputs of the model have no names: .*"values"/,
	],
	['detections of no detector', 'model.detections();', {values}, /the model is no detector/],
];

for (const [what, main, json, message] of wrongUses) {
	test.serial(`${what} is a type error of the build`, async t => {
		await t.throwsAsync(buildApp(appWith(main, echo(), json)), {code: 'TYPE_ERROR', message});
	});
}

test.serial('a class of a whole detector is a type error of the build', async t => {
	const app = appWith('model.best();', readFileSync(`${detector}.tflite`), {labels: ['cat', 'dog']});
	await t.throwsAsync(buildApp(app), {code: 'TYPE_ERROR', message: /is a detector[\s\S]*detections\(\)/});
});

const wrongFacts: [json: unknown, message: RegExp][] = [
	[values.slice(1), /values\n[\s\S]*4 objects[\s\S]*outputs, in their order[\s\S]*3 of them/],
	[values.map(() => ({name: 'a'})), /values\[1\]\.name[\s\S]*no other has[\s\S]*received: a/],
	[[...values.slice(1), {name: 'm/s'}], /values\[3\]\.name[\s\S]*as a property is named[\s\S]*m\/s/],
	[[...values.slice(1), {name: 'a', unit: 3}], /values\[3\]\.unit[\s\S]*one line[\s\S]*3/],
	[[...values.slice(1), {name: 'a', units: 'm'}], /values\[3\]\.units[\s\S]*no field of this name/],
];

test.serial('each wrong value in the JSON is named with what it may be and what it is', async t => {
	for (const [given, message] of wrongFacts) {
		const app = appWith('model.invoke();', echo(), {values: given});
		await t.throwsAsync(buildApp(app), {code: 'MODEL_FACTS', message});
	}
});

test.serial('a detector has a label for each of its classes', async t => {
	const app = appWith('model.invoke();', readFileSync(`${detector}.tflite`), {labels: ['cat']});
	await t.throwsAsync(buildApp(app), {code: 'MODEL_LABELS', message: /2 different names, one a class/});
});
