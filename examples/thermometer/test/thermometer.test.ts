// The app as its user would test it: a voltage in, console lines out.

import test from 'ava';
import {simulate} from 'catnap/testing';

test('a temperature is reported once it has changed by half a degree', async t => {
	const run = await simulate({trace: 'traces/demo.csv', for: '5min'});
	t.is(run.console[0], '21.0 degrees');
	t.is(run.console.length, 6, run.console.join());
	t.true(Number.parseFloat(run.console.at(-1)!) > 23.4);
	t.true(run.energy.averageUa < 20, `${run.energy.averageUa} uA`);
});

test('what does not change is reported once', async t => {
	const run = await simulate({setup: world => world.analog('a0', 730), for: '1min'});
	t.deepEqual(run.console, ['23.0 degrees']);
});
