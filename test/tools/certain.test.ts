// Which code of a bundle runs as far as its text says; each case holds `here` once.
import test from 'ava';
import {parseAst} from 'rollup/parseAst';
import {certainOffsets} from '../../tools/build/certain.ts';
import type {Node} from '../../tools/build/syntax.ts';

/** Whether `here` runs, if the statement that names `app` is the app's own and the others are of a package. */
function runs(code: string): boolean {
	const isOwn = ({start, end}: Node): boolean => code.slice(start, end).includes('app');
	return certainOffsets(parseAst(code) as unknown as Node, isOwn).has(code.indexOf('here'));
}

const certain = {
	'top level of a package': 'const a = here;',
	'the app, be it in a function': 'function app() { here; }',
	'what the app calls': 'function a() { here; } const app = () => a();',
	'what that calls': 'const b = () => here; function a() { return b(); } app(a());',
	'a function before it is declared': 'app(a()); function a() { here; }',
	'a condition': 'function a(b) { return here ? b : 0; } app(a());',
	'the left of a choice': 'const a = b => here || b; app(a());',
	'the first part of a loop': 'for (let i = here; ; ) {}',
	'a default value': 'const a = (b = here) => b; app(a());',
	'a constructor': 'class A { constructor() { here; } } app(new A());',
	'a function that is called on the spot': '(function () { here; })();',
	'one with another `this`': '(function () { here; }).call(this);',
	'what that is given: the wrapper of a module': '(function (make) { make(); })(function () { here; });',
	'a function inside one that runs': 'function a() { function b() { here; } b(); } app(a());',
	'what calls itself': 'function a() { here; a(); } app(a());',
};

const open = {
	'a function that nobody calls': 'function a() { here; }',
	'a method': 'const o = {a() { here; }}; app(o.a);',
	'a method of a class': 'class A { a() { here; } } app(new A());',
	'a callback': 'const a = b => b.map(() => here); app(a());',
	'a branch': 'function a(b) { if (b) here; } app(a());',
	'a choice': 'const a = b => (b ? here : 0); app(a());',
	'the right of an `and`': 'const a = b => b && here; app(a());',
	'a `try`, and what catches': 'function a() { try { b(); } catch { here; } } app(a());',
	'a case': 'function a(b) { switch (b) { case 1: here; } } app(a());',
	'the body of a loop': 'for (const a of b) here;',
	'a parameter of the same name': 'function a() { here; } function b(a) { a(); } app(b());',
	'a variable of the same name': 'function a() { here; } function b() { const a = c; a(); } app(b());',
	'a name that is assigned': 'let a; a = () => here; app(a());',
};

for (const [title, code] of Object.entries(certain)) test(`${title} runs`, t => t.true(runs(code)));
for (const [title, code] of Object.entries(open)) test(`${title} may never run`, t => t.false(runs(code)));
