// What a command reads is never written over by what it makes.
import {existsSync, realpathSync} from 'node:fs';
import {CatnapError} from '../../lib/errors.ts';

/** The model cannot be had back from a report or from its int8 form. @throws {CatnapError} CANNOT_WRITE */
export function keepInput(file: string, outputs: readonly string[]): void {
	const place = realpathSync(file);
	for (const output of outputs)
		if (existsSync(output) && realpathSync(output) === place)
			throw new CatnapError('CANNOT_WRITE', {
				where: output,
				expected: 'another file than the model that is read',
				received: 'the same file',
				todo: 'name another place: the model would be lost',
			});
}
