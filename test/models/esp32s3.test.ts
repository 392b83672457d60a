// Goldens as Xtensa code on the simulated ESP32-S3, tensor by tensor: one for each kernel, and one of each kind of control flow
// and stream. test/long/goldens.test.ts runs all of them.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {esp32s3} from '../../tools/bench/esp32s3.ts';
import {runnerOn} from '../../tools/bench/measure.ts';
import {compileModel} from '../../tools/model/index.ts';
import {verifyGolden} from '../../tools/model/verify.ts';
import {branching, control, operators, ops, signal, streaming} from './places.ts';

/** Goldens of which each has a kernel that none before it has. */
function variety(): string[] {
	const seen = new Set<string>();
	const paths = [ops, operators].flatMap(folder =>
		readdirSync(folder)
			.filter(name => name.endsWith('.tflite'))
			.map(name => join(folder, name)),
	);
	return paths.filter(path => {
		const {steps} = compileModel(readFileSync(path), {file: path, target: 'portable'});
		const before = seen.size;
		for (const {kernel} of steps) seen.add(kernel);
		return seen.size > before;
	});
}

test('on the simulated ESP32-S3 every portable kernel gives what the goldens say', async t => {
	t.timeout(240_000);
	const runner = runnerOn(await esp32s3());
	const names = [
		...variety(),
		...branching.map(name => join(control, name)),
		...streaming.map(name => join(signal, name)),
	];
	let equal = 0;
	for (const name of names) {
		const result = verifyGolden(name.replace(/(\.tflite)?$/, '.json'), {runner});
		t.deepEqual(result.differences, [], name);
		t.is(result.error, undefined, name);
		t.true(result.equal > 0, name);
		equal += result.equal;
	}
	t.log(`${names.length} models, ${equal} tensors`);
	t.true(names.length >= 60, `${names.length}`);
});
