// Members of the library that a bundle never names are blanked; what is used, or may be, stays, at the same positions.
import test from 'ava';
import {withoutUnusedMembers} from '../../tools/build/members.ts';

const all = () => true;

function kept(code: string, isLibrary: (offset: number) => boolean = all): string {
	const result = withoutUnusedMembers(code, isLibrary);
	return result.replace(/\s+/g, ' ').trim();
}

test('a method that nothing names goes, with the comma behind it; its neighbours keep their places', t => {
	const code = 'const o = {\n\ta() { return 1; },\n\tb() { return 2; },\n};\no.b();\n';
	const result = withoutUnusedMembers(code, all);
	t.is(result.length, code.length);
	t.is(result.indexOf('b()'), code.indexOf('b()'));
	t.is(result.split('\n').length, code.split('\n').length);
	t.is(kept(code), 'const o = { b() { return 2; }, }; o.b();');
});

test('a getter, a private method and what only they use go together', t => {
	t.is(
		kept('class C { #p() { return this.q(); } q() {} get r() { return this.#p(); } s() {} } new C().s();'),
		'class C { s() {} } new C().s();',
	);
});

test('a method that only a dead function of the library names goes', t => {
	t.is(
		kept('function lock() { n.lock(); } const o = { lock() { return lock(); } }; o;'),
		'function lock() { n.lock(); } const o = { }; o;',
	);
});

test('names in patterns, in texts in brackets and of the language stay', t => {
	for (const use of ['const {a} = o;', "o['a']();", 'o.a;', 'p?.a;'])
		t.is(kept(`const o = { a() {} }; ${use}`), `const o = { a() {} }; ${use}`);
	t.is(
		kept('class C { constructor() {} toString() {} [Symbol.iterator]() {} }'),
		'class C { constructor() {} toString() {} [Symbol.iterator]() {} }',
	);
});

test('an app that computes names keeps each member that a text names', t => {
	const library = 'const o = { a() {}, b() {} };';
	const app = " const n = 'a'; o[n]();";
	t.is(
		kept(library + app, offset => offset < library.length),
		"const o = { a() {}, }; const n = 'a'; o[n]();",
	);
});

test('globals are what Object.assign gives to globalThis, in one object or several, anywhere', t => {
	t.is(
		kept(
			'function f() { Object.assign(globalThis, { a() {}, b() {} }, { c() {}, d() {} }); } f(); a(); c();',
		),
		'function f() { Object.assign(globalThis, { a() {}, }, { c() {}, }); } f(); a(); c();',
	);
	t.is(kept('Object.assign(other, { a() {} }); a();'), 'Object.assign(other, { }); a();');
	t.is(kept('Object.freeze(globalThis, { a() {} }); a();'), 'Object.freeze(globalThis, { }); a();');
});

test('a global stays where its name stands alone, another member does not for that', t => {
	const globals = 'Object.assign(globalThis, { wait() {}, stop() {}, c: { wait() {}, log() {} } });';
	t.is(
		kept(`${globals} wait(); c.log();`),
		'Object.assign(globalThis, { wait() {}, c: { log() {} } }); wait(); c.log();',
	);
	t.is(
		kept(`${globals} globalThis.stop();`),
		'Object.assign(globalThis, { stop() {}, c: { } }); globalThis.stop();',
	);
});

test('members of the app stay', t => {
	t.is(
		kept('const o = { a() {} }; o;', () => false),
		'const o = { a() {} }; o;',
	);
});
