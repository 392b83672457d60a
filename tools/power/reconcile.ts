// A measured current against the estimate, phase by phase; and the rows that it would correct.

import type {Figure} from '../../boards/facts/figures.ts';
import {marks} from '../../boards/facts/figures.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {type Alignment, align, type Match} from './align.ts';
import {measuredBursts, stepUs} from './bursts.ts';
import {burstsOf, type Currents, type Phase, phases} from './currents.ts';
import type {CurrentLog} from './ppk2.ts';
import {divide, type Level, type Turn, turnsOf} from './segments.ts';

export interface Side {
	readonly ms: number;
	readonly uA: number;
	readonly uC: number;
}

export interface PhaseRow {
	/** `wake`: what the beginnings of the bursts take beyond their phases. */
	readonly phase: Phase | 'wake';
	readonly estimated: Side;
	readonly measured: Side;
	/** Measured over estimated current; of wakes, charge. Absent when the phase is too short for the samples. */
	readonly ratio?: number;
}

export interface Reconciliation {
	/** The first burst that was matched: its measured moment less the estimated one. */
	readonly offsetMs: number;
	/** Measured over estimated time between wakes. */
	readonly rate: number;
	readonly bursts: {readonly estimated: number; readonly measured: number; readonly matched: number};
	readonly rows: readonly PhaseRow[];
	/** Averages over the matched time. */
	readonly total: {readonly estimatedUa: number; readonly measuredUa: number; readonly ratio: number};
	/** For --figures: rows that would bring the estimate to the measurement. */
	readonly suggestion: Readonly<
		Record<string, {readonly typ: number; readonly unit: string; readonly source: string}>
	>;
}

/** What the beginning of a burst may smear: the start of clocks and regulators. */
const wakeUs = 60;
const rounds = 4;

/** Sums of what was measured in a phase. */
class Sums {
	readonly us = new Map<string, number>();
	readonly uC = new Map<string, number>();

	add(phase: string, us: number, uC: number): void {
		this.us.set(phase, (this.us.get(phase) ?? 0) + us);
		this.uC.set(phase, (this.uC.get(phase) ?? 0) + uC);
	}

	uA(phase: string): number {
		const us = this.us.get(phase) ?? 0;
		return us > 0 ? ((this.uC.get(phase) ?? 0) * 1e6) / us : 0;
	}
}

export function reconcile(
	currents: Currents,
	log: CurrentLog,
	board: BoardFacts,
	where: string,
): Reconciliation {
	const estimatedBursts = burstsOf(currents.pieces);
	const awakeUs = estimatedBursts.reduce((sum, burst) => sum + burst.untilUs - burst.fromUs, 0);
	const found = measuredBursts(log, Math.min(0.9, Math.max(0.001, awakeUs / currents.untilUs)));
	const alignment = align(estimatedBursts, found, where);
	const {matches} = alignment;
	const window = windowOf(matches);
	const estimate = estimateIn(currents, window.estimated);
	const measured = measure(log, matches, estimate);
	const rows = rowsOf(estimate, measured);
	const estimatedUs = window.estimated.untilUs - window.estimated.fromUs;
	const estimatedUa = ([...estimate.uC.values()].reduce((sum, uC) => sum + uC, 0) * 1e6) / estimatedUs;
	const measuredUa = averageIn(log, window.measured.fromUs, window.measured.untilUs);
	return {
		offsetMs: (matches[0]!.measured.fromUs - matches[0]!.estimated.fromUs) / 1000,
		rate: alignment.rate,
		bursts: {estimated: estimatedBursts.length, measured: found.length, matched: matches.length},
		rows,
		total: {estimatedUa, measuredUa, ratio: measuredUa / estimatedUa},
		suggestion: suggest(rows, currents, board, where),
	};
}

interface Window {
	readonly fromUs: number;
	readonly untilUs: number;
}

/** From the first matched wake to the last: what lies outside is not compared. */
function windowOf(matches: Alignment['matches']): {estimated: Window; measured: Window} {
	const [first, last] = [matches[0]!, matches.at(-1)!];
	return {
		estimated: {fromUs: first.estimated.fromUs, untilUs: last.estimated.untilUs},
		measured: {fromUs: first.measured.fromUs, untilUs: last.measured.untilUs},
	};
}

