// tfjs layers models: the numbers of the layers as Keras defines them, computed here by plain loops, and clear refusals.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {readModelFile} from '../../tools/model/inspect.ts';
import {Random} from '../../tools/model/random.ts';
import {answersOf, onHost} from '../../tools/model/validation/places.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-tfjs-'));
test.after.always(() => rmSync(folder, {recursive: true}));

interface Layer {
	readonly class_name: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly from?: string;
}
type Weights = Readonly<Record<string, readonly [shape: readonly number[], values: Float32Array]>>;

let files = 0;

/** Weights in two files, as tfjs cuts what is larger than 4 MB. Layers with `from` make a functional model. */
function save(layers: readonly Layer[], weights: Weights, changes: object = {}): string {
	const name = `m${files++}`;
	const bytes = Buffer.concat(Object.values(weights).map(([, values]) => Buffer.from(values.buffer)));
	const cut = Math.floor(bytes.length / 8) * 4;
	writeFileSync(join(folder, `${name}.1`), bytes.subarray(0, cut));
	writeFileSync(join(folder, `${name}.2`), bytes.subarray(cut));
	const functional = layers.some(({from}) => from !== undefined);
	const listed = layers.map(({class_name, config, from}) => ({
		...{class_name, config, name: config.name},
		inbound_nodes: from === undefined ? [] : [[[from, 0, 0, {}]]],
	}));
	const ends = functional ? {output_layers: [[layers.at(-1)!.config.name, 0, 0]]} : {};
	const json = {
		format: 'layers-model',
		modelTopology: {
			model_config: {class_name: functional ? 'Functional' : 'Sequential', config: {layers: listed, ...ends}},
		},
		weightsManifest: [
			{
				paths: [`${name}.1`, `${name}.2`],
				weights: Object.entries(weights).map(([key, [shape]]) => ({name: key, shape, dtype: 'float32'})),
			},
		],
		...changes,
	};
	const path = join(folder, `${name}.json`);
	writeFileSync(path, JSON.stringify(json));
	return path;
}

function run(path: string, input: Float32Array): number[] {
	const model = compileModel(readModelFile(path), {file: path});
	const [answer] = answersOf(model, onHost(model)([new Uint8Array(input.buffer)]));
	return [...answer!];
}

const random = new Random(4);
const drawn = (...shape: number[]) =>
	[
		shape,
		Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => random.uniform(-1, 1)),
	] as const;
const positive = (count: number) =>
	[[count], Float32Array.from({length: count}, () => random.uniform(0.5, 2))] as const;
const near = (received: readonly number[], expected: readonly number[]) =>
	received.length === expected.length && received.every((value, i) => Math.abs(value - expected[i]!) < 1e-5);
const softmax = (values: readonly number[]) => {
	const sum = values.reduce((total, x) => total + Math.exp(x), 0);
	return values.map(x => Math.exp(x) / sum);
};

/** Dense of Keras: kernel [input][unit]. */
function dense(x: readonly number[], kernel: Float32Array, bias: Float32Array): number[] {
	return [...bias].map((b, u) => x.reduce((sum, value, i) => sum + value * kernel[i * bias.length + u]!, b));
}

const picture = {
	'conv/kernel': drawn(3, 3, 2, 3),
	'conv/bias': drawn(3),
	'norm/gamma': drawn(3),
	'norm/beta': drawn(3),
	'norm/moving_mean': drawn(3),
	'norm/moving_variance': positive(3),
	'dense/kernel': drawn(12, 2),
	'dense/bias': drawn(2),
};

const pictureLayers: readonly Layer[] = [
	{class_name: 'InputLayer', config: {name: 'in', batch_input_shape: [null, 4, 4, 2]}},
	{
		class_name: 'Conv2D',
		from: 'in',
		config: {name: 'conv', padding: 'same', strides: [1, 1], activation: 'linear', use_bias: true},
	},
	{
		class_name: 'BatchNormalization',
		from: 'conv',
		config: {name: 'norm', epsilon: 0.01, scale: true, center: true},
	},
	{class_name: 'Activation', from: 'norm', config: {name: 'relu', activation: 'relu'}},
	{
		class_name: 'MaxPooling2D',
		from: 'relu',
		config: {name: 'pool', pool_size: [2, 2], strides: [2, 2], padding: 'valid'},
	},
	{class_name: 'Flatten', from: 'pool', config: {name: 'flat'}},
	{class_name: 'Dense', from: 'flat', config: {name: 'dense', units: 2, activation: 'softmax'}},
];

