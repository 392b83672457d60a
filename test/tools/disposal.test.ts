// The scan for code that needs the symbols of `using`.
import test from 'ava';
import {parseAst} from 'rollup/parseAst';
import {needsDisposal} from '../../tools/build/disposal.ts';
import type {Node} from '../../tools/build/syntax.ts';

const needs = (code: string): boolean => needsDisposal(parseAst(code) as unknown as Node);

test('what `using` becomes, a symbol that is named and a lock that is taken need them', t => {
	for (const code of [
		"import {__addDisposableResource} from 'tslib'; __addDisposableResource(env, f(), false);",
		'class A { [Symbol.dispose]() {} }',
		"x[Symbol['asyncDispose']]();",
		'const s = Symbol[name];',
		"power.lock('flash').release();",
		"power?.lock('flash');",
	])
		t.true(needs(code), code);
});

test('texts, comments and other names do not', t => {
	for (const code of [
		"const text = 'Symbol.dispose and power.lock()';",
		'/* __addDisposableResource */ const a = 1;',
		'const unlock = door.unlock(); const {lock} = door; door.lock = 1;',
		'symbol.dispose; Symbol.iterator;',
	])
		t.false(needs(code), code);
});
