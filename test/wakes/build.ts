// Builds firmware.c with the core for each board, as it is or with one place of one file broken on purpose.

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {portOf} from '../../boards/facts/port.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {cFilesOf, compile} from '../compile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A place of a file of ours, without its comments, which occurs exactly once, and what stands there instead. */
export interface Breakage {
	readonly name: string;
	readonly file: string;
	readonly from: string;
	readonly to: string;
}

/** The path of the firmware. */
export function buildFirmware(board: BoardFacts, breakage?: Breakage): string {
	const variant = join(root, 'build/test-wakes', `${board.name}-${breakage?.name ?? 'whole'}`);
	const output = join(variant, `firmware.${portOf(board)!.core.suffix}`);
	const {button, imuInt} = board.pins;
	let isBroken = false;
	compile({
		board,
		sources: [...coreFiles(), ...libraryFiles(board), 'test/wakes/firmware.c'],
		output,
		flags: ['-Inative/src', `-DPIN_BUTTON=${button!.number}`, `-DPIN_IMU_INT=${imuInt!.number}`],
		instead(file) {
			if (file !== breakage?.file) return file;
			isBroken = true;
			return broken(breakage, variant);
		},
	});
	if (breakage && !isBroken) throw new Error(`${breakage.file} is not in the firmware`);
	return output;
}

/** The core without what models and scripts need; the linker drops what nobody calls. */
export function coreFiles(): string[] {
	const other = /^(model|plan|kernels|dsp_)/;
	return [
		...cFilesOf('native/src').filter(file => !other.test(basename(file))),
		...cFilesOf('native/sensors'),
	];
}

/** The ESP32-S3 has no C library: what the core uses of it lies beside the engine. */
function libraryFiles({simulator}: BoardFacts): string[] {
	return simulator === 'esp32s3' ? ['bindings/engine/strings.c'] : [];
}

/** The path of a copy of its file, in this folder, with the mistake. */
export function broken({file, from, to}: Breakage, variant: string): string {
	const text = withoutComments(readFileSync(join(root, file), 'utf8'));
	const parts = text.split(from);
	if (parts.length !== 2)
		throw new Error(`${file} has ${parts.length - 1} times what is to be broken: ${from}`);
	const copy = join(variant, file);
	mkdirSync(dirname(copy), {recursive: true});
	writeFileSync(copy, parts.join(to));
	return copy;
}

/** C without comments, and without the lines that held nothing else. */
function withoutComments(text: string): string {
	const token = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
	const code = text.replace(token, found => (found.startsWith('"') ? found : ' '));
	return code.replace(/[ \t]+$/gm, '').replace(/\n{2,}/g, '\n');
}
