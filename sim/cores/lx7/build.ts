// The LX7 core as WebAssembly: compiled by clang into the cache when its sources have changed, else taken from there.

import {execFile, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {cacheFolder, makeCache} from '../../../lib/cache.mjs';
import {CatnapError} from '../../../lib/errors.ts';

export const lx7Sources = fileURLToPath(new URL('.', import.meta.url));

const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-flto', '-mbulk-memory', '-O2'];
const wasmFlags = ['--target=wasm32-wasi', '-nostartfiles', '-Wl,--no-entry,--strip-all,--lto-O3'];

/** The C files of `folder` and all that a build of them depends on, as one hash. */
function hashOf(folder: string, options: readonly string[]): {files: string[]; hash: string} {
	const names = readdirSync(folder)
		.filter(name => /\.[ch]$/.test(name))
		.sort();
	const hash = createHash('sha256').update(options.join(' '));
	hash.update(execFileSync('clang', ['--version']));
	for (const name of names) hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
	const files = names.filter(name => name.endsWith('.c')).map(name => join(folder, name));
	return {files, hash: hash.digest('hex').slice(0, 16)};
}

/** The path of the core's module, built from the C files of `folder`. */
export async function lx7Module(folder = lx7Sources): Promise<string> {
	return build(folder, [...flags, ...wasmFlags], 'wasm');
}

/** A program for this machine: the core, and `main` around it. */
export async function lx7Native(main: string, options: readonly string[]): Promise<string> {
	return build(lx7Sources, ['-std=gnu11', '-O2', '-flto', '-fuse-ld=lld', ...options, main], 'native');
}

/** By product: two that ask at once wait for one compiler. */
const building = new Map<string, Promise<string>>();

async function build(folder: string, options: readonly string[], suffix: string): Promise<string> {
	const {files, hash} = hashOf(folder, options);
	const product = join(cacheFolder(), 'cores', `lx7-${hash}.${suffix}`);
	if (existsSync(product)) return product;
	const under = building.get(product) ?? compile(files, options, product);
	building.set(product, under);
	return under;
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
	} catch (error) {
		throw new CatnapError('NO_CORE', {
			where: lx7Sources,
			received: String((error as {stderr?: string}).stderr || error).trim(),
		});
	}
	renameSync(draft, product);
	return product;
}
