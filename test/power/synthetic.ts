// A current log as a power profiler would write it: an estimate with other currents, other clocks, noise and an offset.

import type {Currents, Phase, Piece} from '../../tools/power/currents.ts';

export interface Truth {
	/** True currents by phase. */
	readonly uA: Readonly<Record<Phase, number>>;
	/** True charge of a wake-up beyond its phases. */
	readonly wakeUc: number;
	/** Time between wakes over the estimate's. */
	readonly rate: number;
	/** Time of work over the estimate's: another clock of the core. */
	readonly slower: number;
	/** Before power-on. */
	readonly leadUs: number;
	readonly noiseUa: number;
	readonly stepUs: number;
	readonly seed: number;
}

interface Stretch {
	readonly us: number;
	readonly uA: number;
}

/** The text of the log. */
export function syntheticLog(currents: Currents, truth: Truth): string {
	const random = generator(truth.seed);
	const lines = ['Timestamp(ms),Current(uA),D0-D7'];
	const put = (at: number, uA: number): void => {
		const noise = (random() + random() + random() + random() - 2) * truth.noiseUa;
		lines.push(`${((at * truth.stepUs) / 1000).toFixed(2)},${(uA + noise).toFixed(3)},00000000`);
	};
	let charge = 0;
	let sample = 0;
	let now = 0;
	for (const {us, uA} of stretches(currents, truth)) {
		const end = now + us;
		// a sample is the mean of its time
		while ((sample + 1) * truth.stepUs <= end) {
			const part = (sample + 1) * truth.stepUs - now;
			put(sample, (charge + part * uA) / truth.stepUs);
			charge = 0;
			now += part;
			sample++;
		}
		charge += (end - now) * uA;
		now = end;
	}
	return `${lines.join('\n')}\n`;
}

function* stretches({pieces}: Currents, truth: Truth): Generator<Stretch> {
	yield {us: truth.leadUs, uA: 0};
	const wakeUs = 20;
	let wasAsleep = false;
	for (const piece of pieces) {
		const asleep = piece.phase === 'sleep' || piece.phase === 'off';
		if (wasAsleep && !asleep) yield {us: wakeUs, uA: (truth.wakeUc * 1e6) / wakeUs};
		yield {us: lengthOf(piece, truth) - (asleep ? wakeUs : 0), uA: truth.uA[piece.phase]};
		wasAsleep = asleep;
	}
}

function lengthOf({phase, fromUs, untilUs}: Piece, {rate, slower}: Truth): number {
	const us = untilUs - fromUs;
	if (phase === 'sleep' || phase === 'off') return Math.max(30, us * rate);
	return phase === 'transfer' ? us : us * slower;
}

/** Numbers of 0 to 1 that are the same for the same seed. */
function generator(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
