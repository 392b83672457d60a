// Where Catnap is: the repository, or the package in somebody's node_modules. Plain JavaScript: the set-up needs it, too.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Compiled files lie one folder deeper than their sources: the root is the closest folder above with our package.json. */
export const catnapRoot = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** Whether this is the repository, in which firmware is built from its sources; the package brings what was built. */
export const hasSources = existsSync(join(catnapRoot, 'CMakeLists.txt'));

function rootAbove(folder) {
	const manifest = join(folder, 'package.json');
	if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'catnap') return folder;
	if (dirname(folder) === folder) throw new Error('package.json of Catnap is missing');
	return rootAbove(dirname(folder));
}
