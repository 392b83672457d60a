// Wake sources: what can end off. Whether this board can is known to the types, so the editor and the build say it.

import type {Level, Pin} from './board-types.ts';

/**
 * Something outside that can end off. `Able` is 'able', or says why it cannot on the board that is built for; for a
 * pin that is not known when the app is built it is any string, and `power.off` refuses it when it runs.
 */
export interface WakeSource<Able extends string = 'able'> {
	/** undefined: the clock. */
	readonly pin?: Pin | undefined;
	/** The level that ends off. @default 'high' */
	readonly level?: Level;
	/** From `power.off` until the clock ends it, in microseconds. */
	readonly afterUs?: number;
	/** Make the outside ready to give the level. */
	arm(): void;
	/** For the types only. A method, because its parameter may be wider or narrower: then it is not known. */
	able?(able: Able): void;
}
