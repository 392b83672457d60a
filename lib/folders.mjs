// Folders with all above them, and what it means when a place cannot be written to. Plain JavaScript, as cache.mjs.
import {existsSync, mkdirSync, readdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {CatnapError} from './catnap-error.mjs';

/**
 * A folder with all above it, if it is not there. Node's own way has no end where nothing can be made (/proc).
 * `todo` says what helps, where that is known. @throws {CatnapError} CANNOT_WRITE
 */
export function makeFolderSync(path, todo) {
	try {
		makeAll(path);
	} catch (error) {
		throw cannotWrite(path, error, todo);
	}
}

function makeAll(path) {
	try {
		mkdirSync(path);
	} catch (error) {
		if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) return;
		if (error.code !== 'ENOENT' || dirname(path) === path) throw error;
		makeAll(dirname(path));
		mkdirSync(path);
	}
}

/** For what makes a folder of its own: nothing of someone else is written over. @throws {CatnapError} FOLDER_TAKEN */
export function throwIfTaken(path) {
	if (!existsSync(path)) return;
	const stats = statSync(path);
	if (stats.isDirectory() && readdirSync(path).length === 0) return;
	throw new CatnapError('FOLDER_TAKEN', {
		where: path,
		expected: 'a folder that is not there, or an empty one',
		received: stats.isDirectory() ? 'a folder with files' : 'a file',
	});
}

const reasons = {
	EISDIR: 'a folder',
	EEXIST: 'a file that is no folder',
	ENOTDIR: 'a file where a folder of the path should be',
	ENOENT: 'a path whose folder does not exist',
	EACCES: 'no permission to write there',
	EPERM: 'no permission to write there',
	EROFS: 'a read-only file system',
	ENOSPC: 'a full disk',
	EDQUOT: 'a full quota',
	EFBIG: 'a file larger than the system allows',
	ERR_SYSTEM_ERROR: 'a user without a home folder',
};

export function cannotWrite(where, error, todo) {
	return new CatnapError('CANNOT_WRITE', {
		where,
		expected: 'a place in an existing folder that may be written to',
		received: reasons[error.code] ?? error.message,
		...(todo === undefined ? {} : {todo}),
	});
}
