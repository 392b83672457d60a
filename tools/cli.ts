// The command line: finds the commands, runs one, turns errors into messages and exit codes. Only this file exits.
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Command, CommanderError} from 'commander';
import {CatnapError} from '../lib/errors.ts';
import {refusalOf} from '../lib/files.ts';
import {progress} from '../lib/output.ts';
import {catnapRoot} from '../lib/root.mjs';
import {registerCommands} from './commands.ts';

async function createProgram(): Promise<Command> {
	const {version} = JSON.parse(await readFile(join(catnapRoot, 'package.json'), 'utf8'));
	const program = new Command('catnap')
		.description('TypeScript for microcontrollers that mostly sleep')
		.version(version)
		.showHelpAfterError('(catnap --help shows what there is)')
		.configureOutput({writeErr: text => progress(text.trimEnd())})
		.exitOverride();
	await registerCommands(program);
	// commands do not inherit these from the program when they are added
	for (const command of program.commands) {
		command.showHelpAfterError(`(catnap ${command.name()} --help shows what there is)`).exitOverride();
	}
	return program;
}

/** Run one command line; returns the exit code: 0 good, 1 the work failed, 2 called wrongly. */
async function main(argv: readonly string[]): Promise<number> {
	try {
		const program = await createProgram();
		await program.parseAsync(argv);
		return Number(process.exitCode ?? 0);
	} catch (error) {
		// commander has printed its message, or the help that was asked for
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
process.exitCode = await main(process.argv);
