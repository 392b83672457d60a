// Every app of this folder on the targets whose clock is the world's: what they say, and the same moments.

import test from 'ava';
import type {SimulationResult} from 'catnap/testing';
import {loadBoards} from '../../boards/facts/boards.ts';
import {apps, appsSay, run, suits} from './suite.ts';

const targets = (await loadBoards()).filter(board => board.simulator !== undefined && board.virtual);
const results = new Map(targets.map(({name}) => [name, new Map<string, SimulationResult>()]));
for (const board of targets) appsSay(board, apps, (app, result) => results.get(board.name)!.set(app, result));

// what needs a clock in off runs on chips only
for (const app of apps.filter(name => targets.some(board => suits(name, board)))) {
	test.serial(`app ${app} wakes at the same moments on all virtual targets`, t => {
		const [first, ...others] = targets.map(({name}) => results.get(name)!.get(app));
		for (const other of others) {
			t.deepEqual(other?.wakes, first?.wakes);
			t.is(other?.inferences, first?.inferences);
			t.is(other?.awakeMs, first?.awakeMs);
		}
	});
	test.serial(`app ${app} gives the same result byte for byte when it runs again`, async t => {
		t.is(JSON.stringify(await run(app, 'host')), JSON.stringify(results.get('host')!.get(app)));
	});
}
