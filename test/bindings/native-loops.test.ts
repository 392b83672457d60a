// The loops inside the engine ask the script watchdog.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';

test('every loop over elements that are not there is ended by the script watchdog, and the app goes on', async t => {
	t.timeout(280_000);
	const {console: lines} = await simulate({
		app: join(import.meta.dirname, '../tools/apps/native-loops'),
		for: '20min',
	});
	t.is(lines.at(-1), 'the app goes on');
	t.deepEqual(
		lines.filter(line => line.endsWith('came back')),
		[],
	);
	const names = lines.filter(line => /^\w+$/.test(line));
	const ends = lines.filter(line => line.startsWith('Uncaught InternalError: the script watchdog'));
	const full = lines.filter(line => line.startsWith('Uncaught Error: out of memory'));
	t.is(names.length, 26);
	t.is(full.length, 3, 'what stores each element fills the pool first');
	t.is(ends.length, names.length - full.length);
});
