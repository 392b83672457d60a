// A million random sequences, and each broken instruction: the LX7 core against the core of Debian's QEMU.

import test from 'ava';
import {lx7Module} from '../../sim/cores/lx7/build.ts';
import type {Image} from '../sim/lx7/image.ts';
import {lx7With, mutations} from '../sim/lx7/mutations.ts';
import {describe, differences, moduleAt, NotDone, runInCore, witnessOf} from '../sim/lx7/witness.ts';

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
	t.timeout(600_000);
	const {expected, image} = await witnessOf(1, atOnce);
	for (const mutation of mutations) {
		const seen = sequencesSeen(expected, await lx7With(mutation), image);
		t.log(`${mutation.what}: ${seen}`);
		t.not(seen, 0, mutation.what);
	}
	t.is(mutations.length, 10);
});

/** How many sequences a core runs otherwise than QEMU; a core may also never come to the end of the program. */
function sequencesSeen(expected: Uint8Array, core: string, image: Image): number | 'never done' {
	try {
		const found = differences(expected, runInCore(moduleAt(core), image));
		return new Set(found.map(({sequence}) => sequence).filter(sequence => sequence >= 0)).size;
	} catch (error) {
		if (error instanceof NotDone) return 'never done';
		throw error;
	}
}
