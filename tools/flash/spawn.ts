// Runs a flash program: whether it is installed, its command file, its output, and the words of memory it prints.

import {spawn} from 'node:child_process';
import {accessSync, constants, copyFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import {withTemporary} from '../../lib/files.ts';
import {working} from '../../lib/working.ts';
import {hexName, type Place, type Programmer, scriptName} from './programmers.ts';

export interface Outcome {
	readonly ok: boolean;
	readonly output: string;
}

export interface Environment {
	readonly layout: FlashLayout;
	readonly env?: NodeJS.ProcessEnv;
}

export function isInstalled(command: string, env: NodeJS.ProcessEnv): boolean {
	const folders = (env.PATH ?? '').split(delimiter);
	return folders.some(folder => endings().some(ending => isProgram(join(folder, `${command}${ending}`))));
}

/** What can be started without a shell: on Windows only what ends so. */
const endings = (): readonly string[] => (process.platform === 'win32' ? ['.exe', '.com'] : ['']);

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** One call of a program, in a folder of its own in which it finds its command file and the .hex at `hex`. */
export async function run(
	programmer: Programmer,
	args: readonly string[],
	{env}: Environment,
	{what, hex}: {readonly what?: Place | 'program'; readonly hex?: string} = {},
): Promise<Outcome> {
	return withTemporary('flash', folder => {
		if (programmer.script && what !== undefined)
			writeFileSync(join(folder, scriptName), programmer.script(what));
		if (hex !== undefined) copyFileSync(hex, join(folder, hexName));
		return working(programmer.command, {}, () =>
			spawned(programmer.command, args, folder, env ?? process.env),
		);
	});
}

function spawned(
	command: string,
	args: readonly string[],
	cwd: string,
	env: NodeJS.ProcessEnv,
): Promise<Outcome> {
	return new Promise(resolve => {
		const child = spawn(command, args, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', bytes => {
				output += String(bytes);
			});
		}
		child.on('error', error => resolve({ok: false, output: error.message}));
		child.on('close', code => resolve({ok: code === 0, output}));
	});
}

/**
 * The words that a program has printed for an address: behind the address (`00FF020C = 00005340`), or on a line of
 * their own. Other numbers, such as the id of the debug port, are not taken for memory.
 */
export function wordsIn(output: string, {address, words}: Place): number[] | undefined {
	const found: number[] = [];
	const bare: number[] = [];
	for (const line of output.split('\n').map(text => text.trim())) {
		const named = /^(?:0x)?([0-9a-f]{8})\s*[:=]\s*(.*)$/i.exec(line);
		const text = named ? named[2]! : line;
		const values = /^((?:0x)?[0-9a-f]{8}\b\s*)+/i.exec(text)?.[0].trim().split(/\s+/) ?? [];
		const numbers = values.map(value => Number.parseInt(value.replace(/^0x/i, ''), 16));
		if (named && Number.parseInt(named[1]!, 16) === address + 4 * found.length) found.push(...numbers);
		if (!named && values.join(' ') === text.replace(/\s+/g, ' ')) bare.push(...numbers);
	}
	const best = found.length > 0 ? found : bare;
	return best.length >= words ? best.slice(0, words) : undefined;
}

export function firstLine(output: string): string {
	const lines = output
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	return lines.find(line => /error|fail|not|lost|lock/i.test(line)) ?? lines[0] ?? 'it said nothing';
}
