// Where ava is, the runner of Catnap's tests and of apps'.
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

/** ava's own command line program, run by this Node. */
export function avaProgram(): string {
	return join(dirname(createRequire(import.meta.url).resolve('ava')), 'cli.mjs');
}
