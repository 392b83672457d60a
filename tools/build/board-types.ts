// build/board.d.ts of an app: the types of its board, which editors and `tsc` read instead of those of the virtual kit.
import {join} from 'node:path';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {catnapRoot, hasSources} from '../../lib/root.mjs';
import {boardDeclaration} from './board-module.ts';
import {libraryDir} from './public-modules.ts';

/** The folder of the types that an app's own project reads: compiled in the package. */
const typesDir = hasSources ? libraryDir : join(catnapRoot, 'dist/ts-src');

export function boardTypes(board: BoardFacts): string {
	const line =
		'// The board that this app was built for last, for editors and tsc. Written by catnap build.\n';
	return `${line}\n${boardDeclaration(board, join(typesDir, 'board-types.ts'))}`;
}
