// What a bundle keeps of an app: programs whose output is that of Node, run on `host`.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {catnapRoot} from '../../lib/root.mjs';
import {buildApp} from '../../tools/build/build.ts';
import {appOf, removeApps} from '../apps-of.ts';

test.after.always(removeApps);

async function linesOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> {
	return (await simulate({app: appOf(files), for: '1s'})).console;
}

const tried = `function tried(f: () => void): string {
	try { f(); return 'no error'; } catch (error) { return (error as Error).name; }
}
`;

test('a call that throws is kept although nobody uses its result', async t => {
	const calls = [
		"new RegExp(['('].join(''))",
		'new DataView(new ArrayBuffer(2), 5)',
		'Object.keys(refuses)',
		'{ const list: number[] = []; list.length = 2 ** 32; }',
		"BigInt('x')",
		'new Array(-1)',
		"'x'.repeat(-1)",
		"decodeURIComponent('%')",
		'(none as unknown as {x: number}).x',
		'Object.defineProperty(Object.freeze({}), "a", {value: 1})',
		'Reflect.construct(Number, [], 1 as never)',
	];
	const main = `${tried}const none = null;
const refuses = new Proxy({}, {ownKeys() { throw new RangeError('keys'); }});
console.log(${calls.map(call => `tried(() => { ${call}; })`).join(', ')});
`;
	t.deepEqual(await linesOf({'src/main.ts': main}), [
		'SyntaxError RangeError RangeError RangeError SyntaxError RangeError RangeError URIError TypeError TypeError TypeError',
	]);
});

test('import() runs its module when it is reached, once, and its error can be caught', async t => {
	const lines = await linesOf({
		'src/main.ts': `console.log('main begins');
try { await import('./bad.js'); } catch (error) { console.log('caught', (error as Error).message); }
if (console.log.length > 99) await import('./never.js');
const first = await import('./good.js');
const again = await import('./good.js');
console.log(first === again, first.count, first.default());
console.log('main ends');
`,
		'src/bad.ts': "console.log('bad runs');\nthrow new Error('from bad');\nexport {};\n",
		'src/never.ts': "console.log('never');\nexport {};\n",
		'src/good.ts': `import {shared} from './shared.js';
console.log('good runs');
export let count = shared();
export default () => ++count;
`,
		'src/shared.ts': 'let calls = 0;\nexport const shared = () => ++calls;\n',
	});
	t.deepEqual(
		lines.filter(line => !line.startsWith('Uncaught (in promise)') && !/^ {4}at/.test(line)),
		['main begins', 'bad runs', 'caught from bad', 'good runs', 'true 1 2', 'main ends'],
	);
});

test('a model is imported when it is reached, and is the same as the one that a module has', async t => {
	const model = (name: string) => readFileSync(join(catnapRoot, 'examples/fan-monitor/src', name));
	const files = {'src/fan.tflite': model('fan.tflite'), 'src/fan.json': model('fan.json')};
	const reached = {
		'src/main.ts':
			"const {default: fan} = await import('./fan.tflite');\nconsole.log(typeof fan.classify);\n",
		...files,
	};
	t.deepEqual(await linesOf(reached), ['function']);
	const both = {
		'src/main.ts': `import {same} from './part.ts';
const found = await import('./fan.tflite');
console.log(found.default === same, Object.keys(found));
`,
		'src/part.ts': "import fan from './fan.tflite';\nexport const same = fan;\n",
		...files,
	};
	t.deepEqual(await linesOf(both), ['true ["default"]']);
});

test('a place in a module that stands apart is found in its TypeScript', async t => {
	const lines = await linesOf({
		'src/main.ts': "const {fail} = await import('./part.js');\nfail();\n",
		'src/part.ts': "// a part\nexport function fail() {\n\tthrow new Error('here');\n}\n",
	});
	t.regex(lines.join('\n'), /Error: here[\s\S]*at fail \(src\/part\.ts:3:\d+\)[\s\S]*src\/main\.ts:2:\d+/);
});

test('a module that waits at its top level does not hold up its sibling', async t => {
	const lines = await linesOf({
		'src/main.ts': "import './slow.ts';\nimport './fast.ts';\nconsole.log('main');\n",
		'src/slow.ts': "console.log('slow 1');\nawait 0;\nconsole.log('slow 2');\nexport {};\n",
		'src/fast.ts': "console.log('fast');\nexport {};\n",
	});
	t.deepEqual(lines, ['slow 1', 'fast', 'slow 2', 'main']);
});

