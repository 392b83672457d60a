// The C sources of the model runtime, for every build that needs them.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const sourceRoot = fileURLToPath(new URL('../..', import.meta.url));

const folders = {
	sources: ['native/src', 'native/kernels/portable', 'native/kernels/m33'],
	headers: ['native/include/cn', 'native/kernels/portable', 'native/kernels/m33'],
} as const;

/** Paths of `native/src/model*.c` and all kernels, or of the headers that they include. */
export function runtimeSources(kind: 'sources' | 'headers' = 'sources'): string[] {
	const end = kind === 'sources' ? '.c' : '.h';
	return folders[kind].flatMap(folder => {
		const names = list(join(sourceRoot, folder)).filter(name => name.endsWith(end));
		const own = folder === 'native/src' ? names.filter(name => name.startsWith('model')) : names;
		return own.sort().map(name => join(sourceRoot, folder, name));
	});
}

function list(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
