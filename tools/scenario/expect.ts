// Holds a run against what a scenario expects of it as a whole.

import type {RunResult} from '../../sim/result.ts';
import type {Bounds, Expectations, ScenarioFailure} from './scenario.ts';

export function isWithin(value: number, bounds: Bounds): boolean {
	if (typeof bounds === 'number') return value === bounds;
	const {atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY} = bounds;
	return value >= atLeast && value <= atMost;
}

/** `at least 2, at most 5 uA`. */
export function boundsText(bounds: Bounds, unit = ''): string {
	const end = unit === '' ? '' : ` ${unit}`;
	if (typeof bounds === 'number') return `${bounds}${end}`;
	const {atLeast, atMost} = bounds;
	const parts = [
		...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
		...(atMost === undefined ? [] : [`at most ${atMost}`]),
	];
	return `${parts.join(', ')}${end}`;
}

export function unmet(expected: Expectations, result: RunResult): ScenarioFailure[] {
	const {lines = [], noLines = [], wakes = {}} = expected;
	const wakesBy = (cause: string): number => result.wakes.filter(wake => wake.cause === cause).length;
	return [
		...missingLine(lines, result.console),
		...noLines.flatMap(text => forbiddenLine(text, result.console)),
		...outside('averageUa', expected.averageUa, result.energy.averageUa, 'uA'),
		...outside('awakePercent', expected.awakePercent, 100 * result.awakeFraction, '%'),
		...outside('inferences', expected.inferences, result.inferences),
		...Object.entries(wakes).flatMap(([cause, bounds]) => outside(`wakes.${cause}`, bounds, wakesBy(cause))),
	];
}

/** The first text that no line behind those of the texts before it holds. */
function missingLine(texts: readonly string[], console: readonly string[]): ScenarioFailure[] {
	let from = 0;
	for (const [index, text] of texts.entries()) {
		const found = console.findIndex((line, at) => at >= from && line.includes(text));
		if (found < 0) {
			const rest = console.slice(from);
			const received =
				rest.length === 0 ? 'no further line' : rest.map(line => JSON.stringify(line)).join(', ');
			return [{what: `expect.lines[${index}]`, expected: `a line with ${JSON.stringify(text)}`, received}];
		}
		from = found + 1;
	}
	return [];
}

function forbiddenLine(text: string, console: readonly string[]): ScenarioFailure[] {
	const line = console.find(one => one.includes(text));
	if (line === undefined) return [];
	const expected = `no line with ${JSON.stringify(text)}`;
	return [{what: 'expect.noLines', expected, received: JSON.stringify(line)}];
}

function outside(name: string, bounds: Bounds | undefined, value: number, unit = ''): ScenarioFailure[] {
	if (bounds === undefined || isWithin(value, bounds)) return [];
	const received = `${Number(value.toPrecision(4))}${unit === '' ? '' : ` ${unit}`}`;
	return [{what: `expect.${name}`, expected: boundsText(bounds, unit), received}];
}
