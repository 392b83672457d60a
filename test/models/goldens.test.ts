// Every tensor of every golden equals the reference: on the runtime as WebAssembly, with every kernel set.
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {runVerify} from '../../tools/model/index.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {control, operators, ops, repository, signal, variants} from './places.ts';

const sharedTest = needsShared(test.serial, 'golden');

for (const target of ['portable', 'm33'] as const) {
	test(`every tensor of the operator goldens is equal, ${target} kernels`, t => {
		const {data, exitCode} = runVerify({folders: [ops, operators, control, signal, variants], target});
		t.deepEqual(
			data.results.filter(result => result.different > 0),
			[],
		);
		t.is(data.totals.models, 944);
		t.is(data.totals.equal + data.totals.fused, data.totals.tensors);
		t.is(exitCode, 0);
	});

	sharedTest(`every tensor of the model goldens is equal, ${target} kernels`, t => {
		const {data, exitCode} = runVerify({folders: [sharedPath('golden')], target});
		t.deepEqual(
			data.results.filter(result => result.different > 0),
			[],
		);
		t.is(exitCode, 0);
		t.is(data.totals.models, 15);
	});
}

needsShared(test.serial, 'models-wild')('models of public repositories are exact, uint8 among them', t => {
	const {data} = runVerify({folders: [sharedPath('models-wild')]});
	t.deepEqual(
		data.results.filter(result => result.different > 0),
		[],
	);
	t.is(data.totals.models, 11);
});

test('float32 recurrent models keep their state from invoke to invoke as the reference does', t => {
	const {data} = runVerify({folders: [join(repository, 'test/golden/recurrent')]});
	t.deepEqual(
		data.results.filter(result => result.different > 0),
		[],
	);
	t.true(data.totals.equal > 40);
});

test('an unfused plan fuses no tensor away', t => {
	const {data} = runVerify({
		folders: [ops, operators, control, signal, variants],
		unfused: true,
		target: 'm33',
	});
	t.is(data.totals.fused, 0);
	t.is(data.totals.different, 0);
});

test('a golden with another value is reported with the tensor and makes the exit code 1', t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-golden-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	for (const name of readdirSync(ops).filter(name => name.startsWith('graph_residual_01')))
		cpSync(join(ops, name), join(folder, name));
	const path = join(folder, 'graph_residual_01.json');
	const golden = JSON.parse(readFileSync(path, 'utf8'));
	const value = golden.cases[0].invokes[0].mid[1];
	Object.assign(value, {sha256: '0'.repeat(64), head: value.head.with(3, value.head[3] - 1)});
	writeFileSync(path, JSON.stringify(golden));
	const {data, text, exitCode} = runVerify({folders: [folder]});
	t.is(exitCode, 1);
	t.deepEqual(data.totals, {models: 1, tensors: 12, equal: 11, fused: 0, different: 1});
	t.regex(text, /seed:1 invoke 0 tensor 6 CONV_2D t6: \[3\] is -97, expected -98/);
});

test('NaN among the outputs of a golden leaves other values their tolerance', t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-nan-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	cpSync(join(variants, 'far_below_01.tflite'), join(folder, 'far_below_01.tflite'));
	const golden = JSON.parse(readFileSync(join(variants, 'far_below_01.json'), 'utf8'));
	const {invokes} = golden.cases[0];
	const [out] = invokes[0].out;
	Object.assign(out, {
		sha256: '0'.repeat(64),
		head: out.head.map((x: number) => x * 1.000005),
		b64: undefined,
	});
	invokes.push({...invokes[0], out: [{...out, head: out.head.map(() => 'NaN'), b64: undefined}]});
	golden.cases[0].case += '*2';
	writeFileSync(join(folder, 'far_below_01.json'), JSON.stringify(golden));
	const {data} = runVerify({folders: [folder]});
	t.deepEqual(
		data.results[0]!.differences.map(each => each.invoke),
		[1],
	);
});

test('a file, nothing, or a folder without goldens in the place of goldens is one error', t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-no-goldens-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	writeFileSync(join(folder, 'file'), '');
	for (const name of ['file', 'nowhere', ''])
		t.throws(() => runVerify({folders: [join(folder, name)]}), {code: 'NO_GOLDENS'}, name);
});
