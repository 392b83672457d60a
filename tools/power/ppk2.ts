// A current log as the Power Profiler Kit II writes it: `Timestamp(ms),Current(uA),D0-D7`, one sample a line.

import {CatnapError, type Which} from '../../lib/errors.ts';

export interface CurrentLog {
	readonly samples: number;
	/** Moments in microseconds, rising, from 0. */
	readonly us: Float64Array;
	readonly uA: Float64Array;
}

const head = /^\uFEFF?"?Timestamp ?\(ms\)"?,"?Current ?\((uA|µA|μA|mA|nA)\)"?(,|$)/;
const scale: Readonly<Record<string, number>> = {uA: 1, µA: 1, μA: 1, mA: 1000, nA: 0.001};
const leastSamples = 100;

/** Read the text of a log; `where` is its path for errors. */
export function parseCurrentLog(text: string, where: string): CurrentLog {
	const first = text.indexOf('\n') < 0 ? text : text.slice(0, text.indexOf('\n'));
	const unit = head.exec(first.trim())?.[1];
	if (unit === undefined) {
		throw bad(where, 1, 'header', 'Timestamp(ms),Current(uA),D0-D7', first.trim().slice(0, 80));
	}
	const count = lines(text);
	const us = new Float64Array(count);
	const uA = new Float64Array(count);
	let samples = 0;
	let number = 1;
	for (let at = first.length + 1; at < text.length; number++) {
		const end = text.indexOf('\n', at);
		const line = text.slice(at, end < 0 ? text.length : end).trim();
		at = end < 0 ? text.length : end + 1;
		if (line === '') continue;
		const [ms, current] = line.split(',', 2);
		us[samples] = cell(ms, where, number + 1, 'Timestamp(ms)') * 1000;
		uA[samples] = cell(current, where, number + 1, 'Current') * scale[unit]!;
		if (samples > 0 && us[samples]! <= us[samples - 1]!) {
			const before = `more than ${us[samples - 1]! / 1000} ms, the moment of the line before`;
			throw bad(where, number + 1, 'order', before, `${ms} ms`);
		}
		samples++;
	}
	if (samples < leastSamples)
		throw bad(where, number, 'short', `${leastSamples} samples or more`, `${samples}`);
	const startUs = us[0]!;
	return {samples, us: us.subarray(0, samples).map(moment => moment - startUs), uA: uA.subarray(0, samples)};
}

function lines(text: string): number {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
	return count + 1;
}

function cell(text: string | undefined, where: string, line: number, column: string): number {
	const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
	if (Number.isFinite(value)) return value;
	throw new CatnapError('BAD_CURRENT_LOG', {
		which: 'number',
		column,
		where: `${where}:${line}`,
		expected: 'a number',
		received: text ?? 'nothing',
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
