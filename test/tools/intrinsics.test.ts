// The scan for parts of the language that a bundle uses.
import test from 'ava';
import {joinUses, languageUse} from '../../tools/build/intrinsics.ts';

const uses = (code: string) => languageUse(code).intrinsics;

test('code that names nothing pays for nothing', t => {
	t.deepEqual(uses('const a = [[1, async () => 2]]; console.log(new Uint8Array([...a]));'), []);
});

test('a global is found wherever it stands', t => {
	t.deepEqual(uses('const now = () => Date.now();'), ['Date']);
	t.deepEqual(uses('class A extends Proxy {}'), ['Proxy']);
	t.deepEqual(uses('f(new FinalizationRegistry(g), {WeakRef});'), ['WeakRef']);
	t.deepEqual(uses('const D = globalThis.Date;'), ['Date']);
	t.deepEqual(uses('f(new WeakSet(), JSON.stringify(1));'), ['MapSet']);
});

test('a literal or a method that makes a regular expression needs RegExp', t => {
	t.deepEqual(uses('x.replace(/a/, "b")'), ['RegExp']);
	t.deepEqual(uses('"abc".match("b")'), ['RegExp']);
	t.deepEqual(uses('"abc".replace("b", "c")'), []);
});

test('a property of the same name is free', t => {
	t.deepEqual(uses('a.Date = {Proxy: 1, RegExp() {}}; class B { WeakRef = 2; }'), []);
});

test('who has globalThis as a value can reach what the code names, in whatever way', t => {
	t.deepEqual(uses('const g = globalThis; g.Date; h(g, "WeakRef"); const {Set: S} = g;'), [
		'Date',
		'MapSet',
		'WeakRef',
	]);
	t.deepEqual(uses('const g = globalThis; g.process;'), []);
});

test('a computed property of globalThis may be any', t => {
	const every = ['Date', 'MapSet', 'Proxy', 'RegExp', 'WeakRef'];
	t.deepEqual(uses('globalThis[name]()'), every);
	t.deepEqual(uses('const g = typeof a === "b" ? a : globalThis; let h; h = g; h[name]()'), every);
	t.deepEqual(uses('const {Date: D, ...rest} = globalThis; rest[name]'), every);
	t.deepEqual(uses('const w = (() => globalThis)(); const {[name]: x} = w'), every);
	t.deepEqual(uses('const g = globalThis; a[name]; g["Da" + `te`]'), ['Date']);
	t.deepEqual(uses('f(globalThis, "Re" + "gExp"); const {...rest} = a; rest[name]'), ['RegExp']);
	t.deepEqual(uses('const g = globalThis; if (g !== a && typeof g === "b") g = c; a[name]; "Map"'), []);
});

test('what one module gets of globalThis another may have given', t => {
	const parts = ['const g = globalThis; export {g};', 'import {g} from "./a.js"; new g.Map();'];
	t.deepEqual(parts.flatMap(uses), []);
	t.deepEqual(joinUses(parts.map(languageUse)).intrinsics, ['MapSet']);
	t.deepEqual(joinUses(['new g.Map();'].map(languageUse)).intrinsics, []);
});

test('what the chip does not have is found with its place', t => {
	const absent = (code: string) => languageUse(code).absent.map(({name, offset}) => `${name}@${offset}`);
	t.deepEqual(absent('a(); eval("1");'), ['eval@5']);
	t.deepEqual(absent('new Function("return 1")'), ['Function@4']);
	t.deepEqual(absent('Intl.NumberFormat(); Atomics.add(a, 0, 1)'), ['Intl@0', 'Atomics@21']);
	t.deepEqual(absent(String.raw`/\p{L}/u; new RegExp('\\p{L}', 'u')`), [String.raw`RegExp('\\p{...}')@10`]);
	t.deepEqual(absent(String.raw`new RegExp('\\p{L}'); RegExp('p{2}', 'u')`), []);
	t.deepEqual(absent("RegExp('(?<größe>a)')"), ["RegExp('(?<...>)')@0"]);
	t.deepEqual(absent("RegExp('(?<size>ö)(?<=ö>)')"), []);
	t.deepEqual(absent('f instanceof Function; obj.eval(1); typeof Intl'), []);
	t.deepEqual(absent('a(escape("1"), text.link(2), o.__defineGetter__("a", f))'), [
		'escape@2',
		'link@20',
		'__defineGetter__@31',
	]);
});

test('what the app has itself may be named like what the chip does not have', t => {
	const absent = (code: string) => languageUse(code).absent;
	t.deepEqual(absent('function escape() {} escape(); const Intl = {}; Intl.a;'), []);
	t.deepEqual(
		absent('class Net { link() {} bold = () => 1; } net.link(); net.bold(); const o = {sub() {}}; o.sub()'),
		[],
	);
	t.deepEqual(absent('const small = a.small; a.big; b.link = f; b.link();'), []);
	t.is(absent('const o = {escape: 1}; escape(o)').length, 1);
});

test('methods and imports that only the compiler knows are found, unless the app has such a method itself', t => {
	const absent = (code: string) => languageUse(code).absent.map(({name, offset}) => `${name}@${offset}`);
	t.deepEqual(absent('a.localeCompare(b); c?.normalize("NFC")'), ['localeCompare@2', 'normalize@23']);
	t.deepEqual(absent('class V { normalize() {} } new V().normalize()'), []);
	t.deepEqual(absent('await import(path); await import("catnap:power")'), ['import(...)@6']);
	t.deepEqual(absent('new DisposableStack(); typeof SuppressedError === "function"'), ['DisposableStack@4']);
});
