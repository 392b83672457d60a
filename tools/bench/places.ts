// Where the models that the bench compares lie.
import {join} from 'node:path';

/** The folder of models in CATNAP_SHARED, if that is set. */
export function sharedModels(): string | undefined {
	const {CATNAP_SHARED: folder} = process.env;
	return folder === undefined ? undefined : join(folder, 'models');
}
