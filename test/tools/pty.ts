// A pair of pseudo-terminals for tests, made by the C library: what is written to one end is read from a serial port.

import {closeSync, writeSync} from 'node:fs';

const flags = {readWrite: 2, noControllingTerminal: 0o400} as const;

export interface Pty {
	/** The end that a program opens as its serial port. */
	readonly path: string;
	write(bytes: string | Uint8Array): void;
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
			const fd: number = open(flags.readWrite | flags.noControllingTerminal);
			if (fd < 0 || grant(fd) !== 0 || unlock(fd) !== 0) throw new Error('no pseudo-terminal');
			return {
				path: name(fd),
				write: bytes => void writeSync(fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
				close: () => closeSync(fd),
			};
		};
		make().close();
		return make;
	} catch {
		return undefined;
	}
}
