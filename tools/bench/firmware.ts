// Builds the bench firmware: the model runtime with exactly the kernels that a plan names, and the harness.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {keptFile} from '../../lib/kept.ts';
import {throwWithoutSources} from '../../lib/prebuilt.ts';
import {catnapRoot} from '../../lib/root.mjs';
import type {CompiledModel} from '../model/compile.ts';
import {onlyHeader} from '../model/only.ts';
import {runtimeSources} from '../model/sources.ts';

const compiler = 'arm-none-eabi-gcc';
const here = fileURLToPath(new URL('firmware/', import.meta.url));

const target = ['-mcpu=cortex-m33', '-mthumb', '-mfpu=fpv5-sp-d16', '-mfloat-abi=hard'];
const common = [
	...target,
	'-std=gnu11',
	'-Wall',
	'-Wextra',
	'-Werror',
	'-ffunction-sections',
	'-fdata-sections',
	'-fno-common',
	'-ffp-contract=off',
];
/** Where the repository lies does not count: its headers' content does. */
const include = `-I${join(catnapRoot, 'native/include')}`;
const linked = [
	...target,
	'-nostartfiles',
	'-specs=nano.specs',
	'-Wl,--gc-sections',
	'-Wl,--no-warn-rwx-segments',
];

export interface Firmware {
	readonly elf: string;
	/** Flash that runtime, kernels and C library take, without harness, vectors and plan. */
	readonly codeBytes: number;
}

/** The firmware for plans of these steps; objects and images are kept in the cache. */
export function buildFirmware(steps: CompiledModel['steps']): Firmware {
	throwWithoutSources('the emulated chip that counts instructions');
	const version = compilerVersion();
	const headers = runtimeSources('headers').map(path => readFileSync(path));
	const only = onlyHeader(steps.map(({kernel}) => kernel));
	const onlyPath = keptFile('bench', 'only.h', [only], path => writeFileSync(path, only));
	const objects = [...runtimeSources(), join(here, 'bench_main.c')].map(source => {
		const isTable = basename(source) === 'kernels.c';
		// as in CMakeLists.txt: the kernels for this core are fast, the rest is small
		const flags = [...common, source.includes('/kernels/m33/') ? '-O2' : '-Os'];
		const madeOf = [version, ...flags, ...(isTable ? [only] : []), readFileSync(source), ...headers];
		const named = isTable ? [`-DCN_KERNELS_ONLY="${onlyPath}"`] : [];
		return keptFile('bench', basename(source).replace(/\.c$/, '.o'), madeOf, path =>
			gcc([...flags, include, ...named, '-c', source, '-o', path]),
		);
	});
	const script = join(here, 'link.ld');
	const names = objects.map(path => basename(path));
	const elf = keptFile('bench', 'bench.elf', [version, ...linked, ...names, readFileSync(script)], path =>
		gcc([...linked, '-T', script, ...objects, '-o', path]),
	);
	return {elf, codeBytes: codeBytes(elf)};
}

function compilerVersion(): string {
	return gcc(['-dumpfullversion']);
}

function gcc(parameters: readonly string[]): string {
	try {
		return execFileSync(compiler, parameters, {stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'});
	} catch (error) {
		const {stderr, code} = error as {stderr?: string; code?: string};
		throw new CatnapError('BENCH_BUILD', {
			received: stderr?.trim() || String(code),
		});
	}
}

/** Sum of the sections that a product has, too, from the ELF's section headers. */
function codeBytes(elf: string): number {
	const sections = sectionSizes(readFileSync(elf));
	return ['.text', '.data', '.ARM.exidx'].reduce((sum, name) => sum + (sections.get(name) ?? 0), 0);
}

/** Name and size of every section of a little-endian 32-bit ELF file. */
export function sectionSizes(elf: Uint8Array): Map<string, number> {
	const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
	const [at, size, count, names] = [
		view.getUint32(32, true),
		view.getUint16(46, true),
		view.getUint16(48, true),
		view.getUint16(50, true),
	];
	const strings = view.getUint32(at + names * size + 16, true);
	const text = (from: number) => Buffer.from(elf.subarray(from, elf.indexOf(0, from))).toString('latin1');
	return new Map(
		Array.from({length: count}, (_, i) => {
			const header = at + i * size;
			return [text(strings + view.getUint32(header, true)), view.getUint32(header + 20, true)];
		}),
	);
}
