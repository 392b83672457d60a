// What each virtual board's run.ts offers: run one image against a world until it ends.

import type {World} from './world.ts';

export interface BoardRun {
	readonly world: World;
	readonly image: Uint8Array;
	/** The firmware: a path, or for `host` also its bytes. */
	readonly firmware: string | Uint8Array;
}

export interface BoardEnd {
	/** `time`, `exit` or `panic: ...`. */
	readonly ended: string;
	readonly instructions?: number | undefined;
	readonly memory?: Readonly<Record<string, number>> | undefined;
}

export type RunBoard = (run: BoardRun) => Promise<BoardEnd>;
