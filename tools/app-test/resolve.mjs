// Finds `catnap/...` and `ava` for tests of an app anywhere on the disk, as if Catnap were installed there.
const here = import.meta.url;

export async function resolve(specifier, context, nextResolve) {
	if (specifier === 'catnap' || specifier.startsWith('catnap/') || specifier === 'ava') {
		return nextResolve(specifier, {...context, parentURL: here});
	}
	return nextResolve(specifier, context);
}
