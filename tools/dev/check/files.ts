// The repository's own files, by what git would track: the checks read these and nothing else.
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../build/app.ts';

let known: string[] | undefined;

/** Paths relative to the repository, with forward slashes. */
export function repositoryFiles(): readonly string[] {
	known ??= list();
	return known;
}

function list(): string[] {
	try {
		const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
		const output = execFileSync('git', args, {
			cwd: catnapRoot,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return output.split('\0').filter(path => path !== '' && existsSync(join(catnapRoot, path)));
	} catch {
		// an unpacked archive, or a machine without git
		return walk('');
	}
}

/** As .gitignore says. */
const isUnowned = (path: string): boolean => /(^|\/)(node_modules|\.git|dist|(?<!^tools\/)build)$/.test(path);

function walk(folder: string): string[] {
	return readdirSync(join(catnapRoot, folder), {withFileTypes: true}).flatMap(entry => {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (isUnowned(path)) return [];
		return entry.isDirectory() ? walk(path) : [path];
	});
}

const generated =
	/^(bindings|native|native\/include\/cn|ts-src|boards|boards\/[\w-]+)\/gen\/|\.d\.(\w+\.)?ts$/;

/** C files written by hand. */
export function cFiles(extension: RegExp = /\.[ch]$/): string[] {
	return repositoryFiles().filter(path => extension.test(path) && !generated.test(path));
}

/** TypeScript and plain JavaScript written by hand. */
export function tsFiles(): string[] {
	return repositoryFiles().filter(path => /\.(ts|mjs|js)$/.test(path) && !generated.test(path));
}
