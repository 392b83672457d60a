// Run an app image on a virtual board against the world, and gather the result.

import {boardNames, loadBoard} from '../boards/facts/boards.ts';
import type {BoardFacts} from '../boards/facts/schema.ts';
import {targets} from '../boards/gen/targets.ts';
import {CatnapError} from '../lib/errors.ts';
import type {RunBoard} from './adapter.ts';
import {gather, type RunResult} from './result.ts';
import {World, type WorldOptions} from './world.ts';

export interface RunOptions extends Omit<WorldOptions, 'board'> {
	/** The app image, as it would lie in flash. */
	readonly image: Uint8Array;
	/** The firmware by target: a path; for `host` also the module's bytes. */
	readonly firmware: Readonly<Record<string, string | Uint8Array>>;
	/** A board that names its simulator: a folder of `boards`. */
	readonly target: string;
	/** @default the facts of the target's own board.ts */
	readonly board?: BoardFacts;
}

/**
 * Run an app image, such as one of `catnap build`; `simulate` builds and runs an app. @throws {CatnapError}
 * NO_FIRMWARE, NO_TARGET, IMAGE_TOO_LARGE
 */
export async function runImage(options: RunOptions): Promise<RunResult> {
	const {target, image} = options;
	const facts = await targetFacts(target);
	const {runBoard} = (await import(`./${facts.simulator}/run.ts`)) as {runBoard: RunBoard};
	const firmware = options.firmware[target];
	if (firmware === undefined) {
		throw new CatnapError('NO_FIRMWARE', {
			which: 'given',
			target,
			expected: target,
			received: Object.keys(options.firmware).join(', ') || 'none',
		});
	}
	const board = options.board ?? facts;
	checkImage(image, board);
	const world = new World({...options, board});
	const end = await runBoard({world, image, firmware});
	return gather(target, world, end);
}

/** The facts of a board that can be simulated. */
async function targetFacts(target: string): Promise<BoardFacts> {
	const facts = boardNames().includes(target) ? await loadBoard(target) : undefined;
	if (facts?.simulator === undefined) {
		throw new CatnapError('NO_TARGET', {
			expected: targets.join(', '),
			received: target,
		});
	}
	return facts;
}

function checkImage(image: Uint8Array, board: BoardFacts): void {
	const room = board.memory.appImageKb * 1024;
	if (image.length <= room) return;
	throw new CatnapError('IMAGE_TOO_LARGE', {
		which: 'app',
		board: board.name,
		expected: `at most ${room} bytes`,
		received: `${image.length} bytes`,
	});
}
