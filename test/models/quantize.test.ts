// Float models in int8: the same file from the same samples, TFLite's numbers in every tensor, and clear refusals.
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {parseCsv} from '../../tools/model/data/csv.ts';
import {parseNpy} from '../../tools/model/data/npy.ts';
import {readSamples, type Sample, samplesOf} from '../../tools/model/data/samples.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {checkFeatures} from '../../tools/model/features/index.ts';
import {compileModel, quantizeModel, runQuantize, runVerify} from '../../tools/model/index.ts';
import {parseModel} from '../../tools/model/model-file.ts';
import {floats} from '../../tools/model/quantize/calibrate.ts';
import {compare, inputBytes, realNumbers} from '../../tools/model/quantize/compare.ts';
import {Histogram, scaleOf} from '../../tools/model/quantize/ranges.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {hostRunner} from '../../tools/model/verify.ts';
import {needsShared} from '../shared.ts';
import {floatModels} from './float-models.ts';
import {xorshift} from './fuzz-models.ts';
import {modelBytes, repository} from './places.ts';

const goldens = join(repository, 'test/golden/quantized');

function withFolder<T>(run: (folder: string) => T): T {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-quantize-'));
	const done = () => rmSync(folder, {recursive: true});
	const result = run(folder);
	if (result instanceof Promise) return result.finally(done) as T;
	done();
	return result;
}

/** A .npy file of float32 rows. */
function npy(values: readonly number[], shape: readonly number[]): Buffer {
	const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117);
	const head = Buffer.from(`\x93NUMPY\x01\x00..${header}\n`, 'latin1');
	head.writeUInt16LE(118, 8);
	return Buffer.concat([head, Buffer.from(Float32Array.from(values).buffer)]);
}

test('every tensor of the models quantised here has the numbers that TFLite computes', t => {
	for (const target of ['portable', 'm33'] as const) {
		const {data} = runVerify({folders: [goldens], target});
		t.deepEqual(
			data.results.filter(({different}) => different > 0),
			[],
		);
		t.deepEqual([data.totals.models, data.totals.tensors], [floatModels.length, 335]);
	}
});

for (const {name, bytes, samples, options} of floatModels)
	test(`${name} is quantised to the file that TFLite was asked about`, t => {
		const {bytes: int8} = quantizeModel(bytes, samples, {file: name, ...options});
		t.deepEqual(Buffer.from(int8), readFileSync(join(goldens, `${name}.tflite`)));
	});

test('what is moved has one scale, what is given keeps its own, and each channel of a filter has one', t => {
	const {subgraphs} = parseModel(readFileSync(join(goldens, 'branches.tflite')));
	const {operators, tensors} = subgraphs[0]!;
	const named = (name: string) => operators.find(operator => operator.name === name)!;
	const scale = (index: number) => tensors[index]!.quantization.scales[0];
	const joined = named('CONCATENATION');
	t.is(new Set([...joined.inputs, ...joined.outputs].map(scale)).size, 1);
	t.is(scale(named('TANH').outputs[0]!), 1 / 128);
	t.is(scale(named('LOGISTIC').outputs[0]!), 1 / 256);
	t.is(named('QUANTIZE').inputs[0], named('TANH').outputs[0]);
	const [input, filter, bias] = named('CONV_2D').inputs.map(index => tensors[index]!.quantization.scales);
	t.is(filter!.length, 4);
	t.deepEqual(
		bias,
		filter!.map(each => Math.fround(input![0]! * each)),
	);
});

needsShared(test, 'models/hello_world_float.tflite')(
	'hello_world quantised here is not worse over its range than the int8 model of its makers',
	t => {
		const samples = Array.from({length: 500}, (_, i) => ({
			name: `${i}`,
			values: Float32Array.of((2 * Math.PI * i) / 500),
		}));
		const float = compileModel(modelBytes('hello_world_float'), {file: 'float', unfused: true});
		const ours = quantizeModel(modelBytes('hello_world_float'), samples, {file: 'float'}).model;
		const theirs = compileModel(modelBytes('hello_world_int8'), {file: 'int8', unfused: true});
		const answers = (model: typeof ours) => samples.map(({values}) => answerOf(model, values));
		const expected = answers(float);
		const error = (model: typeof ours) =>
			Math.sqrt(answers(model).reduce((sum, y, i) => sum + (y - expected[i]!) ** 2, 0) / samples.length);
		t.true(error(ours) <= error(theirs), `${error(ours)} and ${error(theirs)}`);
		t.true(error(ours) < 0.02);
	},
);

