// Broken files: each is refused with its reason, and a model that cannot be compiled gets every reason at once.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel, runInspect} from '../../tools/model/index.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {opBytes, repository} from './places.ts';

const sharedTest = needsShared(test.serial, 'golden/malformed');

interface Malformed {
	readonly file: string;
	readonly expected: 'reject' | 'reject_or_run';
}

sharedTest('every malformed file that must be rejected is rejected with a reason', t => {
	const folder = sharedPath('golden/malformed');
	const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Malformed[];
	for (const {file, expected} of manifest) {
		try {
			runInspect({file: join(folder, file)});
			t.is(expected, 'reject_or_run', `${file} was accepted`);
		} catch (error) {
			t.true(error instanceof CatnapError, `${file}: ${error}`);
			t.regex((error as CatnapError).code, /^MODEL_(FORMAT|UNSUPPORTED)$/);
			t.not((error as CatnapError).facts.received, undefined);
			t.is((error as CatnapError).exitCode, 1);
		}
	}
	t.true(manifest.length >= 50);
});

test('all reasons against a model are reported at once', async t => {
	const {writeModel} = await import(join(repository, 'test/golden/tools/tflite-writer.mjs'));
	const tensor = (dtype: string) => ({dtype, shape: [1, 4]});
	const bytes: Uint8Array = writeModel({
		tensors: [tensor('FLOAT32'), tensor('FLOAT32'), tensor('FLOAT32'), tensor('COMPLEX64')],
		inputs: [0],
		outputs: [2],
		ops: [
			{op: 'SEGMENT_SUM', code: 125, version: 1, ins: [0], outs: [1]},
			{op: 'CUSTOM', custom: 'Mystery', version: 1, ins: [1], outs: [2]},
			{op: 'RELU', version: 9, ins: [1], outs: [3]},
		],
	});
	const error = t.throws(() => compileModel(bytes, {file: 'odd.tflite'}), {instanceOf: CatnapError});
	t.is(error?.code, 'MODEL_UNSUPPORTED');
	t.regex(error!.message, /at odd\.tflite/);
	t.regex(error!.message, /operator 0 SEGMENT_SUM: not supported/);
	t.regex(error!.message, /operator 1 CUSTOM:Mystery: not supported/);
	t.regex(error!.message, /operator 2 RELU: version 9, supported up to 3/);
	t.regex(error!.message, /supported operators: .*CONV_2D.*UNIDIRECTIONAL_SEQUENCE_LSTM/);
});

test('a file that ends early is no model, at any length', t => {
	const bytes = opBytes('graph_residual_01');
	for (let length = 0; length < bytes.length - 16; length += 7) {
		t.throws(() => compileModel(bytes.subarray(0, length), {file: 'cut.tflite'}), {instanceOf: CatnapError});
	}
});
