// Where everything that is fetched or built is kept, outside the tree. Plain JavaScript: the set-up needs it before
// anything is installed.
import {existsSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, userInfo} from 'node:os';
import {join, resolve} from 'node:path';
import {cannotWrite, makeFolderSync} from './folders.mjs';

const elsewhere = 'set CATNAP_CACHE to a folder that may be written to';

export function cacheFolder() {
	return resolve(process.env.CATNAP_CACHE || join(home(), '.cache', 'catnap'));
}

/** The cache, or a folder in it, made if it is not there. @throws {CatnapError} CANNOT_WRITE */
export function makeCache(...names) {
	const folder = join(cacheFolder(), ...names);
	makeFolderSync(folder, elsewhere);
	return folder;
}

/** Keep a file that only saves time: where it cannot be written nothing is left and nothing is reported. */
export function keepQuietly(bytes, folder, name) {
	const path = join(cacheFolder(), folder, name);
	const temporary = `${path}.${process.pid}`;
	try {
		makeCache(folder);
		writeFileSync(temporary, bytes);
		renameSync(temporary, path);
	} catch {
		// where a file stands for a folder there is nothing to remove
		if (existsSync(temporary)) rmSync(temporary, {force: true});
	}
}

/** An empty HOME is none: everything would be kept where the shell happens to be. */
function home() {
	try {
		return homedir() || userInfo().homedir;
	} catch (error) {
		throw cannotWrite('~/.cache/catnap', error, elsewhere);
	}
}
