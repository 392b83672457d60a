// `catnap dev [app]`: builds and runs an app after each change of its files, with the same world, until q or Ctrl-C.
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import type {Command} from 'commander';
import {CatnapError} from '../../lib/errors.ts';
import {print, progress} from '../../lib/output.ts';
import {catnapRoot, findApp} from '../build/app.ts';
import {boardOption, countArgument, durationArgument, scenarioOption, targetOption} from '../options.ts';
import {type Disturbance, Disturbances} from '../watch/disturbances.ts';
import {watchTree} from '../watch/tree.ts';
import {Turns} from '../watch/turns.ts';
import {type RunCommandOptions, runOnce} from './run.ts';

/** What `dev` itself writes, or runs only when it is asked to. */
const ignored = ['build', 'test'];
const keys = 'keys: r run, t test, p power, b button, f fault, q quit';

export function register(program: Command): void {
	program
		.command('dev')
		.description('run an app again after each change of its files, with the same trace')
		.argument('[app]', 'folder of the app', '.')
		.addOption(targetOption())
		.addOption(boardOption())
		.option('--trace <file.csv>', 'what the sensors feel, as in `catnap run`')
		.option('--sound <file.wav>', 'what the microphone hears, as in `catnap run`')
		.option('--for <duration>', 'how long, like 60s', durationArgument)
		.addOption(scenarioOption())
		.option('--seed <number>', 'seed of everything random (default: 1)', countArgument)
		.action(dev);
}

async function dev(dir: string, options: RunCommandOptions): Promise<void> {
	const {dir: folder} = await findApp(dir);
	const disturbances = new Disturbances();
	const turns = new Turns(() =>
		runOnce(folder, options, world => disturbances.apply(world)).then(undefined, report),
	);
	const disturb = (which: Disturbance): Promise<void> => {
		progress(`dev: ${disturbances.toggle(which)}`);
		return turns.ask();
	};
	const watched = watchTree(folder, ignored, paths => {
		progress(`dev: ${paths.join(', ')} ${paths.length === 1 ? 'has' : 'have'} changed`);
		void turns.ask();
	});
	await turns.ask();
	progress(`dev: waiting for changes; ${keys}`);
	await untilQuit({
		r: () => turns.ask(),
		t: () => runCommand(['test', folder, '--target', options.target]),
		p: () => runCommand(['power', folder, ...sameWorld(options)]),
		b: () => disturb('press'),
		f: () => disturb('fault'),
	});
	watched.close();
}

/** The options of this run that `catnap power` has, too. */
function sameWorld({target, board, trace, scenario, seed, for: forMs}: RunCommandOptions): string[] {
	const words = {target, board, trace, scenario, seed, for: forMs === undefined ? undefined : `${forMs}ms`};
	return Object.entries(words).flatMap(([name, value]) =>
		value === undefined ? [] : [`--${name}`, String(value)],
	);
}

/** The app's mistakes are the point of it: they end nothing. */
function report(error: unknown): void {
	if (error instanceof CatnapError) progress(error.message);
	else throw error;
}

/** Another word of the command line, in a process of its own. */
function runCommand(args: readonly string[]): Promise<void> {
	return new Promise(resolve => {
		const program = join(catnapRoot, 'tools/catnap.mjs');
		const child = spawn(process.execPath, [program, ...args], {stdio: ['ignore', 'inherit', 'inherit']});
		child.on('error', ({message}) => {
			print(message);
			resolve();
		});
		child.on('close', () => resolve());
	});
}

/** Keys come one by one from a terminal, and by lines from elsewhere; the end of the input quits, too. */
function untilQuit(actions: Readonly<Record<string, () => Promise<void>>>): Promise<void> {
	const {stdin} = process;
	if (stdin.isTTY) stdin.setRawMode(true);
	return new Promise(resolve => {
		const quit = (): void => {
			if (stdin.isTTY) stdin.setRawMode(false);
			stdin.destroy();
			resolve();
		};
		process.once('SIGINT', quit);
		process.once('SIGTERM', quit);
		stdin.on('end', quit);
		stdin.on('data', bytes => {
			for (const key of String(bytes)) {
				if (key === 'q' || key === '\u0003') return quit();
				void actions[key]?.();
			}
		});
	});
}
