// Inside one measured burst: where work and transfers take turns, found by their currents.

import type {Burst, Phase, Piece} from './currents.ts';

/** Work and transfers are distinguished by their current; an inference is work like any other. */
export type Level = 'transfer' | 'work';

export interface Turn {
	readonly level: Level;
	readonly us: number;
	/** Shares of the turn by phase, in order. */
	readonly parts: readonly {readonly phase: Phase; readonly us: number}[];
}

/** The turns of an estimated burst; those too short for a sample join the one before. */
export function turnsOf({pieces}: Burst, shortestUs: number): Turn[] {
	const turns: {level: Level; us: number; parts: {phase: Phase; us: number}[]}[] = [];
	for (const piece of pieces) {
		const us = piece.untilUs - piece.fromUs;
		const level = levelOf(piece);
		const last = turns.at(-1);
		if (last && (last.level === level || us < shortestUs)) {
			last.us += us;
			if (last.level === level) addPart(last.parts, piece.phase, us, shortestUs);
		} else turns.push({level, us, parts: [{phase: piece.phase, us}]});
	}
	return merged(turns, shortestUs);
}

/** A phase too short to see is part of the one before. */
function addPart(parts: {phase: Phase; us: number}[], phase: Phase, us: number, shortestUs: number): void {
	const last = parts.at(-1)!;
	if (last.phase === phase || us < shortestUs) last.us += us;
	else parts.push({phase, us});
}

function levelOf({phase}: Piece): Level {
	return phase === 'transfer' ? 'transfer' : 'work';
}

function merged(
	turns: readonly {level: Level; us: number; parts: {phase: Phase; us: number}[]}[],
	shortestUs: number,
): Turn[] {
	const result: {level: Level; us: number; parts: {phase: Phase; us: number}[]}[] = [];
	for (const turn of turns) {
		const last = result.at(-1);
		if (last && (last.level === turn.level || last.us < shortestUs)) {
			const isSame = last.level === turn.level;
			last.us += turn.us;
			last.parts = isSame ? [...last.parts, ...turn.parts] : turn.parts;
			last.level = turn.level;
		} else result.push({...turn});
	}
	return result;
}

/**
 * Ends of the turns as indices into `uA`: the cheapest division in which the levels take turns as estimated. Costs a
 * sample the square of its distance from the level, in parts of the distance between the two.
 */
export function divide(
	uA: Float64Array,
	turns: readonly Turn[],
	levels: Readonly<Record<Level, number>>,
): number[] {
	const count = uA.length;
	const spread = Math.max(1e-9, Math.abs(levels.work - levels.transfer));
	const cost = (sample: number, level: Level): number =>
		Math.min(1, Math.abs(uA[sample]! - levels[level]) / spread) ** 2;
	let best = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
	best[0] = 0;
	const from: Int32Array[] = [];
	for (const turn of turns) {
		const next = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
		const came = new Int32Array(count + 1);
		let start = 0;
		let running = Number.POSITIVE_INFINITY;
		for (let end = 0; end <= count; end++) {
			if (end > 0) running += cost(end - 1, turn.level);
			if (best[end]! < running) {
				running = best[end]!;
				start = end;
			}
			next[end] = running;
			came[end] = start;
		}
		from.push(came);
		best = next;
	}
	const ends = new Array<number>(turns.length);
	for (let turn = turns.length - 1, end = count; turn >= 0; turn--) {
		ends[turn] = end;
		end = from[turn]![end]!;
	}
	return ends;
}
