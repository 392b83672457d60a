// The app as its user would test it: calls in, console lines out.

import test from 'ava';
import {Sound, simulate} from 'catnap/testing';

/** A whistled tone of each pitch in turn, a quarter of a second long, from second 1 on. */
const whistle = (...pitchesHz: readonly number[]) =>
	Sound.of(
		seconds => {
			const place = (seconds - 1) / 0.25;
			const hz = pitchesHz[Math.floor(place)] ?? 0;
			return (
				0.2 * Math.sin(2 * Math.PI * hz * seconds) * Math.min(1, 20 * (0.5 - Math.abs((place % 1) - 0.5)))
			);
		},
		16_000,
		3,
	);

const said = async (sound: Sound): Promise<string[]> => {
	const run = await simulate({sound, for: '4s'});
	return run.console.map(line => line.replace(/ \(\d+ %\)/, ''));
};

test('the scenario is met: two calls are understood, and beeps are none', async t => {
	const run = await simulate({scenario: 'scenario.yaml'});
	t.deepEqual(run.scenario?.failures, []);
	t.is(run.console.length, 2);
});

test('low then high switches the lamp on, high then low switches it off', async t => {
	t.deepEqual(await said(whistle(1000, 1600)), ['lamp on']);
	t.deepEqual(await said(whistle(1600, 1000)), ['lamp off']);
});

test('one tone, a tone twice and silence are no calls', async t => {
	for (const pitches of [[1000], [1600], [1200, 1200], []])
		t.deepEqual(await said(whistle(...pitches)), [], pitches.join());
});
