// What the commands share that follow a console: the port, the driver, and the places of an app's stacks.
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {print, progress} from '../../lib/output.ts';
import {loadSerialPort, portOrOnly} from '../../lib/serial-ports.ts';
import {catnapRoot, findApp} from '../build/app.ts';
import {createSymbolicator} from '../build/symbolicate.ts';
import {type MonitorOptions, monitor} from './monitor.ts';
import {timeOfDay} from './time.ts';

export interface FollowOptions
	extends Pick<MonitorOptions, 'baud' | 'print' | 'raw' | 'reset' | 'symbolicate' | 'signal' | 'opened'> {
	/** @default the only one that looks like a board */
	readonly port?: string | undefined;
}

/** Until the signal is given, or Ctrl-C. The path of the port. @throws {CatnapError} of serial-ports.ts */
export async function followConsole({port, signal, ...options}: FollowOptions): Promise<string> {
	const {SerialPort} = await loadSerialPort();
	const end = new AbortController();
	const stop = (): void => end.abort();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	signal.addEventListener('abort', stop);
	const path = await portOrOnly(port);
	try {
		await monitor({...options, path, create: wanted => new SerialPort(wanted), progress, signal: end.signal});
	} finally {
		process.off('SIGINT', stop);
		process.off('SIGTERM', stop);
		signal.removeEventListener('abort', stop);
	}
	return path;
}

/** Prints lines of a console, with the time of day before each if it is wanted. */
export function printerOf(withTime: boolean | undefined): (line: string) => void {
	return withTime ? line => print(`${timeOfDay(new Date())}  ${line}`) : print;
}

/** From the source map that `catnap build` and `catnap flash` leave; without an app and a map there is none. */
export async function symbolicatorOf(
	app: string | undefined,
): Promise<((line: string) => string) | undefined> {
	const {dir} = app === undefined ? {dir: process.cwd()} : await findApp(app);
	const path = join(resolve(dir), 'build', 'app.js.map');
	if (existsSync(path))
		try {
			return createSymbolicator(readFileSync(path, 'utf8'), resolve(dir), join(catnapRoot, 'ts-src')).text;
		} catch (error) {
			throw new CatnapError('NO_MAP', {app: app ?? '.', where: path, received: (error as Error).message});
		}
	if (app === undefined) return undefined;
	throw new CatnapError('NO_MAP', {app, where: path});
}
