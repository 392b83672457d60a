// Broken files: each is refused with its reason, and a model that cannot be compiled is told every reason at once.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../tools/errors.ts';
import {compileModel, runInspect} from '../../tools/model/index.ts';
import {modelBytes, opBytes, shared, sharedTest} from './shared.ts';

interface Malformed {
	readonly file: string;
	readonly expected: 'reject' | 'reject_or_run';
}

sharedTest('every malformed file that must be rejected is rejected with a reason', t => {
	const folder = join(shared!, 'golden/malformed');
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

sharedTest('all reasons against a model are told at once', t => {
	const bytes = modelBytes('audio_preprocessor_int8');
	const error = t.throws(() => compileModel(bytes, {file: 'audio.tflite'}), {instanceOf: CatnapError});
	t.is(error?.code, 'MODEL_UNSUPPORTED');
	t.regex(error!.message, /at audio\.tflite/);
	t.regex(error!.message, /operator 0 CUSTOM:SignalWindow: not supported/);
	t.regex(error!.message, /operator 17 DIV: not supported/);
});

test('a file that ends early is no model, at any length', t => {
	const bytes = opBytes('graph_residual_01');
	for (let length = 0; length < bytes.length - 16; length += 7) {
		t.throws(() => compileModel(bytes.subarray(0, length), {file: 'cut.tflite'}), {instanceOf: CatnapError});
	}
});
