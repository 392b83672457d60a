// Who made a lock or a temporary folder, so that what the dead have left can be distinguished from what is in use.
import {readFileSync, readlinkSync} from 'node:fs';

/** When a process started, by the system's own clock; undefined: there is none of this number; '': nobody can say. */
export function startOf(pid) {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (error.code === 'ESRCH') return undefined;
	}
	try {
		// the name of the program, in parentheses, may hold spaces; the start is the 22nd field
		return readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ')[19];
	} catch {
		return '';
	}
}

/** In which numbers of processes mean the same: this boot, or this container; '': nobody can say. */
export function numbering() {
	try {
		return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
	} catch {
		return '';
	}
}
