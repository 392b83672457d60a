// What a feature stage reports to the virtual clock is what it costs on a Cortex-M33.

import {readdirSync} from 'node:fs';
import test from 'ava';
import {catnapRoot} from '../../lib/root.mjs';
import {runOnM33} from '../m33/run.ts';

const sources = readdirSync(`${catnapRoot}/native/dsp`)
	.filter(name => name.endsWith('.c'))
	.map(name => `native/dsp/${name}`);

test('cn_feature_cost is within 10 % of the instructions that QEMU counts', t => {
	const lines = runOnM33([...sources, 'test/m33/feature_cost.c'])
		.trim()
		.split('\n');
	t.is(lines.length, 15);
	for (const [i, line] of lines.entries()) {
		const [measured, cost] = line.split(' ').map(text => Number.parseInt(text, 16));
		t.log(`${i}: ${measured} measured, ${cost} reported`);
		t.true(Math.abs(cost! / measured! - 1) < 0.1, `stage ${i}: ${cost} reported, ${measured} measured`);
	}
});
