// Our C compiled for this machine with sanitizers: the flags, and objects that are kept until their source changes.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {catnapRoot} from '../../build/app.ts';
import {findQuickjs} from '../../build/fetch.mjs';
import {patchFolder, patchNames} from '../engine/patches.ts';
import {cFiles} from './files.ts';
import {runTool} from './step.ts';

const buildDir = join(process.env.CATNAP_CACHE || join(homedir(), '.cache', 'catnap'), 'native-test');
export const sanitizers = [
	'-fsanitize=address,undefined',
	'-fno-sanitize-recover=all',
	'-fno-omit-frame-pointer',
];
const warnings = ['-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wstrict-prototypes'];

/** The portable core: what a C test links against. */
export function coreSources(): string[] {
	return cFiles(/\.c$/).filter(path => /^native\/(src|math|sensors|kernels\/\w+|dsp)\//.test(path));
}

/** Compiler flags for one file; undefined when it cannot be compiled here, for want of the engine's source. */
export function nativeFlags(path: string): string[] | undefined {
	const common = ['-std=c11', '-ffp-contract=off', '-D_GNU_SOURCE', ...warnings, '-Inative/include'];
	if (!/^(bindings|test\/c\/native)\//.test(path)) return common;
	const quickjs = findQuickjs();
	if (quickjs === undefined) return undefined;
	patchedEngine ??= patchEngine(quickjs);
	// the engine's own headers are not ours to warn about
	return [...common, '-Ibindings/engine', '-Ibindings/gen', '-isystem', patchedEngine];
}

let patchedEngine: string | undefined;

/** The folder of the engine's source with our patches, made by the script that makes it for a firmware. */
function patchEngine(quickjs: string): string {
	const script = join(catnapRoot, 'bindings/engine/patched.cmake');
	const hash = createHash('sha256').update(quickjs).update(readFileSync(script));
	for (const name of patchNames(patchFolder)) hash.update(name).update(readFileSync(join(patchFolder, name)));
	const folder = join(buildDir, `quickjs-${hash.digest('hex').slice(0, 16)}`);
	if (existsSync(folder)) return folder;
	const temporary = `${folder}.${process.pid}`;
	execFileSync('cmake', [`-DCN_QUICKJS=${quickjs}`, `-DCN_PATCHED=${temporary}`, '-P', script]);
	renameSync(temporary, folder);
	return folder;
}

const objects = new Map<string, Promise<string>>();

/** The path of the object of `source`, compiled with sanitizers unless it is there already. */
export function nativeObject(source: string): Promise<string> {
	const known = objects.get(source) ?? compileObject(source);
	objects.set(source, known);
	return known;
}

async function compileObject(source: string): Promise<string> {
	const flags = [
		...(nativeFlags(source) ?? []),
		...sanitizers,
		'-g',
		'-O1',
		'-ffunction-sections',
		'-fdata-sections',
	];
	// the preprocessed text is all that the object depends on, besides the flags
	const preprocessed = await clang([...flags, '-E', source], source);
	const key = createHash('sha256').update(flags.join(' ')).update(preprocessed).digest('hex').slice(0, 32);
	return keep(`${key}.o`, file => clang([...flags, '-c', source, '-o', file], source));
}

/** An executable of `sources`, linked unless it is there already. */
export async function nativeProgram(sources: readonly string[]): Promise<string> {
	const parts: string[] = [];
	for (const source of sources) parts.push(await nativeObject(source));
	const key = createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 32);
	// sections that nothing refers to are dropped, so a test needs to bring only the board functions it reaches
	return keep(key, file =>
		clang([...sanitizers, '-fuse-ld=lld', '-Wl,--gc-sections', ...parts, '-lm', '-o', file], sources[0]!),
	);
}

async function keep(name: string, make: (file: string) => Promise<unknown>): Promise<string> {
	const file = join(buildDir, name);
	if (existsSync(file)) return file;
	mkdirSync(buildDir, {recursive: true});
	const temporary = `${file}.${process.pid}.tmp`;
	await make(temporary);
	renameSync(temporary, file);
	return file;
}

async function clang(args: readonly string[], where: string): Promise<string> {
	const {status, output} = await runTool('clang', args);
	if (status === 0) return output;
	throw new CatnapError('NATIVE_BUILD', {where, received: `\n${output.trimEnd()}`});
}
