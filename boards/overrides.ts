// A user's own measurements in place of rows of a board's tables: checked, marked `measured`, and everything that is
// made of them computed anew.

import {CatnapError} from '../tools/errors.ts';
import type {BoardFacts, EnergyFacts} from './board.ts';
import {type Figure, type Row, type Rows, renew, type Unit} from './figures.ts';

/** A number in the row's own unit, or more about it. */
export type Override =
	| number
	| {
			readonly typ: number;
			readonly unit?: Unit;
			readonly range?: readonly [number, number];
			/** How it was measured. */
			readonly source?: string;
			readonly conditions?: string;
	  };

/** By the id of a row, or `<sensor>.<state>` for what a sensor draws. */
export type Overrides = Readonly<Record<string, Override>>;

const keys = ['typ', 'unit', 'range', 'source', 'conditions'];

/** The board with these figures instead of its own. `where` says in errors where they came from. */
export function withFigures<Facts extends BoardFacts>(
	board: Facts,
	overrides: unknown,
	where = 'figures',
): Facts {
	if (!isObject(overrides)) {
		throw bad(where, 'the figures are no object', 'an object: {"cpu_64": 3210}', show(overrides));
	}
	const ids = figureIds(board);
	const rows: Record<string, Row> = {...board.energy.rows};
	const sensors: Record<string, Record<string, Figure>> = {};
	for (const [name, sensor] of Object.entries(board.sensors)) sensors[name] = {...sensor.energy};
	for (const [id, override] of Object.entries(overrides)) {
		const old = ids.get(id);
		if (!old) throw unknown(board.name, [...ids.keys()], id, where);
		const figure = measured(id, old, override, where);
		const dot = id.indexOf('.');
		if (id in rows) rows[id] = {...rows[id]!, ...figure};
		else sensors[id.slice(0, dot)]![id.slice(dot + 1)] = figure;
	}
	return {
		...board,
		energy: renewAll(board.energy, rows),
		...(board.converter && {
			converter: {...board.converter, conversion: renew(rows, board.converter.conversion)},
		}),
		sensors: Object.fromEntries(
			Object.entries(board.sensors).map(([name, fact]) => [name, {...fact, energy: sensors[name]!}]),
		),
	};
}

/** Everything that can be replaced, with what it is now. */
export function figureIds({energy, sensors}: BoardFacts): Map<string, Figure> {
	const ids = new Map<string, Figure>(Object.entries(energy.rows));
	for (const [name, sensor] of Object.entries(sensors)) {
		for (const [state, figure] of Object.entries(sensor.energy)) ids.set(`${name}.${state}`, figure);
	}
	return ids;
}

function renewAll(energy: EnergyFacts, rows: Rows): EnergyFacts {
	const all = <States extends string>(figures: Readonly<Record<States, Figure>>) =>
		Object.fromEntries(
			Object.entries<Figure>(figures).map(([state, figure]) => [state, renew(rows, figure)]),
		) as Record<States, Figure>;
	const {cpu, floor, retention, flash, wake} = energy;
	return {
		...energy,
		rows,
		cpu: all(cpu),
		floor: all(floor),
		retention: all(retention),
		flash: all(flash),
		wake: all(wake),
	};
}

function measured(id: string, old: Figure, override: unknown, where: string): Figure {
	const given = typeof override === 'number' ? {typ: override} : override;
	const at = `${where}, ${id}`;
	if (!isObject(given))
		throw bad(at, `${id} is no figure`, 'a number, or an object with typ', show(override));
	const odd = Object.keys(given).find(key => !keys.includes(key));
	if (odd !== undefined) throw bad(at, `${id} has a field that means nothing`, keys.join(', '), odd);
	const {typ, unit = old.unit, range, source = 'measured by the user', conditions} = given;
	if (unit !== old.unit) throw bad(at, `${id} has another unit`, old.unit, show(unit));
	if (!isCharge(typ)) throw bad(at, `${id} is no figure`, `a number of ${old.unit}, 0 or more`, show(typ));
	if (typeof source !== 'string') throw bad(at, `the source of ${id} is no text`, 'a text', show(source));
	if (conditions !== undefined && typeof conditions !== 'string')
		throw bad(at, `the conditions of ${id} are no text`, 'a text', show(conditions));
	if (range !== undefined && !isRange(range, typ))
		throw bad(at, `the range of ${id} does not hold its typ`, `[low, high] around ${typ}`, show(range));
	return {
		typ,
		unit: old.unit,
		mark: 'measured',
		source,
		range: range === undefined ? [typ, typ] : [range[0], range[1]],
		...(conditions === undefined ? {} : {conditions}),
	};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCharge(value: unknown): value is number {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRange(range: unknown, typ: number): range is [number, number] {
	if (!Array.isArray(range) || range.length !== 2 || !range.every(isCharge)) return false;
	const [low, high] = range as [number, number];
	return low <= typ && typ <= high;
}

function show(value: unknown): string {
	return JSON.stringify(value) ?? String(value);
}

function bad(where: string, what: string, expected: string, received: string): CatnapError {
	return new CatnapError('BAD_FIGURE', {
		what,
		where,
		expected,
		received,
		todo: 'correct the figure; docs/energy.md says what may be in it',
	});
}

function unknown(board: string, ids: readonly string[], id: string, where: string): CatnapError {
	const near = [...ids]
		.map(name => ({name, far: distance(name.toLowerCase(), id.toLowerCase())}))
		.sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
		.slice(0, 4);
	return new CatnapError('NO_FIGURE', {
		what: `${board} has no figure ${id}`,
		where,
		expected: `one of ${ids.length} ids, such as ${near.map(({name}) => name).join(', ')}`,
		received: id,
		todo: 'catnap power <app> --json lists all of them under "figures"',
	});
}

/** Letters to change, add or drop between two words. */
function distance(a: string, b: string): number {
	let before = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(change, before[j]! + 1, row[j - 1]! + 1));
		}
		before = row;
	}
	return before[b.length]!;
}