function answerOf(model: ReturnType<typeof compileModel>, values: Float32Array): number {
	let answer = Number.NaN;
	hostRunner(model)([[inputBytes(model, values)]], (_, tensor, bytes) => {
		if (tensor === model.outputs[0]!.tensor)
			[answer = Number.NaN] = realNumbers(model.tensors[tensor]!, bytes);
	});
	return answer;
}

test('percentile and mse leave out what minmax keeps, and 0 is a value of its own', t => {
	const next = xorshift(5);
	const values = Float32Array.from({length: 50_000}, (_, i) => (i === 7 ? 40 : (next(2000) - 1000) / 1000));
	const range = (method: 'minmax' | 'percentile' | 'mse') => {
		const histogram = new Histogram();
		histogram.extend(values);
		histogram.count(values);
		// the outlier is one of three million
		for (let i = 0; i < 60; i++) histogram.count(values.subarray(8));
		return histogram.range(method);
	};
	t.is(range('minmax').max, 40);
	t.true(range('percentile').max < 1.1);
	t.true(range('mse').max < 20);
	t.deepEqual(scaleOf({min: 1, max: 5.1}), {scale: Math.fround(0.02), zeroPoint: -128});
	t.deepEqual(scaleOf({min: 0, max: 0}), {scale: Math.fround(1 / 255), zeroPoint: -128});
});

test('the command writes the model, names the noisiest operator first and says what both models answer', async t => {
	await withFolder(async folder => {
		const {bytes, samples} = floatModels[0]!;
		writeFileSync(join(folder, 'm.tflite'), bytes);
		for (const [i, {values}] of samples.entries()) {
			mkdirSync(join(folder, `data/class${i % 5}`), {recursive: true});
			writeFileSync(join(folder, `data/class${i % 5}/${i}.npy`), npy([...values], [8, 8, 2]));
		}
		const output = join(folder, 'm_int8.tflite');
		const html = join(folder, 'report.html');
		const {data, text} = await runQuantize({
			...{file: join(folder, 'm.tflite'), data: join(folder, 'data'), output, html},
		});
		const page = readFileSync(html, 'utf8');
		for (const {snrDb, tensor} of data.layers)
			t.regex(page, new RegExp(`${snrDb!.toFixed(1)} dB.*${tensor}`));
		t.regex(page, /accuracy of 12 labelled samples/);
		t.deepEqual(readFileSync(output), readFileSync(join(goldens, 'classifier.tflite')));
		const noise = data.layers.map(({snrDb}) => snrDb!);
		t.deepEqual(
			noise,
			[...noise].sort((a, b) => a - b),
		);
		t.is(data.layers[0]!.name, 'FULLY_CONNECTED');
		t.is(data.agreement?.kind, 'classes');
		t.regex(text, /accuracy of 12 labelled samples: float [\d.]+ %, int8 [\d.]+ %/);
	});
});

test('classes are in the order of the .json beside the model; without one in that of the alphabet', async t => {
	await withFolder(async folder => {
		const {bytes, samples} = floatModels[0]!;
		const file = join(folder, 'm.tflite');
		writeFileSync(file, bytes);
		const accuracy = async (shift: number) => {
			const data = join(folder, `data${shift}`);
			for (const [i, {values}] of samples.entries()) {
				const named = join(data, `class${(i + shift) % 5}`);
				mkdirSync(named, {recursive: true});
				writeFileSync(join(named, `${i}.npy`), npy([...values], [8, 8, 2]));
			}
			const {data: said} = await runQuantize({file, data, output: join(folder, 'q.tflite')});
			return said.agreement?.kind === 'classes' ? said.agreement.accuracy : undefined;
		};
		const [plain, shifted] = [await accuracy(0), await accuracy(1)];
		t.notDeepEqual(plain, shifted);
		writeFileSync(
			join(folder, 'm.json'),
			JSON.stringify({labels: ['class1', 'class2', 'class3', 'class4', 'class0']}),
		);
		t.deepEqual(await accuracy(1), plain);
	});
});

test('a model that is int8 already is written as it is', async t => {
	await withFolder(async folder => {
		const bytes = readFileSync(join(goldens, 'classifier.tflite'));
		writeFileSync(join(folder, 'm.tflite'), bytes);
		mkdirSync(join(folder, 'data'));
		writeFileSync(join(folder, 'data/a.npy'), npy(Array(128 * 10).fill(0.5), [10, 128]));
		const output = join(folder, 'same.tflite');
		const {data} = await runQuantize({file: join(folder, 'm.tflite'), data: join(folder, 'data'), output});
		t.true(data.unchanged);
		t.deepEqual(readFileSync(output), bytes);
	});
});

