// An app: a folder with package.json and a main file; found and checked before anything is built.
import {existsSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {isObject, longestJsonMb, parseJson, readBytes, textOf} from '../../lib/read.ts';
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
	/** Crashes in a row after which the chip goes off, by `catnap.onCrash` of package.json; undefined: the first ends the app. */
	readonly tries?: number;
}

const mark = Buffer.from('\uFEFF');
/** What `catnap` of package.json may hold. */
const settings = ['energy', 'onCrash', 'tries'];

/** What never goes off; no row of crashes gets so long. */
const everyTry = 255;

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
	const {name, main = defaultMain, energy, tries} = await readManifest(join(folder, 'package.json'));
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
		...(tries === undefined ? {} : {tries}),
	};
}

interface Manifest {
	readonly name?: string;
	readonly main?: string;
	readonly energy?: unknown;
	readonly tries?: number;
}

async function readManifest(path: string): Promise<Manifest> {
	if (!existsSync(path)) return {};
	const text = readBytes(path, {code: 'BAD_PACKAGE_JSON', longestMb: longestJsonMb});
	// the bundler, which reads it too, does not take one
	if (text.subarray(0, 3).equals(mark))
		throw badManifest(path, 'a byte order mark: save it as UTF-8 without one');
	let manifest: unknown;
	try {
		manifest = parseJson(textOf(text, {code: 'BAD_PACKAGE_JSON', where: path}));
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
	const odd = Object.keys(catnap).find(key => !settings.includes(key));
	if (odd !== undefined)
		throw badManifest(path, `"catnap" has ${JSON.stringify(odd)}; it may have ${settings.join(', ')}`);
	const tries = triesOf(path, catnap);
	return {
		...(typeof name === 'string' ? {name} : {}),
		...(main === undefined ? {} : {main}),
		...(catnap.energy === undefined ? {} : {energy: catnap.energy}),
		...(tries === undefined ? {} : {tries}),
	};
}

/** `onCrash`: "stop", "off" or "restart", the last with `tries`, the crashes in a row that it takes to go off. */
function triesOf(
	path: string,
	{onCrash = 'stop', tries}: Readonly<Record<string, unknown>>,
): number | undefined {
	const policies: Readonly<Record<string, number | undefined>> = {stop: undefined, off: 1, restart: everyTry};
	if (typeof onCrash !== 'string' || !Object.hasOwn(policies, onCrash))
		throw badManifest(
			path,
			`"onCrash" of "catnap" is ${JSON.stringify(onCrash)}, not "stop", "off" or "restart"`,
		);
	if (tries === undefined) return policies[onCrash];
	if (onCrash !== 'restart')
		throw badManifest(path, '"tries" of "catnap" is there without "onCrash": "restart"');
	if (!Number.isInteger(tries) || Number(tries) < 1 || Number(tries) >= everyTry)
		throw badManifest(path, `"tries" of "catnap" is ${JSON.stringify(tries)}, not 1 to ${everyTry - 1}`);
	return Number(tries);
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
