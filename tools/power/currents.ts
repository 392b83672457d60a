// The current over time, as a run has recorded it: pieces of constant current, each in one phase, and charges between them.

import type {RunResult} from '../../sim/result.ts';
import type {LedgerChange} from '../../sim/world/energy.ts';

/** What a meter could tell apart. */
export const phases = ['off', 'sleep', 'transfer', 'compute', 'inference'] as const;
export type Phase = (typeof phases)[number];

export interface Piece {
	readonly fromUs: number;
	readonly untilUs: number;
	/** Of all parts together. */
	readonly uA: number;
	readonly phase: Phase;
	readonly cpu: string;
}

/** A charge at a moment, such as a wake-up. */
export interface Charge {
	readonly atUs: number;
	readonly item: string;
	readonly state: string;
	readonly uC: number;
}

export interface Currents {
	readonly pieces: readonly Piece[];
	readonly charges: readonly Charge[];
	readonly untilUs: number;
}

interface Moment {
	readonly atUs: number;
	readonly change?: LedgerChange;
	/** An inference begins (true) or ends. */
	readonly infers?: boolean;
}

/** The pieces of a run that was made with `recordEnergy`. */
export function currentsOf(run: RunResult): Currents {
	const changes = run.currents ?? [];
	const untilUs = Math.round(run.virtualMs * 1000);
	const charges = changes
		.filter(({uC}) => uC !== undefined)
		.map(({atUs, item, state, uC}) => ({atUs, item, state, uC: uC!}));
	return {pieces: piecesOf(moments(run, changes), untilUs), charges, untilUs};
}

function moments(run: RunResult, changes: readonly LedgerChange[]): Moment[] {
	const all: Moment[] = changes
		.filter(({uC}) => uC === undefined)
		.map(change => ({atUs: change.atUs, change}));
	for (const {atMs, mark} of run.marks) {
		const atUs = Math.round(atMs * 1000);
		if (mark === 'invoke-begin') all.push({atUs, infers: true});
		if (mark === 'invoke-end') all.push({atUs, infers: false});
	}
	return all.sort((a, b) => a.atUs - b.atUs);
}

function piecesOf(all: readonly Moment[], untilUs: number): Piece[] {
	const pieces: Piece[] = [];
	const uAOf = new Map<string, number>();
	let cpu = 'run';
	let infers = false;
	let sinceUs = 0;
	const close = (atUs: number): void => {
		if (atUs <= sinceUs) return;
		const uA = [...uAOf.values()].reduce((sum, value) => sum + value, 0);
		const phase = phaseOf(cpu, infers);
		const last = pieces.at(-1);
		if (last && last.uA === uA && last.phase === phase && last.cpu === cpu) pieces.pop();
		const fromUs = last && pieces.at(-1) !== last ? last.fromUs : sinceUs;
		pieces.push({fromUs, untilUs: atUs, uA, phase, cpu});
		sinceUs = atUs;
	};
	for (const {atUs, change, infers: begins} of all) {
		close(Math.min(atUs, untilUs));
		if (begins !== undefined) infers = begins;
		if (!change) continue;
		uAOf.set(change.item, change.uA);
		if (change.item === 'cpu') cpu = change.state;
	}
	close(untilUs);
	return pieces;
}

function phaseOf(cpu: string, infers: boolean): Phase {
	if (cpu === 'off') return 'off';
	if (cpu === 'idle' || cpu === 'deep') return 'sleep';
	if (cpu === 'transfer') return 'transfer';
	return infers ? 'inference' : 'compute';
}

/** From a wake-up to the next sleep. */
export interface Burst {
	readonly fromUs: number;
	readonly untilUs: number;
	readonly pieces: readonly Piece[];
}

export function isAsleep({phase}: Piece): boolean {
	return phase === 'sleep' || phase === 'off';
}

/** The times awake, in order. */
export function burstsOf(pieces: readonly Piece[]): Burst[] {
	const bursts: Burst[] = [];
	let awake: Piece[] = [];
	const close = (): void => {
		if (awake.length > 0)
			bursts.push({fromUs: awake[0]!.fromUs, untilUs: awake.at(-1)!.untilUs, pieces: awake});
		awake = [];
	};
	for (const piece of pieces) {
		if (isAsleep(piece)) close();
		else awake.push(piece);
	}
	close();
	return bursts;
}
