// A reconciliation as lines: the phases side by side, the totals, and the figures that would bring both together.

import type {Painter} from '../../lib/output.ts';
import type {Reconciliation} from './reconcile.ts';
import {number} from './table.ts';

const widths = [10, 12, 12, 12, 12, 7] as const;

export function measuredLines(
	{rows, total, bursts, offsetMs, rate, suggestion}: Reconciliation,
	paint: Painter,
): string[] {
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
			.join('  ')
			.trimEnd();
	const ratio = (value: number | undefined): string =>
		value === undefined ? 'unseen' : `${value.toFixed(2)} x`;
	const matched = `${bursts.matched} of ${bursts.estimated} bursts found`;
	const clock = `the log is ${offsetMs.toFixed(1)} ms behind, its wakes ${((rate - 1) * 100).toFixed(2)} % further apart`;
	return [
		`${paint('bold', 'measured')}   ${matched}; ${clock}`,
		paint('dim', line(['phase', 'estimate uA', 'measured uA', 'estimate uC', 'measured uC', 'ratio'])),
		...rows.map(({phase, estimated, measured, ratio: times}) =>
			line([
				phase,
				phase === 'wake' ? '' : number(estimated.uA),
				phase === 'wake' ? '' : number(measured.uA),
				number(estimated.uC),
				number(Math.max(0, measured.uC)),
				ratio(times),
			]),
		),
		line(['average', number(total.estimatedUa), number(total.measuredUa), '', '', ratio(total.ratio)]),
		'',
		'to bring the estimate there, save as own.json and give --figures own.json:',
		JSON.stringify(suggestion, null, '\t'),
	];
}
