// `catnap monitor`: the console of a board, line by line with places in TypeScript, until Ctrl-C.

import {type Command, Option} from 'commander';
import {printBytes} from '../../lib/output.ts';
import {followConsole, printerOf, symbolicatorOf} from '../monitor/follow.ts';
import {baudOption, portOption} from '../options.ts';

interface MonitorCommandOptions {
	readonly port?: string;
	readonly baud: number;
	readonly raw?: boolean;
	readonly time?: boolean;
	readonly reset?: boolean;
}

export function register(program: Command): void {
	program
		.command('monitor')
		.description("print a board's console")
		.argument(
			'[app]',
			'folder of the app that runs: stacks name its files (default: this one, if it is built)',
		)
		.addOption(portOption())
		.addOption(baudOption())
		.addOption(new Option('--time', 'put the time of day before each line').conflicts('raw'))
		.option('--reset', 'reset the board first, which an ESP32-S3 can be by its serial port')
		.option(
			'--raw',
			'pass the bytes on as they come: control characters are not shown, stacks name the bundle',
		)
		.action(run);
}

async function run(
	app: string | undefined,
	{port, baud, raw, reset, time}: MonitorCommandOptions,
): Promise<void> {
	await followConsole({
		port,
		baud,
		print: printerOf(time),
		raw: raw ? printBytes : undefined,
		reset,
		symbolicate: await symbolicatorOf(app),
		signal: new AbortController().signal,
	});
}
