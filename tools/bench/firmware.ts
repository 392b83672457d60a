// Builds the bench firmware: the model runtime with exactly the kernels that a plan names, and the harness.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {throwWithoutSources} from '../../lib/prebuilt.ts';
import {catnapRoot} from '../../lib/root.mjs';
import type {CompiledModel} from '../model/compile.ts';
import {onlyHeader} from '../model/only.ts';
import {runtimeSources} from '../model/sources.ts';

const compiler = 'arm-none-eabi-gcc';
const here = fileURLToPath(new URL('firmware/', import.meta.url));
const folder = join(catnapRoot, 'build/bench');

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
	`-I${join(catnapRoot, 'native/include')}`,
];

export interface Firmware {
	readonly elf: string;
	/** Flash that runtime, kernels and C library take, without harness, vectors and plan. */
	readonly codeBytes: number;
}

/** The firmware for plans of these steps; objects and images are kept in build/bench. */
export function buildFirmware(steps: CompiledModel['steps']): Firmware {
	throwWithoutSources('the emulated chip that counts instructions');
	mkdirSync(folder, {recursive: true});
	const header = onlyHeader(steps.map(({kernel}) => kernel));
	const key = createHash('sha256').update(header).digest('hex').slice(0, 12);
	const headerPath = join(folder, `only-${key}.h`);
	if (!existsSync(headerPath)) writeFileSync(headerPath, header);
	const objects: string[] = [];
	for (const source of [...runtimeSources(), join(here, 'bench_main.c')]) {
		const isTable = basename(source) === 'kernels.c';
		const extra = isTable ? [`-DCN_KERNELS_ONLY="${headerPath}"`] : [];
		const name = basename(source).replace(/\.c$/, isTable ? `-${key}.o` : '.o');
		// as in CMakeLists.txt: the kernels for this core are fast, the rest is small
		objects.push(compile(source, name, [source.includes('/kernels/m33/') ? '-O2' : '-Os', ...extra]));
	}
	const elf = join(folder, `bench-${key}.elf`);
	const script = join(here, 'link.ld');
	if (!isFresh(elf, [...objects, script])) link(objects, script, elf);
	return {elf, codeBytes: codeBytes(elf)};
}

function compile(source: string, name: string, flags: readonly string[]): string {
	const object = join(folder, name);
	if (!isFresh(object, [source, ...runtimeSources('headers')])) {
		const partial = `${object}.${process.pid}`;
		gcc([...common, ...flags, '-c', source, '-o', partial]);
		renameSync(partial, object);
	}
	return object;
}

function link(objects: readonly string[], script: string, elf: string) {
	const partial = `${elf}.${process.pid}`;
	gcc([
		...target,
		'-nostartfiles',
		'-specs=nano.specs',
		'-Wl,--gc-sections',
		'-Wl,--no-warn-rwx-segments',
		'-T',
		script,
		...objects,
		'-o',
		partial,
	]);
	renameSync(partial, elf);
}

function gcc(parameters: readonly string[]) {
	try {
		execFileSync(compiler, parameters, {stdio: ['ignore', 'ignore', 'pipe']});
	} catch (error) {
		const {stderr, code} = error as {stderr?: Buffer; code?: string};
		throw new CatnapError('BENCH_BUILD', {
			received: stderr?.toString().trim() || String(code),
		});
	}
}

function isFresh(output: string, inputs: readonly string[]): boolean {
	const built = statSync(output, {throwIfNoEntry: false});
	return built !== undefined && inputs.every(input => statSync(input).mtimeMs <= built.mtimeMs);
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
