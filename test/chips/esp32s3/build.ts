// Test firmware for the ESP32-S3: the port, the core without a script engine, and one C file; as it is, or with one place wrong.

import {join} from 'node:path';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {fetchQuickjs} from '../../../tools/build/fetch.mjs';
import {Variants} from '../../variants.ts';
import {type Breakage, coreFiles} from '../../wakes/build.ts';
import {firmwareOf} from '../firmware-of.ts';

const output = join(import.meta.dirname, '../../../build/test-esp32s3');
const root = join(import.meta.dirname, '../../..');

export interface Variant {
	readonly change?: Partial<BoardFacts>;
	readonly wrong?: Breakage;
	readonly definitions?: Readonly<Record<string, number>>;
	/** With the firmware's own main and image check; the file has an engine, and serves all chips. */
	readonly main?: boolean;
}

const families = new Map<string, Variants>();

/** `app`: a file of the folder `firmware`, here or one above. Returns the path of the ELF file. */
export function buildFirmware(
	app: string,
	{change = {}, wrong, definitions = {}, main = false}: Variant = {},
): string {
	const key = `${app}-${JSON.stringify({...change, ...definitions}).replace(/\W+/g, '-')}`;
	const family =
		families.get(key) ??
		new Variants({
			board: {...board, ...change},
			// there is no C library: what retain.c uses of it lies beside the engine
			sources: [
				...coreFiles(),
				'bindings/engine/strings.c',
				...(main ? ['bindings/engine/main.c', 'bindings/engine/image.c', 'bindings/gen/errors.c'] : []),
				firmwareOf('esp32s3', app),
			],
			flags: [
				...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`),
				...(main ? ['-Ibindings/engine', '-Ibindings/gen', '-isystem', fetchQuickjs()].map(absolute) : []),
			],
			folder: join(output, key),
		});
	families.set(key, family);
	return family.build(wrong);
}

/** Files are compiled in folders of their own. */
function absolute(flag: string): string {
	return flag.startsWith('-I') ? `-I${join(root, flag.slice(2))}` : flag;
}
