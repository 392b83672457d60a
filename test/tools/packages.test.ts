// npm packages and names of the web platform inside apps: what they do on the chip is what they do in Node, the witness.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {buildApp} from '../../tools/build/build.ts';
import {chainTo, packageOf} from '../../tools/build/npm-packages.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-packages-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

const apps = join(import.meta.dirname, 'apps');
const inNode = async (app: string): Promise<string[]> =>
	(await import(join(apps, app, 'src/lines.ts'))).lines();

/** An app with packages of its own; paths from its folder. */
function appOf(name: string, files: Readonly<Record<string, string>>): string {
	const folder = join(work, name);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), {recursive: true});
		writeFileSync(join(folder, path), text);
	}
	return folder;
}

const pack = (name: string, rest = ''): string =>
	`{"name": "${name}", "version": "1.0.0", "license": "MIT"${rest}}`;

test.serial(
	'names of the web platform do what they do in Node, and cost nothing where nobody names them',
	async t => {
		const run = await simulate({app: join(apps, 'web'), for: '5s'});
		t.deepEqual(run.console, await inNode('web'));
		const {map} = await buildApp(join(apps, 'blink'));
		t.false(/web[\\/](encoding|events|clone|base64|performance)\.ts/.test(map));
	},
);

test.serial('an ES module that imports a module of Node is refused with the chain of imports', async t => {
	const app = appOf('node', {
		'src/main.ts': "import {a} from './own.ts';\nconsole.log(a);\n",
		'src/own.ts': "export {a} from 'outer';\n",
		'node_modules/outer/package.json': pack(
			'outer',
			', "type": "module", "main": "index.js", "types": "index.d.ts"',
		),
		'node_modules/outer/index.js': "export {a} from 'inner';\n",
		'node_modules/outer/index.d.ts': 'export declare const a: number;\n',
		'node_modules/inner/package.json': pack('inner', ', "type": "module", "main": "index.js"'),
		'node_modules/inner/index.js':
			"import {readFileSync} from 'node:fs';\nexport const a = readFileSync.length;\n",
	});
	const error = await t.throwsAsync(buildApp(app), {code: 'NEEDS_NODE'});
	t.regex(
		error!.message,
		/needs `node:fs`.*at inner\/index\.js.*received: src\/main\.ts\s+imports src\/own\.ts\s+imports outer\/index\.js\s+imports inner\/index\.js\s+imports node:fs/s,
	);
});

test.serial(
	'a package that evaluates text or asks a browser is refused with the chain of imports',
	async t => {
		const main = "import {a} from 'pack';\nconsole.log(a());\n";
		const types = 'export declare function a(): unknown;\n';
		const manifest = pack('pack', ', "type": "module", "main": "index.js", "types": "index.d.ts"');
		const codes = {
			eval: "return new Function('return 1')();",
			document: "return document.createElement('a');",
			Intl: "return new Intl.NumberFormat('de');",
		};
		for (const [name, code] of Object.entries(codes)) {
			const app = appOf(name, {
				'src/main.ts': main,
				'node_modules/pack/package.json': manifest,
				'node_modules/pack/index.js': `export function a() { ${code} }\n`,
				'node_modules/pack/index.d.ts': types,
			});
			const error = await t.throwsAsync(buildApp(app), {code: 'NOT_ON_CHIP'}, name);
			t.regex(
				error!.message,
				/pack\/index\.js:1:\d+\n {2}received: src\/main\.ts\n {4}imports pack\/index\.js/,
			);
		}
	},
);

test.serial(
	'CommonJS that only looks for Node and browsers works, and a late require is a warning',
	async t => {
		const app = appOf('guarded', {
			'src/main.ts': "import a from 'pack';\nconsole.log(a.kind, a.mode, a.nested.deep);\n",
			'node_modules/pack/package.json': pack('pack', ', "main": "index.js", "types": "index.d.ts"'),
			'node_modules/pack/index.js': `'use strict';
var inner = require('./inner');
exports.kind = typeof window !== 'undefined' ? window.name : typeof process !== 'undefined' ? process.title : 'chip';
exports.mode = process.env.NODE_ENV;
exports.nested = inner;
exports.read = function (path) { return require('fs').readFileSync(path); };
`,
			'node_modules/pack/inner.js': 'module.exports = {deep: 7};\n',
			'node_modules/pack/index.d.ts':
				'declare const pack: {kind: string; mode: string; nested: {deep: number}};\nexport default pack;\n',
		});
		t.deepEqual((await simulate({app, for: '1s'})).console, ['chip production 7']);
		const {warnings} = await buildApp(app);
		t.deepEqual(warnings, ["pack/index.js can ask for 'fs' of Node: it gets an empty object"]);
	},
);

test('a chain of imports ends where nobody imports, also in a circle', t => {
	const importers: Record<string, string[]> = {c: ['b'], b: ['c', 'a'], a: []};
	t.deepEqual(
		chainTo('c', id => importers[id] ?? []),
		['a', 'b', 'c'],
	);
});

test('a package is named by its folder, also with a scope and on Windows', t => {
	t.is(packageOf('/a/node_modules/x/node_modules/@s/y/i.js'), '@s/y');
	t.is(packageOf('C:\\a\\node_modules\\@s\\y\\i.js'), '@s/y');
	t.is(packageOf('/a/src/main.ts'), undefined);
	t.is(packageOf('/a/node_modules/tslib/tslib.es6.js'), undefined);
});
