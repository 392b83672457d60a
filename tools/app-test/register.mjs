// Loaded before an app's tests: what reads TypeScript, then the resolver for an app that has no node_modules of its own.
import {register as registerHooks} from 'node:module';
import {hasSources} from '../../lib/root.mjs';

registerHooks('./resolve.mjs', import.meta.url);
if (hasSources) {
	// Catnap itself is TypeScript here
	const {register} = await import('tsx/esm/api');
	register();
} else {
	process.setSourceMapsEnabled(true);
	registerHooks('./typescript.mjs', import.meta.url);
}
