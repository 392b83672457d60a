// Our own modules as JavaScript: written without checking their types, kept over builds and processes, packed by prepack.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {deserialize, serialize} from 'node:v8';
import type ts from 'typescript';
import {cacheFolder, keepQuietly} from '../../lib/cache.mjs';
import {catnapRoot, hasSources} from '../../lib/root.mjs';
import {libraryDir} from './public-modules.ts';

export interface Code {
	readonly code: string;
	readonly map: string;
}

/** By the path of a module in the library its text, and what it becomes. */
type Made = Map<string, {readonly text: string; readonly made: Code}>;

/** By the name of the file that keeps them, which stands for the options they were made with. */
const known = new Map<string, Made>();
const folder = 'library';
/** What the package brings. */
const packed = join(catnapRoot, 'dist', folder);

/** The options that decide how a file is read and written: all but the places of projects. */
export function settingsOf({
	configFile,
	configFilePath,
	pathsBasePath,
	paths,
	typeRoots,
	...rest
}: ts.CompilerOptions): string {
	return JSON.stringify(rest);
}

/** Of the module at `path`, an absolute one. The syntax of our modules says what of them is code. */
export function libraryCode(
	typescript: typeof ts,
	options: ts.CompilerOptions,
	path: string,
	text: string,
): Code {
	const name = fileName(typescript, options);
	const all = known.get(name) ?? read(name);
	known.set(name, all);
	const module = relative(libraryDir, path).replaceAll(sep, '/');
	const kept = all.get(module);
	if (kept?.text === text) return kept.made;
	const {outputText, sourceMapText} = typescript.transpileModule(text, {
		compilerOptions: {...options, verbatimModuleSyntax: true},
		fileName: path,
	});
	const made = {code: outputText, map: sourceMapText ?? ''};
	all.set(module, {text, made});
	keepAtEnd(name, all);
	return made;
}

/** Everything that this process has made, as files for `to`: what the package brings. */
export function writeLibrary(to: string): void {
	mkdirSync(to, {recursive: true});
	for (const [name, all] of known) writeFileSync(join(to, name), serialize(all));
}

function fileName({version}: typeof ts, options: ts.CompilerOptions): string {
	const key = createHash('sha256')
		.update(`${version}\n${settingsOf(options)}`)
		.digest('hex');
	return `${key.slice(0, 16)}.bin`;
}

function read(name: string): Made {
	return readFrom(join(cacheFolder(), folder)) ?? (hasSources ? undefined : readFrom(packed)) ?? new Map();

	function readFrom(place: string): Made | undefined {
		try {
			return deserialize(readFileSync(join(place, name)));
		} catch {
			return undefined;
		}
	}
}

const changed = new Set<string>();

/** Once a process, whatever number of modules came. */
function keepAtEnd(name: string, all: Made): void {
	if (changed.has(name)) return;
	changed.add(name);
	process.once('exit', () => keepQuietly(serialize(all), folder, name));
}
