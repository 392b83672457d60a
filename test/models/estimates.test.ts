// Estimates of instructions against counts: networks, and models of every kind of operator that no weight was fitted to.
// test/models/estimates.ts counts again what counted.json holds.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {drawModel, heldOut, kinds} from './random-models.ts';

type Counted = readonly (readonly [kind: number, number: number, instructions: number])[];
const counted = JSON.parse(readFileSync(new URL('counted.json', import.meta.url), 'utf8')) as Counted;

test('of 100 models that were not fitted to, the estimate is within 5 % of the count for 95 or more', t => {
	const off: string[] = [];
	for (const [kind, number, instructions] of counted) {
		const {cost} = drawModel(kind, number, heldOut.seed)!;
		const error = instructions === 0 ? cost : cost / instructions - 1;
		if (Math.abs(error) > 0.05)
			off.push(`${(100 * error).toFixed(0)} % ${instructions} ${JSON.stringify(kinds[kind])}`);
	}
	const share = 1 - off.length / counted.length;
	t.log(`${(100 * share).toFixed(1)} % of ${counted.length} within 5 %`);
	t.true(share >= 0.95, off.join('\n'));
});
