// A million random sequences, and each broken instruction: the LX7 core against the core of Debian's QEMU.

import test from 'ava';
import {lx7Module} from '../../sim/cores/lx7/build.ts';
import {lx7With, mutations} from '../sim/lx7/mutations.ts';
import {describe, differences, moduleAt, runInCore, witnessOf} from '../sim/lx7/witness.ts';

/** As many as fit into the core's memory. */
const atOnce = 10_000;

test('a million random sequences leave the state that they leave in QEMU', async t => {
	t.timeout(3_600_000);
	const module = moduleAt(await lx7Module());
	for (let seed = 1; seed <= 100; seed++) {
		const witness = await witnessOf(seed, atOnce);
		const found = differences(witness.expected, runInCore(module, witness.image));
		t.is(found.length, 0, found.length === 0 ? '' : describe(witness, found));
	}
});

test('the witness sees each of ten broken instructions', async t => {
	const {expected, image} = await witnessOf(1, atOnce);
	for (const mutation of mutations) {
		const received = runInCore(moduleAt(await lx7With(mutation)), image);
		t.true(
			differences(expected, received).some(one => one.sequence >= 0),
			mutation.what,
		);
	}
	t.is(mutations.length, 10);
});
