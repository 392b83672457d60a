// One builder at a time in a build folder, also when several processes want the same firmware.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';

/** Run `work` while `folder` exists and is ours; a folder whose process is gone is taken over. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
	mkdirSync(dirname(folder), {recursive: true});
	while (!take(folder)) {
		if (isAbandoned(folder)) rmSync(folder, {recursive: true, force: true});
		else await wait(100);
	}
	try {
		return await work();
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

function take(folder: string): boolean {
	try {
		mkdirSync(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return false;
	}
	writeFileSync(join(folder, 'pid'), String(process.pid));
	return true;
}

function isAbandoned(folder: string): boolean {
	let pid: number;
	try {
		pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
	} catch {
		return false; // its owner is about to write it, or has just removed it
	}
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}
