// The conformance suite itself, on a corpus of a few lines: what passes, what fails, what its ledger keeps.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {runBundled} from './bundled.ts';
import {caseNames, readCase} from './corpus.ts';
import {abbreviated, expanded} from './ledger.ts';
import {runCase} from './run-case.ts';
import {sampleOf} from './sample.ts';

const facts = (lines: string): string => `/*---\n${lines}\n---*/\n`;
const negative = (phase: string, type: string): string => `negative:\n  phase: ${phase}\n  type: ${type}`;

const tests: Readonly<Record<string, string>> = {
	'passes.js': `${facts('description: x')}assert.sameValue(this, globalThis); var twice; function twice() {}`,
	'fails.js': `${facts('description: x')}assert.sameValue(1, 2);`,
	'async.js': `${facts('flags: [async]')}Promise.resolve().then(() => $DONE());`,
	'async-fails.js': `${facts('flags: [async]')}Promise.reject(new Error('no')).catch($DONE);`,
	'async-forgets.js': `${facts('flags: [async]')}Promise.resolve();`,
	'endless-wait.js': `${facts('flags: [module]')}await new Promise(() => {});`,
	'syntax.js': `${facts(negative('parse', 'SyntaxError'))}let let = 1;`,
	'no-syntax-error.js': `${facts(negative('parse', 'SyntaxError'))}let right = 1;`,
	'import-in-script.js': `${facts(negative('parse', 'SyntaxError'))}import {one} from './one_FIXTURE.js';`,
	'import-of-test.js': `${facts('flags: [module]')}import {two} from './is-a-test.js'; assert.sameValue(two, 2);`,
	'is-a-test.js': `${facts('flags: [module]')}export const two = 2; assert.sameValue(two, 2);`,
	'throws.js': `${facts(negative('runtime', 'RangeError'))}throw new RangeError('x');`,
	'throws-other.js': `${facts(negative('runtime', 'RangeError'))}throw new TypeError('x');`,
	'imports.js': `${facts('flags: [module]')}import {one} from './one_FIXTURE.js'; assert.sameValue(one, 1);\nassert.sameValue((await import('./one_FIXTURE.js')).one, 1);`,
	'includes.js': `${facts('includes:\n  - more.js')}more();`,
	'sloppy.js': `${facts('flags: [noStrict]')}with ({}) {}`,
	'realm.js': `${facts('description: x')}$262.createRealm();`,
	'one_FIXTURE.js': 'export const one = 1;',
};
const right = [
	...['async', 'import-in-script', 'import-of-test', 'imports', 'includes', 'is-a-test', 'passes', 'syntax'],
	'throws',
];
const wrong = ['async-fails', 'async-forgets', 'endless-wait', 'fails', 'no-syntax-error', 'throws-other'];

const corpus = mkdtempSync(join(tmpdir(), 'catnap-corpus-'));
test.before(() => {
	put('harness/sta.js', '');
	put('harness/more.js', 'function more() {}');
	put(
		'harness/assert.js',
		"const assert = {sameValue(a, b) { if (a !== b) throw new Error('not the same'); }};",
	);
	put(
		'harness/doneprintHandle.js',
		"function $DONE(e) { print(e ? 'Test262:AsyncTestFailure:' + e : 'Test262:AsyncTestComplete'); }",
	);
	mkdirSync(join(corpus, 'test/built-ins'), {recursive: true});
	for (const [name, text] of Object.entries(tests)) put(`test/language/${name}`, text);
});
test.after.always(() => rmSync(corpus, {recursive: true, force: true}));

function put(name: string, text: string): void {
	mkdirSync(dirname(join(corpus, name)), {recursive: true});
	writeFileSync(join(corpus, name), text);
}

test('what needs sloppy mode or another realm is left out, and so are fixtures', t => {
	t.deepEqual(caseNames(corpus), [...right, ...wrong].map(name => `language/${name}.js`).sort());
});

for (const [how, run] of Object.entries({directly: runCase, bundled: runBundled})) {
	test(`a test that is run ${how} passes only if it comes to its end and says what it must`, async t => {
		for (const name of [...right, ...wrong]) {
			const problem = await run(corpus, readCase(corpus, `language/${name}.js`));
			// the bundler takes every file as a module
			const isRight = right.includes(name) && !(name === 'import-in-script' && run === runBundled);
			t.is(problem === undefined, isRight, `${name}: ${problem}`);
		}
	});
}

test('the ledger names folders in which everything fails, and reads them back', t => {
	const names = ['a/b/one.js', 'a/b/two.js', 'a/c.js', 'a/d.js', 'e/f/g/h.js', 'e/f/i.js', 'j/k.js'];
	const failing = new Set(['a/b/one.js', 'a/b/two.js', 'a/d.js', 'e/f/g/h.js', 'e/f/i.js']);
	const lines = abbreviated(failing, names);
	t.deepEqual(lines, ['a/b/ *', 'a/ d', 'e/ *']);
	t.deepEqual(new Set(expanded(lines, names)), failing);
});

test('a sample is the same each time, and holds no test twice', t => {
	const names = Array.from({length: 1000}, (_, index) => `n${index}`);
	const sample = sampleOf(names, 400);
	t.is(new Set(sample).size, 400);
	t.deepEqual(sampleOf(names, 400), sample);
});
