// Builds the test firmware app.c for a virtual board, with the board's own files and the core's wake and pins.

import {join} from 'node:path';
import {portOf} from '../../boards/facts/port.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {compile} from '../compile.ts';

const build = join(import.meta.dirname, '../../build/test-world');
const core = ['native/src/wake.c', 'native/src/pin.c', 'native/src/pool.c'];

/** The path of a test firmware; `app` is a file of this folder. */
export function buildApp(board: BoardFacts, app: string): string {
	const output = join(build, `${board.name}-${app}.${portOf(board)!.core.suffix}`);
	compile({board, sources: [...core, `test/sim/${app}.c`], output});
	return output;
}