test('an app without such imports is one module', async t => {
	const files = {
		'src/main.ts': "import {two} from './two.ts';\nawait null;\nconsole.log(two);\n",
		'src/two.ts': 'export const two = 2;\n',
	};
	const {sections} = await buildApp(appOf(files));
	t.deepEqual(
		sections.map(({type}) => type),
		['bytecode'],
	);
});

test('two classes and functions of the same name keep it', async t => {
	const part = 'export class Lamp {}\nexport function make() {}\n';
	const lines = await linesOf({
		'src/main.ts': `import {Lamp as A, make as a} from './a.ts';
import {Lamp as B, make as b} from './b.ts';
import * as all from './a.ts';
function mark(_value: unknown, context: ClassDecoratorContext) { console.log(context.name); }
@mark
class Shade {}
console.log(A.name, new B().constructor.name, a.name, b.name, A === (B as unknown), Shade.name);
console.log(Object.prototype.toString.call(all), Object.isFrozen(all), Object.isSealed(all));
`,
		'src/a.ts': part,
		'src/b.ts': part,
	});
	t.deepEqual(lines, ['Shade', 'Lamp Lamp make make false Shade', '[object Module] false true']);
});

test('a default export without a name is called "default", and its places stay', async t => {
	const lines = await linesOf({
		'src/main.ts': `import late from './late.ts';
import arrow from './arrow.ts';
import Lamp from './lamp.ts';
import Shade from './shade.ts';
console.log(late.name, arrow.name, Lamp.name, Shade.name, new Lamp().constructor.name, late(), Shade.size);
try { arrow(); } catch (error) { console.log((error as Error).stack!.split('\\n')[0]); }
`,
		'src/late.ts': "import {early} from './early.ts';\nexport default function () { return early; }\n",
		'src/early.ts': "import late from './late.ts';\nexport const early = late.name;\n",
		'src/arrow.ts': 'export default () => { throw new Error(); };\n',
		'src/lamp.ts': 'export default class {}\n',
		'src/shade.ts': 'export default (class { static size = 2; });\n',
	});
	t.is(lines[0], 'default default default default default default 2');
	t.regex(lines[1]!, /at default \(src\/arrow\.ts:1:\d+\)/);
});

test('a module that imports the main one when it is reached gets it', async t => {
	const lines = await linesOf({
		'src/main.ts': "export const one = 1;\nvoid import('./part.js');\nconsole.log('main');\n",
		'src/part.ts': `import {one} from './main.js';
const main = await import('./main.js');
console.log(one, Object.keys(main));
`,
	});
	t.deepEqual(lines, ['main', '1 ["one"]']);
});

const shownOf = `const shown = (ns: object) => [
	Object.isFrozen(ns), Object.isSealed(ns), JSON.stringify(Object.getOwnPropertyDescriptor(ns, 'a')), Reflect.ownKeys(ns).length,
];
`;

test('a namespace that is used as a value is what import() gives, live and sealed', async t => {
	const lines = await linesOf({
		'src/main.ts': `import './first.js';
import ten, * as ns from './x.js';
import {given, inner} from './y.js';
import * as main from './main.js';
${shownOf}console.log(ns === inner, ns === given(), ns === (await import('./x.js')), ...shown(ns));
for (const f of [() => { (ns as {a: number}).a = 2; }, () => Object.freeze(ns), () => Reflect.set(ns, 'a', 1)])
	try { console.log(f()); } catch (error) { console.log((error as Error).name); }
ns.up();
console.log(ns.a, ten, JSON.stringify({...ns}), Object.keys(main));
export const late = 1;
console.log(JSON.stringify(main));
`,
		'src/first.ts': "console.log('first');\n",
		'src/x.ts': "console.log('x');\nexport let a = 1;\nexport const up = () => a++;\nexport default 10;\n",
		'src/y.ts':
			"import * as ns from './x.js';\nexport * as inner from './x.js';\nexport const given = () => ns;\n",
	}).catch((error: Error) => [error.message]);
	t.deepEqual(lines.slice(0, 6), [
		'first',
		'x',
		'true true true false true {"value":1,"writable":true,"enumerable":true,"configurable":false} 4',
		'TypeError',
		'TypeError',
		'false',
	]);
	t.regex(lines[6]!, /^Uncaught ReferenceError: late is not initialized/);
});

