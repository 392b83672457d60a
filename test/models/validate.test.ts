// Validation: what is lost on the way to the device, which input went worst, and what is refused.
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import type {Recording} from '../../tools/model/data/samples.ts';
import {quantizeModel} from '../../tools/model/index.ts';
import {inputBytes} from '../../tools/model/quantize/compare.ts';
import {Random} from '../../tools/model/random.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {adviceOf} from '../../tools/model/validation/advice.ts';
import {axes, gain, lengthened, rate, rotation} from '../../tools/model/validation/changes.ts';
import {isSignificant} from '../../tools/model/validation/corrections.ts';
import type {ValidateData} from '../../tools/model/validation/data.ts';
import {cutOffShare, driftOf} from '../../tools/model/validation/drift.ts';
import {runValidate, type ValidateArgs} from '../../tools/model/validation/validation.ts';
import {repository} from './places.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-validate-'));
test.after.always(() => rmSync(folder, {recursive: true}));

// ---- a network of two classes on one axis of four rows: no training is needed to know what it says

/** The second class is where x is above 0. */
function twoClasses(): Uint8Array {
	const weights = Float32Array.from({length: 24}, (_, i) => (i % 3 === 0 ? (i < 12 ? -1 : 1) : 0));
	return writeTflite({
		description: '',
		tensors: [
			{name: 'in', dtype: 'FLOAT32', shape: [1, 4, 3]},
			{name: 'shape', dtype: 'INT32', shape: [2], data: [1, 12]},
			{name: 'flat', dtype: 'FLOAT32', shape: [1, 12]},
			{name: 'weights', dtype: 'FLOAT32', shape: [2, 12], data: weights},
			{name: 'sums', dtype: 'FLOAT32', shape: [1, 2]},
			{name: 'shares', dtype: 'FLOAT32', shape: [1, 2]},
		],
		ops: [
			{op: 'RESHAPE', version: 1, inputs: [0, 1], outputs: [2], options: {newShape: [1, 12]}},
			{op: 'FULLY_CONNECTED', version: 1, inputs: [2, 3, -1], outputs: [4]},
			{op: 'SOFTMAX', version: 1, inputs: [4], outputs: [5], options: {beta: 1}},
		],
		inputs: [0],
		outputs: [5],
	});
}

interface World {
	readonly model?: Uint8Array;
	readonly files: Readonly<Record<string, string>>;
}

let worlds = 0;

function write({model = twoClasses(), files}: World): {readonly file: string; readonly golden: string} {
	const here = join(folder, `world${worlds++}`);
	mkdirSync(here);
	writeFileSync(join(here, 'm.tflite'), model);
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(here, 'golden', name)), {recursive: true});
		writeFileSync(join(here, 'golden', name), text);
	}
	mkdirSync(join(here, 'golden'), {recursive: true});
	return {file: join(here, 'm.tflite'), golden: join(here, 'golden')};
}

/** Rows whose x lies around `x`. */
function rows(x: number, count = 40): string {
	const random = new Random(count);
	const lines = Array.from({length: count}, () =>
		[x + random.uniform(-0.2, 0.2), random.normal(), 0].join(','),
	);
	return `x,y,z\n${lines.join('\n')}\n`;
}

const good = {'left/a.csv': rows(-1), 'right/b.csv': rows(1)};

async function validated(world: World, args: Partial<ValidateArgs> = {}): Promise<ValidateData> {
	const {data, exitCode, text} = await runValidate({...write(world), ...args});
	if (exitCode !== (data.passed ? 0 : 1) || text === '') throw new Error(`exit code ${exitCode}`);
	return data;
}

const kindsOf = ({advice}: ValidateData) => advice.filter(({fails}) => fails).map(({kind}) => kind);

test('a model that is right passes, with three places in one table', async t => {
	const samples = [-1, 1].map(x => ({name: '', values: new Float32Array(12).fill(x)}));
	const {bytes} = quantizeModel(twoClasses(), samples, {file: 'm'});
	const data = await validated({model: bytes, files: good});
	t.deepEqual(kindsOf(data), []);
	t.deepEqual(
		data.places.map(({place, score, inputs}) => [place, score, inputs]),
		['float32', 'int8', 'device'].map(place => [place, 1, 20]),
	);
	t.is(data.differing, 0);
	t.deepEqual(data.places[2]!.confusion, [
		[10, 0],
		[0, 10],
	]);
	t.deepEqual(data.places[2]!.classes, [
		{name: 'left', inputs: 10, precision: 1, recall: 1},
		{name: 'right', inputs: 10, precision: 1, recall: 1},
	]);
	t.true(data.layers.length > 0 && data.costs.every(({ms, microjoules}) => ms > 0 && microjoules > 0));
	t.deepEqual(
		data.sweeps.map(({name}) => name),
		['gain up', 'gain down', 'offset', 'rotation', 'noise'],
	);
});

