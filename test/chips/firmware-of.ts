// Where the C file of a test firmware lies: in the chip's folder, or in the one for all chips.

import {existsSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '../..');

/** From the root. */
export function firmwareOf(chip: string, app: string): string {
	const own = `test/chips/${chip}/firmware/${app}.c`;
	return existsSync(join(root, own)) ? own : `test/chips/firmware/${app}.c`;
}
