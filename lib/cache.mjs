// Where everything that is fetched or built is kept, outside the tree. Plain JavaScript: the set-up needs it before
// anything is installed.
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';

export function cacheFolder() {
	return resolve(process.env.CATNAP_CACHE || join(homedir(), '.cache', 'catnap'));
}
