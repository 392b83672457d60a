// The bench goes on after a model that the emulated board has no room for.
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {type Measure, runBench} from '../../tools/model/index.ts';
import {needsShared, sharedPath} from '../shared.ts';

needsShared(test, 'models')('a model without room is named with its limit, the others are measured', t => {
	const measure: Measure = file => {
		if (file.includes('kws'))
			throw new CatnapError('BENCH_ROOM', {board: 'bench', expected: 'at most 1', received: '2'});
		return {instructions: 1, codeBytes: 1, exact: true};
	};
	const {data, text, exitCode} = runBench({models: sharedPath('models'), measure});
	t.deepEqual(Object.keys(data.failed), ['kws']);
	t.regex(text, /kws: .*BENCH_ROOM[\s\S]*at most 1/);
	t.true(Object.keys(data.models).length >= 5);
	t.false('kws' in data.models);
	t.is(exitCode, 1);
});
