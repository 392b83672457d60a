// Test firmware for the ESP32-S3: the port, the core without a script engine, and one C file; as it is, or with one place wrong.

import {join} from 'node:path';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {Variants} from '../../variants.ts';
import {type Breakage, coreFiles} from '../../wakes/build.ts';

const output = join(import.meta.dirname, '../../../build/test-esp32s3');
const families = new Map<string, Variants>();

/** `app`: a file of the folder `firmware`. Returns the path of the ELF file. */
export function buildFirmware(
	app: string,
	{change = {}, wrong}: {readonly change?: Partial<BoardFacts>; readonly wrong?: Breakage} = {},
): string {
	const key = `${app}-${JSON.stringify(change).replace(/\W+/g, '-')}`;
	const family =
		families.get(key) ??
		new Variants({
			board: {...board, ...change},
			// there is no C library: what retain.c uses of it lies beside the engine
			sources: [...coreFiles(), 'bindings/engine/strings.c', `test/chips/esp32s3/firmware/${app}.c`],
			folder: join(output, key),
		});
	families.set(key, family);
	return family.build(wrong);
}
