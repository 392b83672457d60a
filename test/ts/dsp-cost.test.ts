// What the DSP service reports to the virtual clock is what it costs on a Cortex-M33.

import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {runOnM33} from '../m33/run.ts';

const sources = readdirSync(fileURLToPath(new URL('../../native/dsp', import.meta.url)))
	.filter(file => file.endsWith('.c'))
	.map(file => `native/dsp/${file}`);

test('every call of the DSP service reports its instructions within 10 %, those of QEMU', t => {
	const files = [...sources, 'native/src/pool.c', 'native/src/dsp_service.c', 'test/m33/dsp_cost.c'];
	const lines = runOnM33(files).trim().split('\n');
	t.is(lines.length, 42);
	for (const line of lines) {
		const [name, ...numbers] = line.split(' ');
		const [measured, cost] = numbers.map(text => Number.parseInt(text, 16)) as [number, number];
		// in peaks, what noise there is counts
		const within = name === 'peaks' ? 0.3 : 0.1;
		t.true(Math.abs(cost / measured - 1) < within, `${name}: ${cost} reported, ${measured} measured`);
	}
});
