// `catnap board`: what it says of each board and of an app's own, and its drawing.

import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {boardOf} from '../../tools/build/own-board.ts';
import {boardLines, boardSvg, pinRows} from '../../tools/report/board.ts';

test('every pin of every board is in its table and in its drawing', async t => {
	for (const board of await loadBoards()) {
		const rows = pinRows(board);
		t.deepEqual(rows.map(({name}) => name).sort(), Object.keys(board.pins).sort());
		const svg = boardSvg(board);
		for (const name of Object.keys(board.pins)) {
			t.true(
				boardLines(board).some(line => line.startsWith(`${name} `)),
				`${board.name}: ${name}`,
			);
			t.true(svg.includes(`>${name}  `), `${board.name}: ${name}`);
		}
		t.is(svg.match(/<text/g)?.length, 2 + 2 * rows.length);
	}
});

test('what draws nothing by definition is not called measured, and floor and retention have their rows', async t => {
	const boards = await loadBoards();
	const lines = boardLines(boards.find(({name}) => name === 'nrf5340dk')!);
	t.true(lines.some(line => /^cpu +deep +0 uA +System ON in low power: floor and retention/.test(line)));
	t.true(
		lines.some(line => /^floor +asleep +[\d.]+ uA +\S/.test(line)),
		lines.join('\n'),
	);
	t.true(lines.some(line => /^retention +on +[\d.]+ uA +\S/.test(line)));
	for (const board of boards)
		t.deepEqual(
			boardLines(board).filter(line => / 0 uA +measured$/.test(line)),
			[],
		);
});

test('an own board shows its hash, its buses and what its pins are wired to', async t => {
	const board = await boardOf('test/apps/own-board', 'host', undefined);
	const lines = boardLines(board);
	t.is(lines[0], `nrf5340dk: Greenhouse, wiring ${board.own!.hash}`);
	const row = (name: string) => pinRows(board).find(pin => pin.name === name);
	t.like(row('scl1'), {place: 'P1.01', wiredTo: 'i2c1 scl', endsOff: 'no'});
	t.like(row('reed'), {place: 'P1.09', wiredTo: 'pull up, active low', endsOff: 'low'});
	t.like(row('d9'), {wiredTo: 'imu interrupt', endsOff: 'high'});
	t.like(row('d10'), {place: 'P1.12', wiredTo: '-', endsOff: 'high'});
	t.true(
		lines.some(line => /^i2c1 +i2c +250000 Hz$/.test(line)),
		lines.join('\n'),
	);
	t.true(
		lines.some(line => /^i2c0 +i2c +100000 Hz +imu: lis2dh12 at 0x18$/.test(line)),
		lines.join('\n'),
	);
});

test('what free pins can be used for stands with its limits and their source, and what it draws', async t => {
	const board = (await loadBoards()).find(({name}) => name === 'nrf5340dk')!;
	const lines = boardLines(board);
	for (const text of [
		/^PWM +4 +4 to 5333333 Hz +nRF5340 product specification/,
		/^PulseCount +3 +32 bits +TIMER0 to TIMER2/,
		/^pwm +on +750 uA +\S/,
		/^count +on +16 uA +\S/,
	])
		t.true(
			lines.some(line => text.test(line)),
			`${text}`,
		);
	const {pwm: _pwm, pulse: _pulse, ...without} = board;
	t.false(boardLines(without).some(line => line.startsWith('on free pins')));
});
