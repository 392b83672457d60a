// What a firmware is made of, as one hash: the same hash, the same bytes.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {type Port, toolchainOf} from '../../boards/facts/port.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {progress} from '../../lib/output.ts';
import {quickjsVersion} from './fetch.mjs';
import {fetchXtensa, xtensaCompiler} from './xtensa/fetch.mjs';

/** A command that a build needs, and the Debian package that has it. */
export interface Requirement {
	readonly command: string;
	readonly debian: string;
}

const always: readonly Requirement[] = [
	{command: 'cmake', debian: 'cmake'},
	{command: 'ninja', debian: 'ninja-build'},
	{command: 'patch', debian: 'patch'},
];

/** What boards need, by the compiler of their core. */
const byCompiler: Readonly<Record<string, readonly Requirement[]>> = {
	clang: [
		{command: 'clang', debian: 'clang'},
		{command: 'wasm-ld', debian: 'lld'},
	],
	'arm-none-eabi-gcc': [{command: 'arm-none-eabi-gcc', debian: 'gcc-arm-none-eabi'}],
};

/** Files that no command shows: headers and libraries. */
const filesByCompiler: Readonly<Record<string, readonly {readonly path: string; readonly debian: string}[]>> =
	{
		clang: [
			{path: '/usr/include/wasm32-wasi/stdio.h', debian: 'wasi-libc'},
			{path: '/usr/lib/wasm32-wasi/libc.a', debian: 'wasi-libc'},
		],
		'arm-none-eabi-gcc': [{path: '/usr/include/newlib/stdio.h', debian: 'libnewlib-arm-none-eabi'}],
		[xtensaCompiler]: [{path: '/usr/include/newlib/stdio.h', debian: 'libnewlib-dev'}],
	};

/** Put a compiler that is fetched, not installed, on the path of this process and of what it starts. */
export function reachCompiler(compiler: string): void {
	if (compiler !== xtensaCompiler) return;
	const folder = fetchXtensa(progress);
	const path = (process.env.PATH ?? '').split(delimiter);
	if (!path.includes(folder)) process.env.PATH = [folder, ...path].join(delimiter);
}

/** Versions of all commands, or an error that names the missing package. */
export function toolVersions(compiler: string): string {
	reachCompiler(compiler);
	const missing = (filesByCompiler[compiler] ?? []).find(({path}) => !existsSync(path));
	if (missing !== undefined) throw missingTool(missing.path, missing.debian);
	return [...always, ...(byCompiler[compiler] ?? [{command: compiler, debian: compiler}])]
		.map(version)
		.join('\n');
}

function version({command, debian}: Requirement): string {
	try {
		return execFileSync(command, ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missingTool(command, debian);
		throw error;
	}
}

function missingTool(what: string, debian: string): CatnapError {
	return new CatnapError('NO_COMPILER', {debian, expected: what, received: 'not found'});
}

/** Folders of sources that every firmware has. */
const commonFolders = ['native', 'bindings/engine', 'bindings/gen'];

/** Files of the repository that the firmware of a board is made of: paths from the root, sorted. */
export function inputFiles(root: string, board: BoardFacts, {folders}: Port): string[] {
	const files = [...commonFolders, ...folders]
		.flatMap(folder => walk(root, folder))
		.filter(path => /\.(c|h|S|s|ld|cmake|patch)$/.test(path));
	return ['CMakeLists.txt', toolchainOf(board), ...files].sort();
}

/** Hash of what the repository itself says about a firmware, whatever tools are installed. */
export function sourcesHash(root: string, files: readonly string[]): string {
	const hash = createHash('sha256').update(quickjsVersion);
	for (const path of files) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
	return hash.digest('hex');
}

/** Hash of sources, build files, engine and tools. */
export function inputHash(root: string, files: readonly string[], quickjs: string, versions: string): string {
	const hash = createHash('sha256').update(versions);
	for (const path of files) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
	for (const name of readdirSync(quickjs)
		.filter(one => /\.[ch]$/.test(one))
		.sort()) {
		hash.update(`\n${name}\n`).update(readFileSync(join(quickjs, name)));
	}
	return hash.digest('hex').slice(0, 16);
}

function walk(root: string, folder: string): string[] {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), {withFileTypes: true}).flatMap(entry => {
		const path = `${folder}/${entry.name}`;
		return entry.isDirectory() ? walk(root, path) : [path];
	});
}