function estimateIn({pieces, charges}: Currents, {fromUs, untilUs}: Window): Sums {
	const sums = new Sums();
	for (const piece of pieces) {
		const us = Math.min(piece.untilUs, untilUs) - Math.max(piece.fromUs, fromUs);
		if (us > 0) sums.add(piece.phase, us, (piece.uA * us) / 1e6);
	}
	for (const {atUs, uC, state} of charges) {
		if (atUs >= fromUs && atUs < untilUs && state.startsWith('wake')) sums.add('wake', 0, uC);
	}
	return sums;
}

/** Levels first from the samples awake, lowest and highest, then from what was found with them, some times over. */
function measure(log: CurrentLog, matches: readonly Match[], estimate: Sums): Sums {
	let levels = firstLevels(log, matches, estimate);
	let sums = new Sums();
	for (let round = 0; round < rounds; round++) {
		sums = new Sums();
		for (const match of matches) measureBurst(log, match, levels, sums);
		levels = {
			transfer: sums.uA('transfer') || levels.transfer,
			work: sums.uA('compute') || sums.uA('inference') || levels.work,
		};
	}
	measureSleep(log, matches, sums);
	measureWakes(log, matches, levels, sums);
	return sums;
}

/** The share of time that transfers should take says where the sorted samples part. */
function firstLevels({uA}: CurrentLog, matches: readonly Match[], estimate: Sums): Record<Level, number> {
	const awake = matches.flatMap(({measured}) => Array.from(uA.subarray(measured.from, measured.until)));
	awake.sort((a, b) => a - b);
	const at = (share: number): number =>
		awake[Math.min(awake.length - 1, Math.floor(share * awake.length))] ?? 0;
	const transferUs = estimate.us.get('transfer') ?? 0;
	const workUs = (estimate.us.get('compute') ?? 0) + (estimate.us.get('inference') ?? 0);
	const share = transferUs / (transferUs + workUs);
	const isLower = estimate.uA('transfer') <= estimate.uA('compute');
	return isLower
		? {transfer: at(share / 2), work: at((1 + share) / 2)}
		: {transfer: at(1 - share / 2), work: at((1 - share) / 2)};
}

/** The samples of a burst beyond its beginning, by turns; a turn's edges belong to no phase. */
function measureBurst(
	log: CurrentLog,
	{estimated, measured}: Match,
	levels: Record<Level, number>,
	sums: Sums,
): void {
	const step = stepUs(log);
	const skip = Math.min(measured.until - measured.from - 1, Math.ceil(wakeUs / step));
	const from = measured.from + skip;
	const turns = turnsOf(estimated, 3 * step);
	const ends = divide(log.uA.subarray(from, measured.until), turns, levels);
	let begin = from;
	for (const [index, turn] of turns.entries()) {
		const end = from + ends[index]!;
		addTurn(log, turn, begin, end, sums);
		begin = end;
	}
}

/** Parts of a turn have no edge that a meter could see: they take their shares of its time. */
function addTurn(log: CurrentLog, turn: Turn, begin: number, end: number, sums: Sums): void {
	const step = stepUs(log);
	const total = turn.parts.reduce((sum, {us}) => sum + us, 0);
	// a sample at an edge is partly the other side's
	const edge = end - begin > 4 ? 1 : 0;
	let share = 0;
	for (const {phase, us} of turn.parts) {
		const from = begin + Math.round(((end - begin) * share) / total);
		share += us;
		const until = begin + Math.round(((end - begin) * share) / total);
		const uA = meanOf(log.uA, Math.max(from, begin + edge), Math.min(until, end - edge));
		if (uA !== undefined) sums.add(phase, (until - from) * step, (uA * (until - from) * step) / 1e6);
	}
}

function meanOf(uA: Float64Array, from: number, until: number): number | undefined {
	let sum = 0;
	for (let at = from; at < until; at++) sum += uA[at]!;
	return until > from ? sum / (until - from) : undefined;
}

