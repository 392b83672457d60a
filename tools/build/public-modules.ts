// What apps may import of Catnap: the exports of package.json that lie in ts-src. This is the only list of them in code.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from './app.ts';

export const libraryDir = join(catnapRoot, 'ts-src');

interface Manifest {
	readonly name: string;
	readonly exports: Readonly<Record<string, {readonly 'catnap-sources'?: string}>>;
}

/** Specifier of each module, such as `catnap/pin`, and the TypeScript file that is meant. */
export const libraryModules: Readonly<Record<string, string>> = modulesOf(
	JSON.parse(readFileSync(join(catnapRoot, 'package.json'), 'utf8')),
);

function modulesOf({name, exports}: Manifest): Record<string, string> {
	const own = Object.entries(exports).flatMap(([key, {'catnap-sources': path = ''}]) =>
		/^\.\/ts-src\/.*\.ts$/.test(path) ? [[name + key.slice(1), join(catnapRoot, path)]] : [],
	);
	return Object.fromEntries(own);
}
