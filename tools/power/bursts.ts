// Where a measured current is awake: above the level between sleep and work, with gaps and glitches smoothed away.

import type {CurrentLog} from './ppk2.ts';

/** A stretch of samples awake: from the first to the one behind the last. */
export interface MeasuredBurst {
	readonly from: number;
	readonly until: number;
	readonly fromUs: number;
	readonly untilUs: number;
}

/** Shorter pauses do not end a burst, shorter bursts are glitches. */
const shortestPauseUs = 250;
const shortestBurstUs = 150;

/** `awakeShare` is what is expected: it says which part of the samples is surely awake. */
export function measuredBursts(log: CurrentLog, awakeShare: number): MeasuredBurst[] {
	const threshold = thresholdOf(log, awakeShare);
	const bursts: MeasuredBurst[] = [];
	let from = -1;
	let last = -1;
	const close = (): void => {
		if (from < 0) return;
		const burst = {from, until: last + 1, fromUs: log.us[from]!, untilUs: log.us[last]! + stepUs(log)};
		if (burst.untilUs - burst.fromUs >= shortestBurstUs) bursts.push(burst);
		from = -1;
	};
	for (let at = 0; at < log.samples; at++) {
		if (from >= 0 && log.us[at]! - log.us[last]! > shortestPauseUs) close();
		if (log.uA[at]! < threshold) continue;
		if (from < 0) from = at;
		last = at;
	}
	close();
	return bursts;
}

/** Time from one sample to the next, on average. */
export function stepUs({us, samples}: CurrentLog): number {
	return (us[samples - 1]! - us[0]!) / (samples - 1);
}

/** Half way, in decades, between the median of what sleeps and the median of what works. */
function thresholdOf({uA}: CurrentLog, awakeShare: number): number {
	const sorted = uA.slice().sort();
	const at = (share: number): number =>
		sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
	const asleep = Math.max(0.1, at((1 - awakeShare) / 2));
	const awake = Math.max(asleep * 2, at(1 - awakeShare / 2));
	return Math.sqrt(asleep * awake);
}
