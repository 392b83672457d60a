// npm packages and names of the web platform inside apps: what they do on the chip is what they do in Node, the witness.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {format} from 'node:util';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {buildApp} from '../../tools/build/build.ts';
import {chainTo, packageOf} from '../../tools/build/npm-packages.ts';
import {priceLines} from '../../tools/build/package-prices.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-packages-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

const apps = join(import.meta.dirname, 'apps');
const inNode = async (app: string): Promise<string[]> =>
	(await import(join(apps, app, 'src/lines.ts'))).lines();

/** What an app writes on the console of Node. */
async function consoleInNode(app: string): Promise<string[]> {
	const {log} = console;
	const lines: string[] = [];
	console.log = (...values) => lines.push(format(...values));
	try {
		await import(join(apps, app, 'src/main.ts'));
	} finally {
		console.log = log;
	}
	return lines;
}

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

/** What of each package may ask for names that the chip does not have. */
const ofDailyUse: Readonly<Record<string, RegExp>> = {
	nanoevents: /^$/,
	eventemitter3: /^$/,
	'date-fns': /^$/,
	ms: /^$/,
	papaparse:
		/^papaparse\/papaparse\.min\.js can ask for `XMLHttpRequest`.*\npapaparse\/papaparse\.min\.js can ask for `Blob`/,
};

for (const [name, warnings] of Object.entries(ofDailyUse)) {
	test.serial(`${name} does on the chip what it does in Node`, async t => {
		const app = join(apps, 'npm', name);
		const run = await simulate({app, for: '1s'});
		t.deepEqual(run.console, await consoleInNode(join('npm', name)));
		const built = await buildApp(app);
		t.regex(built.warnings.join('\n'), warnings);
		const prices = priceLines(built, (bytes, what) => `${bytes}${what}`);
		const price = prices.find(line => line.includes(`  ${name}, `));
		const [, bytes, ram] = /^(\d+) {2}\S+, and (\d+) of RAM$/.exec(price!)!.map(Number);
		t.true(bytes! > 200 && bytes! < built.image.length, price);
		t.true(ram! > 200 && ram! < built.pool.reduce((sum, part) => sum + part.bytes, 0), price);
		t.is(prices.length, 1 + built.packageShares.size);
	});
}

test.serial('a package that is too large to be loaded is refused with what it takes', async t => {
	await t.throwsAsync(buildApp(join(apps, 'npm/protobufjs')), {
		code: 'APP_TOO_LARGE',
		message:
			/not enough RAM of the pool\n.*at most 163840 bytes while the code is loaded\n.*received: \d+ bytes, 3 for each/s,
	});
});

test.serial('what a package might use is a warning, once for each name', async t => {
	const app = appOf('might', {
		'src/main.ts': "import {a} from 'pack';\nconsole.log(a(1));\n",
		'node_modules/pack/package.json': pack('pack', ', "type": "module", "main": "i.js", "types": "i.d.ts"'),
		'node_modules/pack/i.js':
			'const o = {b() { return document.title; }, c() { document.open(); }};\nexport const a = d => (d > Math.random() + 9 ? o : 0);\n',
		'node_modules/pack/i.d.ts': 'export declare function a(value: number): unknown;\n',
	});
	t.deepEqual((await buildApp(app)).warnings, [
		'pack/i.js can ask for `document`, which does not exist on the chip: it is there in browsers or in Node only',
	]);
});

test.serial("an app's own declarations give types to a package that brings none", async t => {
	const files = {
		'src/main.ts': "import {a} from 'untyped';\nconst text: string = a;\nconsole.log(text, own);\n",
		'node_modules/untyped/package.json': pack('untyped', ', "type": "module", "main": "index.js"'),
		'node_modules/untyped/index.js': "export const a = 'typed';\nglobalThis.own = 7;\n",
		'src/untyped.d.ts': "declare module 'untyped' {\n\texport const a: string;\n}\n",
		'types/own.d.ts': 'declare const own: number;\n',
	};
	t.deepEqual((await simulate({app: appOf('declared', files), for: '1s'})).console, ['typed 7']);
	const {'src/untyped.d.ts': _, ...without} = files;
	await t.throwsAsync(buildApp(appOf('undeclared', without)), {
		code: 'TYPE_ERROR',
		message: /declare them in src\/untyped\.d\.ts/,
	});
});

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

test.serial('a package that another can do without is taken where the app names it', async t => {
	const files = {
		'src/main.ts': "import a from 'pack';\nconsole.log(a.deep);\n",
		'node_modules/pack/package.json': pack('pack', ', "main": "index.js", "types": "index.d.ts"'),
		'node_modules/pack/index.js':
			"try { exports.deep = require('optional').deep; require('fs'); } catch (error) { exports.deep = 'none'; }\n",
		'node_modules/pack/index.d.ts': 'declare const pack: {deep: unknown};\nexport default pack;\n',
		'node_modules/optional/package.json': pack('optional', ', "main": "index.js"'),
		'node_modules/optional/index.js': 'exports.deep = 7;\n',
	};
	const without = appOf('without', files);
	t.deepEqual((await simulate({app: without, for: '1s'})).console, ['undefined']);
	t.regex((await buildApp(without)).warnings.join(), /can do without 'optional', which is left out/);
	const wanted = {...files, 'package.json': '{"main": "src/main.ts", "dependencies": {"optional": "1.0.0"}}'};
	t.deepEqual((await simulate({app: appOf('wanted', wanted), for: '1s'})).console, ['7']);
});

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
