// Where the models and goldens of the tests lie.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {sharedPath} from '../shared.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const ops = join(repository, 'test/golden/ops');
/** The operators beyond the first ones, and folding. */
export const operators = join(repository, 'test/golden/operators');
/** Control flow, variables, detection. */
export const control = join(repository, 'test/golden/control');
/** TFLM's Signal operators, and loops that TFLite gets wrong: TFLM is the oracle. */
export const signal = join(repository, 'test/golden/signal');

export function modelBytes(name: string): Uint8Array {
	return readFileSync(sharedPath(`models/${name}.tflite`));
}

export function opBytes(name: string): Uint8Array {
	return readFileSync(join(ops, `${name}.tflite`));
}