function measureSleep(log: CurrentLog, matches: readonly Match[], sums: Sums): void {
	const step = stepUs(log);
	const guard = Math.ceil(wakeUs / step);
	for (let index = 1; index < matches.length; index++) {
		const from = matches[index - 1]!.measured.until + guard;
		const until = matches[index]!.measured.from - guard;
		const uA = meanOf(log.uA, from, until);
		if (uA !== undefined) sums.add('sleep', (until - from) * step, (uA * (until - from) * step) / 1e6);
	}
}

/** The charge around the beginning of a burst beyond sleep before and work behind it. */
function measureWakes(
	log: CurrentLog,
	matches: readonly Match[],
	levels: Record<Level, number>,
	sums: Sums,
): void {
	const step = stepUs(log);
	const guard = Math.ceil(wakeUs / step);
	// the first burst may be a start of the chip, which is no wake-up
	for (const {measured, estimated} of matches.slice(1)) {
		const first = levels[estimated.pieces[0]!.phase === 'transfer' ? 'transfer' : 'work'];
		let uC = 0;
		for (
			let at = Math.max(0, measured.from - guard);
			at < Math.min(measured.until, measured.from + guard);
			at++
		)
			uC += ((log.uA[at]! - (at < measured.from ? sums.uA('sleep') : first)) * step) / 1e6;
		sums.add('wake', 0, uC);
	}
}

function rowsOf(estimate: Sums, measured: Sums): PhaseRow[] {
	const names = [...phases, 'wake'] as const;
	return names
		.filter(phase => (estimate.uC.get(phase) ?? 0) > 0)
		.map(phase => {
			const side = (sums: Sums): Side => ({
				ms: (sums.us.get(phase) ?? 0) / 1000,
				uA: sums.uA(phase),
				uC: sums.uC.get(phase) ?? 0,
			});
			const [a, b] = [side(estimate), side(measured)];
			if (b.uC === 0) return {phase, estimated: a, measured: b};
			return {phase, estimated: a, measured: b, ratio: phase === 'wake' ? b.uC / a.uC : b.uA / a.uA};
		});
}

function averageIn({us, uA, samples}: CurrentLog, fromUs: number, untilUs: number): number {
	let sum = 0;
	let count = 0;
	for (let at = 0; at < samples; at++) {
		if (us[at]! < fromUs || us[at]! >= untilUs) continue;
		sum += uA[at]!;
		count++;
	}
	return count > 0 ? sum / count : 0;
}

/** Which rows to correct: the core's own for work and transfers, the least certain of those that sleep. */
function suggest(
	rows: readonly PhaseRow[],
	{pieces}: Currents,
	board: BoardFacts,
	where: string,
): Reconciliation['suggestion'] {
	const {cpu, wake, floor, retention} = board.energy;
	const result: Record<string, {typ: number; unit: string; source: string}> = {};
	const source = `measured: ${where}`;
	const put = (figure: Figure, uA: number): void => {
		const [id, times] = Object.entries(figure.terms ?? {})[0] ?? [];
		if (id !== undefined && times === 1 && uA > 0)
			result[id] = {typ: Number(uA.toPrecision(4)), unit: figure.unit, source};
	};
	const row = (phase: string): PhaseRow | undefined =>
		rows.find(other => other.phase === phase && other.measured.ms > 0);
	for (const [phase, states] of [
		['transfer', ['transfer']],
		['compute', ['run', 'run_fast']],
	] as const) {
		const used = states.filter(state => pieces.some(piece => piece.cpu === state));
		const found = row(phase);
		if (!found || used.length !== 1) continue;
		// what the other parts draw meanwhile stays theirs
		const own = cpu[used[0]!];
		put(own, found.measured.uA - (found.estimated.uA - own.typ));
	}
	const woken = rows.find(({phase}) => phase === 'wake');
	const asleep = row('sleep');
	if (woken?.ratio !== undefined) put(wake.deep, wake.deep.typ * woken.ratio);
	if (asleep) {
		const least = [floor.asleep, retention.on].sort(
			(a, b) => marks.indexOf(b.mark) - marks.indexOf(a.mark),
		)[0]!;
		put(least, least.typ + asleep.measured.uA - asleep.estimated.uA);
	}
	return result;
}
