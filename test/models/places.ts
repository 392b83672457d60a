// Where the models and goldens of the tests lie.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const ops = join(repository, 'test/golden/ops');

const places = [
	process.env.CATNAP_SHARED,
	join(repository, '../shared'),
	join(repository, '../../shared'),
].filter(place => place !== undefined);

/** The folder of models and goldens, if this machine has it. */
export const shared = places.find(place => existsSync(join(place, 'golden/malformed')));

export function modelBytes(name: string): Uint8Array {
	return readFileSync(join(shared!, 'models', `${name}.tflite`));
}

export function opBytes(name: string): Uint8Array {
	return readFileSync(join(ops, `${name}.tflite`));
}
