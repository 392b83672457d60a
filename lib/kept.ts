// Compiled files in the cache, each under the hash of what it is made of: whoever finds its name finds the right bytes.
import {createHash} from 'node:crypto';
import {existsSync, renameSync, rmSync} from 'node:fs';
import {join, parse} from 'node:path';
import {cacheFolder, makeCache} from './cache.mjs';

/**
 * Path of `name` in a folder of the cache. `make` writes it where no program has made it of the same before; several that
 * make it at once put the same bytes in its place. @throws {CatnapError} CANNOT_WRITE
 */
export function keptFile(
	folder: string,
	name: string,
	madeOf: readonly (string | Uint8Array)[],
	make: (path: string) => void,
): string {
	const hash = createHash('sha256');
	// the length before each part: parts that are cut elsewhere are others
	for (const part of madeOf) hash.update(`${part.length}\n`).update(part);
	const {name: stem, ext} = parse(name);
	const path = join(cacheFolder(), folder, `${stem}-${hash.digest('hex').slice(0, 24)}${ext}`);
	if (existsSync(path)) return path;
	makeCache(folder);
	const partial = `${path}.${process.pid}`;
	try {
		make(partial);
		renameSync(partial, path);
	} finally {
		rmSync(partial, {force: true});
	}
	return path;
}