test('one wrong recording is a worst case, by name, and its class loses recall', async t => {
	const data = await validated({files: {...good, 'left/odd.csv': rows(1, 4)}});
	const [worst] = data.worst;
	t.deepEqual(
		[worst!.input, worst!.label, worst!.said, worst!.right],
		['left/odd.csv', 'left', 'right', false],
	);
	t.is(data.places[0]!.classes![0]!.recall, 10 / 11);
	t.is(data.places[0]!.classes![1]!.precision, 10 / 11);
});

test('the least accuracy that is asked for fails a model below it', async t => {
	const files = {...good, 'left/odd.csv': rows(1, 4)};
	t.deepEqual(kindsOf(await validated({files}, {minAccuracy: 0.9})), []);
	t.deepEqual(kindsOf(await validated({files}, {minAccuracy: 0.99})), ['accuracy']);
});

test('a folder with two classes whose content has nothing to do with their names is about labels', async t => {
	const data = await validated({
		files: {'left/a.csv': rows(-1), 'left/b.csv': rows(1), 'right/a.csv': rows(-1), 'right/b.csv': rows(1)},
	});
	t.deepEqual(kindsOf(data), ['labels']);
	t.regex(data.advice[0]!.text, /nothing to do with the labels: of each class 50\.0 %/);
});

test('labels in another order are given in their order, labels that are shuffled are called so', t => {
	const textOf = (score: number) => {
		const chosen = {kind: 'labels', what: 'in their order: b, c, a', score, fit: 0, change: gain(1)} as const;
		const search = {asIs: {score: 0.15, fit: 0}, corrections: [chosen], inputs: 300};
		const rest = {int8: 0.15, loss: 0, maxDrop: 0.01, minAccuracy: 0, inputs: 300, cutOff: 0, differing: 0};
		const advice = adviceOf({...{search, chosen, layers: [], drift: []}, ...rest});
		t.deepEqual(
			advice.map(({kind, fails}) => [kind, fails]),
			[['labels', true]],
		);
		return advice[0]!.text;
	};
	t.regex(textOf(0.97), /in another order than the outputs[\s\S]*b, c, a, 97\.0 % instead of 15\.0 %/);
	t.regex(textOf(0.45), /shuffled, not only[\s\S]*15\.0 % are right, and 45\.0 %[\s\S]*into the folder/);
});

test('folders named as numbers, and one output: the error is that of the numbers', async t => {
	const model = writeTflite({
		description: '',
		tensors: [
			{name: 'in', dtype: 'FLOAT32', shape: [1, 1]},
			{name: 'two', dtype: 'FLOAT32', shape: [1], data: [2]},
			{name: 'out', dtype: 'FLOAT32', shape: [1, 1]},
		],
		ops: [{op: 'MUL', version: 1, inputs: [0, 1], outputs: [2]}],
		inputs: [0],
		outputs: [2],
	});
	const data = await validated({model, files: {'10/a.csv': '5\n'.repeat(6), '20/b.csv': '10.5\n'.repeat(6)}});
	t.is(data.places[0]!.meanError, 0.5);
	t.is(data.places[0]!.largestError, 1);
	t.is(Number(data.places[0]!.score.toFixed(9)), 0.95);
	t.deepEqual(kindsOf(data), []);
	const files = {'10/a.csv': '10\n5\n'.repeat(3), '20/b.csv': '5\n10\n'.repeat(3)};
	const mixed = await validated({model, files});
	t.deepEqual(kindsOf(mixed), ['labels']);
	t.regex(mixed.advice[0]!.text, /scores 50\.0 %, and always saying the one in the middle 50\.0 %/);
});

test('the page needs nothing else, holds every place and shows names as text', async t => {
	const html = join(folder, 'report.html');
	await validated({files: {'<i>left/a.csv': rows(-1), 'right/b.csv': rows(1)}}, {html});
	const text = readFileSync(html, 'utf8');
	t.true(text.startsWith('<!doctype html>'));
	t.notRegex(text, /src=|href=|<script|<i>left/);
	t.regex(text, /&lt;i&gt;left/);
	t.regex(text, /Confusion, device/);
	t.regex(text, /<svg[\s\S]*noise/);
});

test('a report is not written over the model that is read', async t => {
	const args = write({files: good});
	const before = readFileSync(args.file);
	await t.throwsAsync(runValidate({...args, html: args.file}), {
		...{code: 'CANNOT_WRITE', message: /another file than the model that is read/},
	});
	t.deepEqual(readFileSync(args.file), before);
});

// ---- bad input: one error, no report

