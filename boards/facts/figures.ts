// Figures: one number with its unit, range, source and mark; tables of them, and figures that are sums of rows.

import {CatnapError} from '../../lib/errors.ts';

/** How far a figure may be trusted, strongest first; a sum is as weak as its weakest part. */
export const marks = [
	'measured',
	'product spec',
	'datasheet',
	'measured by someone',
	'datasheet, quoted by a third party',
	'product spec of a sister part',
	'computed from other rows',
	'given by the app',
	'from memory, unverified',
] as const;

/** `measured` is the user's own board, `given by the app` a current of a chip of the user's; all others come with Catnap. */
export type Mark = (typeof marks)[number];

/** Units: uA (current), uC (charge of one event), us (duration). */
export type Unit = 'uA' | 'uC' | 'us';

/** How often a row counts in a sum. */
export type Terms = Readonly<Record<string, number>>;

/** One figure with where it comes from. */
export interface Figure {
	readonly typ: number;
	readonly unit: Unit;
	readonly mark: Mark;
	readonly source: string;
	/** @default typ alone */
	readonly range?: readonly [number, number];
	/** The rows of the board's table that it is made of: a new value of a row makes a new figure. */
	readonly terms?: Terms;
}

/** A row of a fact sheet. */
export interface Row extends Figure {
	/** What it is the current, charge or time of. */
	readonly state: string;
	/** Under which conditions it holds. */
	readonly conditions?: string;
}

/** Rows by the id that they have in the fact sheet. */
export type Rows = Readonly<Record<string, Row>>;

/** A row of a table in one line. */
export function row(
	state: string,
	typ: number,
	unit: Unit,
	mark: Mark,
	source: string,
	{range, conditions}: {readonly range?: readonly [number, number]; readonly conditions?: string} = {},
): Row {
	return {state, typ, unit, mark, source, ...(range && {range}), ...(conditions && {conditions})};
}

/** The weaker of two marks. */
export function weaker(a: Mark, b: Mark): Mark {
	return marks[Math.max(marks.indexOf(a), marks.indexOf(b))]!;
}

/** The weakest mark of all; of none it is the strongest. */
export function weakest(all: readonly Mark[]): Mark {
	return all.reduce(weaker, marks[0]);
}

export function lowOf({range, typ}: Figure): number {
	return range?.[0] ?? typ;
}

export function highOf({range, typ}: Figure): number {
	return range?.[1] ?? typ;
}

/** A figure that costs nothing, with the reason. */
export function nothing(unit: Unit, reason: string): Figure {
	return {typ: 0, unit, mark: marks[0], source: reason};
}

/** A figure made of rows: each times its factor, added. What is subtracted may not make it negative. */
export function sumOf(rows: Rows, terms: Terms, unit: Unit, how?: string): Figure {
	const parts = Object.entries(terms).map(([id, times]) => ({id, times, figure: rowOf(rows, id)}));
	const bound = (side: 0 | 1): number =>
		parts.reduce((sum, {times, figure}) => {
			const isHigh = times > 0 === (side === 1);
			return sum + times * (isHigh ? highOf(figure) : lowOf(figure));
		}, 0);
	const typ = parts.reduce((sum, {times, figure}) => sum + times * figure.typ, 0);
	const [only] = parts;
	const isRow = parts.length === 1 && only!.times === 1;
	return {
		typ: tidy(typ),
		unit,
		mark: weakest(parts.map(({figure}) => figure.mark)),
		source: isRow ? `${only!.id}: ${only!.figure.source}` : (how ?? parts.map(({id}) => id).join(', ')),
		range: [tidy(bound(0)), tidy(bound(1))],
		terms,
	};
}

/** The same figure after rows have changed. */
export function renew(rows: Rows, figure: Figure): Figure {
	return figure.terms === undefined ? figure : sumOf(rows, figure.terms, figure.unit, figure.source);
}

function rowOf(rows: Rows, id: string): Row {
	const found = rows[id];
	if (found) return found;
	throw new CatnapError('BAD_BOARD', {
		which: 'row',
		expected: Object.keys(rows).join(', '),
		received: id,
	});
}

/** Without the dust of floating point, and not below nothing. */
function tidy(value: number): number {
	return Math.max(0, Math.round(value * 1e9) / 1e9);
}
