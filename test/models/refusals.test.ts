// Refusals name the cause and what to do; a field changed at random ends in a plan or in one of them.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {optionsTag} from '../../tools/model/options.ts';
import {writeTflite} from '../../tools/model/tflite-writer.ts';
import {xorshift} from './fuzz-models.ts';
import {hashOf, isAccepted, kinds, mutants} from './mutants.ts';
import {operators, ops, repository} from './places.ts';
import {recorded} from './recorded-mutants.ts';
import {mutateField} from './structured.ts';

const {writeModel} = (await import(join(repository, 'test/golden/tools/tflite-writer.mjs'))) as {
	writeModel(model: object): Uint8Array;
};

const {signalFamilies} = (await import(join(repository, 'test/golden/tools/ops-signal.mjs'))) as {
	signalFamilies: Record<'rfft' | 'irfft', (random: object, options: object) => {m: object}>;
};

function refusal(bytes: Uint8Array): CatnapError {
	try {
		compileModel(bytes, {file: 'm.tflite'});
	} catch (error) {
		if (error instanceof CatnapError) return error;
		throw error;
	}
	throw new Error('it was compiled');
}

function custom(name: string): Uint8Array {
	const tensor = {dtype: 'INT8', shape: [1, 4], scale: [1], zp: [0]};
	const ops = [{op: 'CUSTOM', custom: name, version: 1, ins: [0], outs: [1]}];
	return writeModel({tensors: [tensor, tensor], inputs: [0], outputs: [1], ops});
}

test('a file for an accelerator is named, and no list of operators follows', t => {
	const {facts} = refusal(custom('ethos-u'));
	t.regex(facts.received!, /operator 0 CUSTOM:ethos-u: the file is compiled for the Ethos-U \(Vela\)/);
	t.regex(facts.todo!, /^take the \.tflite from before/);
	t.notRegex(facts.todo!, /CONV_2D/);
});

for (const family of ['rfft', 'irfft'] as const)
	test(`${family} of an odd length, or of one with a factor that TFLM has no memory for, is refused`, t => {
		const first = {int: (low: number) => low, chance: () => true, pick: <T>(list: readonly T[]) => list[0]!};
		const model = (points: number) => writeModel(signalFamilies[family](first, {type: 'INT16', points}).m);
		for (const points of [6, 30, 250]) t.notThrows(() => compileModel(model(points), {file: 'm'}));
		for (const points of [14, 15, 22, 484])
			t.regex(
				refusal(model(points)).facts.received!,
				new RegExp(`fft_length ${points}, supported: even products of 2, 3 and 5 to 32768`),
			);
	});

test('a constant of four bits is refused where TFLite does not take it', t => {
	const ends = {name: '', dtype: 'INT8', shape: [1, 8], scale: 0.1, zeroPoint: 0};
	const halves = {...ends, dtype: 'INT4', data: Uint8Array.of(1, 2, 3, 4)};
	const ops = [{op: 'MUL', inputs: [0, 1], outputs: [2]}];
	const model = {description: '', tensors: [ends, halves, ends], ops, inputs: [0], outputs: [2]};
	const {facts} = refusal(writeTflite(model));
	t.regex(facts.received!, /operator 0 MUL: input 1 is INT4, supported as weights of CONV_2D/);
});

test('a SPLIT without its options splits into none, as in TFLite', t => {
	const whole = {name: '', dtype: 'INT8', shape: [1, 8], scale: 0.1, zeroPoint: 0};
	const half = {...whole, shape: [1, 4]};
	const axis = {name: '', dtype: 'INT32', shape: [1], data: [1]};
	const ops = [{op: 'SPLIT', inputs: [0, 1], outputs: [2, 3]}];
	const model = {description: '', tensors: [axis, whole, half, half], ops, inputs: [1], outputs: [2, 3]};
	const bytes = writeTflite(model);
	const type = optionsTag('SPLIT');
	t.is(bytes.indexOf(type), bytes.lastIndexOf(type), 'one byte is the type of the options');
	bytes[bytes.indexOf(type)] = 0; // none
	t.regex(refusal(bytes).facts.received!, /num_splits is 0 for 2 outputs/);
});

test('operators are listed where an operator is the cause', t => {
	t.regex(refusal(custom('Mystery')).facts.todo!, /^supported operators: .*CONV_2D/);
});

test('a type that is the cause is named with its remedy alone', t => {
	const tensors = [
		{dtype: 'INT32', shape: [1, 4]},
		{dtype: 'INT32', shape: [1, 4]},
	];
	const ops = [{op: 'RELU', version: 1, ins: [0], outs: [1]}];
	const {facts} = refusal(writeModel({tensors, inputs: [0], outputs: [1], ops}));
	t.regex(facts.received!, /the input is INT32, supported: INT8/);
	t.regex(facts.todo!, /^convert it again with tensors of a supported type/);
});

for (const [text, received] of [
	['version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n', /pointer of Git LFS/],
	['const unsigned char g_model[] = {0x1c, 0x00, 0x00};', /C source/],
	['<!doctype html><html></html>', /web page/],
	['\x1f\x8b\b\0\0\0\0\0\0\0\0\0', /compressed/],
	['\xef\xbb\xbf\x1c\0\0\0TFL3', /saved as text/],
	['\x1c\0\0\0TFL3\0\0\xef\xbf\xbd', /saved as text/],
	['HAAAAFRGTDMAAAAA', /Base64/],
	['\x89HDF\r\n\x1a\n0000', /Keras model/],
] as const)
	test(`a file that begins with ${JSON.stringify(text.slice(0, 12))} is called by its name`, t => {
		const error = refusal(Buffer.from(text, 'latin1'));
		t.is(error.code, 'MODEL_FORMAT');
		t.regex(error.facts.received!, received);
		t.truthy(error.facts.todo);
	});