const refused: Readonly<Record<string, readonly [files: World['files'], where: RegExp, received: RegExp]>> = {
	'recordings of another shape': [
		{'left/a.csv': '1,2,3,4,5\n'.repeat(60), 'right/b.csv': rows(1)},
		/a\.csv$/,
		/\[60, 5\]/,
	],
	'a number that is none': [{...good, 'left/c.csv': 'x,y,z\n1,NaN,2\n'}, /c\.csv:2$/, /NaN/],
	'a file without a label': [{...good, 'c.csv': rows(1)}, /c\.csv$/, /beside/],
	'one class only': [{'left/a.csv': rows(-1)}, /golden$/, /^left$/],
	'three classes for two outputs': [{...good, 'up/c.csv': rows(0)}, /golden$/, /^3: left, right, up$/],
	'too few inputs': [{'left/a.csv': rows(-1, 4), 'right/b.csv': rows(1, 4)}, /golden$/, /^2$/],
	'a sound that is none': [{...good, 'left/c.wav': 'hello'}, /c\.wav$/, /other bytes/],
	'no recordings': [{}, /golden$/, /^none$/],
};

for (const [what, [files, where, received]] of Object.entries(refused))
	test(`${what}: one error says what and where, and no report is written`, async t => {
		const html = join(folder, `${what.replace(/ /g, '-')}.html`);
		const error = await t.throwsAsync<CatnapError>(runValidate({...write({files}), html}), {
			instanceOf: CatnapError,
		});
		t.regex(error!.facts.where!, where);
		t.regex(error!.facts.received!, received);
		t.throws(() => readFileSync(html), {code: 'ENOENT'});
	});

test('a class that the model does not know is named with those that it knows', async t => {
	const files = {'left/a.csv': rows(-1), 'up/b.csv': rows(1)};
	const error = await t.throwsAsync<CatnapError>(runValidate({...write({files}), labels: ['left', 'right']}));
	t.is(error!.facts.received, 'up');
	t.regex(error!.facts.expected!, /left, right/);
});

test('a reference of another network is refused', async t => {
	const reference = join(folder, 'other.tflite');
	copyFileSync(join(repository, 'examples/fan-monitor/src/fan.tflite'), reference);
	const error = await t.throwsAsync<CatnapError>(runValidate({...write({files: good}), reference}));
	t.is(error!.code, 'WRONG_REFERENCE');
});

// ---- parts

const recording = (values: readonly number[], columns: number): Recording => ({
	...{path: 'a.csv', name: 'a.csv', shape: [values.length / columns, columns]},
	values: Float64Array.from(values),
});

test('changes of recordings move, turn and resample what they say', t => {
	const one = recording([1, 2, 3, 4, 5, 6], 3);
	const order = [1, 0, 2].map(from => ({from, sign: 1 as const}));
	t.deepEqual([...axes(order)(one).values], [2, 1, 3, 5, 4, 6]);
	t.deepEqual([...gain(2)(one).values], [2, 4, 6, 8, 10, 12]);
	t.deepEqual([...rate(2)(one).values], [1, 2, 3, 2.5, 3.5, 4.5, 4, 5, 6]);
	t.deepEqual(
		[...rotation(2, 90)(one).values].map(value => Math.round(value)),
		[-2, 1, 3, -5, 4, 6],
	);
	t.deepEqual([...lengthened(recording([1, 2, 3], 1), 6).values], [1, 2, 3, 2, 1, 2]);
});

test('ten tries of ten are no proof, a hundred are', t => {
	t.false(isSignificant(0.6, 0.9, 10));
	t.true(isSignificant(0.6, 0.9, 100));
});

test('inputs of each type hold what they can, and the rest is cut off', t => {
	const input = (type: string, scale: number, zeroPoint: number) =>
		({type, scale, zeroPoint, shape: [1, 3], name: '', arenaOffset: 0, bytes: 3, tensor: 0}) as const;
	const values = Float32Array.of(-2, 0.5, 200);
	const stored = (type: string, scale: number, zeroPoint: number) => [
		...inputBytes({inputs: [input(type, scale, zeroPoint)]}, values),
	];
	t.deepEqual(stored('INT8', 0.5, 0), [252, 1, 127]);
	t.deepEqual(stored('UINT8', 0.5, 2), [0, 3, 255]);
	t.deepEqual(stored('INT16', 0.5, 0), [252, 255, 1, 0, 144, 1]);
	t.is(cutOffShare(input('UINT8', 0.5, 2), [values]), 2 / 3);
	t.is(cutOffShare(input('INT8', 0.5, 0), [values]), 1 / 3);
	t.is(cutOffShare(input('FLOAT32', 0, 0), [values]), 0);
});

test('drift is that of the channel that moved', t => {
	const random = new Random(3);
	const inputs = (shift: number) =>
		Array.from({length: 200}, () => Float32Array.of(random.normal(), random.normal() + shift));
	const [still, moved] = driftOf({shape: [1, 2]}, inputs(0), inputs(2));
	t.true(still!.psi < 0.25 && moved!.psi > 1);
});
