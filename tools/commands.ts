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

/**
 * @param word what was typed behind `catnap`: the file of that command alone is loaded, and all of them for any other word.
 * @default all
 */
export async function registerCommands(program: Command, word?: string): Promise<void> {
	const files = (await readdir(commandsUrl)).filter(name => name.endsWith(ending)).sort();
	const only = files.filter(name => name === `${word}${ending}`);
	for (const name of only.length > 0 ? only : files) {
		const file: CommandFile = await import(new URL(name, commandsUrl).href);
		file.register(program);
	}
}
