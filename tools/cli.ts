// The command line: finds the commands, runs one, turns errors into messages and exit codes. Only this file exits.
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Command, CommanderError} from 'commander';
import {CatnapError} from '../lib/errors.ts';
import {refusalOf} from '../lib/files.ts';
import {progress} from '../lib/output.ts';
import {catnapRoot} from '../lib/root.mjs';
import {showWork} from '../lib/working.ts';
import {registerCommands} from './commands.ts';

async function createProgram(word: string | undefined): Promise<Command> {
	const {version} = JSON.parse(await readFile(join(catnapRoot, 'package.json'), 'utf8'));
	const program = new Command('catnap')
		.description('TypeScript for microcontrollers that mostly sleep')
		.version(version)
		.configureOutput({writeErr: text => progress(text.trimEnd()), outputError: () => {}})
		.hook('preAction', (_, command) => throwIfEmpty(command));
	await registerCommands(program, word);
	throwMistakes(program, 'catnap');
	return program;
}

/** What commander finds wrong with the words of a command is an error like others. Commands do not inherit this. */
function throwMistakes(command: Command, name: string): void {
	command.exitOverride(error => {
		// help that was asked for, or that answers a command without a word
		if (error.exitCode === 0 || error.code === 'commander.help') throw error;
		const [problem, hint] = error.message.replace(/^error: /, '').split('\n');
		const help = `${name} --help shows what there is`;
		throw new CatnapError('BAD_COMMAND', {problem: problem!, ...(hint && {todo: `${hint} ${help}`}), name});
	});
	for (const each of command.commands) throwMistakes(each, `${name} ${each.name()}`);
}

/** A variable of the shell that has no value gives a word without letters, which would name the current folder. */
function throwIfEmpty(command: Command): void {
	const words = [...command.args, ...Object.values(command.opts())];
	if (words.includes('')) command.error('error: an argument is empty');
}

/** Run one command line; returns the exit code: 0 good, 1 the work failed, 2 called wrongly. */
async function main(argv: readonly string[]): Promise<number> {
	try {
		const program = await createProgram(argv[2]);
		await program.parseAsync(argv);
		return Number(process.exitCode ?? 0);
	} catch (error) {
		// commander has printed help
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		const known = error instanceof CatnapError ? error : refusalOf(error);
		progress(describe(known ?? error));
		return known?.exitCode ?? 1;
	}
}

function describe(error: unknown): string {
	if (error instanceof CatnapError && !process.env.CATNAP_DEBUG) return error.message;
	if (error instanceof Error) return error.stack ?? error.message;
	return String(error);
}

// a reader that has seen enough (`catnap run app | head`) is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error;
	process.exit(0);
});
showWork();
process.exitCode = await main(process.argv);