test('a file of several hundred kilobytes is written as it is read', t => {
	const data = Int32Array.from({length: 100_000}, (_, i) => i);
	const tensors = [
		{name: 'in', dtype: 'FLOAT32', shape: [1]},
		...[0, 1].map(i => ({name: `c${i}`, dtype: 'INT32', shape: [data.length], data})),
	];
	const bytes = writeTflite({description: 'large', tensors, ops: [], inputs: [0], outputs: [0]});
	const [main] = parseModel(bytes).subgraphs;
	t.deepEqual(new Int32Array(Uint8Array.from(main!.tensors[2]!.data!).buffer), data);
	t.is(main!.tensors[1]!.data!.length, 400_000);
});

// ---- refusals

const refused: Readonly<Record<string, readonly [name: string, content: string | Buffer, received: RegExp]>> =
	{
		'an array of another shape': ['a.npy', npy(Array(60).fill(1), [2, 5, 6]), /\[2, 5, 6\]/],
		'numbers that are not finite': [
			'a.npy',
			npy([Number.NaN, ...Array(127).fill(1)], [128]),
			/NaN at element 0/,
		],
		'a recording that is too short': ['a.csv', '1,2\n3,4\n', /4 numbers/],
		'a cell that is no number': ['a.csv', 'x,y\n1,2\n3,abc\n', /"abc"/],
		'a row that is cut short': ['a.csv', 'x,y\n1,2\n3\n', /^1$/],
		'a file that is no array': ['a.npy', 'hello', /5 other bytes/],
		'a folder without recordings': ['a.txt', 'hello', /^none$/],
		'too few samples': ['a.npy', npy(Array(256).fill(1), [2, 128]), /^2$/],
		'a sound that is no sound': ['a.wav', 'hello', /other bytes/],
	};

for (const [what, [name, content, received]] of Object.entries(refused))
	test(`${what}: one error says what and where, and nothing is written`, async t => {
		await withFolder(async folder => {
			writeFileSync(join(folder, 'm.tflite'), floatModels[0]!.bytes);
			mkdirSync(join(folder, 'data'));
			writeFileSync(join(folder, 'data', name), content);
			const output = join(folder, 'out.tflite');
			const error = await t.throwsAsync<CatnapError>(
				runQuantize({file: join(folder, 'm.tflite'), data: join(folder, 'data'), output}),
				{instanceOf: CatnapError},
			);
			t.regex(error!.code, /^(BAD_DATA|SOUND_BAD)$/);
			t.regex(error!.facts.received!, received);
			t.true(error!.facts.where!.startsWith(join(folder, 'data')));
			t.throws(() => readFileSync(output), {code: 'ENOENT'});
		});
	});

test('recordings pass through the feature stage beside the model; rows of a .npy are features already', async t => {
	await withFolder(async folder => {
		const features = {kind: 'flatten', samples: 20, axes: 3, rateHz: 100};
		const stage = new FeatureStage(checkFeatures(features, 'features'));
		const next = xorshift(7);
		const windows = Array.from({length: 12}, () => Int16Array.from({length: 60}, () => next(1600) - 800));
		const tensors = [
			{name: 'in', dtype: 'FLOAT32', shape: [1, 21]},
			{name: 'out', dtype: 'FLOAT32', shape: [1, 21]},
		];
		const ops = [{op: 'TANH', version: 1, inputs: [0], outputs: [1]}];
		const file = join(folder, 'm.tflite');
		writeFileSync(file, writeTflite({description: '', tensors, ops, inputs: [0], outputs: [1]}));
		writeFileSync(join(folder, 'm.json'), JSON.stringify({features}));
		const quantized = async (name: string, content: string | Buffer, mgPerUnit?: number) => {
			const data = join(folder, `of ${name}`);
			mkdirSync(data);
			writeFileSync(join(data, name), content);
			const output = join(folder, `${name}.tflite`);
			const unit = mgPerUnit === undefined ? {} : {mgPerUnit};
			const result = await runQuantize({file, data, output, ...unit});
			t.is(result.data.samples, 12);
			return readFileSync(output);
		};
		const rows = windows.flatMap(mg => Array.from({length: 20}, (_, i) => [...mg.slice(3 * i, 3 * i + 3)]));
		const csv = (scale: number) =>
			`x,y,z\n${rows.map(row => row.map(x => x / scale).join(',')).join('\n')}\n`;
		const values = windows.flatMap(mg => [
			...stage.values(
				mg.map(x => 16 * x),
				1 / 16,
			),
		]);
		const ofFeatures = await quantized('a.npy', npy(values, [12, 21]));
		const facts = join(folder, 'a.npy.json');
		t.deepEqual(readFileSync(facts), readFileSync(join(folder, 'm.json')));
		writeFileSync(facts, '{"features": "of the user"}');
		await runQuantize({file, data: join(folder, 'of a.npy'), output: join(folder, 'a.npy.tflite')});
		t.is(readFileSync(facts, 'utf8'), '{"features": "of the user"}');
		t.deepEqual(await quantized('mg.csv', csv(1)), ofFeatures);
		t.deepEqual(await quantized('eighth.csv', csv(8), 8), ofFeatures);
	});
});