test('a namespace of which only members are read keeps no module apart', async t => {
	const {sections} = await buildApp(
		appOf({
			'src/main.ts': `import * as all from './x.js';
for (const key of ['a', 'b'] as const) console.log(all[key], key in all, Object.keys(all));
`,
			'src/x.ts': 'export const a = 1;\nexport const b = 2;\n',
		}),
	);
	t.is(sections.length, 1);
});

test('a module that imports itself when it is reached waits for its own end', async t => {
	const lines = await linesOf({
		'src/main.ts': `void import('./main.js').then(main => console.log(main.late));
await 0;
console.log('main');
export const late = 1;
`,
	});
	t.deepEqual(lines, ['main', '1']);
});

test('what two modules export again is one variable, or one namespace, and not ambiguous', async t => {
	const lines = await linesOf({
		'src/main.ts': `import * as all from './all.js';
const later = await import('./all.js');
console.log(Object.keys(later), later.one, all.inner === later.inner, all.inner.one, 'two' in later);
`,
		'src/all.ts':
			"export * from './left.js';\n// @ts-expect-error both have two\nexport * from './right.js';\n",
		'src/left.ts': `import * as inner from './one.js';
import {one} from './one.js';
export {inner, one};
export const two = 2;
`,
		'src/right.ts':
			"export * as inner from './one.js';\nexport {one} from './one.js';\nexport const two = 22;\n",
		'src/one.ts': 'export const one = 1;\n',
	});
	t.deepEqual(lines, ['["inner", "one"] 1 true 1 false']);
});

test('names of exports may be any text', async t => {
	const lines = await linesOf({
		'src/main.ts':
			"import {'a b' as ab} from './x.js';\nimport * as all from './x.js';\nconsole.log(ab, all['a b'], JSON.stringify(all));\n",
		'src/x.ts': "const v = 5;\nexport {v as 'a b', v as plain};\n",
	});
	t.deepEqual(lines, ['5 5 {"a b":5,"plain":5}']);
});

test('an import takes the attribute of JSON; phases, other attributes and computed options are refused', async t => {
	const data = {'src/data.json': '{"name": "n", "__proto__": {"x": 1}}\n'};
	const lines = await linesOf({
		...data,
		'src/main.ts': `import data from './data.json' with {type: 'json'};
const later = await import('./data.json', {with: {type: 'json'}});
console.log(data.name, later.default === data, Object.getPrototypeOf(data) === Object.prototype);
`,
	});
	t.deepEqual(lines, ['n true true']);
	const refused = {
		"import * as data from './data.json' with {type: 'text'};":
			/main\.ts:1:1\n.*received: an import can have one/,
		"export * from './part.ts' with {type: 'json'};": /an import can have one attribute/,
		"import defer * as part from './part.ts';": /received: a module cannot be imported by `import defer`/,
		"const given = {with: {type: 'json'}};\nvoid import('./part.ts', given);":
			/main\.ts:2:\d+\n.*written out/,
	};
	for (const [line, said] of Object.entries(refused)) {
		const app = appOf({
			...data,
			'src/part.ts': 'export const x = 1;\n',
			'src/main.ts': `${line}\nconsole.log(1);\n`,
		});
		t.regex((await t.throwsAsync(buildApp(app), {code: 'BUNDLE'})).message, said, line);
	}
});

test('parts of the language are found by any way that leads to them', async t => {
	const lines = await linesOf({
		'src/main.ts': `const {Map: M, ['Set']: S} = globalThis;
const g = globalThis;
console.log(new M([[1, 2]]).size, new S([1]).size, typeof g.WeakRef, typeof Reflect.get(globalThis, 'Proxy'));
const {search} = String.prototype;
console.log(search.call('abc', /c/), 'abc'['match']('b')?.index);
console.log(Object.groupBy([1, 2], x => (x % 2 ? 'odd' : 'even')).odd?.length, 'a'.isWellFormed());
enum Level { Low, High }
namespace Room { export const size = 2; }
class Point { constructor(public x: number) {} }
console.log(Level.High, Level[0], Room.size, new Point(4).x);
const tried = await Promise.try((a: number, b: number) => { if (b) throw new RangeError(String(a)); return 0; }, 3, 1).catch(String);
console.log(tried, await Promise.try(async () => 5), Error.isError(new TypeError()), Error.isError({__proto__: Error.prototype}));
`,
	});
	t.deepEqual(lines, ['1 1 function function', '2 1', '1 true', '1 Low 2 4', 'RangeError: 3 5 true false']);
});

