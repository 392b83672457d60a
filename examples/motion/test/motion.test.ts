// The app as its user would test it: a trace of motion in, console lines out.

import test from 'ava';
import {simulate} from 'catnap/testing';

test('both movements of the demo are reported, and the chip sleeps otherwise', async t => {
	const run = await simulate({trace: 'traces/demo.csv', for: '20s'});
	t.deepEqual(run.console, ['it moved (1)', 'it moved (2)']);
	t.true(run.energy.averageUa < 40, `${run.energy.averageUa} uA`);
});

test('what lies still is silent', async t => {
	const run = await simulate({trace: 'traces/still.csv', for: '60s'});
	t.deepEqual(run.console, []);
});
