// The words behind `npm test --`: steps, and of a suite the tests whose names hold a word.
import test from 'ava';
import {selectSteps} from '../../tools/dev/check/select.ts';
import type {Step} from '../../tools/dev/check/step.ts';

const run: Step['run'] = async () => ({passed: 0, failed: 0, skipped: 0, details: ''});
const steps: readonly Step[] = [
	{name: 'layers', run},
	{name: 'c', tests: () => ['test/c/pool_test.c', 'test/c/stream6_test.c', 'test/c/stream_test.c'], run},
	{name: 'ts', tests: () => ['test/sim/run.test.ts', 'test/tools/tap.test.ts'], options: ['--match'], run},
];

/** Each selected step with its files and flags. */
function selected(...words: string[]) {
	return selectSteps(words, steps).map(({step, chosen}) => [step.name, ...chosen.files, ...chosen.flags]);
}

test('without words every step runs whole', t => {
	t.deepEqual(selected(), [['layers'], ['c'], ['ts']]);
});

test('steps run in the order of the table, whatever the order of the words', t => {
	t.deepEqual(selected('c', 'layers'), [['layers'], ['c']]);
});

test('a word behind a suite chooses the tests whose path holds it', t => {
	t.deepEqual(selected('c', 'stream'), [['c', 'test/c/stream6_test.c', 'test/c/stream_test.c']]);
	t.deepEqual(selected('ts', './test/tools/tap.test.ts'), [['ts', 'test/tools/tap.test.ts']]);
	t.deepEqual(selected('ts', 'tap', 'c'), [['c'], ['ts', 'test/tools/tap.test.ts']]);
});

test('the value of an option may be the name of a step', t => {
	t.deepEqual(selected('ts', 'run', '--match', 'c'), [['ts', 'test/sim/run.test.ts', '--match', 'c']]);
});

test('a wrong name says what exists', t => {
	const expected = {code: 'NO_STEP', message: /expected: layers, c, ts\n {2}received: nope/};
	t.throws(() => selected('nope'), expected);
	t.throws(() => selected('layers', 'nope'), expected);
	t.throws(() => selected('c', 'nope'), {code: 'NO_TEST', message: /test\/c\/: pool stream6 stream\n/});
	t.throws(() => selected('ts', 'nope'), {
		code: 'NO_TEST',
		message: /test\/tools\/: tap\n {4}--match <title>/,
	});
	t.throws(() => selected('ts', 'tap', '--match'), {code: 'NO_VALUE'});
});
