// The mathematics of scripts gives the same bits as wasm32 and as Cortex-M33 code; test/c/math_test.c says that they are right.

import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {loadNative} from '../../tools/dev/train/native.ts';
import {runOnM33} from '../m33/run.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = readdirSync(`${root}native/math`)
	.filter(file => file.endsWith('.c'))
	.map(file => `math/${file}`);

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/** The table of test/c/math_golden.c: name and hash. */
function wanted(): string[] {
	const code = loadNative([...sources, `${root}test/c/math_golden.c`]);
	const want: string[] = [];
	for (let i = 0; code.call('math_golden_name', i) !== 0; i++)
		want.push(`${code.text(code.call('math_golden_name', i))} ${hex(code.call('math_golden_want', i))}`);
	return want;
}

test('every golden value of the mathematics is met as wasm32', t => {
	const code = loadNative([...sources, `${root}test/c/math_golden.c`]);
	const want = wanted();
	t.true(want.length > 0);
	const got = want.map((line, i) => `${line.split(' ')[0]} ${hex(code.call('math_golden_hash', i))}`);
	t.deepEqual(got, want);
});

test('every golden value of the mathematics is met as Cortex-M33 code', t => {
	const files = [...sources.map(file => `native/${file}`), 'test/c/math_golden.c', 'test/m33/math_golden.c'];
	const lines = runOnM33(files)
		.trim()
		.split('\n')
		.map(line => line.split(' '));
	// 400 calls each
	for (const [name, , spent] of lines) t.log(`${name}: ${Number.parseInt(spent!, 16) / 400} instructions`);
	t.deepEqual(
		lines.map(([name, hash]) => `${name} ${hash}`),
		wanted(),
	);
});
