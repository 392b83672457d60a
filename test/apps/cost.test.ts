// The costs that shared code reports (native/include/cn/cost.h) against the instructions that QEMU counts.

import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import board from '../../boards/qemu-an505/board.ts';

const fan = join(import.meta.dirname, '../../examples/fan-monitor');

test('what the fan monitor reports as spent is within a quarter of what it executes', async t => {
	const run = await simulate({app: fan, target: 'qemu-an505', trace: 'traces/demo.csv', for: '30s'});
	const runUs = run.energy.ledger.find(({item, state}) => item === 'cpu' && state === 'run')?.us ?? 0;
	const reported = (runUs * board.clockHz) / 1e6 / (board.cpiMilli / 1000);
	const ratio = reported / (run.instructions ?? 0);
	t.log(`reported ${Math.round(reported)}, executed ${run.instructions}, ratio ${ratio.toFixed(2)}`);
	t.true(ratio > 0.75 && ratio < 1.25, `ratio ${ratio}`);
});
