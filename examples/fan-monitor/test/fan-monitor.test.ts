// The app as its user would test it: a trace in, console lines and energy out, in virtual time.

import test from 'ava';
import {simulate} from 'catnap/testing';

test('the demo trace is reported state by state and the chip sleeps 95 % of the time', async t => {
	const run = await simulate({trace: 'traces/demo.csv', for: '60s'});
	const states = run.console.map(line => /^fan is (\w+)/.exec(line)?.[1]);
	t.deepEqual(states, ['off', 'on', 'clogged', 'friction', 'off']);
	t.true(run.awakeFraction < 0.05, `awake ${run.awakeFraction}`);
	t.is(run.inferences, 46);
});

test('a fault is counted once and the count survives a reset', async t => {
	const run = await simulate({trace: 'traces/demo.csv', for: '60s'});
	t.deepEqual(
		run.console.filter(line => line.includes('fault')).map(line => line.slice(-7)),
		['fault 1', 'fault 2'],
	);
});
