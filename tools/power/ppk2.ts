// A current log as the Power Profiler Kit II writes it: `Timestamp(ms),Current(uA),D0-D7`, one sample a line.

import {CatnapError, type Which} from '../../lib/errors.ts';
import {longestTextMb, readText, withoutMark} from '../../lib/read.ts';
import {decimal, lineCount, linesOf} from '../../lib/table-text.ts';

export interface CurrentLog {
	readonly samples: number;
	/** Moments in microseconds, rising, from 0. */
	readonly us: Float64Array;
	readonly uA: Float64Array;
}

const head = /^"?Timestamp ?\(ms\)"?,"?Current ?\((uA|µA|μA|mA|nA)\)"?(,|$)/i;
const scale: Readonly<Record<string, number>> = {ua: 1, µa: 1, μa: 1, ma: 1000, na: 0.001};
const leastSamples = 100;
/** A thousand amperes: no board draws them. */
const mostUa = 1e9;

/** @throws {CatnapError} NO_CURRENT_LOG, BAD_CURRENT_LOG */
export function readCurrentLog(path: string): CurrentLog {
	return parseCurrentLog(readText(path, {code: 'NO_CURRENT_LOG', longestMb: longestTextMb}), path);
}

/** Read the text of a log; `where` is its path for errors. */
export function parseCurrentLog(text: string, where: string): CurrentLog {
	const lines = linesOf(withoutMark(text));
	const [first] = lines.next().value ?? [''];
	const unit = head.exec(first)?.[1]?.toLowerCase();
	if (unit === undefined)
		throw bad(where, 1, 'header', 'Timestamp(ms),Current(uA),D0-D7', first.slice(0, 80) || 'nothing');
	const names = (first as string).split(',').map(name => name.replaceAll(/["\s]/g, '').toLowerCase());
	const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
	if (twice !== undefined) throw bad(where, 1, 'twice', `one column ${twice}`, first);
	const cells = names.length;
	const most = lineCount(text);
	const us = new Float64Array(most);
	const uA = new Float64Array(most);
	let samples = 0;
	let last = 1;
	for (const [line, number] of lines) {
		last = number;
		if (line === '') continue;
		const row = line.split(',');
		const [ms, current = ''] = row;
		us[samples] = cell(ms!, where, number, 'Timestamp(ms)') * 1000;
		uA[samples] = cell(current, where, number, 'Current') * scale[unit]!;
		// with decimal commas a number is two cells
		if (row.length !== cells) throw bad(where, number, 'cells', `${cells} cells: ${first}`, line);
		if (samples > 0 && us[samples]! <= us[samples - 1]!) {
			const before = `more than ${us[samples - 1]! / 1000} ms, the moment of the line before`;
			throw bad(where, number, 'order', before, `${ms} ms`);
		}
		if (Math.abs(uA[samples]!) > mostUa)
			throw bad(where, number, 'size', `-${mostUa} to ${mostUa} uA`, `${current} ${unit}`);
		samples++;
	}
	if (samples < leastSamples)
		throw bad(where, last, 'short', `${leastSamples} samples or more`, `${samples}`);
	const startUs = us[0]!;
	return {samples, us: us.subarray(0, samples).map(moment => moment - startUs), uA: uA.subarray(0, samples)};
}

function cell(text: string, where: string, line: number, column: string): number {
	const value = decimal(text);
	if (value !== undefined) return value;
	throw new CatnapError('BAD_CURRENT_LOG', {
		which: 'number',
		column,
		where: `${where}:${line}`,
		expected: 'a number',
		received: text.trim() || 'nothing',
	});
}

function bad(
	where: string,
	line: number,
	which: Exclude<Which<'BAD_CURRENT_LOG'>, 'number'>,
	expected: string,
	received: string,
): CatnapError {
	return new CatnapError('BAD_CURRENT_LOG', {which, where: `${where}:${line}`, expected, received});
}
