// Models whose JSON says that they share an arena: the room of the largest, right results, and no wrong numbers after another.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {appOf, removeApps} from '../apps-of.ts';
import {repository} from '../models/places.ts';

const targets = ['host', 'qemu-an505', 'esp32s3-devkitc', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.after.always(removeApps);

/** int8 [count], each less 10, twice: reversed. What it needs grows with `count`. */
function reversing(count: number): Uint8Array {
	const int8 = {dtype: 'INT8', shape: [count], scale: 1, zeroPoint: 0};
	const tensors = [
		{...int8, name: 'input'},
		{name: 'axis', dtype: 'INT32', shape: [1], data: [0]},
		{...int8, name: 'output'},
	];
	const ops = [{op: 'REVERSE_V2', inputs: [0, 1], outputs: [2]}];
	return writeTflite({description: 'reverses', tensors, ops, inputs: [0], outputs: [2]});
}

const svdf = readFileSync(join(repository, 'test/golden/recurrent/svdf_float32.tflite'));
const shared = JSON.stringify({arena: 'shared', values: undefined});

function appWith(main: string, json = shared): string {
	return appOf({
		'package.json': JSON.stringify({name: 'shared', type: 'module'}),
		'src/main.ts': `import small from './small.tflite';
import large from './large.tflite';
import stream from './stream.tflite';
${main}`,
		'src/small.tflite': reversing(3),
		'src/large.tflite': reversing(5000),
		'src/stream.tflite': svdf,
		...Object.fromEntries(['small', 'large', 'stream'].map(name => [`src/${name}.json`, json])),
	});
}

const main = `
const said = (what: () => unknown): void => {
	try {
		console.log(what());
	} catch (error) {
		console.log((error as Error).message.split(';')[0]);
	}
};
said(() => small.output[0]);
small.input.set([1, 2, 3]);
said(() => small.score(0));
small.invoke();
const kept = small.output;
said(() => [kept.join(' '), small.score(0), small.output === kept].join(', '));
large.input.fill(7);
said(() => [kept.length, kept[0]].join(', '));
said(() => small.output[0]);
said(() => small.score(0));
said(() => small.invoke());
large.invoke();
said(() => [large.output.length, large.output[4999]].join(', '));
const input = large.input;
stream.input.fill(1);
said(() => input.length);
stream.invoke();
const first = [...stream.output].join(' ');
small.input.set([4, 5, 6]);
small.invoke();
said(() => small.output.join(' '));
stream.input.fill(1);
stream.invoke();
const second = [...stream.output].join(' ');
stream.reset();
stream.input.fill(1);
stream.invoke();
said(() => [first !== second, first === [...stream.output].join(' ')].join(', '));
stream.close();
said(() => stream.input.length);
small.input.set([7, 8, 9]);
small.invoke();
said(() => small.output.join(' '));
`;

const gone = "the model's outputs are not in the shared arena: another one has it, or none ran";
const expected = [
	gone,
	gone,
	'3 2 1, 3, true',
	'0, ',
	gone,
	gone,
	"the model's input is gone: another one has the shared arena",
	'5000, 7',
	'0',
	'6 5 4',
	'true, true',
	'Model.float32: It has been closed',
	'9 8 7',
];

for (const target of targets) {
	test.serial(
		`on ${target} models share an arena in turn, and what another one took is an error`,
		async t => {
			const {console, violations} = await simulate({app: appWith(main), target, for: '2s'});
			t.deepEqual(violations, []);
			t.deepEqual(console, expected);
		},
	);
}

const needs = async (json?: string) => {
	const {pool} = await buildApp(appWith('small.invoke();\nlarge.invoke();\nstream.invoke();', json));
	return new Map(pool.filter(({what}) => /arena|variables/.test(what)).map(({what, bytes}) => [what, bytes]));
};

test.serial('the fit check counts the largest arena once, and the variables of each', async t => {
	const own = await needs('{}');
	const together = await needs();
	const name = 'arena shared by src/small.tflite, src/large.tflite, src/stream.tflite';
	t.is(together.get(name), own.get('arena of src/large.tflite'));
	t.is(together.get('variables of src/small.tflite'), 0);
	t.is(together.get('variables of src/stream.tflite'), 320);
	t.true(own.get('arena of src/stream.tflite')! > 320);
});
