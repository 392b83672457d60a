// The feature stages give what Edge Impulse's public blocks give: features-peer.json holds values that their Python code
// (github.com/edgeimpulse/processing-blocks at 9b0ceb2, fourth version of each block) gave for the windows below, once.
// It differs from ours where a level of mfe is 256: its byte wraps to 0, and ours stays 255. No window here has one.

import {readFileSync} from 'node:fs';
import test from 'ava';
import {FeatureStage} from '../../tools/model/feature-stage.ts';

interface Row {
	readonly name: string;
	readonly json: {readonly axes?: number};
	readonly count: number;
	readonly sum: number;
	readonly squares: number;
	/** Place and value of some. */
	readonly some: readonly (readonly [number, number])[];
}
const rows = JSON.parse(readFileSync(`${import.meta.dirname}/features-peer.json`, 'utf8')) as Row[];

/** Whole numbers from -1000 to 1000. */
function noise(count: number, seed: number): number[] {
	let state = seed;
	return Array.from({length: count}, () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
		return ((state >> 16) % 2001) - 1000;
	});
}

/** [100][3]. */
const motion = noise(300, 7).map((value, i) => {
	const saw = ((Math.floor(i / 3) * 37) % 200) * 8 - 800;
	return Math.trunc(value / 8) + saw + (i % 3) * 500;
});
const sound = noise(4000, 11).map((value, i) => value + (((i * 83) % 401) - 200) * 20);

/** float32 against float64; normalised cepstra of nearly equal frames lose most. */
const near = (got: number, expected: number, within: number) =>
	Math.abs(got - expected) <= within * Math.max(1, Math.abs(expected));

for (const {name, json, count, sum, squares, some} of rows) {
	test(`the stage "${name}" gives the values of Edge Impulse's block`, t => {
		const window = Int16Array.from(json.axes === undefined ? sound : motion);
		const got = new FeatureStage(json).values(window, 1);
		t.is(got.length, count);
		for (const [i, value] of some) t.true(near(got[i]!, value, 2e-4), `[${i}] ${got[i]}, not ${value}`);
		const total = got.reduce((a, b) => a + b, 0);
		t.true(near(total, sum, 1e-3), `their sum ${total}, not ${sum}`);
		const squared = got.reduce((a, b) => a + b * b, 0);
		t.true(near(squared, squares, 1e-4), `the sum of their squares ${squared}, not ${squares}`);
	});
}
