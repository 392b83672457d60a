// The scan for code that prints more than texts, and what the console says without what turns values into text.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {parseAst} from 'rollup/parseAst';
import ts from 'typescript';
import {printsValues} from '../../tools/build/console-values.ts';
import {libraryDir} from '../../tools/build/public-modules.ts';
import type {Node} from '../../tools/build/syntax.ts';
import {appOf, removeApps} from '../apps-of.ts';

const prints = (code: string): boolean => printsValues(parseAst(code) as unknown as Node);

test.after.always(removeApps);

test('a value, a spread, and a console that is passed on or hidden print more than texts', t => {
	for (const code of [
		'console.log(value);',
		"console.log('a', 1);",
		'console.log(...texts);',
		'console.log(tag`a`);',
		"console.log(on ? 'on' : off);",
		'console.log(a + b);',
		'const {log} = console;',
		'list.forEach(console.log);',
		'console[level](`a`);',
		"globalThis.console.log('a');",
		'const all = globalThis;',
		'const {console: mine} = globalThis;',
		"globalThis[name]('a');",
		'export {console};',
	])
		t.true(prints(code), code);
});

test('texts by their form, other names and no console at all do not', t => {
	for (const code of [
		'console.log();',
		`console.log('a', \`b \${c}\`);`,
		"console.warn('a: ' + value + unit); console['log']('a');",
		"console?.log(on ? 'on' : `off`);",
		'app.console.log(value); const desk = {console: 1};',
		"'console.log(value)'; // console.log(value)",
		'globalThis.mine = 1;',
	])
		t.false(prints(code), code);
});

test('the library itself prints texts alone: its own lines need no more', t => {
	const names = readdirSync(libraryDir, {recursive: true, encoding: 'utf8'});
	const sources = names
		.filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts') && name !== 'globals.ts')
		.map(name => [name, readFileSync(join(libraryDir, name), 'utf8')] as const)
		.filter(([, source]) => /\bconsole\b/.test(source));
	t.true(sources.some(([name]) => name === 'retain.ts'));
	for (const [name, source] of sources) {
		const {target, module} = {target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext};
		const {outputText} = ts.transpileModule(source, {compilerOptions: {target, module}});
		t.false(prints(outputText), name);
	}
});

test('an app of texts says the same as one that prints values, too', async t => {
	const texts = `console.log('a', \`b \${1 + 1}\`); console.warn(); console.log('c: ' + [1, 2]);`;
	const linesOf = async (main: string) =>
		(await simulate({app: appOf({'src/main.ts': main}), for: '1s'})).console;
	const plain = await linesOf(texts);
	t.deepEqual(plain, ['a b 2', '', 'c: 1,2']);
	t.deepEqual(await linesOf(`${texts}\nconsole.log({a: [null, -0]});`), [...plain, '{a: [null, -0]}']);
});
