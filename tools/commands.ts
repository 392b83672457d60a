// The words of the command line: each file of tools/commands adds its own to the program.
import {readdir} from 'node:fs/promises';
import {extname} from 'node:path';
import type {Command} from 'commander';

/** What a file in tools/commands exports. */
interface CommandFile {
	register(program: Command): void;
}

const commandsUrl = new URL('./commands/', import.meta.url);
/** `.ts`, or `.js` where Catnap is compiled. */
const ending = extname(import.meta.url);

export async function registerCommands(program: Command): Promise<void> {
	const files = (await readdir(commandsUrl)).filter(name => name.endsWith(ending)).sort();
	for (const name of files) {
		const file: CommandFile = await import(new URL(name, commandsUrl).href);
		file.register(program);
	}
}
