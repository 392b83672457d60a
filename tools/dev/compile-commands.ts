// Writes compile_commands.json, by which editors (clangd) know how each C file is compiled: those of firmwares by CMake,
// tests as the C tests compile them. Usage: npm run compile-commands
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {loadBoards} from '../../boards/facts/boards.ts';
import {portOf} from '../../boards/facts/port.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../build/app.ts';
import {fetchQuickjs} from '../build/fetch.mjs';
import {buildFolder, configureFirmware} from '../build/firmware.ts';
import {cFiles} from './check/files.ts';
import {nativeFlags} from './check/native-build.ts';

interface Entry {
	readonly directory: string;
	readonly file: string;
	readonly command?: string;
	readonly arguments?: readonly string[];
}

async function boardEntries(board: BoardFacts): Promise<readonly Entry[]> {
	const folder = buildFolder(board, 'compile-commands');
	try {
		await configureFirmware(board.name, fetchQuickjs(), folder, ['-DCMAKE_EXPORT_COMPILE_COMMANDS=ON']);
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		process.stderr.write(`left out ${board.name}: ${error.facts.what}\n`);
		return [];
	}
	return JSON.parse(readFileSync(join(folder, 'compile_commands.json'), 'utf8'));
}

function testEntries(): Entry[] {
	return cFiles(/^test\/c\/.*\.c$/).map(path => ({
		directory: catnapRoot,
		file: join(catnapRoot, path),
		arguments: ['clang', ...(nativeFlags(path) ?? []), '-c', path],
	}));
}

const entries = new Map<string, Entry>();
// a file that several firmwares share is compiled as the first of them does it: host, whose flags suit clangd best
for (const board of (await loadBoards()).filter(portOf)) {
	for (const entry of await boardEntries(board)) if (!entries.has(entry.file)) entries.set(entry.file, entry);
}
for (const entry of testEntries()) entries.set(entry.file, entry);
const known = [...entries.values()].filter(({file}) => existsSync(file));
writeFileSync(join(catnapRoot, 'compile_commands.json'), `${JSON.stringify(known, null, 1)}\n`);
process.stderr.write(`wrote compile_commands.json: ${known.length} files\n`);
