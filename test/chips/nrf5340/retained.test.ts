// Retained records on the chip: a reset at any store of a write leaves the old value or the new one, never neither.

import test from 'ava';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const marks = {ready: 0, isr: 1} as const;
const missing = 0xff;
const blockBytes = 4096;

interface Seen {
	/** What the first record held before the write that is cut, and after it. */
	readonly before: number;
	readonly after: number;
}

/** One write after the other is cut, each one store later, until one ends before its cut. */
async function cutEach(
	first: 0 | 1,
): Promise<{readonly seen: Seen[]; readonly violations: string[]; readonly lines: string[]}> {
	const {machine, run, lines, violations} = await rig(
		buildFirmware('retained', {definitions: {FIRST: first}}),
	);
	const seen: Seen[] = [];
	let [stores, cutAt, before, isWriting, isCut] = [0, 1, -1, false, false];
	machine.observe('hal_mark', ([mark, value]) => {
		if (mark === marks.ready) isWriting = false;
		if (mark !== marks.isr) return;
		const [now, last] = [value & 0xff, value >>> 8];
		if (last !== 99) violations.push(`the other record holds ${last}`);
		if (isCut) seen.push({before, after: now});
		// a new record is new once: it needs a block without it
		const isNew = now !== missing;
		if (isCut && first === 0 && isNew) machine.powerCut();
		[stores, before, isWriting, isCut] = [0, now, first === 1 || !isNew, false];
	});
	machine.core.onStore(machine.elf.address('link_retained'), blockBytes, () => {
		if (!isWriting || ++stores !== cutAt) return;
		cutAt++;
		isCut = true;
		isWriting = false;
		machine.reset('soft');
	});
	let ends = 0;
	machine.observe('hal_reset', () => ends++);
	run(() => ends > 0 || machine.boots > 600);
	machine.close();
	return {seen, violations, lines: lines()};
}

withUnicorn(
	'a reset at any store of a write leaves the old value or the new one, with all records in use',
	async t => {
		const {seen, violations, lines} = await cutEach(1);
		t.deepEqual(violations, []);
		t.deepEqual(
			lines.filter(line => line.includes('panic')),
			[],
		);
		t.true(seen.length > 20, `${seen.length} stores`);
		for (const [index, {before, after}] of seen.entries())
			t.true(
				after === before || after === (before % 100) + 1,
				`store ${index + 1}: ${before} became ${after}`,
			);
		const taken = seen.filter(({before, after}) => after !== before).length;
		t.true(taken >= 1 && taken <= 3, `the last stores put the new value in force: ${taken}`);
	},
);

withUnicorn(
	'a reset at any store of the first write of a record leaves no record or the value, and no complaint',
	async t => {
		const {seen, violations, lines} = await cutEach(0);
		t.deepEqual(violations, []);
		t.deepEqual(
			lines.filter(line => line.includes('panic')),
			[],
		);
		t.true(seen.length > 20, `${seen.length} stores`);
		for (const [index, {before, after}] of seen.entries()) {
			t.is(before, missing);
			t.true(after === missing || after === 1, `store ${index + 1}: ${after}`);
		}
		t.is(seen.at(-1)!.after, 1);
	},
);
