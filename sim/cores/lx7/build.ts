// The LX7 core as WebAssembly: compiled by clang into the cache when its sources have changed, else taken from there; the
// package brings it compiled.

import {execFile, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {cacheFolder, makeCache} from '../../../lib/cache.mjs';
import {CatnapError} from '../../../lib/errors.ts';
import {findPrebuilt} from '../../../lib/prebuilt.ts';
import {hasSources} from '../../../lib/root.mjs';

export const lx7Sources = fileURLToPath(new URL('.', import.meta.url));
/** By this name the package brings the module, built. */
export const lx7ModuleName = 'lx7';

const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-flto', '-mbulk-memory', '-O2'];
const wasmFlags = ['--target=wasm32-wasi', '-nostartfiles', '-Wl,--no-entry,--strip-all,--lto-O3'];
const moduleFlags = [...flags, ...wasmFlags];

/** Hash of what `folder` itself says about a build with `options`, whatever compiler is installed. */
function sourcesHash(folder: string, options: readonly string[]): string {
	const hash = createHash('sha256').update(options.join(' '));
	for (const name of cNames(folder, /\.[ch]$/)) {
		hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
	}
	return hash.digest('hex');
}

function cNames(folder: string, ending: RegExp): string[] {
	return readdirSync(folder)
		.filter(name => ending.test(name))
		.sort();
}

/** What a module of the package must have been built from. */
export function lx7SourcesHash(): string {
	return sourcesHash(lx7Sources, moduleFlags);
}

/** The path of the core's module, built from the C files of `folder`. @throws {CatnapError} NO_CORE, NO_FIRMWARE */
export async function lx7Module(folder = lx7Sources): Promise<string> {
	return packed(folder) ?? build(folder, moduleFlags, 'wasm');
}

/** Whether this machine has the core's module, or can build it. */
export function hasLx7Module(): boolean {
	return clangVersion() !== undefined || packed(lx7Sources) !== undefined;
}

/** The package's module; the repository takes it where it has no clang, if it is made of the sources in `folder`. */
function packed(folder: string): string | undefined {
	if (!hasSources) return findPrebuilt(lx7ModuleName)?.path;
	if (clangVersion() !== undefined) return undefined;
	return findPrebuilt(lx7ModuleName, sourcesHash(folder, moduleFlags))?.path;
}

/** A program for this machine: the core, and `main` around it. */
export async function lx7Native(main: string, options: readonly string[]): Promise<string> {
	return build(lx7Sources, ['-std=gnu11', '-O2', '-flto', '-fuse-ld=lld', ...options, main], 'native');
}

/** By product: two that ask at once wait for one compiler. */
const building = new Map<string, Promise<string>>();

async function build(folder: string, options: readonly string[], suffix: string): Promise<string> {
	const version = clangVersion();
	const files = cNames(folder, /\.c$/).map(name => join(folder, name));
	if (version === undefined || files.length === 0) throw noCore(version ? 'no C files' : 'no clang in PATH');
	const hash = createHash('sha256').update(version).update(sourcesHash(folder, options)).digest('hex');
	const product = join(cacheFolder(), 'cores', `lx7-${hash.slice(0, 16)}.${suffix}`);
	if (existsSync(product)) return product;
	const under = building.get(product) ?? compile(files, options, product);
	building.set(product, under);
	return under.finally(() => building.delete(product));
}

/** What the compiler says of itself; undefined: there is none. */
function clangVersion(): string | undefined {
	try {
		return execFileSync('clang', ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
	} catch {
		return undefined;
	}
}

async function compile(
	files: readonly string[],
	options: readonly string[],
	product: string,
): Promise<string> {
	makeCache('cores');
	const draft = `${product}.${process.pid}`;
	try {
		await promisify(execFile)('clang', [...options, '-o', draft, ...files, '-lm']);
		renameSync(draft, product);
	} catch (error) {
		rmSync(draft, {force: true});
		throw noCore(String((error as {stderr?: string}).stderr || error).trim());
	}
	return product;
}

function noCore(received: string): CatnapError {
	return new CatnapError('NO_CORE', {where: lx7Sources, received});
}
