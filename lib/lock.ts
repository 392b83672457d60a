// One builder at a time in a build folder, also when several processes, containers or hosts share the cache.
import {mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimes, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {cannotWrite, makeFolderSync} from './folders.mjs';
import {progress} from './output.ts';
import {numbering, startOf} from './owner.mjs';

const pollMs = 100;
/** After this long a person who waits learns why. */
const quietMs = 2000;
/** A lock that never gets an owner was made by a program that was killed in between. */
const ownerlessMs = 5000;
/** So often an owner touches its lock: other containers and hosts cannot see whether its process lives. */
const beatMs = 1000;
/** Whoever waits for one of those takes a lock over that has not been touched for so long. */
const silentMs = 60_000;

export interface LockOptions {
	/** @default 60000 */
	readonly silentMs?: number;
}

/** Run `work` while `folder` exists and is ours; a folder whose process is gone is taken over. */
export async function withLock<T>(
	folder: string,
	work: () => Promise<T>,
	options: LockOptions = {},
): Promise<T> {
	await takeInTurn(folder, options.silentMs ?? silentMs);
	const beat = setInterval(() => touch(join(folder, 'pid')), beatMs);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		// at once: a folder that is emptied in place could be replaced in between
		const own = `${folder}.${process.pid}.done`;
		try {
			renameSync(folder, own);
			rmSync(own, {recursive: true, force: true});
		} catch {} // somebody took it away: what the work says counts
	}
}

function touch(path: string): void {
	const now = new Date();
	utimes(path, now, now, () => {});
}

async function takeInTurn(folder: string, silentMs: number): Promise<void> {
	const sinceMs = Date.now();
	const watch = new Watch(folder);
	let isAnnounced = false;
	while (!take(folder)) {
		const owner = ownerOf(folder);
		if (isAbandoned(folder, owner, watch.silentMs() > silentMs)) remove(folder, owner);
		else await wait(pollMs);
		if (isAnnounced || Date.now() - sinceMs < quietMs) continue;
		isAnnounced = true;
		const {pid, host} = factsOf(owner ?? '?');
		const where = host === undefined || host === hostname() ? '' : ` on ${host}`;
		progress(`waiting for process ${pid}${where}, which holds ${folder}`);
	}
}

/**
 * For how long a lock has not been touched, counted by those who look at it: hosts differ in their clocks, and a machine that
 * stands still for a while has not looked.
 */
class Watch {
	readonly #folder: string;
	#seen: number | undefined;
	#looks = 0;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** To be called once each `pollMs`. */
	silentMs(): number {
		const touched = statSync(join(this.#folder, 'pid'), {throwIfNoEntry: false})?.mtimeMs;
		this.#looks = touched === this.#seen ? this.#looks + 1 : 0;
		this.#seen = touched;
		return this.#looks * pollMs;
	}
}

/** The folder comes to its place with its owner in it: a process that is killed leaves no lock without a name. */
function take(folder: string): boolean {
	makeFolderSync(dirname(folder));
	try {
		const own = mkdtempSync(`${folder}.`);
		try {
			writeFileSync(join(own, 'pid'), identity(process.pid, startOf(process.pid)));
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

/** `isSilent`: its owner has not touched it for long; that counts where the owner's process cannot be seen. */
function isAbandoned(folder: string, owner: string | undefined, isSilent: boolean): boolean {
	if (owner === undefined) {
		const made = statSync(folder, {throwIfNoEntry: false})?.mtimeMs;
		return made !== undefined && Date.now() - made > ownerlessMs;
	}
	const {pid, host, boot, numbers, start} = factsOf(owner);
	const number = Number(pid);
	if (!Number.isInteger(number) || number <= 0) return true;
	const here = factsOf(identity(number, undefined));
	if (differ(host, here.host)) return isSilent;
	if (differ(boot, here.boot)) return true;
	if (differ(numbers, here.numbers)) return isSilent;
	const now = startOf(number);
	return now === undefined || differ(start, now);
}

interface Owner {
	readonly pid: string;
	readonly host?: string;
	readonly boot?: string;
	/** In which numbers of processes mean the same: each container has its own. */
	readonly numbers?: string;
	/** When it started: numbers are used again. */
	readonly start?: string;
}

const unknown = '-';

function identity(pid: number, start: string | undefined): string {
	return [pid, hostname().replace(/\s/g, '_'), bootId(), numbering(), start]
		.map(fact => fact || unknown)
		.join(' ');
}

function factsOf(identity: string): Owner {
	const [pid = '', host, boot, numbers, start] = identity
		.split(' ')
		.map(fact => (fact === unknown ? undefined : fact));
	return {
		pid,
		...(host && {host}),
		...(boot && {boot}),
		...(numbers && {numbers}),
		...(start && {start}),
	};
}

/** Both are known and not the same. */
function differ(a: string | undefined, b: string | undefined): boolean {
	return a !== undefined && b !== undefined && b !== '' && a !== b;
}

function bootId(): string | undefined {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	} catch {
		return undefined;
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
