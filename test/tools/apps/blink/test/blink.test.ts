// Tests of an app for the tests of `catnap test`: one that passes and one that fails.
import test from 'ava';
import {simulate} from 'catnap/testing';

test('it blinks each second', async t => {
	const run = await simulate({for: '10s'});
	t.is(run.console.length, 9);
	t.is(run.wakesBy('timer'), 9);
});

test('it sings', async t => {
	const run = await simulate({for: '2s'});
	t.deepEqual(run.console, ['la la la']);
});
