// Builds firmware.c with the core for each board, as it is or with one place of one file broken on purpose.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BoardFacts} from '../../boards/facts/schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A place of a file of ours, which occurs exactly once, and what stands there instead. */
export interface Breakage {
	readonly name: string;
	readonly file: string;
	readonly from: string;
	readonly to: string;
}

export type BoardName = 'host' | 'qemu-an505' | 'nrf5340dk';

interface Toolchain {
	readonly compiler: string;
	readonly folders: readonly string[];
	readonly flags: readonly string[];
	readonly suffix: string;
}

const m33 = ['-mcpu=cortex-m33', '-mthumb', '-mfpu=fpv5-sp-d16', '-mfloat-abi=hard'];
const elf = [...m33, '-nostartfiles', '-specs=nano.specs', '-specs=nosys.specs', '-Wl,--gc-sections'];

const toolchains: Readonly<Record<BoardName, Toolchain>> = {
	host: {
		compiler: 'clang',
		folders: ['boards/virtual', 'boards/host'],
		flags: ['--target=wasm32-wasi', '-mexec-model=reactor', '-Wl,--stack-first', '-Wl,--gc-sections'],
		suffix: 'wasm',
	},
	'qemu-an505': {
		compiler: 'arm-none-eabi-gcc',
		folders: ['boards/virtual', 'boards/qemu-an505'],
		flags: [...elf, '-T', 'boards/qemu-an505/link.ld', '-Wl,--defsym=STACK_BYTES=8192'],
		suffix: 'elf',
	},
	nrf5340dk: {
		compiler: 'arm-none-eabi-gcc',
		folders: ['boards/chips/nrf5340', 'boards/nrf5340dk'],
		flags: [
			...elf,
			'-T',
			'boards/chips/nrf5340/link.ld',
			'-Wl,--no-warn-rwx-segments',
			'-DCN_DEEP_MIN_US=1500',
			'-Wl,--defsym=link_pool_size=65536',
			'-Wl,--defsym=link_stack_size=8192',
			'-Wl,--defsym=link_retained_size=4096',
		],
		suffix: 'elf',
	},
};

/** The path of the firmware. */
export function buildFirmware(board: BoardName, facts: BoardFacts, breakage?: Breakage): string {
	const {compiler, folders, flags, suffix} = toolchains[board];
	const variant = join(root, 'build/test-wakes', `${board}-${breakage?.name ?? 'whole'}`);
	const output = join(variant, `firmware.${suffix}`);
	mkdirSync(variant, {recursive: true});
	const files = [...folders.flatMap(cFiles), ...coreFiles(), 'test/wakes/firmware.c'];
	if (breakage && !files.includes(breakage.file)) throw new Error(`${breakage.file} is not in the firmware`);
	const sources = files.map(file => (file === breakage?.file ? broken(breakage, variant) : file));
	execFileSync(
		compiler,
		[
			...'-std=c11 -Os -g -Wall -Wextra -Werror -ffunction-sections -fdata-sections'.split(' '),
			'-Inative/include',
			'-Inative/src',
			...folders.map(folder => `-I${folder}`),
			...definitions(facts),
			...sources,
			...flags,
			'-o',
			output,
		],
		{cwd: root, stdio: ['ignore', 'inherit', 'inherit']},
	);
	return output;
}

function definitions({pins, memory}: BoardFacts): string[] {
	return [
		`-DPIN_BUTTON=${pins.button!.number}`,
		`-DPIN_IMU_INT=${pins.imuInt!.number}`,
		`-DCN_POOL_BYTES=${memory.poolKb * 1024}`,
		`-DCN_STACK_BYTES=${memory.stackBytes}`,
		`-DCN_RETAINED_BYTES=${memory.retainedBytes}`,
	];
}

/** The core without what models and scripts need; the linker drops what nobody calls. */
function coreFiles(): string[] {
	const other = /^(model|plan|kernels|dsp_|feed)/;
	return [...cFiles('native/src').filter(file => !other.test(basename(file))), ...cFiles('native/sensors')];
}

function cFiles(folder: string): string[] {
	return readdirSync(join(root, folder))
		.filter(name => name.endsWith('.c'))
		.map(name => `${folder}/${name}`);
}

function broken({file, from, to}: Breakage, variant: string): string {
	const text = readFileSync(join(root, file), 'utf8');
	const parts = text.split(from);
	if (parts.length !== 2)
		throw new Error(`${file} has ${parts.length - 1} times what is to be broken: ${from}`);
	const copy = join(variant, file);
	mkdirSync(dirname(copy), {recursive: true});
	writeFileSync(copy, parts.join(to));
	return copy;
}
