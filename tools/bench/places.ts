// Where the models that the bench compares lie.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {sourceRoot} from '../model/sources.ts';

/** The folder of models beside the repository or in CATNAP_SHARED, if this machine has it. */
export function sharedModels(): string | undefined {
	const {CATNAP_SHARED: named} = process.env;
	const places = [
		...(named === undefined ? [] : [named]),
		join(sourceRoot, '../shared'),
		join(sourceRoot, '../../shared'),
	];
	return places.map(place => join(place, 'models')).find(existsSync);
}
