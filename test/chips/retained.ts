// Retained records on a chip: a reset at any store of a write leaves the old value or the new one, never neither. One suite for
// each chip that is flashed.

import test from 'ava';

/** A chip with firmware/retained.c. */
export interface RetainedRig {
	/** Call back at each of its marks. */
	onMark(run: (mark: number, value: number) => void): void;
	/** Call back at each store to the block of records. */
	onStore(bytes: number, run: () => void): void;
	/** Call back where the firmware resets by itself. */
	onEnd(run: () => void): void;
	reset(): void;
	powerCut(): void;
	boots(): number;
	run(done: () => boolean): void;
	lines(): string[];
	readonly violations: string[];
	close(): void;
}

/** `first`: whether the record is there at power-on. Undefined: it cannot run here. */
export type OpenRetained = ((first: 0 | 1) => Promise<RetainedRig>) | undefined;

const marks = {ready: 0, isr: 1} as const;
const missing = 0xff;
const blockBytes = 4096;

interface Seen {
	/** What the first record held before the write that is cut, and after it. */
	readonly before: number;
	readonly after: number;
}

interface Outcome {
	readonly seen: readonly Seen[];
	readonly violations: readonly string[];
	readonly lines: readonly string[];
}

/** One write after the other is cut, each one store later, until one ends before its cut. */
async function cutEach(open: NonNullable<OpenRetained>, first: 0 | 1): Promise<Outcome> {
	const rig = await open(first);
	const {violations} = rig;
	const seen: Seen[] = [];
	let [stores, cutAt, before, isWriting, isCut] = [0, 1, -1, false, false];
	rig.onMark((mark, value) => {
		if (mark === marks.ready) isWriting = false;
		if (mark !== marks.isr) return;
		const [now, last] = [value & 0xff, value >>> 8];
		if (last !== 99) violations.push(`the other record holds ${last}`);
		if (isCut) seen.push({before, after: now});
		// a new record is new once: it needs a block without it
		const isNew = now !== missing;
		if (isCut && first === 0 && isNew) rig.powerCut();
		[stores, before, isWriting, isCut] = [0, now, first === 1 || !isNew, false];
	});
	rig.onStore(blockBytes, () => {
		if (!isWriting || ++stores !== cutAt) return;
		cutAt++;
		isCut = true;
		isWriting = false;
		rig.reset();
	});
	let ends = 0;
	rig.onEnd(() => ends++);
	rig.run(() => ends > 0 || rig.boots() > 600);
	rig.close();
	return {seen, violations, lines: rig.lines()};
}

export function retainedSays(open: OpenRetained): void {
	const on = open === undefined ? test.skip : test;

	on(
		'a reset at any store of a write leaves the old value or the new one, with all records in use',
		async t => {
			t.timeout(240_000);
			const {seen, violations, lines} = await cutEach(open!, 1);
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

	on(
		'a reset at any store of the first write of a record leaves no record or the value, and no complaint',
		async t => {
			t.timeout(240_000);
			const {seen, violations, lines} = await cutEach(open!, 0);
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
}
