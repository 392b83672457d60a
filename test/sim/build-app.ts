// Builds the test firmware app.c for each virtual board, with the board's own files and the core's wake and pins.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {kit} from '../../boards/virtual/kit.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = join(root, 'build', 'test-world');

const core = ['native/src/wake.c', 'native/src/pin.c', 'native/src/pool.c'];
const flags = [
	'-std=c11',
	'-Os',
	'-g',
	'-Wall',
	'-Wextra',
	'-Werror',
	'-Iboards/virtual',
	'-Inative/include',
];

function sources(...folders: string[]): string[] {
	return folders.flatMap(folder =>
		readdirSync(join(root, folder))
			.filter(name => name.endsWith('.c'))
			.map(name => `${folder}/${name}`),
	);
}

function definitions(): string[] {
	const {poolKb, stackBytes, retainedBytes} = kit.memory;
	return [
		`-DCN_POOL_BYTES=${poolKb * 1024}`,
		`-DCN_STACK_BYTES=${stackBytes}`,
		`-DCN_RETAINED_BYTES=${retainedBytes}`,
	];
}

function compile(command: string, parameters: string[]): void {
	mkdirSync(build, {recursive: true});
	execFileSync(command, parameters, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']});
}

/** The WebAssembly module of a test firmware; `app` is a file of this folder. */
export function buildForHost(app = 'app'): string {
	const output = join(build, `${app}.wasm`);
	compile('clang', [
		'--target=wasm32-wasi',
		'-mexec-model=reactor',
		'-Wl,--stack-first',
		...flags,
		...definitions(),
		...sources('boards/virtual', 'boards/host'),
		...core,
		`test/sim/${app}.c`,
		'-o',
		output,
	]);
	return output;
}

/** The ELF file of a test firmware. */
export function buildForQemu(app = 'app'): string {
	const output = join(build, `${app}.elf`);
	compile('arm-none-eabi-gcc', [
		'-mcpu=cortex-m33',
		'-mthumb',
		'-mfpu=fpv5-sp-d16',
		'-mfloat-abi=hard',
		'-nostartfiles',
		'-specs=nano.specs',
		'-specs=nosys.specs',
		'-T',
		'boards/qemu-an505/link.ld',
		'-Wl,--fatal-warnings',
		`-Wl,--defsym=STACK_BYTES=${kit.memory.stackBytes}`,
		...flags,
		...definitions(),
		...sources('boards/virtual', 'boards/qemu-an505'),
		...core,
		`test/sim/${app}.c`,
		'-o',
		output,
	]);
	return output;
}
