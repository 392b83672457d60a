// A short run of the fuzz targets; test/long/model-fuzz.ts does the long one.
import test from 'ava';
import {fuzzBoth} from './fuzz.ts';

test('5,000 mutated models and 20,000 mutated plans end in a plan or a clear error', async t => {
	const {models, plans} = await fuzzBoth(5000, 20_000, 1);
	t.is(models.models, 5000);
	t.true(models.compiled > 100 && models.refused > 100);
	t.true(models.slowestMs < 5000);
	t.is(plans.plans, 20_000);
	t.true(plans.ran > 1000 && plans.refused > 1000);
});
