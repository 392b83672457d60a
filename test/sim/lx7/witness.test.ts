// Random sequences of instructions leave the same registers and memory in our core and in Debian's QEMU.

import test from 'ava';
import {lx7Module} from '../../../sim/cores/lx7/build.ts';
import {lx7With, mutations} from './mutations.ts';
import {describe, differences, moduleAt, runInCore, type Witness, witnessOf} from './witness.ts';

let witness: Promise<Witness> | undefined;
/** One start of QEMU serves all tests. */
const tenThousand = () => (witness ??= witnessOf(20261130, 10_000));

test('ten thousand random sequences leave the state that they leave in QEMU', async t => {
	const {expected, image, ...rest} = await tenThousand();
	const received = runInCore(moduleAt(await lx7Module()), image);
	const found = differences(expected, received);
	t.is(found.length, 0, found.length === 0 ? '' : describe({expected, image, ...rest}, found));
});

for (const mutation of mutations.slice(0, 2)) {
	test(`the witness sees a core in which ${mutation.what}`, async t => {
		const {expected, image} = await tenThousand();
		const received = runInCore(moduleAt(await lx7With(mutation)), image);
		t.true(differences(expected, received).some(one => one.sequence >= 0));
	});
}