test('the model that is read is not written over, whichever way its file is named', async t => {
	await withFolder(async folder => {
		const [file, link] = [join(folder, 'm.tflite'), join(folder, 'link.tflite')];
		const {bytes, samples} = floatModels[0]!;
		writeFileSync(file, bytes);
		symlinkSync(file, link);
		mkdirSync(join(folder, 'data'));
		const values = samples.flatMap(sample => [...sample.values]);
		writeFileSync(join(folder, 'data', 'a.npy'), npy(values, [samples.length, 8, 8, 2]));
		const data = join(folder, 'data');
		for (const places of [{output: file}, {output: link}, {output: join(folder, 'q.tflite'), html: file}]) {
			const error = await t.throwsAsync<CatnapError>(runQuantize({file, data, ...places}));
			t.is(error!.code, 'CANNOT_WRITE');
			t.is(error!.facts.received, 'the same file');
		}
		t.deepEqual(new Uint8Array(readFileSync(file)), new Uint8Array(bytes));
		t.false(existsSync(join(folder, 'q.tflite')));
		await t.notThrowsAsync(runQuantize({file, data, output: join(folder, 'q.tflite')}));
	});
});

test('rows must be as long as the last dimensions of an input: two columns do not make three axes', t => {
	const recording = (columns: number) => {
		const values = Float64Array.from({length: 24}, (_, i) => i);
		return {path: 'a.csv', name: 'a.csv', shape: [24 / columns, columns], values};
	};
	const counts = (input: number[], columns: number) => samplesOf(recording(columns), input).length;
	t.is(counts([1, 4, 3], 3), 2);
	t.is(counts([1, 4, 3], 12), 2);
	t.is(counts([1, 4, 3], 1), 2);
	t.is(counts([1, 2, 2, 3], 6), 2);
	t.is(counts([1, 12], 2), 2);
	for (const columns of [2, 4, 6])
		t.throws(() => counts([1, 4, 3], columns), {code: 'BAD_DATA', message: /does not fit the input/});
});

test('a folder that is not there is an error', t => {
	const error = t.throws<CatnapError>(() => readSamples('/no/such/folder', [1]), {instanceOf: CatnapError});
	t.is(error!.facts.received, 'ENOENT');
});

test('operators that cannot be quantised are named, all of them', t => {
	const tensor = (name: string) => ({name, dtype: 'FLOAT32', shape: [1, 4]});
	const bytes = writeTflite({
		description: '',
		tensors: [tensor('a'), tensor('b'), tensor('c'), tensor('d')],
		inputs: [0],
		outputs: [3],
		ops: [
			{op: 'FLOOR', version: 1, inputs: [0], outputs: [1]},
			{op: 'RELU', version: 1, inputs: [1], outputs: [2]},
			{op: 'SIN', version: 1, inputs: [2], outputs: [3]},
		],
	});
	const error = t.throws<CatnapError>(() => quantizeModel(bytes, [], {file: 'm.tflite'}));
	t.is(error!.code, 'NOT_QUANTIZABLE');
	t.regex(error!.facts.received!, /operator 0 FLOOR: [^\n]*\n\s+operator 2 SIN:/);
});

test('operators without a kernel for int16 are named, and int8 takes them', t => {
	const {bytes, samples} = floatModels.find(({name}) => name === 'moves')!;
	const error = t.throws<CatnapError>(() =>
		quantizeModel(bytes, samples, {file: 'm.tflite', activations: 16}),
	);
	t.regex(error!.facts.received!, /HARD_SWISH: it has no activations of 16 bits/);
	t.notThrows(() => quantizeModel(bytes, samples, {file: 'm.tflite'}));
});

