// Wake sources that the board can serve: they build, and the world ends off by them.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';

test.serial('where the clock runs in off, it ends off at its moment, or a pin before it does', async t => {
	const run = await simulate({
		app: join(import.meta.dirname, 'apps/heartbeat'),
		board: 'esp32s3-devkitc',
		for: '36s',
		setup: world => world.press('button', 25_000_000, 1000),
	});
	t.deepEqual(run.violations, []);
	t.deepEqual(
		run.wakes.map(({cause}) => cause),
		['power-on', 'off:timer', 'off:timer', 'off:button', 'off:timer'],
	);
	t.is(run.console[0], '1 power-on false 0 true');
	t.regex(run.console[1]!, /^2 timer true 100\d\d true$/);
	t.is(run.console[3], '4 pin true 25000 true');
});
