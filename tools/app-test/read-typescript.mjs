// Lets this process import the TypeScript of an app, with `catnap/...` and `ava` found beside Catnap itself.
import {register as registerHooks} from 'node:module';
import {hasSources} from '../../lib/root.mjs';

let ready;

/** Does it once. In the repository Catnap itself is TypeScript, and tsx reads it all. */
export function readTypescript() {
	ready ??= begin();
	return ready;
}

async function begin() {
	registerHooks('./resolve.mjs', import.meta.url);
	if (hasSources) {
		const {register} = await import('tsx/esm/api');
		register();
	} else {
		process.setSourceMapsEnabled(true);
		registerHooks('./typescript.mjs', import.meta.url);
	}
}
