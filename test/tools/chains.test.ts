// An app's model with another one in front of it, by its JSON: one push, one invoke, typed by the build.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {readSound, simulate} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {appOf, removeApps} from '../apps-of.ts';
import {repository} from '../models/places.ts';
import {needsShared, sharedPath} from '../shared.ts';

const targets = ['host', 'qemu-an505', 'esp32s3-devkitc', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.after.always(removeApps);

/** Gives what it got, in reverse. */
function reversing(shape: readonly number[]): Uint8Array {
	const end = {dtype: 'INT8', shape, scale: 0.5, zeroPoint: -1};
	const tensors = [
		{...end, name: 'input'},
		{name: 'axis', dtype: 'INT32', shape: [1], data: [shape.length - 1]},
		{...end, name: 'output'},
	];
	const ops = [{op: 'REVERSE_V2', version: 3, inputs: [0, 1], outputs: [2]}];
	return writeTflite({description: 'reverses', tensors, ops, inputs: [0], outputs: [2]});
}

const join3 = {from: {model: 'front/pair.tflite', every: 2}};

function appWith(
	main: string,
	json: object,
	files: Readonly<Record<string, string | Uint8Array>> = {},
): string {
	return appOf({
		'package.json': JSON.stringify({name: 'chained', type: 'module'}),
		'src/main.ts': `import model from './model.tflite';\n${main}`,
		'src/model.tflite': reversing([3, 2]),
		'src/front/pair.tflite': reversing([2]),
		'src/model.json': JSON.stringify(json),
		...files,
	});
}

const pushes = `
for (let i = 1; i <= 5; i++) console.log(model.push([i, -i]), [...model.output].join(' '), model.score(0));
`;
const expected = [
	'false -1 -1 -1 -1 -1 -1 0',
	// reversed in front, and each row behind
	'true -1 -1 1 -1 2 -2 0',
	'false -1 -1 1 -1 2 -2 0',
	'true 2 -2 3 -3 4 -4 1.5',
	'false 2 -2 3 -3 4 -4 1.5',
];

for (const target of targets) {
	test.serial(`on ${target} the model behind runs each second time on the newest three`, async t => {
		const {console, violations} = await simulate({app: appWith(pushes, join3), target, for: '2s'});
		t.deepEqual(violations, []);
		t.deepEqual(console, expected);
	});
}

test.serial('without a window the model behind runs each time; a path alone will do', async t => {
	const main = 'console.log(model.push([1, 2]), model.output.join(" "));';
	const files = {'src/model.tflite': reversing([2])};
	const app = appWith(main, {from: 'front/pair.tflite', arena: 'shared'}, files);
	const {console} = await simulate({app, for: '1s'});
	t.deepEqual(console, ['true 1 2']);
});

test.serial('the window of a chain survives a reset, when its state is retained', async t => {
	const main = `import {power} from 'catnap/power';
const kept = power.retain('kept', {steps: 'uint8'});
const step = ++kept.steps;
console.log(model.push([step, -step]), [...model.output].join(' '), model.score(0));
if (step < 5) power.reset();
`;
	const {console} = await simulate({app: appWith(main, {...join3, state: 'retained'}), for: '5s'});
	t.deepEqual(console, expected);
});

test.serial('another count of values is an error where it is pushed', async t => {
	const {console} = await simulate({app: appWith('model.push([1, 2, 3]);', join3), for: '1s'});
	t.regex(console[0]!, /RangeError: push takes 2 values; got 3/);
});

const wrongJson: [json: object, message: RegExp][] = [
	[{from: 3}, /model\.json: from[\s\S]*the path of a \.tflite file[\s\S]*3/],
	[{from: {model: 'front/pair.tflite', every: 0}}, /from\.every[\s\S]*from 1 to 65535[\s\S]*0/],
	[{from: {model: 'front/pair.tflite', each: 2}}, /from\.each[\s\S]*no field of this name/],
	[{from: 'front/none.tflite'}, /none\.tflite/],
	[{from: ['..', '..', 'other.tflite'].join('/')}, /other\.tflite/],
	[{from: 'front/five.tflite'}, /model\.json: from[\s\S]*multiple of the 5 elements[\s\S]*6 elements/],
];

test.serial('each wrong place or field of the model in front is named', async t => {
	for (const [json, message] of wrongJson) {
		const app = appWith(pushes, json, {'src/front/five.tflite': reversing([5])});
		await t.throwsAsync(buildApp(app), {message});
	}
});

test.serial('a push into a model that stands alone is a type error of the build', async t => {
	await t.throwsAsync(buildApp(appWith('model.push([1]);', {})), {
		...{code: 'TYPE_ERROR', message: /no model stands in front of this one: .*"from"/},
	});
});

test.serial('operators that a part has are named with its own file', async t => {
	const bad = readFileSync(join(repository, 'test/golden/control/if_pass_01.tflite'));
	const app = appWith(pushes, join3, {'src/front/pair.tflite': bad.subarray(0, 100)});
	await t.throwsAsync(buildApp(app), {message: /src\/front\/pair\.tflite/});
});

const withSpeech = needsShared(
	test.serial,
	...[
		'models/micro_speech_quantized.tflite',
		'models/audio_preprocessor_int8.tflite',
		'data/speech_commands',
	],
);
const listening = `
import {Microphone} from 'catnap/sensor';

let said = '';
const microphone = new Microphone({rateHz: 16_000});
for await (const {data} of microphone.windows({samples: 480, hop: 320})) {
	if (!model.push(data)) continue;
	const {label, score} = model.best();
	if (score < 0.8 || label === said) continue;
	said = label;
	console.log(label, microphone.stats.dropped);
}
`;

for (const target of targets.filter(name => name !== 'esp32s3-devkitc'))
	for (const word of ['yes', 'no'] as const)
		withSpeech(
			`on ${target} the word ${word} is understood by preprocessor and classifier as one model`,
			async t => {
				const part = (name: string) => readFileSync(sharedPath(`models/${name}.tflite`));
				const labels = ['silence', 'unknown', 'yes', 'no'];
				const app = appWith(
					listening,
					{labels, from: {model: 'audio.tflite', every: 5}},
					{
						'src/model.tflite': part('micro_speech_quantized'),
						'src/audio.tflite': part('audio_preprocessor_int8'),
					},
				);
				const sound = readSound(sharedPath(`data/speech_commands/tflm_${word}_1000ms.wav`));
				const run = await simulate({
					...{app, target, for: '3s', setup: world => world.at(1_000_000, () => world.play(sound))},
				});
				t.deepEqual(run.violations, []);
				t.true(run.console.includes(`${word} 0`), run.console.join('; '));
				t.false(run.console.includes(`${word === 'yes' ? 'no' : 'yes'} 0`), run.console.join('; '));
				t.log(`awake ${(100 * run.awakeFraction).toFixed(1)} %, ${run.energy.averageUa.toFixed(0)} uA`);
			},
		);
