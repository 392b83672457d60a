// Compiles a test's C with the port of a board, as the board's facts say, without CMake and the script engine.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {definitionsOf, portOf} from '../boards/facts/port.ts';
import type {BoardFacts} from '../boards/facts/schema.ts';
import {reachCompiler} from '../tools/build/inputs.ts';
import {boardFiles} from '../tools/dev/gen/board-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Compilation {
	/** Of a board, or changed for the test: what is generated from them is made again. */
	readonly board: BoardFacts;
	/** Beside the C files of the board's port; from the root, or absolute. */
	readonly sources: readonly string[];
	readonly output: string;
	readonly flags?: readonly string[];
	/** The file that takes the place of one of the sources or of the port. */
	readonly instead?: (source: string) => string;
}

export function compile({instead = file => file, ...compilation}: Compilation): void {
	const {compileFlags, files, linkFlags, run} = parametersOf(compilation);
	run([...compileFlags, ...files.map(instead), ...linkFlags, '-o', compilation.output]);
}

export interface Parameters {
	readonly compileFlags: readonly string[];
	/** The port's and the sources, from the root or absolute. */
	readonly files: readonly string[];
	readonly linkFlags: readonly string[];
	/** Start the compiler. @default from the root */
	run(parameters: readonly string[], cwd?: string): void;
}

/** What the compiler is given; makes the folder of the output and what is generated from the board's facts. */
export function parametersOf({board, sources, output, flags = []}: Omit<Compilation, 'instead'>): Parameters {
	const {core, folders, linkScript} = portOf(board)!;
	reachCompiler(core.compiler);
	const gen = `${output}.gen`;
	mkdirSync(gen, {recursive: true});
	for (const [name, text] of boardFiles(board)) writeFileSync(join(gen, name), text);
	const definitions = Object.entries(definitionsOf(board)).map(([name, value]) => `-D${name}=${value}`);
	mkdirSync(dirname(output), {recursive: true});
	return {
		compileFlags: [
			...(core.target === undefined ? [] : [`--target=${core.target}`]),
			...'-std=c11 -Os -g -Wall -Wextra -Werror -ffunction-sections -fdata-sections'.split(' '),
			...core.flags,
			...['native/include', ...folders].map(folder => `-I${join(root, folder)}`),
			`-I${gen}`,
			...definitions,
			...flags,
		],
		files: [...folders.flatMap(cFilesOf), ...sources],
		linkFlags: [
			...core.linkFlags,
			'-Wl,--gc-sections',
			...(linkScript === undefined ? [] : ['-L', gen, '-T', join(root, linkScript)]),
		],
		run: (parameters, cwd = root) =>
			void execFileSync(core.compiler, parameters, {cwd, stdio: ['ignore', 'inherit', 'inherit']}),
	};
}

/** The C files of a folder, from the root. */
export function cFilesOf(folder: string): string[] {
	return readdirSync(join(root, folder))
		.filter(name => name.endsWith('.c'))
		.map(name => `${folder}/${name}`);
}
