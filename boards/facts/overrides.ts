// A user's own measurements in place of rows of a board's tables: checked, marked `measured`, and everything that is
// made of them computed again.

import {CatnapError, type Which} from '../../lib/errors.ts';
import {byNearness} from '../../lib/near.ts';
import {isObject} from '../../lib/read.ts';
import {type Figure, type Row, type Rows, renew, type Unit} from './figures.ts';
import type {BoardFacts, EnergyFacts, MicrophoneFact} from './schema.ts';

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
		const expected = 'an object: {"cpu_64": 3210}';
		throw new CatnapError('BAD_FIGURE', {which: 'file', where, expected, received: show(overrides)});
	}
	const ids = figureIds(board);
	const rows: Record<string, Row> = {...board.energy.rows};
	const sensors: Record<string, Record<string, Figure>> = {};
	for (const [name, energy] of consumers(board)) sensors[name] = {...energy};
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
		...(board.uartEnergy && {uartEnergy: renewed(rows, board.uartEnergy)}),
		...(board.pwm && {pwm: {...board.pwm, energy: renewed(rows, board.pwm.energy)}}),
		...(board.pulse && {pulse: {...board.pulse, energy: renewed(rows, board.pulse.energy)}}),
		...(board.microphone && {
			microphone: {
				...board.microphone,
				energy: sensors.microphone as MicrophoneFact['energy'],
				capture: renewed(rows, board.microphone.capture),
			},
		}),
		sensors: Object.fromEntries(
			Object.entries(board.sensors).map(([name, fact]) => [name, {...fact, energy: sensors[name]!}]),
		),
	};
}

/** Everything that can be replaced, with what it is now. */
export function figureIds(board: BoardFacts): Map<string, Figure> {
	const ids = new Map<string, Figure>(Object.entries(board.energy.rows));
	for (const [name, energy] of consumers(board)) {
		for (const [state, figure] of Object.entries(energy)) ids.set(`${name}.${state}`, figure);
	}
	return ids;
}

/** What draws current beside the chip, by its name in the ledger. */
function consumers({sensors, microphone}: BoardFacts): [string, Readonly<Record<string, Figure>>][] {
	const all = Object.entries(sensors).map(([name, {energy}]): [string, typeof energy] => [name, energy]);
	return microphone ? [...all, ['microphone', microphone.energy]] : all;
}

function renewAll(energy: EnergyFacts, rows: Rows): EnergyFacts {
	const {cpu, floor, retention, flash, wake} = energy;
	return {
		...energy,
		rows,
		cpu: renewed(rows, cpu),
		floor: renewed(rows, floor),
		retention: renewed(rows, retention),
		flash: renewed(rows, flash),
		wake: renewed(rows, wake),
	};
}

function renewed<State extends string>(rows: Rows, figures: Readonly<Record<State, Figure>>) {
	return Object.fromEntries(
		Object.entries<Figure>(figures).map(([state, figure]) => [state, renew(rows, figure)]),
	) as Record<State, Figure>;
}

function measured(id: string, old: Figure, override: unknown, where: string): Figure {
	const given = typeof override === 'number' ? {typ: override} : override;
	const bad = (which: Which<'BAD_FIGURE'>, expected: string, received: unknown): CatnapError =>
		new CatnapError('BAD_FIGURE', {which, id, where: `${where}, ${id}`, expected, received: show(received)});
	if (!isObject(given)) throw bad('figure', 'a number, or an object with typ', override);
	const odd = Object.keys(given).find(key => !keys.includes(key));
	if (odd !== undefined) throw bad('field', keys.join(', '), odd);
	const {typ, unit = old.unit, range, source = 'measured by the user', conditions} = given;
	if (unit !== old.unit) throw bad('unit', old.unit, unit);
	if (!isCharge(typ)) throw bad('figure', `a number of ${old.unit}, 0 to ${mostOf}`, typ);
	if (typeof source !== 'string') throw bad('source', 'a text', source);
	if (conditions !== undefined && typeof conditions !== 'string')
		throw bad('conditions', 'a text', conditions);
	if (range !== undefined && !isRange(range, typ)) throw bad('range', `[low, high] around ${typ}`, range);
	return {
		typ,
		unit: old.unit,
		mark: 'measured',
		source,
		range: range === undefined ? [typ, typ] : [range[0], range[1]],
		...(conditions === undefined ? {} : {conditions}),
	};
}

/** Of any unit: more is a mistake, and sums of more would have no end. */
const mostOf = 1e12;

function isCharge(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= mostOf;
}

function isRange(range: unknown, typ: number): range is [number, number] {
	if (!Array.isArray(range) || range.length !== 2 || !range.every(isCharge)) return false;
	const [low, high] = range as [number, number];
	return low <= typ && typ <= high;
}

function show(value: unknown): string {
	return value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
}

function unknown(board: string, ids: readonly string[], id: string, where: string): CatnapError {
	const near = byNearness(ids, id).slice(0, 4);
	return new CatnapError('NO_FIGURE', {
		board,
		where,
		expected: `one of ${ids.length} ids, such as ${near.join(', ')}`,
		received: id,
	});
}
