// What the feature stage reports to the virtual clock is what it costs on a Cortex-M33.

import test from 'ava';
import {runOnM33} from '../m33/run.ts';

const sources = [
	'native/dsp/dsp_math.c',
	'native/dsp/dsp_fft.c',
	'native/dsp/feature.c',
	'test/m33/feature_cost.c',
];

test('cn_feature_cost is within 10 % of the instructions that QEMU counts', t => {
	const lines = runOnM33(sources).trim().split('\n');
	t.is(lines.length, 8);
	for (const line of lines) {
		const [measured, cost] = line.split(' ').map(text => Number.parseInt(text, 16)) as [number, number];
		t.true(Math.abs(cost / measured - 1) < 0.1, `${cost} reported, ${measured} measured`);
	}
});
