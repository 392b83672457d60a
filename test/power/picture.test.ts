// The current over time: pieces that hold all of the charge, and a picture of them that is the same twice.

import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {burstsOf, currentsOf} from '../../tools/power/currents.ts';
import {pictureOf} from '../../tools/power/svg.ts';

const fan = join(import.meta.dirname, '../../examples/fan-monitor');
const facts = {title: 'fan <1> & more', averageUa: 92, floorUa: 80, mark: 'datasheet'};
const record = () => simulate({app: fan, for: '6s', recordEnergy: true});

test.serial('pieces and charges hold all of the charge of the ledger, without gaps', async t => {
	const run = await record();
	const {pieces, charges} = currentsOf(run);
	const uC = pieces.reduce((sum, {fromUs, untilUs, uA}) => sum + (uA * (untilUs - fromUs)) / 1e6, 0);
	const events = charges.reduce((sum, charge) => sum + charge.uC, 0);
	const total = run.energy.ledger.reduce((sum, entry) => sum + entry.uC, 0);
	t.true(Math.abs(uC + events - total) < 1e-4, `${uC + events} of ${total}`);
	t.is(pieces[0]!.fromUs, 0);
	t.is(pieces.at(-1)!.untilUs, 6e6);
	for (const [index, {fromUs}] of pieces.entries()) if (index > 0) t.is(fromUs, pieces[index - 1]!.untilUs);
	t.is(burstsOf(pieces).length, run.wakeCount);
	t.is(pieces.filter(({phase}) => phase === 'inference').length, run.inferences);
});

test.serial('the picture of the same run is the same to the last byte', async t => {
	const [first, second] = [
		pictureOf(currentsOf(await record()), facts),
		pictureOf(currentsOf(await record()), facts),
	];
	t.is(first, second);
	t.true(first.length < 200_000, `${first.length} bytes`);
});

test.serial('the picture names its title, every phase and the mark, and draws every inference', async t => {
	const run = await record();
	const picture = pictureOf(currentsOf(run), facts);
	t.true(picture.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') && picture.endsWith('</svg>\n'));
	t.true(picture.includes('<title>fan &lt;1&gt; &amp; more</title>'));
	for (const word of [
		'sleep',
		'transfer',
		'compute',
		'inference',
		'wake',
		'datasheet',
		'average',
		'floor',
		'1 mA',
	])
		t.true(picture.includes(word), word);
	// a triangle each, and one more in the detail
	t.is(picture.match(/l4 12h-8z/g)?.length, run.inferences + 1);
	t.false(/NaN|Infinity|undefined/.test(picture));
});

test('a run without any wake has a picture, too', t => {
	const asleep = {fromUs: 0, untilUs: 1e6, uA: 4.5, phase: 'sleep', cpu: 'deep'} as const;
	const picture = pictureOf({pieces: [asleep], charges: [], untilUs: 1e6}, facts);
	t.false(/NaN|Infinity|undefined/.test(picture));
});
