// `catnap deploy [app]`: build it, put it on the board beside the one in force, and follow the console.
import type {Command} from 'commander';
import {Option} from 'commander';
import {loadBoard} from '../../boards/facts/boards.ts';
import {CatnapError} from '../../lib/errors.ts';
import {findApp} from '../build/app.ts';
import {programmers} from '../flash/programmers.ts';
import {followConsole, printerOf, symbolicatorOf} from '../monitor/follow.ts';
import {baudOption, boardOption, portOption} from '../options.ts';
import {putOnBoard} from './flash.ts';

interface DeployCommandOptions {
	readonly board: string;
	readonly tool?: string;
	readonly port?: string;
	readonly baud: number;
	readonly time?: boolean;
	readonly follow: boolean;
}

export function register(program: Command): void {
	program
		.command('deploy')
		.description('build an app, write it over the one that is not needed, and follow the console')
		.argument('[app]', 'folder of the app', '.')
		.addOption(boardOption('the board to write, one that can be flashed').makeOptionMandatory())
		.addOption(
			new Option('--tool <name>', 'the program to flash with').choices(
				programmers.map(({command}) => command),
			),
		)
		.addOption(portOption())
		.addOption(baudOption())
		.option('--time', 'put the time of day before each line')
		.option('--no-follow', 'end when the app is on the board: no serial port is needed')
		.action(deploy);
}

async function deploy(app: string, options: DeployCommandOptions): Promise<void> {
	const {dir} = await findApp(app);
	const {board, tool, follow} = options;
	const {flash} = await loadBoard(board);
	if (flash?.by === 'loader') return deploySerially(dir, options);
	const put = (): Promise<void> => putOnBoard(dir, {board, tool, appOnly: true});
	return follow ? deployAndFollow(dir, options, put) : put();
}

/** The console is the port that the app is written through: the reset between shows its first line. */
async function deploySerially(
	dir: string,
	{board, tool, port, baud, time, follow}: DeployCommandOptions,
): Promise<void> {
	await putOnBoard(dir, {board, tool, port, appOnly: true});
	if (!follow) return;
	await followConsole({
		port,
		baud,
		reset: true,
		print: printerOf(time),
		symbolicate: await symbolicatorOf(dir),
		signal: new AbortController().signal,
	});
}

/** A probe writes the app: a port is needed for the console only. */
function withoutPort(error: unknown): never {
	if (!(error instanceof CatnapError) || error.code !== 'NO_PORT') throw error;
	throw error.withTodo(`${error.facts.todo}; to write the app without following its console: --no-follow`);
}

/** The console is open before the app is written: its first line is not missed, and a port that is taken costs nothing. */
async function deployAndFollow(
	dir: string,
	options: DeployCommandOptions,
	put: () => Promise<void>,
): Promise<void> {
	const end = new AbortController();
	let places: ((line: string) => string) | undefined;
	let following: Promise<string> | undefined;
	const opened = new Promise<void>((resolve, reject) => {
		following = followConsole({
			port: options.port,
			baud: options.baud,
			print: printerOf(options.time),
			symbolicate: line => places?.(line) ?? line,
			opened: resolve,
			signal: end.signal,
		});
		following.then(() => resolve(), reject);
	});
	await opened.catch(withoutPort);
	try {
		await put();
		places = await symbolicatorOf(dir);
	} catch (error) {
		end.abort();
		throw error;
	}
	await following;
}
