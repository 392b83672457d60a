// Windows for modules that are imported with ?win32, and for what they import of ours: its rules for paths and URLs, and a disk.
const shims = {'node:fs': './fs.mjs', 'node:fs/promises': './fs-promises.mjs', 'node:url': './url.mjs'};

export async function resolve(specifier, context, next) {
	if (!context.parentURL?.includes('?win32')) return next(specifier, context);
	if (specifier === 'node:path') return next('node:path/win32', context);
	if (specifier in shims) return {url: new URL(shims[specifier], import.meta.url).href, shortCircuit: true};
	const found = await next(specifier, context);
	const isOurs = found.url.startsWith('file:') && !found.url.includes('/node_modules/');
	return isOurs && !found.url.includes('?') ? {...found, url: `${found.url}?win32`} : found;
}
