// `catnap monitor`: the console of a board, line by line with places in TypeScript, until Ctrl-C.

import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {type Command, InvalidArgumentError, Option} from 'commander';
import {CatnapError} from '../../lib/errors.ts';
import {print, printBytes, progress} from '../../lib/output.ts';
import {catnapRoot, findApp} from '../build/app.ts';
import {createSymbolicator} from '../build/symbolicate.ts';
import {loadSerialPort, monitor} from '../monitor/monitor.ts';
import {onlyPort} from '../monitor/ports.ts';
import {timeOfDay} from '../monitor/time.ts';
import {countArgument} from '../options.ts';

interface MonitorCommandOptions {
	readonly port?: string;
	readonly baud: number;
	readonly raw?: boolean;
	readonly time?: boolean;
}

const defaultBaud = 115_200;

export function register(program: Command): void {
	program
		.command('monitor')
		.description("print a board's console")
		.argument(
			'[app]',
			'folder of the app that runs: stacks name its files (default: this one, if it is built)',
		)
		.option('--port <path>', 'serial port (default: the only one that looks like a board)')
		.option('--baud <rate>', 'bits a second', baudArgument, defaultBaud)
		.addOption(new Option('--time', 'put the time of day before each line').conflicts('raw'))
		.option(
			'--raw',
			'pass the bytes on as they come: control characters are not shown, stacks name the bundle',
		)
		.action(run);
}

async function run(app: string | undefined, {port, baud, raw, time}: MonitorCommandOptions): Promise<void> {
	const symbolicate = await symbolicatorOf(app);
	const {SerialPort} = await loadSerialPort();
	const end = new AbortController();
	process.once('SIGINT', () => end.abort());
	process.once('SIGTERM', () => end.abort());
	await monitor({
		path: port ?? onlyPort('/dev'),
		baud,
		create: options => new SerialPort(options),
		print: time ? line => print(`${timeOfDay(new Date())}  ${line}`) : print,
		raw: raw ? printBytes : undefined,
		progress,
		symbolicate,
		signal: end.signal,
	});
}

function baudArgument(text: string): number {
	const baud = countArgument(text);
	if (baud === 0) throw new InvalidArgumentError('expected a rate such as 115200.');
	return baud;
}

/** From the source map that `catnap build` and `catnap flash` leave; without an app and a map there is none. */
async function symbolicatorOf(app: string | undefined): Promise<((line: string) => string) | undefined> {
	const {dir} = app === undefined ? {dir: process.cwd()} : await findApp(app);
	const path = join(resolve(dir), 'build', 'app.js.map');
	if (existsSync(path))
		return createSymbolicator(readFileSync(path, 'utf8'), resolve(dir), join(catnapRoot, 'ts-src')).text;
	if (app === undefined) return undefined;
	throw new CatnapError('NO_MAP', {app, where: path});
}
