// Finds `catnap/...` and `ava` for tests and scenarios of an app anywhere on the disk, as if Catnap were installed there.
import {hasSources} from '../../lib/root.mjs';

const here = import.meta.url;
/** In the repository there is no compiled Catnap. */
const conditions = hasSources ? ['catnap-sources'] : [];

export async function resolve(specifier, context, nextResolve) {
	if (specifier === 'catnap' || specifier.startsWith('catnap/') || specifier === 'ava') {
		return nextResolve(specifier, {
			...context,
			parentURL: here,
			conditions: [...context.conditions, ...conditions],
		});
	}
	const found = await nextResolve(specifier, context);
	// an app needs no package.json that says so
	return isOwnTypescript(found.url) ? {...found, format: 'module'} : found;
}

function isOwnTypescript(url) {
	return url.startsWith('file:') && /\.ts$/.test(new URL(url).pathname) && !url.includes('/node_modules/');
}
