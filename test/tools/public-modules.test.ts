// The modules that apps may import stand once, in package.json: what else names them says the same.
import {existsSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import test from 'ava';
import {catnapRoot} from '../../tools/build/app.ts';
import {libraryDir, libraryModules} from '../../tools/build/public-modules.ts';
import {nativeDeclarations} from '../../tools/build/typescript.ts';

const read = (path: string): string => readFileSync(join(catnapRoot, path), 'utf8');
const project = JSON.parse(read('ts-src/tsconfig.app.json'));
const inLibrary = (path: string): string => `./${relative(libraryDir, path)}`;

test('every module of package.json is a file of ts-src', t => {
	t.true(Object.keys(libraryModules).length >= 7);
	t.true('catnap' in libraryModules && 'catnap/pin' in libraryModules);
	t.false('catnap/testing' in libraryModules);
	for (const path of Object.values(libraryModules)) t.true(existsSync(path), path);
});

test("the project that editors read has the same modules as the build's", t => {
	const expected = Object.entries(libraryModules).map(([name, path]) => [name, [inLibrary(path)]]);
	t.deepEqual(project.compilerOptions.paths, Object.fromEntries(expected));
});

test("the project that editors read has the same declarations as the build's, and what finds that of a board", t => {
	const declarations = [...nativeDeclarations().map(inLibrary), './app-board.d.ts'];
	t.deepEqual([...project.files].sort(), declarations.sort());
});

test('README has a line for each module', t => {
	const rows = read('README.md')
		.match(/^\| `catnap[^|]*/gm)!
		.join(' ');
	const named = [...rows.matchAll(/`(catnap(?:\/\w+)?)`/g)].map(([, name]) => name!);
	t.deepEqual(named.sort(), Object.keys(libraryModules).sort());
});
