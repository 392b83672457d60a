// Finds the folder of models, goldens, recordings and facts that is too large or not ours to keep in the repository.
// Only this file knows where it is: in CATNAP_SHARED, else in `shared` beside the repository.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** The folder, if this machine has it. */
export const shared: string | undefined = findShared(process.env.CATNAP_SHARED);

/** `named`: what CATNAP_SHARED says. A wrong name is an error: it must not turn tests into skipped ones. */
export function findShared(named: string | undefined): string | undefined {
	if (named !== undefined && !existsSync(named))
		throw new Error(`CATNAP_SHARED: there is no folder ${named}`);
	const places =
		named === undefined ? ['../shared', '../../shared'].map(path => join(repository, path)) : [named];
	return places.find(existsSync);
}

/** The path of a file or folder below `shared`, whether it exists or not. */
export function sharedPath(path: string): string {
	return join(shared ?? join(repository, '../shared'), path);
}

/** `run` of ava, or its `skip` where one of the paths below `shared` is absent: the report counts the test as skipped. */
export function needsShared<Run extends {skip: unknown}>(
	run: Run,
	...paths: readonly string[]
): Run | Run['skip'] {
	return paths.every(path => existsSync(sharedPath(path))) ? run : run.skip;
}
