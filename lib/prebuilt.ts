// Firmware that was built before: the package brings it in dist/firmware, with the hash of the sources that it is made of.
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from './errors.ts';
import {catnapRoot, hasSources} from './root.mjs';

export interface Prebuilt {
	/** Its file in the folder. */
	readonly file: string;
	/** What `sourcesHash` gave where it was built. */
	readonly sources: string;
	/** Of the file. */
	readonly sha256: string;
	/** What of it others wrote, in the words of linked.ts. */
	readonly held: readonly string[];
}

/** By board, and `model-host`: the runtime of models on the PC; `lx7`: the simulated core of the ESP32-S3. */
export type PrebuiltList = Readonly<Record<string, Prebuilt>>;

export const prebuiltFolder = join(catnapRoot, 'dist/firmware');
export const prebuiltList = 'prebuilt.json';

/** What was built for `name`; undefined if there is nothing, or if it is made of other sources than `sources`. */
export function findPrebuilt(
	name: string,
	sources?: string,
	folder = prebuiltFolder,
): {readonly path: string; readonly held: readonly string[]} | undefined {
	const list = join(folder, prebuiltList);
	if (!existsSync(list)) return undefined;
	const found = (JSON.parse(readFileSync(list, 'utf8')) as PrebuiltList)[name];
	if (found === undefined || (sources !== undefined && found.sources !== sources)) return undefined;
	const path = join(folder, found.file);
	const received = existsSync(path) ? sha256(readFileSync(path)) : 'no file';
	if (received !== found.sha256)
		throw new CatnapError('NO_FIRMWARE', {which: 'damaged', where: path, expected: found.sha256, received});
	return {path, held: found.held};
}

export function sha256(bytes: Uint8Array | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** @throws {CatnapError} NO_SOURCES: `what` is built from C, which only the repository holds. */
export function throwWithoutSources(what: string): void {
	if (!hasSources) throw new CatnapError('NO_SOURCES', {needs: what});
}
