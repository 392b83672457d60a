// What a run drew, as rows: each part in each state, its time, share, average current, charge a day and mark.

import {formatDuration} from '../../lib/duration.ts';
import type {Painter} from '../../lib/output.ts';
import type {EnergyReport, LedgerEntry} from '../../sim/world/energy.ts';

export interface PowerRow {
	readonly item: string;
	readonly state: string;
	readonly us: number;
	/** Times an event happened; absent for a state. */
	readonly count?: number;
	/** Share of the charge, 0 to 1. */
	readonly share: number;
	/** Spread over the whole run. */
	readonly averageUa: number;
	readonly uAhPerDay: number;
	readonly mark: string;
	readonly source: string;
}

/** Rows that cost something, by part in the order of the ledger, the most expensive state of a part first. */
export function powerRows({ledger}: EnergyReport, virtualMs: number): PowerRow[] {
	const total = ledger.reduce((sum, {uC}) => sum + uC, 0);
	const items = [...new Set(ledger.map(({item}) => item))];
	const rows = ledger
		.filter(({highUc}) => highUc > 0)
		.sort((a, b) => items.indexOf(a.item) - items.indexOf(b.item) || b.uC - a.uC);
	return rows.map(entry => powerRow(entry, total, virtualMs));
}

function powerRow(
	{item, state, us, count, uC, mark, source}: LedgerEntry,
	total: number,
	virtualMs: number,
): PowerRow {
	const averageUa = virtualMs > 0 ? (uC * 1000) / virtualMs : 0;
	return {
		item,
		state,
		us,
		...(count === undefined ? {} : {count}),
		share: total > 0 ? uC / total : 0,
		averageUa,
		uAhPerDay: averageUa * 24,
		mark,
		source,
	};
}

const columns = ['part', 'state', 'time', 'share', 'uA', 'uAh/day', 'figure'] as const;
const rightAligned = new Set<string>(['time', 'share', 'uA', 'uAh/day']);

/** The rows as an aligned table with a head. */
export function tableLines(rows: readonly PowerRow[], paint: Painter): string[] {
	const cells = rows.map((row, index) => [
		rows[index - 1]?.item === row.item ? '' : row.item,
		row.state,
		row.count === undefined ? formatDuration(row.us / 1000) : `${row.count} x`,
		`${(row.share * 100).toFixed(1)} %`,
		number(row.averageUa),
		number(row.uAhPerDay),
		row.mark,
	]);
	const widths = columns.map((name, at) => Math.max(name.length, ...cells.map(row => row[at]!.length)));
	const line = (texts: readonly string[]): string =>
		texts
			.map((text, at) =>
				rightAligned.has(columns[at]!) ? text.padStart(widths[at]!) : text.padEnd(widths[at]!),
			)
			.join('  ')
			.trimEnd();
	return [paint('dim', line(columns)), ...cells.map(line)];
}

/** Three digits that count, without an exponent. */
export function number(value: number): string {
	if (value === 0) return '0';
	if (value >= 1000) return String(Math.round(value));
	return value.toFixed(Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(value)))));
}
