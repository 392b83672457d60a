// The DSP gives the same bits as wasm32 and as Cortex-M33 code; test/c/dsp_test.c checks them natively.

import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {loadNative} from '../../tools/dev/train/native.ts';
import {runOnM33} from '../m33/run.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = readdirSync(`${root}native/dsp`)
	.filter(file => file.endsWith('.c'))
	.map(file => `dsp/${file}`);

interface Golden {
	readonly name: string;
	readonly hash: string;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

// What the table says, and what the wasm code computes.
function onWasm(): {want: Golden[]; got: Golden[]} {
	const code = loadNative([...sources, `${root}test/c/dsp_golden.c`]);
	const want: Golden[] = [];
	const got: Golden[] = [];
	for (let i = 0; code.call('dsp_golden_name', i) !== 0; i++) {
		const name = code.text(code.call('dsp_golden_name', i));
		want.push({name, hash: hex(code.call('dsp_golden_want', i))});
		got.push({name, hash: hex(code.call('dsp_golden_hash', i))});
	}
	return {want, got};
}

test('every golden value of the DSP is met as wasm32', t => {
	const {want, got} = onWasm();
	t.true(want.length > 0);
	t.deepEqual(got, want);
});

test('every golden value of the DSP is met as Cortex-M33 code', t => {
	const files = [...sources.map(file => `native/${file}`), 'test/c/dsp_golden.c', 'test/m33/dsp_golden.c'];
	const lines = runOnM33(files).trim().split('\n');
	const got = lines.map(line => line.split(' ')).map(([name, hash]) => ({name: name!, hash: hash!}));
	for (const line of lines) {
		const [name, , spent] = line.split(' ');
		t.log(`${name}: ${Number.parseInt(spent!, 16)} instructions`);
	}
	t.deepEqual(got, onWasm().want);
});
