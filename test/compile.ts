// Compiles a test's C with the port of a board, as the board's facts say, without CMake and the script engine.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {definitionsOf, portOf} from '../boards/facts/port.ts';
import type {BoardFacts} from '../boards/facts/schema.ts';
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

export function compile({board, sources, output, flags = [], instead = file => file}: Compilation): void {
	const {core, folders, linkScript} = portOf(board)!;
	const gen = `${output}.gen`;
	mkdirSync(gen, {recursive: true});
	for (const [name, text] of boardFiles(board)) writeFileSync(join(gen, name), text);
	const definitions = Object.entries(definitionsOf(board)).map(([name, value]) => `-D${name}=${value}`);
	const parameters = [
		...(core.target === undefined ? [] : [`--target=${core.target}`]),
		...'-std=c11 -Os -g -Wall -Wextra -Werror -ffunction-sections -fdata-sections'.split(' '),
		...core.flags,
		...['native/include', ...folders, gen].map(folder => `-I${folder}`),
		...definitions,
		...flags,
		...[...folders.flatMap(cFilesOf), ...sources].map(instead),
		...core.linkFlags,
		'-Wl,--gc-sections',
		...(linkScript === undefined ? [] : ['-L', gen, '-T', linkScript]),
		'-o',
		output,
	];
	mkdirSync(dirname(output), {recursive: true});
	execFileSync(core.compiler, parameters, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']});
}

/** The C files of a folder, from the root. */
export function cFilesOf(folder: string): string[] {
	return readdirSync(join(root, folder))
		.filter(name => name.endsWith('.c'))
		.map(name => `${folder}/${name}`);
}
