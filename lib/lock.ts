// One builder at a time in a build folder, also when several processes want the same firmware.
import {mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {cannotWrite, makeFolderSync} from './folders.mjs';
import {progress} from './output.ts';
import {startOf} from './owner.mjs';

const pollMs = 100;
/** After this long a person who waits learns why. */
const quietMs = 2000;
/** A lock that never gets an owner was made by a program that was killed in between. */
const ownerlessMs = 5000;

/** Run `work` while `folder` exists and is ours; a folder whose process is gone is taken over. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
	const sinceMs = Date.now();
	let isAnnounced = false;
	while (!take(folder)) {
		const owner = ownerOf(folder);
		if (isAbandoned(folder, owner)) remove(folder, owner);
		else await wait(pollMs);
		if (isAnnounced || Date.now() - sinceMs < quietMs) continue;
		isAnnounced = true;
		progress(`waiting for process ${owner?.split(' ')[0] ?? '?'}, which holds ${folder}`);
	}
	try {
		return await work();
	} finally {
		// at once: a folder that is emptied in place could be replaced in between
		const own = `${folder}.${process.pid}.done`;
		try {
			renameSync(folder, own);
			rmSync(own, {recursive: true, force: true});
		} catch {} // somebody took it away: what the work says counts
	}
}

/** The folder comes to its place with its owner in it: a process that is killed leaves no lock without a name. */
function take(folder: string): boolean {
	makeFolderSync(dirname(folder));
	try {
		const own = mkdtempSync(`${folder}.`);
		try {
			writeFileSync(join(own, 'pid'), identityOf(process.pid) ?? String(process.pid));
			renameSync(own, folder);
			return true;
		} catch (error) {
			rmSync(own, {recursive: true, force: true});
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
			throw error;
		}
	} catch (error) {
		throw cannotWrite(folder, error);
	}
}

/** As its owner wrote it; undefined: the lock is gone, or has none. */
function ownerOf(folder: string): string | undefined {
	try {
		return readFileSync(join(folder, 'pid'), 'utf8').trim() || undefined;
	} catch {
		return undefined;
	}
}

function isAbandoned(folder: string, owner: string | undefined): boolean {
	if (owner === undefined) {
		const made = statSync(folder, {throwIfNoEntry: false})?.mtimeMs;
		return made !== undefined && Date.now() - made > ownerlessMs;
	}
	const pid = Number(owner.split(' ')[0]);
	if (!Number.isInteger(pid) || pid <= 0) return true;
	const now = identityOf(pid);
	return now === undefined || (owner.includes(' ') && now.includes(' ') && owner !== now);
}

/** Its number, and where the system tells it, when it started: numbers are used again. undefined: no such process. */
function identityOf(pid: number): string | undefined {
	const start = startOf(pid);
	if (start === undefined) return undefined;
	try {
		return start === ''
			? String(pid)
			: `${pid} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${start}`;
	} catch {
		return String(pid);
	}
}

/**
 * Take an abandoned lock away. Of several that saw it abandoned one can move it; a later one would have to move the new
 * owner's, and looks at what it moved.
 */
function remove(folder: string, owner: string | undefined): void {
	const grave = `${folder}.${process.pid}.gone`;
	try {
		renameSync(folder, grave);
	} catch {
		return; // another one was faster
	}
	if (ownerOf(grave) === owner) rmSync(grave, {recursive: true, force: true});
	else renameSync(grave, folder);
}
