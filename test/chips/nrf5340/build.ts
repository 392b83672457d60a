// Builds a test firmware for the nRF5340 DK: the port, the core without a script engine, and one C file.

import {createHash} from 'node:crypto';
import {join} from 'node:path';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import kit from '../../../boards/nrf5340dk/board.ts';
import {fetchQuickjs} from '../../../tools/build/fetch.mjs';
import {compile} from '../../compile.ts';
import {firmwareOf} from '../firmware-of.ts';

const output = join(import.meta.dirname, '../../../build/test-nrf5340dk');
const core =
	'clock console crash format loop pin pool power rail reader request retain ring sensor stream timer wake windows'.split(
		' ',
	);
const mainSources = [
	...['engine/main', 'engine/image', 'gen/errors'].map(file => `bindings/${file}.c`),
	'native/src/sha256.c',
];
const built = new Set<string>();

export interface Variant {
	readonly definitions?: Readonly<Record<string, string | number>>;
	/** With the firmware's own main and image check; the file has an engine, and serves all chips. */
	readonly main?: boolean;
	/** Facts that are others than the kit's. */
	readonly change?: Partial<BoardFacts>;
}

/** `app`: a file of the folder `firmware`, here or one above. Returns the path of the ELF file, built once a process. */
export function buildFirmware(
	app: string,
	{definitions = {}, main = false, change = {}}: Variant = {},
): string {
	const named = [
		...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`),
		...(main ? ['-Ibindings/engine', '-Ibindings/gen', '-isystem', fetchQuickjs()] : []),
	];
	const key = createHash('sha256')
		.update(JSON.stringify([named, change]))
		.digest('hex');
	const elf = join(output, `${app}-${key.slice(0, 8)}.elf`);
	if (!built.has(elf)) {
		const sources = [
			...core.map(file => `native/src/${file}.c`),
			'native/sensors/lis2dh12.c',
			...(main ? mainSources : []),
			firmwareOf('nrf5340', app),
		];
		compile({board: {...kit, ...change}, sources, output: elf, flags: named});
		built.add(elf);
	}
	return elf;
}
