// How the C of a board is built, as data: its folders, its numbers, what compiles it.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import {type CoreFact, cores} from './cores.ts';
import type {BoardFacts, EnergyFacts} from './schema.ts';

export interface Port {
	readonly core: CoreFact;
	/** Folders of its C files, from the root: what boards share first. */
	readonly folders: readonly string[];
	/** From the root; absent: the compiler lays out memory by itself. */
	readonly linkScript?: string;
}

/** The port of a board, or undefined for one that has facts only: a chip is ported when its memory is laid out. */
export function portOf(board: BoardFacts): Port | undefined {
	const core = cores[board.core];
	const shared =
		board.chip === undefined ? ['boards/virtual'] : ['boards/flashed', `boards/chips/${board.chip}`];
	const folders = [...shared, `boards/${board.name}`];
	const linkScript = folders.map(folder => `${folder}/link.ld`).find(exists);
	if (!core || (board.chip !== undefined && linkScript === undefined)) return undefined;
	return {core, folders, ...(linkScript && {linkScript})};
}

function exists(path: string): boolean {
	return existsSync(join(catnapRoot, path));
}

/** CMake's toolchain file of the board's core, generated from cores.ts. */
export function toolchainOf({core}: BoardFacts): string {
	return `boards/gen/${core}.cmake`;
}

/** Numbers that C takes as definitions. */
export function definitionsOf({id, virtual, memory, energy}: BoardFacts): Readonly<Record<string, number>> {
	return {
		// a virtual board runs the apps of all boards
		CN_BOARD_ID: virtual ? 0 : id,
		CN_DEEP_MIN_US: deepMinUs(energy),
		CN_JS_STACK_BYTES: memory.jsStackBytes,
		CN_POOL_BYTES: memory.poolKb * 1024,
		CN_RETAINED_BYTES: memory.retainedBytes,
	};
}

const roundUs = 100;

/** A shallow sleep of up to this length pays: what waking from the deep one costs lasts so long at idle. */
function deepMinUs({wake, cpu}: EnergyFacts): number {
	const breakEvenUs = (wake.deep.typ / cpu.idle.typ) * 1e6;
	return Math.ceil(breakEvenUs / roundUs) * roundUs;
}