test('what TFLite refuses of quantisation is refused', t => {
	const softmax = (scale: number, zeroPoint: number) => {
		const tensors = [
			{dtype: 'INT8', shape: [1, 4], scale: [0.1], zp: [0]},
			{dtype: 'INT8', shape: [1, 4], scale: [scale], zp: [zeroPoint]},
		];
		const ops = [{op: 'SOFTMAX', version: 2, ins: [0], outs: [1], opts: {beta: 1}}];
		return writeModel({tensors, inputs: [0], outputs: [1], ops});
	};
	t.notThrows(() => compileModel(softmax(1 / 256, -128), {file: 'm'}));
	t.regex(refusal(softmax(1 / 128, -128)).message, /expected 0\.00390625 and -128/);
	t.regex(refusal(softmax(1 / 256, 0)).message, /expected 0\.00390625 and -128/);
});

test('1,000 fields changed at random end in a plan or a clear refusal', t => {
	const files = [ops, operators].flatMap(folder =>
		readdirSync(folder)
			.filter(name => name.endsWith('.tflite'))
			.map(name => join(folder, name)),
	);
	const random = xorshift(7);
	let accepted = 0;
	for (let round = 0; round < 1000; round++) {
		const file = files[random(files.length)]!;
		const {bytes, what} = mutateField(readFileSync(file), random);
		try {
			compileModel(bytes, {file});
			accepted++;
		} catch (error) {
			t.true(error instanceof CatnapError, `${file} ${what}: ${error}`);
		}
	}
	t.true(accepted > 100 && accepted < 900, `${accepted}`);
});

for (const kind of kinds)
	test(`of the mutants of ${kind} that TFLite was asked about none is accepted that it refuses`, t => {
		const {verdicts, seed, hash} = recorded[kind];
		const all = [...mutants(verdicts.length, seed, kind)];
		t.is(hashOf(all), hash, 'these are other models: test/long/mutation.test.ts asks TFLite again');
		for (const [index, mutant] of all.entries())
			if (verdicts[index] === 'r') t.false(isAccepted(mutant), `${mutant.name}: ${mutant.what}`);
	});

const int8 = (shape: readonly number[], more: object = {}) => ({
	dtype: 'INT8',
	shape,
	scale: [0.5],
	zp: [0],
	...more,
});
const relu = {op: 'RELU', version: 2, ins: [0], outs: [1]};
const zeros = (count: number) => Array(count).fill(0);

/** What only a mutation of structure comes to: tensors and an operator, and why they are refused. */
const refused: Readonly<Record<string, readonly [tensors: readonly object[], op: object, message: RegExp]>> =
	{
		'fewer zero points than scales': [
			[int8([1, 4]), int8([1, 4], {zp: []})],
			relu,
			/tensor 1 .*: 1 scales and 0 zero points, expected as many/,
		],
		'scales for more slices than there are': [
			[int8([1, 4]), int8([1, 2]), int8([2, 4], {scale: [1, 1, 1], zp: [0, 0, 0], data: zeros(8)})],
			{op: 'FULLY_CONNECTED', version: 5, ins: [0, 2, -1], outs: [1], opts: {}},
			/tensor 2 .*: 3 scales along dimension 0 of \[2,4\], expected 1 or 2/,
		],
		'a scale that is no number': [
			[int8([1, 4], {scale: [Number.NaN]}), int8([1, 4])],
			relu,
			/tensor 0 .*: scale NaN, expected a number above 0/,
		],
		'rows of another length where dimensions are kept': [
			[int8([2, 2]), int8([1, 2]), int8([2, 4], {data: zeros(8)})],
			{op: 'FULLY_CONNECTED', version: 5, ins: [0, 2, -1], outs: [1], opts: {keep_num_dims: 1}},
			/keep_num_dims needs an input of \[\.\.\., 4\], not \[2,2\]/,
		],
		'a type of the output that the options do not name': [
			[int8([1, 4]), {dtype: 'INT32', shape: [1]}, {dtype: 'INT32', shape: [], data: [1]}],
			{op: 'ARG_MAX', version: 2, ins: [0, 2], outs: [1], opts: {output_type: 0}},
			/output_type is FLOAT32, the output INT32/,
		],
		'a new shape that is no shape': [
			[int8([1, 4]), int8([4, 1])],
			{op: 'RESHAPE', version: 1, ins: [0, 0], outs: [1]},
			/the new shape is INT8, supported: INT32, INT64/,
		],
		'paddings in a list': [
			[int8([1, 2]), int8([1, 4]), {dtype: 'INT32', shape: [4], data: [0, 0, 1, 1]}],
			{op: 'PAD', version: 2, ins: [0, 2], outs: [1], opts: {}},
			/the padding has shape \[4\], expected \[2,2\]/,
		],
	};

for (const [what, [tensors, op, message]] of Object.entries(refused))
	test(`${what} is refused`, t => {
		const error = refusal(writeModel({tensors, inputs: [0], outputs: [1], ops: [op]}));
		t.is(error.code, 'MODEL_UNSUPPORTED');
		t.regex(error.message, message);
	});
