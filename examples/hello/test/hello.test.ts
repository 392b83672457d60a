// The app as its user would test it: its console lines, and how little it is awake.

import test from 'ava';
import {simulate} from 'catnap/testing';

test('it says hello each second, and sleeps between', async t => {
	const run = await simulate({for: '3500ms'});
	t.deepEqual(run.console, ['hello 1', 'hello 2', 'hello 3']);
	t.true(run.awakeFraction < 0.02, `awake ${run.awakeFraction}`);
});