test('directives of the console format their values as Node does', async t => {
	const lines = await linesOf({
		'src/main.ts': `console.log('%s is %d, %i, %f, %j, %o, 100 %%', 'a', 1.5, 2.7, '3.5x', {a: 1}, [1], 'rest');
console.log('%s', 'only', 'these'); console.log('100 %'); console.log('%d', '4'); console.log('%c%s', 'color: red', 'x');
console.log('%s and %s', 'one');
const loop: {me?: unknown} = {};
loop.me = loop;
console.log('%j %s %d %d %d', loop, -0, null, {}, new Date(5));
class Lamp { toString() { return 'a lamp'; } }
console.log('%s %s %s %s', new Lamp(), [1], new Date(0), Object.create(null));
for (const bad of [1n, {toJSON() { throw new RangeError(); }}]) try { console.log('%j', bad); } catch (error) { console.log((error as Error).name); }
console.log('%i %i %f %d %s', null, 3n, '', 2n, Symbol('s'));
console.log('%%'); console.log('%%', 1); console.log('%x', 1); console.log('%o', 'a');
`,
	});
	t.deepEqual(lines, [
		'a is 1.5, 2, 3.5, {"a":1}, [1], 100 % rest',
		'only these',
		'100 %',
		'4',
		'x',
		'one and %s',
		'[Circular] -0 0 NaN 5',
		'a lamp [1] 1970-01-01T00:00:00.000Z {}',
		'TypeError',
		'RangeError',
		'NaN 3n NaN 2n Symbol(s)',
		'%%',
		'% 1',
		'%x 1',
		'"a"',
	]);
});

test('the console writes dates and patterns, minus zero, and outlives a getter that throws', async t => {
	const lines = await linesOf({
		'src/main.ts': `console.log(new Date(0), [/a/g], {at: new Date(NaN)}, -0, [0, -0]);
console.log({get bad() { throw new Error('a getter'); }, get good() { return 1; }, set only(_value: number) {}});
`,
	});
	t.deepEqual(lines, [
		'1970-01-01T00:00:00.000Z [/a/g] {at: Invalid Date} -0 [0, -0]',
		'{bad: [throws], good: 1, only: undefined}',
	]);
});

test('paths of the app are honoured, JavaScript files and languages of the user are refused in one sentence', async t => {
	const tsconfig = (options: object): string =>
		JSON.stringify({compilerOptions: {target: 'ES2022', ...options}, include: ['src']});
	const lines = await linesOf({
		'tsconfig.json': tsconfig({paths: {'@lib/*': ['./src/lib/*']}}),
		'src/main.ts': "import {two} from '@lib/two';\nconsole.log(two);\n",
		'src/lib/two.ts': 'export const two = 2;\n',
	});
	t.deepEqual(lines, ['2']);
	const allowed = appOf({'tsconfig.json': tsconfig({allowJs: true}), 'src/main.ts': 'console.log(1);\n'});
	t.regex((await t.throwsAsync(buildApp(allowed), {code: 'BUNDLE'})).message, /allowJs/);
	for (const call of [
		".toLocaleString('de-DE')",
		"?.['toLocaleString']('de-DE')",
		".toLocaleString.call(2, 'de-DE')",
	]) {
		const local = appOf({'src/main.ts': `console.log((1.5 as number)${call});\n`});
		t.regex((await t.throwsAsync(buildApp(local), {code: 'NOT_ON_CHIP'}, call)).message, /toLocaleString/);
	}
	t.deepEqual(await linesOf({'src/main.ts': 'console.log((1.5).toLocaleString());\n'}), ['1.5']);
});

test('a module that is nowhere is an error of the build', async t => {
	const app = appOf({
		'src/main.ts':
			"// @ts-expect-error: it is not installed\nimport {x} from 'nanoevents';\nconsole.log(x);\n",
	});
	t.regex((await t.throwsAsync(buildApp(app), {code: 'BUNDLE'})).message, /nanoevents/);
});
