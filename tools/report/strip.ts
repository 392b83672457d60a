// A run drawn in one line: how much of each slice of time the chip was awake, with marks where it said something.

import {formatDuration} from '../../lib/duration.ts';
import type {Painter} from '../../lib/output.ts';
import type {TimelineEntry} from '../../sim/world/log.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const asleep = '·';

/** Awake milliseconds in each of `slices` equal parts of the run. */
export function awakePerSlice(
	timeline: readonly TimelineEntry[],
	virtualMs: number,
	slices: number,
): number[] {
	const awake = new Array<number>(slices).fill(0);
	const sliceMs = virtualMs / slices;
	const add = (fromMs: number, untilMs: number): void => {
		for (let slice = Math.floor(fromMs / sliceMs); slice < slices && slice * sliceMs < untilMs; slice++) {
			awake[slice]! += Math.max(
				0,
				Math.min(untilMs, (slice + 1) * sliceMs) - Math.max(fromMs, slice * sliceMs),
			);
		}
	};
	let since: number | undefined;
	for (const {atMs, kind} of timeline) {
		if (kind === 'wake') since ??= atMs;
		if ((kind === 'sleep' || kind === 'off') && since !== undefined) {
			add(since, atMs);
			since = undefined;
		}
	}
	if (since !== undefined) add(since, virtualMs);
	return awake;
}

/** Four lines: the strip with its scale, where something was said, and the axis of time. */
export function stripLines(
	timeline: readonly TimelineEntry[],
	virtualMs: number,
	width: number,
	paint: Painter,
): string[] {
	if (virtualMs <= 0) return [];
	const awake = awakePerSlice(timeline, virtualMs, width);
	const sliceMs = virtualMs / width;
	const peak = Math.max(...awake);
	const drawn = awake.map(ms => {
		if (ms <= 0) return paint('dim', asleep);
		return paint('green', bars[Math.min(bars.length - 1, Math.floor((ms / peak) * bars.length))]!);
	});
	const scale = `highest ${percent(peak / sliceMs)} of ${formatDuration(sliceMs)}`;
	const end = formatDuration(virtualMs);
	return [
		`awake  ${drawn.join('')}  ${paint('dim', scale)}`,
		`said   ${saidMarks(timeline, sliceMs, width)}`,
		paint('dim', `       0${end.padStart(width - 1)}`),
	];
}

function saidMarks(timeline: readonly TimelineEntry[], sliceMs: number, width: number): string {
	const marks = new Array<string>(width).fill(' ');
	for (const {atMs, kind} of timeline) {
		if (kind === 'console') marks[Math.min(width - 1, Math.floor(atMs / sliceMs))] = '▲';
	}
	return marks.join('').trimEnd();
}

export function percent(fraction: number): string {
	return `${Number((fraction * 100).toPrecision(2))} %`;
}
