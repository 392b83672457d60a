// Which measured burst is which estimated one: by their order, their lengths and a clock that may run at another rate.

import {CatnapError} from '../../lib/errors.ts';
import type {MeasuredBurst} from './bursts.ts';
import type {Burst} from './currents.ts';

export interface Match {
	readonly estimated: Burst;
	readonly measured: MeasuredBurst;
}

export interface Alignment {
	readonly matches: readonly Match[];
	/** Measured time over estimated time: the sensor's own clock decides when the device wakes. */
	readonly rate: number;
}

/** What the clocks of sensors may be off by. */
const rates = [0.8, 1.25] as const;
const leastMatches = 3;

/**
 * Try every shift between the two rows of bursts: a shift is good when one straight line maps the moments and the
 * lengths go together.
 */
export function align(
	estimated: readonly Burst[],
	measured: readonly MeasuredBurst[],
	where: string,
): Alignment {
	let best: {score: number; line: Line} | undefined;
	const lastShift = measured.length - Math.min(leastMatches, measured.length);
	const firstShift = Math.min(leastMatches, estimated.length) - estimated.length;
	for (let shift = firstShift; shift <= lastShift; shift++) {
		const pairs = pairsAt(estimated, measured, shift);
		if (pairs.length < Math.max(1, Math.min(leastMatches, estimated.length, measured.length))) continue;
		const line = lineThrough(pairs);
		if (line.rate < rates[0] || line.rate > rates[1]) continue;
		const score = scoreOf(pairs, line) - 0.02 * pairs.length;
		if (!best || score < best.score) best = {score, line};
	}
	const matches = best ? nearest(estimated, measured, best.line) : [];
	if (!best || matches.length === 0) {
		throw new CatnapError('NOT_ALIGNED', {
			where,
			expected: `bursts like the ${estimated.length} of the estimate`,
			received: `${measured.length} bursts above the sleep current`,
		});
	}
	return {matches, rate: lineThrough(matches).rate};
}

interface Line {
	readonly offsetUs: number;
	readonly rate: number;
}

function pairsAt(estimated: readonly Burst[], measured: readonly MeasuredBurst[], shift: number): Match[] {
	const pairs: Match[] = [];
	for (let at = Math.max(0, -shift); at < estimated.length && at + shift < measured.length; at++)
		pairs.push({estimated: estimated[at]!, measured: measured[at + shift]!});
	return pairs;
}

/** Least squares through the beginnings. */
function lineThrough(pairs: readonly Match[]): Line {
	const n = pairs.length;
	if (n === 1) return {rate: 1, offsetUs: pairs[0]!.measured.fromUs - pairs[0]!.estimated.fromUs};
	const meanX = pairs.reduce((sum, {estimated}) => sum + estimated.fromUs, 0) / n;
	const meanY = pairs.reduce((sum, {measured}) => sum + measured.fromUs, 0) / n;
	let xx = 0;
	let xy = 0;
	for (const {estimated, measured} of pairs) {
		xx += (estimated.fromUs - meanX) ** 2;
		xy += (estimated.fromUs - meanX) * (measured.fromUs - meanY);
	}
	const rate = xx > 0 ? xy / xx : 1;
	return {rate, offsetUs: meanY - rate * meanX};
}

/** Mean distance of the moments from the line in parts of a typical gap, and of the lengths in powers of e. */
function scoreOf(pairs: readonly Match[], {rate, offsetUs}: Line): number {
	const gapUs = Math.max(1, (pairs.at(-1)!.estimated.fromUs - pairs[0]!.estimated.fromUs) / pairs.length);
	const lengths = pairs.map(({estimated, measured}) =>
		Math.log((measured.untilUs - measured.fromUs) / (estimated.untilUs - estimated.fromUs)),
	);
	// all lengths may be longer by the same factor: another clock of the core
	const usual = lengths.slice().sort((a, b) => a - b)[lengths.length >> 1]!;
	const sum = pairs.reduce((total, {estimated, measured}, index) => {
		const late = Math.abs(measured.fromUs - offsetUs - rate * estimated.fromUs) / gapUs;
		return total + Math.min(1, late) + Math.min(1, Math.abs(lengths[index]! - usual));
	}, 0);
	return sum / pairs.length;
}

/** Bursts may be missing on either side: each takes the nearest one, if it is near and takes it back. */
function nearest(estimated: readonly Burst[], measured: readonly MeasuredBurst[], line: Line): Match[] {
	const matches: Match[] = [];
	let at = 0;
	for (const [index, burst] of estimated.entries()) {
		const expected = line.offsetUs + line.rate * burst.fromUs;
		const gap = Math.min(
			(estimated[index + 1]?.fromUs ?? Number.POSITIVE_INFINITY) - burst.fromUs,
			burst.fromUs - (estimated[index - 1]?.fromUs ?? Number.NEGATIVE_INFINITY),
		);
		const far = (other: number): number =>
			Math.abs((measured[other]?.fromUs ?? Number.POSITIVE_INFINITY) - expected);
		while (at + 1 < measured.length && far(at + 1) <= far(at)) at++;
		const found = measured[at];
		if (found && far(at) < 0.4 * gap && matches.at(-1)?.measured !== found)
			matches.push({estimated: burst, measured: found});
	}
	return matches;
}
