// Builds the bench firmware of a chip: the model runtime with exactly the kernels that a plan names, and the harness.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, isAbsolute, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {keptFile} from '../../lib/kept.ts';
import {throwWithoutSources} from '../../lib/prebuilt.ts';
import {catnapRoot} from '../../lib/root.mjs';
import type {CompiledModel} from '../model/compile.ts';
import {onlyHeader} from '../model/only.ts';
import {runtimeSources} from '../model/sources.ts';

const here = fileURLToPath(new URL('firmware/', import.meta.url));

/** How the firmware of one chip is compiled and linked, beside what all have. */
export interface Toolchain {
	/** Of the chip: a word of the products' names. */
	readonly name: string;
	readonly compiler: string;
	/** What to do when there is none. */
	readonly todo: string;
	/** Make the compiler a program that can be called. */
	reach(): void;
	/** Of all C. */
	readonly flags: readonly string[];
	/** Of one file of the runtime, beside those. */
	flagsOf(source: string): readonly string[];
	/** Folders of headers, in order. */
	readonly includes: readonly string[];
	/** C files beside the runtime's that count as a product's. */
	readonly library: readonly string[];
	/** C files that do not: names of the folder `firmware`, or absolute. */
	readonly harness: readonly string[];
	/** Headers of those. */
	readonly headers: readonly string[];
	readonly linkFlags: readonly string[];
	/** Absolute; the first is given to the linker, which finds the others. */
	readonly scripts: readonly string[];
	/** Bytes in flash of what a product would link, too. `counted`: its objects. */
	codeBytes(elf: Uint8Array, map: () => string, counted: ReadonlySet<string>): number;
}

export interface Firmware {
	readonly elf: string;
	/** Flash that runtime, kernels and C library take, without harness, port and plan. */
	readonly codeBytes: number;
}

const common = [
	'-std=gnu11',
	'-Wall',
	'-Wextra',
	'-Werror',
	'-ffunction-sections',
	'-fdata-sections',
	'-fno-common',
	'-ffp-contract=off',
];

/** The firmware for plans of these steps; objects and images are kept in the cache. */
export function buildFirmware(tools: Toolchain, steps: CompiledModel['steps']): Firmware {
	throwWithoutSources('the simulated chip that counts instructions');
	tools.reach();
	const gcc = (parameters: readonly string[]): string => runCompiler(tools, parameters);
	const version = gcc(['-dumpfullversion']);
	const shared = objectsOf(tools, version, gcc, steps);
	const [script] = tools.scripts;
	const linked = [...tools.linkFlags, '-Wl,--gc-sections', '-T', script!];
	const names = shared.all.map(path => basename(path));
	const madeOf = [version, ...linked, ...names, ...tools.scripts.map(path => readFileSync(path))];
	const elf = keptFile('bench', `${tools.name}.elf`, madeOf, path =>
		gcc([...linked, ...shared.all, '-o', path]),
	);
	const map = (): string => {
		const path = keptFile('bench', `${tools.name}.map`, madeOf, file =>
			gcc([...linked, ...shared.all, `-Wl,-Map=${file}`, '-o', '/dev/null']),
		);
		return readFileSync(path, 'utf8');
	};
	return {elf, codeBytes: tools.codeBytes(readFileSync(elf), map, new Set(shared.counted))};
}

function objectsOf(
	tools: Toolchain,
	version: string,
	gcc: (parameters: readonly string[]) => string,
	steps: CompiledModel['steps'],
): {readonly all: readonly string[]; readonly counted: readonly string[]} {
	const paths = [...runtimeSources('headers'), join(here, 'bench_port.h'), ...tools.headers];
	const headers = paths.map(path => readFileSync(path));
	const only = onlyHeader(steps.map(({kernel}) => kernel));
	const onlyPath = keptFile('bench', 'only.h', [only], path => writeFileSync(path, only));
	// where the repository lies does not count: its headers' content does
	const include = [join(catnapRoot, 'native/include'), here, ...tools.includes].map(path => `-I${path}`);
	const objectOf = (source: string): string => {
		const isTable = basename(source) === 'kernels.c';
		const flags = [...tools.flags, ...common, ...tools.flagsOf(source)];
		const madeOf = [version, ...flags, ...(isTable ? [only] : []), readFileSync(source), ...headers];
		const named = isTable ? [`-DCN_KERNELS_ONLY="${onlyPath}"`] : [];
		return keptFile('bench', `${tools.name}-${basename(source).replace(/\.c$/, '.o')}`, madeOf, path =>
			gcc([...flags, ...include, ...named, '-c', source, '-o', path]),
		);
	};
	const counted = [...runtimeSources(), ...tools.library].map(objectOf);
	const harness = ['bench_main.c', ...tools.harness].map(name =>
		objectOf(isAbsolute(name) ? name : join(here, name)),
	);
	return {all: [...counted, ...harness], counted};
}

function runCompiler({compiler, todo}: Toolchain, parameters: readonly string[]): string {
	try {
		return execFileSync(compiler, parameters, {stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'});
	} catch (error) {
		const {stderr, code} = error as {stderr?: string; code?: string};
		throw new CatnapError('BENCH_BUILD', {received: stderr?.trim() || String(code), todo});
	}
}
