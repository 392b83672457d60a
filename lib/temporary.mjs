// Temporary folders that carry their owner in their name: what a killed program has left, the next one removes.
import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cannotWrite} from './folders.mjs';
import {numbering, startOf} from './owner.mjs';

/** `catnap-qemu-4026531836.1234.5678-x1y2z3`: the numbering of processes, the process, its start. */
const named = /^catnap-[a-z0-9-]+-(\d*)\.(\d+)\.(\d*)-\w{6}$/;

const elsewhere = 'set TMPDIR to a folder that may be written to';

/** @throws {CatnapError} CANNOT_WRITE where the system's folder for such things is not there */
export function checkTemporary() {
	try {
		if (statSync(tmpdir()).isDirectory()) return;
	} catch (error) {
		throw cannotWrite(tmpdir(), error, elsewhere);
	}
	throw cannotWrite(tmpdir(), {code: 'EEXIST'}, elsewhere);
}

/** A new folder, in the system's or another one. @throws {CatnapError} CANNOT_WRITE */
export function makeTemporary(kind, parent = tmpdir()) {
	sweep(parent);
	const owner = `${numbering()}.${process.pid}.${startOf(process.pid) ?? ''}`;
	try {
		return mkdtempSync(join(parent, `catnap-${kind}-${owner}-`));
	} catch (error) {
		throw cannotWrite(parent, error, parent === tmpdir() ? elsewhere : undefined);
	}
}

export function removeTemporary(folder) {
	rmSync(folder, {recursive: true, force: true});
}

const swept = new Set();

/** Once a process. What cannot be removed belongs to somebody else. */
function sweep(parent) {
	if (swept.has(parent)) return;
	swept.add(parent);
	for (const name of namesIn(parent).filter(isLeft)) {
		try {
			removeTemporary(join(parent, name));
		} catch {}
	}
}

function namesIn(folder) {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** Of a process of our own numbering that has gone, or whose number another one has now. */
function isLeft(name) {
	const [, where, pid, start] = named.exec(name) ?? [];
	if (pid === undefined || where !== numbering()) return false;
	const now = startOf(Number(pid));
	return now === undefined || (now !== '' && start !== '' && now !== start);
}
