// An app: a folder with package.json and a main file; found and checked before anything is built.
import {existsSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {isObject, longestJsonMb, parseJson, readText} from '../../lib/read.ts';
import {visibleLine} from '../../lib/visible.mjs';
import {isOutside} from './inside.ts';

export {catnapRoot} from '../../lib/root.mjs';

export interface App {
	/** Absolute. */
	readonly dir: string;
	readonly name: string;
	/** Absolute path of the main TypeScript file. */
	readonly main: string;
	/** Own measurements of currents: `catnap.energy` of package.json, unchecked. */
	readonly energy?: unknown;
}

const defaultMain = 'src/main.ts';

/** The app in `dir`: its name and main file from package.json, or the folder's name and src/main.ts. */
export async function findApp(dir: string): Promise<App> {
	const folder = resolve(dir);
	if (!(await isKind(folder, 'isDirectory'))) {
		throw new CatnapError('NO_APP', {
			where: folder,
			expected: `a folder with ${defaultMain}, and a package.json if its main file is another`,
		});
	}
	const {name, main = defaultMain, energy} = await readManifest(join(folder, 'package.json'));
	const path = resolve(folder, main);
	if (!(await isKind(path, 'isFile'))) {
		throw new CatnapError('NO_MAIN', {
			main,
			manifest: join(dir, 'package.json'),
			where: path,
			expected: `the file that "main" of package.json names, else ${defaultMain}`,
		});
	}
	return {
		dir: folder,
		name: (name ?? basename(folder)).replace(/^@[^/]*\//, ''),
		main: path,
		...(energy === undefined ? {} : {energy}),
	};
}

async function readManifest(path: string): Promise<{name?: string; main?: string; energy?: unknown}> {
	if (!existsSync(path)) return {};
	const text = readText(path, {code: 'BAD_PACKAGE_JSON', longestMb: longestJsonMb});
	let manifest: unknown;
	try {
		manifest = parseJson(text);
	} catch (error) {
		throw badManifest(path, (error as Error).message);
	}
	if (!isObject(manifest)) throw badManifest(path, 'not an object');
	const {name, main, catnap = {}} = manifest;
	if (typeof name === 'string' && name !== visibleLine(name))
		throw badManifest(path, `"name" is ${JSON.stringify(name)}, which is not one line of text`);
	if (main !== undefined && (typeof main !== 'string' || !/\.ts$/.test(main)))
		throw badManifest(path, `"main" is ${JSON.stringify(main)}, not the path of a .ts file`);
	if (main !== undefined && isOutside(dirname(path), resolve(dirname(path), main)))
		throw badManifest(path, `"main" is ${JSON.stringify(main)}, outside of the app's folder`);
	if (!isObject(catnap)) throw badManifest(path, `"catnap" is ${JSON.stringify(catnap)}, not an object`);
	return {
		...(typeof name === 'string' ? {name} : {}),
		...(main === undefined ? {} : {main}),
		...(catnap.energy === undefined ? {} : {energy: catnap.energy}),
	};
}

function badManifest(where: string, received: string): CatnapError {
	return new CatnapError('BAD_PACKAGE_JSON', {where, received});
}

async function isKind(path: string, kind: 'isFile' | 'isDirectory'): Promise<boolean> {
	try {
		return (await stat(path))[kind]();
	} catch {
		return false;
	}
}
