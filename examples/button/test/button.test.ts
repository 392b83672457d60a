// The app as its user would test it: presses in, console lines out.

import test from 'ava';
import {simulate} from 'catnap/testing';

test('presses are counted, also the one that ends off', async t => {
	const run = await simulate({
		for: '60s',
		setup: world => {
			world.press('button', 2e6);
			world.press('button', 5e6);
			world.press('button', 40e6); // the device has been off since second 15
		},
	});
	t.deepEqual(run.console, ['presses: 1', 'presses: 2', 'good night', 'presses: 3', 'good night']);
	t.is(run.wakesBy('off:button'), 1);
});
