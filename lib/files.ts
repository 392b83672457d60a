// Files that are whole or not there, and folders that are gone when the work is done.
import {randomBytes} from 'node:crypto';
import {copyFile, open, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {CatnapError} from './errors.ts';
import {cannotWrite, makeFolderSync} from './folders.mjs';
import {guard} from './guard.ts';
import {numbering, startOf} from './owner.mjs';
import {makeTemporary, removeTemporary} from './temporary.mjs';

/** A file and what shall be in it. */
export type Content = readonly [path: string, data: string | Uint8Array];

/** @throws {CatnapError} CANNOT_WRITE; then nothing has changed. */
export function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
	return writeTogether([[path, data]]);
}

/** Files that belong together: none comes to its place before all are on the disk. @throws {CatnapError} CANNOT_WRITE */
export function writeTogether(files: readonly Content[]): Promise<void> {
	return replace(files.map(([path, data]) => [path, to => writeFile(to, data, {flag: 'wx'})]));
}

/** @throws {CatnapError} CANNOT_WRITE; then nothing has changed. */
export function copyAtomically(from: string, to: string): Promise<void> {
	return replace([[to, temporary => copyFile(from, temporary)]]);
}

/** Write beside the places, then rename into them. */
async function replace(
	files: readonly (readonly [path: string, write: (temporary: string) => Promise<void>])[],
): Promise<void> {
	const end = `${numbering()}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
	let current = '';
	try {
		for (const [path, write] of files) {
			current = path;
			await removeLeft(path);
			await write(`${path}.${end}`);
			await flush(`${path}.${end}`);
		}
		for (const [path] of files) {
			current = path;
			await rename(`${path}.${end}`, path);
		}
	} catch (error) {
		// where a file stands for a folder there is nothing to remove
		for (const [path] of files) await rm(`${path}.${end}`, {force: true}).catch(() => {});
		throw cannotWrite(current, error);
	}
}

/** Bytes before name: else the name could be on the disk without them when the power fails. */
async function flush(path: string): Promise<void> {
	const file = await open(path, 'r+');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

/** What programs that were killed have left beside the place; those of other containers are not ours to judge. */
async function removeLeft(path: string): Promise<void> {
	const folder = dirname(path);
	const names = await readdir(folder).catch(() => []);
	for (const name of names.filter(name => name.startsWith(`${basename(path)}.`))) {
		const end = /^\.(\d*)\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name.slice(basename(path).length));
		if (end !== null && end[1] === numbering() && startOf(Number(end[2])) === undefined)
			await rm(join(folder, name), {force: true}).catch(() => {});
	}
}

/** A folder with all above it, if it is not there. @throws {CatnapError} CANNOT_WRITE */
export async function makeFolder(path: string): Promise<void> {
	makeFolderSync(path);
}

/** Run `work` with a folder that is gone afterwards, also when a signal ends the program. */
export async function withTemporary<T>(kind: string, work: (folder: string) => Promise<T>): Promise<T> {
	const folder = makeTemporary(kind);
	const release = guard(() => removeTemporary(folder));
	try {
		return await work(folder);
	} catch (error) {
		throw refusalOf(error, folder) ?? error;
	} finally {
		release();
		try {
			removeTemporary(folder);
		} catch {} // the next program tries again: what the work says counts
	}
}

/** Calls of the system that write. */
const writing = /^(copyfile|fsync|ftruncate|link|mkdir|mkdtemp|open|rename|rm|rmdir|symlink|unlink|write)$/;

/** What a refused call of the system means to a person; undefined for every other error. `where`: if the error does not say. */
export function refusalOf(error: unknown, where = 'a file that is open'): CatnapError | undefined {
	const {syscall, path, dest, code} = error as NodeJS.ErrnoException & {dest?: string};
	if (code === undefined || syscall === undefined || !writing.test(syscall)) return undefined;
	return cannotWrite(dest ?? path ?? where, error);
}
