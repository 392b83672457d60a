// Where the data of ../shared lies, and tests that are skipped where it is absent.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ImplementationFn} from 'ava';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const ops = join(repository, 'test/golden/ops');

const places = [
	process.env.CATNAP_SHARED,
	join(repository, '../shared'),
	join(repository, '../../shared'),
].filter(place => place !== undefined);

/** The folder of models and goldens, if this machine has it. */
export const shared = places.find(place => existsSync(join(place, 'golden/malformed')));

/** A test that needs ../shared: reported as skipped where it is absent. */
export function sharedTest(title: string, body: ImplementationFn<[]>) {
	(shared === undefined ? test.serial.skip : test.serial)(title, body);
}

export function modelBytes(name: string): Uint8Array {
	return readFileSync(join(shared!, 'models', `${name}.tflite`));
}

export function opBytes(name: string): Uint8Array {
	return readFileSync(join(ops, `${name}.tflite`));
}
