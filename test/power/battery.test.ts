// The battery of the world: voltage by charge and load, brown-out, and the table by which a device reads it back.

import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {chargeTable, runningUa, terminalMv} from '../../boards/facts/battery.ts';
import {type CellFact, cells} from '../../boards/facts/cells.ts';
import board from '../../boards/host/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {World} from '../../sim/world.ts';

const app = join(import.meta.dirname, '../apps/battery');

test('the terminals give less under load and the emptier the cell is, without a step at its end', t => {
	for (const cell of Object.values<CellFact>(cells)) {
		for (let drawn = 0; drawn < 1.1; drawn += 0.01) {
			t.true(terminalMv(cell, drawn, 3000) < terminalMv(cell, drawn, 0));
			t.true(terminalMv(cell, drawn + 0.01, 1000) <= terminalMv(cell, drawn, 1000));
		}
		t.true(Math.abs(terminalMv(cell, 0.9999, 0) - terminalMv(cell, 1.0001, 0)) < 5);
	}
	// 15 ohm when fresh
	t.is(Math.round(terminalMv(cells.CR2032, 0, 10_000)), 3200 - 150);
});

test('the table of a board rises and is that of its cell at the current of the running core', t => {
	const table = chargeTable(board);
	t.deepEqual(
		table.map(([, left]) => left),
		[0, 0.05, 0.15, 0.3, 0.95, 1],
	);
	for (const [index, [millivolts]] of table.entries())
		t.true(index === 0 || millivolts > table[index - 1]![0]);
	t.is(table.at(-1)![0], Math.round(terminalMv(cells.CR2032, 0, runningUa(board))));
	const {supply: _, ...without} = board;
	t.deepEqual(chargeTable(without), []);
});

test('what the ledger counts empties the cell', t => {
	const world = new World({board, forUs: 1e15, battery: {cell: 'CR2032', chargedTo: 0.8}});
	world.boot();
	const hours = 10;
	world.clock.advanceTo(hours * 3600e6);
	const drawn = (world.ledger.uA * hours) / 1000 / 225 + (0.01 * hours) / 8766;
	t.true(Math.abs(world.battery!.left(world.nowUs) - (0.8 - drawn)) < 1e-9);
	t.deepEqual(world.battery!.report(world.nowUs).cell, 'CR2032');
});

test('a cell that no longer feeds the running core ends the run and says why', t => {
	const world = new World({board, forUs: 1e15, battery: {cell: 'CR2032', chargedTo: 0.0001}});
	world.boot();
	const error = t.throws(() => world.clock.advanceTo(1e14))!;
	t.regex(
		(error as Error & {reason: string}).reason,
		/^brown-out: the CR2032 gives 1699 mV at \d+ uA, the chip needs 1700 mV$/,
	);
	t.is(world.ended, (error as Error & {reason: string}).reason);
});

test('a cell that feeds a sleeping chip fails when the core wakes', t => {
	const world = new World({board, forUs: 1e15, battery: {cell: 'CR2032'}});
	world.boot();
	world.ledger.enter('cpu', 'deep', world.nowUs);
	world.powerBy({cell: 'CR2032', chargedTo: 0});
	world.clock.advanceTo(25e6);
	t.true(world.supplyMv > 1900);
	world.powerBy({cell: 'CR2032', chargedTo: 0});
	// 60 ohm when empty: 5 mA more are 300 mV less
	world.ledger.add(
		'radio',
		{off: {...board.energy.cpu.run, typ: 0}, on: {...board.energy.cpu.run, typ: 5500}},
		'off',
		world.nowUs,
	);
	world.ledger.enter('radio', 'on', world.nowUs);
	t.throws(() => world.clock.advanceTo(world.nowUs + 1), {message: /brown-out/});
});

const wrong: Readonly<Record<string, readonly [object, string]>> = {
	'a cell that nobody knows': [{cell: 'D'}, 'D'],
	'more than full': [{cell: 'CR2032', chargedTo: 1.2}, '1.2'],
	'a voltage that the chip does not bear': [{cell: 'LiPo'}, '4200 mV'],
};
for (const [what, [battery, received]] of Object.entries(wrong)) {
	test(`${what} is refused`, t => {
		const error = t.throws<CatnapError>(() => new World({board, forUs: 1, battery: battery as never}))!;
		t.is(error.code, 'BAD_BATTERY');
		t.is(error.facts.received, received);
	});
}

test('an app reads within two per cent what the world has put in', async t => {
	for (const chargedTo of [0.9995, 0.97, 0.25, 0.1, 0.02]) {
		const run = await simulate({app, for: '2s', setup: world => world.powerBy({cell: 'CR2032', chargedTo})});
		const read = Number(/^(\d+) %/.exec(run.console[0] ?? '')?.[1]);
		t.true(Math.abs(read - 100 * chargedTo) <= 2, `${read} % for ${chargedTo}`);
	}
});

test('an app on an empty cell ends by a brown-out, and the result tells of the cell', async t => {
	const battery = {cell: 'CR2032', chargedTo: 0} as const;
	const setup = (world: World): void => {
		world.at(1_200_000, () =>
			world.ledger.add('leak', {on: {...board.energy.cpu.run, typ: 9000}}, 'on', world.nowUs),
		);
	};
	const run = await simulate({app, for: '20s', battery, setup});
	t.regex(run.ended, /^brown-out: the CR2032 gives 1\d{3} mV/);
	t.true(run.virtualMs < 3000);
	t.is(run.battery?.left, 0);
	t.true(run.battery!.millivolts < 1700);
});
