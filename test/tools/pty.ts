// A pair of pseudo-terminals for tests, made by the C library: what is written to one end is read from a serial port.

import {closeSync, readSync, writeSync} from 'node:fs';

const flags = {readWrite: 2, noControllingTerminal: 0o400, nonBlocking: 0o4000} as const;

export interface Pty {
	/** The end that a program opens as its serial port. */
	readonly path: string;
	write(bytes: string | Uint8Array): void;
	/** What a program wrote to it since the last call. */
	written(): Buffer;
	/** The port hangs up, as one that is unplugged. */
	close(): void;
}

/** Undefined where koffi, a C library of that name or the system's pseudo-terminals (/dev/pts) are missing. */
export async function ptyMaker(): Promise<(() => Pty) | undefined> {
	try {
		const {default: koffi} = await import('koffi');
		const libc = koffi.load('libc.so.6');
		const open = libc.func('int posix_openpt(int)');
		const grant = libc.func('int grantpt(int)');
		const unlock = libc.func('int unlockpt(int)');
		const name = libc.func('const char *ptsname(int)');
		const make = (): Pty => {
			const fd: number = open(flags.readWrite | flags.noControllingTerminal | flags.nonBlocking);
			if (fd < 0 || grant(fd) !== 0 || unlock(fd) !== 0) throw new Error('no pseudo-terminal');
			return {
				path: name(fd),
				write: bytes => void writeSync(fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
				written: () => readAll(fd),
				close: () => closeSync(fd),
			};
		};
		make().close();
		return make;
	} catch {
		return undefined;
	}
}

function readAll(fd: number): Buffer {
	const blocks: Buffer[] = [];
	try {
		for (;;) {
			const block = Buffer.alloc(65_536);
			const count = readSync(fd, block);
			if (count === 0) break;
			blocks.push(block.subarray(0, count));
		}
	} catch (error) {
		// nothing is there now, or nobody has the other end open any more
		const {code} = error as NodeJS.ErrnoException;
		if (code !== 'EAGAIN' && code !== 'EIO') throw error;
	}
	return Buffer.concat(blocks);
}
