// Where things lie in a board's flash: boards/<name>/layout.ts of a board that can be flashed.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

/** At the end of each app slot: what puts its image in force (SPEC.md, "App slots"). */
export const trailerBytes = 16;

export interface Region {
	readonly address: number;
	readonly bytes: number;
}

export interface FlashLayout {
	readonly firmware: Region;
	/** Where the firmware says which board it is for: 'CTFW', then the board id. */
	readonly identityAddress: number;
	readonly app: Region;
	/** Both app slots, each with its trailer at the end. */
	readonly slots: readonly Region[];
	readonly pageBytes: number;
	/** Written as erased, so that what a deployment left there does not count. */
	readonly erased: readonly Region[];
	/** Option words of the chip that an image may hold. */
	readonly options: Region;
	/** Option words without which a chip locks itself against debug access at its next start. */
	readonly unlocked: readonly {readonly name: string; readonly address: number; readonly word: number}[];
	readonly chip: {readonly name: string; readonly idAddress: number; readonly id: number};
}

/** The layout of a board, or undefined for one that cannot be flashed. */
export async function loadLayout(board: string): Promise<FlashLayout | undefined> {
	const path = join(fileURLToPath(new URL('..', import.meta.url)), board, 'layout.ts');
	if (!existsSync(path)) return undefined;
	const {layout}: {layout: FlashLayout} = await import(pathToFileURL(path).href);
	return layout;
}
