// The app as its user would test it: a recording in, console lines out.

import test from 'ava';
import {Sound, simulate} from 'catnap/testing';

test('both noises of the demo are loud, and after each it is quiet', async t => {
	const run = await simulate({sound: 'traces/demo.wav', for: '2500ms'});
	const said = run.console.map(line => line.replace(/ \(\d+\)/, ''));
	t.deepEqual(said, ['loud', 'quiet', 'loud', 'quiet']);
});

test('silence is silent', async t => {
	const run = await simulate({sound: Sound.of(() => 0, 16_000, 3), for: '3s'});
	t.deepEqual(run.console, []);
});
