// Builds a test firmware for the nRF5340 DK: the port, the core without a script engine, and one C file.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const output = join(root, 'build', 'test-nrf5340dk');

function sources(folder: string): string[] {
	return readdirSync(join(root, folder))
		.filter(name => name.endsWith('.c'))
		.map(name => join(folder, name));
}

const built = new Map<string, string>();

/** `app`: a file of the folder `firmware`. Returns the path of the ELF file, built once a process. */
export function buildFirmware(
	app: string,
	definitions: Readonly<Record<string, string | number>> = {},
): string {
	const key = JSON.stringify([app, definitions]);
	const elf = built.get(key) ?? build(app, definitions);
	built.set(key, elf);
	return elf;
}

function build(app: string, definitions: Readonly<Record<string, string | number>>): string {
	mkdirSync(output, {recursive: true});
	const named = Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`);
	const elf = join(output, `${[app, ...named].join('').replaceAll(/[^\w]/g, '_')}.elf`);
	const core = ['clock', 'loop', 'pin', 'pool', 'power', 'rail', 'retain', 'ring', 'stream', 'timer', 'wake'];
	execFileSync(
		'arm-none-eabi-gcc',
		[
			...'-std=c11 -Os -g -Wall -Wextra -Werror -ffunction-sections -fdata-sections'.split(' '),
			...'-mcpu=cortex-m33 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard'.split(' '),
			...'-Inative/include -Iboards/nrf5340dk -Iboards/chips/nrf5340 -DCN_DEEP_MIN_US=1500'.split(' '),
			...named,
			...sources('boards/chips/nrf5340'),
			...sources('boards/nrf5340dk'),
			...core.map(name => `native/src/${name}.c`),
			'native/sensors/lis2dh12.c',
			`test/chips/nrf5340/firmware/${app}.c`,
			...'-nostartfiles -specs=nano.specs -specs=nosys.specs -T boards/chips/nrf5340/link.ld'.split(' '),
			...'-Wl,--gc-sections -Wl,--no-warn-rwx-segments -Wl,--defsym=link_pool_size=65536'.split(' '),
			...'-Wl,--defsym=link_stack_size=8192 -Wl,--defsym=link_retained_size=4096'.split(' '),
			'-o',
			elf,
		],
		{cwd: root, stdio: ['ignore', 'inherit', 'inherit']},
	);
	return elf;
}