test('16 bits keep more of the signal than 8 in every layer', t => {
	const {bytes, samples} = floatModels.find(({name}) => name === 'classifier_wide')!;
	const layersOf = (activations: 8 | 16) => {
		const {graph, model, int8} = quantizeModel(bytes, samples, {file: 'm', activations});
		return compare(graph, model, int8.origins, samples).layers;
	};
	const [narrow, wide] = [layersOf(8), layersOf(16)];
	t.is(wide.length, narrow.length);
	// weights have 8 bits in both, so the gain is that of the rounding between the layers
	for (const [i, {snrDb}] of wide.entries()) t.true(snrDb! > narrow[i]!.snrDb!, `layer ${i}`);
});

test('a float model that overflows on a sample is refused with the sample and the tensor', t => {
	const tensor = (name: string) => ({name, dtype: 'FLOAT32', shape: [1, 2]});
	const ops = [{op: 'EXP', version: 1, inputs: [0], outputs: [1]}];
	const bytes = writeTflite({
		description: '',
		tensors: [tensor('a'), tensor('b')],
		inputs: [0],
		outputs: [1],
		ops,
	});
	const samples: Sample[] = [{name: 'loud.csv', values: Float32Array.of(1, 100)}];
	const error = t.throws<CatnapError>(() => quantizeModel(bytes, samples, {file: 'm.tflite'}));
	t.is(error!.facts.where, 'loud.csv');
	t.is(error!.facts.received, 'Infinity at element 1 of "b"');
});

// ---- what is read

test('CSV leaves out columns of time and takes files without a header', t => {
	t.deepEqual(parseCsv('t_ms,x,y\n0,1,2\n5,3,-4e1\n', 'a').values, Float64Array.of(1, 2, 3, -40));
	t.deepEqual(parseCsv('1;2\r\n3;4\r\n', 'a').shape, [2, 2]);
});

test('a recording is cut into windows, and its folder is its class', t => {
	withFolder(folder => {
		mkdirSync(join(folder, 'still/deep'), {recursive: true});
		writeFileSync(join(folder, 'still/deep/a.csv'), 'x,y\n1,2\n3,4\n5,6\n7,8\n9,10\n');
		writeFileSync(join(folder, 'b.npy'), npy([1, 2, 3, 4], [4]));
		const samples = readSamples(folder, [1, 2, 2]);
		t.deepEqual(
			samples.map(({name, label, values}) => [name, label, [...values]]),
			[
				['b.npy', undefined, [1, 2, 3, 4]],
				['still/deep/a.csv#0', 'still', [1, 2, 3, 4]],
				['still/deep/a.csv#1', 'still', [5, 6, 7, 8]],
			],
		);
	});
});

test('2,000 mutated arrays and tables end in numbers or in a clear error', t => {
	const next = xorshift(9);
	const seeds = [npy([1, 2, 3, 4, 5, 6], [2, 3]), Buffer.from('t,x,y\n1,2,3\n4,5e1,-6\n')];
	let refusedCount = 0;
	for (let i = 0; i < 2000; i++) {
		const bytes = Buffer.from(seeds[i % 2]!);
		for (let change = 0; change <= next(4); change++) bytes[next(bytes.length)] = next(256);
		const cut = next(8) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes;
		try {
			const {values, shape} = i % 2 === 0 ? parseNpy(cut, 'a') : parseCsv(cut.toString('utf8'), 'a');
			t.is(
				values.length,
				shape.reduce((product, size) => product * size, 1),
			);
		} catch (error) {
			t.true(error instanceof CatnapError, String(error));
			refusedCount++;
		}
	}
	t.true(refusedCount > 500 && refusedCount < 1900, `${refusedCount}`);
});

test('300 mutated float models are quantised or end in a clear error', t => {
	const next = xorshift(11);
	const {bytes, samples} = floatModels[3]!;
	let refusedCount = 0;
	for (let i = 0; i < 300; i++) {
		const mutated = Uint8Array.from(bytes);
		mutated[next(1500)] = next(256);
		try {
			quantizeModel(mutated, samples.slice(0, 1), {file: 'm.tflite'});
		} catch (error) {
			t.true(error instanceof CatnapError, (error as Error).stack);
			refusedCount++;
		}
	}
	t.true(refusedCount > 20 && refusedCount < 300, `${refusedCount}`);
});

test('the bytes of a float tensor are read at any place of the memory', t => {
	const memory = new Uint8Array(9);
	memory.set(new Uint8Array(Float32Array.of(1.5).buffer), 3);
	t.deepEqual(floats(memory.subarray(3, 7)), Float32Array.of(1.5));
});