test('a picture through a convolution, a normalisation, a pooling and a dense layer', t => {
	const weights = picture;
	const path = save(pictureLayers, weights);
	const [, input] = drawn(4, 4, 2);
	const value = (name: keyof typeof weights) => weights[name][1];
	const normal = (y: number, x: number, c: number) => {
		let sum = value('conv/bias')[c]!;
		for (let ky = 0; ky < 3; ky++)
			for (let kx = 0; kx < 3; kx++)
				for (let i = 0; i < 2; i++) {
					const [row, column] = [y + ky - 1, x + kx - 1];
					if (row < 0 || row > 3 || column < 0 || column > 3) continue;
					sum += input[(row * 4 + column) * 2 + i]! * value('conv/kernel')[((ky * 3 + kx) * 2 + i) * 3 + c]!;
				}
		const spread = Math.sqrt(value('norm/moving_variance')[c]! + 0.01);
		return Math.max(
			0,
			((sum - value('norm/moving_mean')[c]!) / spread) * value('norm/gamma')[c]! + value('norm/beta')[c]!,
		);
	};
	const pooled = [0, 2].flatMap(y =>
		[0, 2].flatMap(x =>
			[0, 1, 2].map(c => Math.max(...[0, 1].flatMap(dy => [0, 1].map(dx => normal(y + dy, x + dx, c))))),
		),
	);
	const expected = softmax(dense(pooled, value('dense/kernel'), value('dense/bias')));
	const received = run(path, input);
	t.true(near(received, expected), `${received} and ${expected}`);
	// the normalisation is in the weights of the convolution
	t.false(compileModel(readModelFile(path), {file: path}).operators.some(({name}) => name === 'MUL'));
});

test('a series through a convolution of one dimension, a mean and a sigmoid', t => {
	const weights = {
		'a/kernel': drawn(3, 2, 4),
		'a/bias': drawn(4),
		'b/kernel': drawn(4, 1),
		'b/bias': drawn(1),
	};
	const path = save(
		[
			{
				class_name: 'Conv1D',
				config: {
					name: 'a',
					batch_input_shape: [null, 9, 2],
					padding: 'valid',
					strides: [2],
					activation: 'relu',
				},
			},
			{class_name: 'Dropout', config: {name: 'd', rate: 0.5}},
			{class_name: 'GlobalAveragePooling1D', config: {name: 'g'}},
			{class_name: 'Dense', config: {name: 'b', units: 1, activation: 'sigmoid'}},
		],
		weights,
	);
	const [, input] = drawn(9, 2);
	const steps = [0, 2, 4, 6].map(start =>
		[0, 1, 2, 3].map(c => {
			let sum = weights['a/bias'][1][c]!;
			for (let k = 0; k < 3; k++)
				for (let i = 0; i < 2; i++)
					sum += input[(start + k) * 2 + i]! * weights['a/kernel'][1][(k * 2 + i) * 4 + c]!;
			return Math.max(0, sum);
		}),
	);
	const mean = [0, 1, 2, 3].map(c => steps.reduce((sum, step) => sum + step[c]!, 0) / 4);
	const [logit] = dense(mean, weights['b/kernel'][1], weights['b/bias'][1]);
	const received = run(path, input);
	t.true(near(received, [1 / (1 + Math.exp(-logit!))]), `${received}`);
});

test('what cannot be converted is one error that names the layer or the weights', t => {
	const weights = {'a/kernel': drawn(2, 2), 'a/bias': drawn(2)};
	const layer = (class_name: string, config: object = {}) => ({
		...{class_name, config: {name: 'a', batch_input_shape: [null, 2], units: 2, ...config}},
	});
	const refused: readonly (readonly [path: string, received: RegExp])[] = [
		[save([layer('LSTM')], weights), /^LSTM$/],
		[save([layer('Dense', {activation: 'swish'})], weights), /^swish$/],
		[save([layer('Dense', {batch_input_shape: [null, null]})], weights), /null/],
		[save([layer('Dense')], {'b/kernel': drawn(2, 2)}), /^b\/kernel$/],
		[save([layer('Dense')], weights, {format: 'graph-model'}), /graph-model/],
		[
			save([layer('Dense')], weights, {
				weightsManifest: [
					{paths: ['m0.1'], weights: [{name: 'a/kernel', shape: [999, 99], dtype: 'float32'}]},
				],
			}),
			/^\d+$/,
		],
		[save([layer('Dense')], weights, {modelTopology: {}}), /^none$/],
	];
	for (const [path, received] of refused) {
		const error = t.throws<CatnapError>(() => readModelFile(path), {instanceOf: CatnapError});
		t.is(error!.code, 'BAD_TFJS');
		t.regex(error!.facts.received!, received);
		t.true(error!.facts.where!.startsWith(path), error!.facts.where);
	}
	writeFileSync(join(folder, 'broken.json'), '{"format":');
	t.is(t.throws<CatnapError>(() => readModelFile(join(folder, 'broken.json')))!.code, 'BAD_TFJS');
});
