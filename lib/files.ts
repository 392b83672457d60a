// Files that are whole or not there: written beside their place, then renamed into it.
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {CatnapError} from './errors.ts';

/** @throws {CatnapError} CANNOT_WRITE; then nothing has changed. */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(temporary, data);
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {}); // where a file stands for a folder there is nothing to remove
		throw cannotWrite(path, error);
	}
}

/** A folder with all above it, if it is not there. @throws {CatnapError} CANNOT_WRITE */
export async function makeFolder(path: string): Promise<void> {
	try {
		await mkdir(path, {recursive: true});
	} catch (error) {
		throw cannotWrite(path, error);
	}
}

const reasons: Readonly<Record<string, string>> = {
	EISDIR: 'a folder',
	EEXIST: 'a file that is no folder',
	ENOTDIR: 'a file where a folder of the path should be',
	ENOENT: 'a path whose folder does not exist',
	EACCES: 'no permission to write there',
	EPERM: 'no permission to write there',
	EROFS: 'a read-only file system',
	ENOSPC: 'a full disk',
};

export function cannotWrite(where: string, error: unknown): CatnapError {
	const {code = '', message} = error as NodeJS.ErrnoException;
	return new CatnapError('CANNOT_WRITE', {
		where,
		expected: 'a place in an existing folder that may be written to',
		received: reasons[code] ?? message,
	});
}
