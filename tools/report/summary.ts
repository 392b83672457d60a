// What a run comes to: awake time, wakes, inferences, current and what it means for a battery.
import {cells, lifeHours} from '../../boards/facts/cells.ts';
import {formatDuration} from '../../lib/duration.ts';
import type {Painter} from '../../lib/output.ts';
import type {RunResult} from '../../sim/result.ts';
import {formatDays} from '../power/battery.ts';
import {percent} from './strip.ts';
import {plural} from './timeline.ts';

export function summaryLines(result: RunResult, paint: Painter): string[] {
	const {virtualMs, awakeMs, awakeFraction, sleep, inferences, energy, instructions, sensors, violations} =
		result;
	const row = (name: string, text: string): string => `${paint('bold', name.padEnd(12))} ${text}`;
	const off = sleep.offMs > 0 ? `, off ${formatDuration(sleep.offMs)}` : '';
	const lost = Object.entries(sensors).filter(([, stats]) => stats.lost > 0);
	return [
		row(
			'awake',
			`${percent(awakeFraction)}: ${formatDuration(awakeMs)} of ${formatDuration(virtualMs)}${off}`,
		),
		row('wakes', wakesText(result)),
		row('inferences', String(inferences)),
		row(
			'current',
			`${Number(energy.averageUa.toPrecision(3))} uA on average: ${batteryText(energy.averageUa)}`,
		),
		paint(
			'dim',
			`             computed from the board's table, not measured (weakest figure: ${energy.mark})`,
		),
		...(instructions === undefined ? [] : [row('instructions', instructions.toLocaleString('en-US'))]),
		...lost.map(([name, stats]) =>
			row('lost', `${paint('yellow', plural(stats.lost, 'sample'))} of ${name}`),
		),
		...(result.uncaught === 0 ? [] : [row('uncaught', paint('red', plural(result.uncaught, 'error')))]),
		...(violations.length === 0 ? [] : [row('violations', paint('red', String(violations.length)))]),
	];
}

function wakesText({wakes}: RunResult): string {
	const byCause = new Map<string, number>();
	for (const {cause} of wakes) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
	const parts = [...byCause].sort((a, b) => b[1] - a[1]).map(([cause, count]) => `${count} ${cause}`);
	return `${wakes.length}: ${parts.join(', ')}`;
}

/** How long a coin cell would last at this current; `catnap power` says more. */
export function batteryText(averageUa: number): string {
	if (averageUa <= 0) return 'nothing was drawn';
	const {capacity} = cells.CR2032;
	const {typ} = lifeHours(cells.CR2032, {low: averageUa, typ: averageUa, high: averageUa});
	return `a CR2032 (${capacity.typ} mAh) would last about ${formatDays(typ / 24)}`;
}
