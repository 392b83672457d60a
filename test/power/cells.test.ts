// Cells: the table is sound, and life follows from charge, current and self-discharge.

import test from 'ava';
import {
	type CellFact,
	cellNames,
	cells,
	cellVolts,
	lifeHours,
	selfDischargeUa,
} from '../../boards/facts/cells.ts';

for (const name of cellNames) {
	test(`the figures of ${name} are ordered and its voltage falls from full to cut-off`, t => {
		const cell: CellFact = cells[name];
		for (const {typ, range, source} of [cell.capacity, cell.selfDischarge, cell.resistance]) {
			t.true(range[0] <= typ && typ <= range[1] && source.length > 5);
		}
		t.is(cell.curve[0]![0], 0);
		t.is(cell.curve.at(-1)![0], 1);
		t.is(cell.curve.at(-1)![1], cell.cutOffV);
		for (const [index, [share, volts]] of cell.curve.entries()) {
			if (index === 0) continue;
			t.true(share > cell.curve[index - 1]![0] && volts < cell.curve[index - 1]![1]);
		}
	});
}

test('the voltage between two points of the curve lies on the line between them', t => {
	t.is(cellVolts(cells.CR2032, 0), 3.2);
	t.is(cellVolts(cells.CR2032, 0.025), 3.1);
	t.is(cellVolts(cells.CR2032, 1), 2);
	t.is(cellVolts(cells.CR2032, 7), 2);
});

test('self-discharge shortens a life that the current alone would make longer', t => {
	const life = lifeHours(cells.CR2032, {low: 8, typ: 10, high: 12});
	t.is(Math.round(life.typ), Math.round(225_000 / (10 + selfDischargeUa(cells.CR2032))));
	t.true(life.low < life.typ && life.typ < life.high);
	t.true(life.typ < 22_500);
	t.is(lifeHours(cells.LiPo, {low: 0, typ: 0, high: 0}).typ, 8766 / 0.25);
});
