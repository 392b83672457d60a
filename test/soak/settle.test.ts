// Promises of a device that sleeps long, settled at the very moment at which the engine asks the watchdog.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';

test('the time asleep does not count as time in a script when a promise is settled', async t => {
	const app = join(import.meta.dirname, 'settle');
	const {console: lines} = await simulate({app, target: 'host', for: '1h'});
	t.deepEqual(lines, ['120 windows']);
});
