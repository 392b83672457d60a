// What crosses the border between app and C: callbacks, promises, views, errors, the end of an app.
import test from 'ava';
import {runNative} from './native.ts';

const head = `import * as c from 'catnap:console'; import * as p from 'catnap:probe'; import * as t from 'catnap:timer';
const log = (...values) => c.write('log', values.map(String).join(' '));
`;
const run = async (body: string): Promise<string[]> => (await runNative(head + body)).trimEnd().split('\n');

test.serial('several promises are under way at once and settle in order of time', async t => {
	const lines =
		await run(`const all = [300, 100, 14, 200].map(d => p.after(d).then(at => log(d, at), e => log(d, e.code)));
p.after(13).catch(e => log(13, e.code)); await Promise.all(all);`);
	t.deepEqual(lines.slice(0, 5), ['13 FULL', '14 TIMEOUT', '100 100', '200 200', '300 300']);
});

test.serial('a callback that throws is reported and the loop goes on', async t => {
	const lines = await run(
		`let n = 0; const id = p.repeat(10, () => { if (++n === 3) p.stop(id); throw new RangeError('no ' + n); });`,
	);
	t.deepEqual(
		lines.filter(line => line.startsWith('Uncaught')),
		[1, 2, 3].map(n => `Uncaught RangeError: no ${n}`),
	);
});

test.serial('a handle callback replaces the one before, and closing ends it', async t => {
	const lines =
		await run(`const b = p.open(4); b.onPoke(v => log('old', v)); b.onPoke(v => { log('new', v); b.close(); });
b.poke(5); await p.after(10); try { b.poke(6); } catch (e) { log(e.code); }`);
	t.deepEqual(lines.slice(0, 2), ['new 5', 'CLOSED']);
});

test.serial('closing a handle rejects what is asked of it with CLOSED', async t => {
	const lines = await run(
		`const b = p.open(4); const w = b.wait(); b.close(); await w.catch(e => log(e.code, e.message));`,
	);
	t.is(lines[0], 'CLOSED Box.wait: It has been closed');
});

test.serial('a step resolves with the very object, its item filled', async t => {
	const lines =
		await run(`const b = p.open(4), item = {a: 1, atUs: 0}, step = {done: false, value: item}; b.poke(7);
const got = await b.step(step, item, e => e); log(got === step, got.value === item, JSON.stringify(got));`);
	t.is(lines[0], 'true true {"done":false,"value":{"a":1,"atUs":7}}');
});

test.serial(
	'a step that fails at once throws, later it rejects with what `failed` makes of the error',
	async t => {
		const lines = await run(`const b = p.open(4), none = {};
const first = b.step(none, none, e => { log('failed'); return new RangeError('made of ' + e.code); });
try { b.step(none, none, e => log('never', e)); } catch (e) { log(e.code); }
b.close(); log('closed'); await first.catch(log);
const f = p.open(4), second = f.step(none, none, () => { throw new Error('thrown'); }); f.close(); await second.catch(log);
const d = p.open(4); d.poke(1); await d.step(none, Object.freeze({}), e => e.name).catch(log);
try { d.step(1, none, e => e); } catch (e) { log(e.message); }
try { d.step(none, none); } catch (e) { log(e.message); }`);
		t.deepEqual(lines.slice(0, 8), [
			'BUSY',
			'closed',
			'failed',
			'RangeError: made of CLOSED',
			'Error: thrown',
			'TypeError',
			'Box.step: step must be an object; got 1',
			'Box.step: failed must be a function; got undefined',
		]);
	},
);

test.serial(
	'a view keeps its owner alive, sees native memory, and is detached by resize and close',
	async t => {
		const lines =
			await run(`let b = p.open(4); const v = b.bytes(), keep = b.bytes(); v[0] = 9; log(keep); b.resize(2); log(v.length);
const w = b.bytes(); b = undefined; await p.after(5); log(w); const z = p.open(3), u = z.bytes(); z.close(); log(u.length);`);
		t.deepEqual(lines.slice(0, 4), ['9,1,1,1', '0', '2,2', '0']);
	},
);

test.serial('stop only ends timers that the app has started', async t => {
	const lines = await run(
		`const b = p.open(1); b.onPoke(() => log('poked')); b.poke(1); for (let id = -5; id < 200; id++) t.stop(id);`,
	);
	t.is(lines[0], 'poked');
});

test.serial('a rejection that nobody handles is reported, one that is handled in time is not', async t => {
	const lines = await run(
		`const late = Promise.reject(new Error('late')); late.catch(() => {}); Promise.reject(new Error('lost'));`,
	);
	t.deepEqual(
		lines.filter(line => line.startsWith('Uncaught')),
		['Uncaught (in promise) Error: lost'],
	);
});

test.serial('an error at the top level is shown with its stack and ends the app', async t => {
	const lines = await run(
		'function f() { throw new TypeError("top"); }\np.repeat(10, () => log("never"));\nf();',
	);
	t.is(lines[0], 'Uncaught TypeError: top');
	t.is(lines[1], '    at f (app.js:3:35)');
	t.is(lines.at(-2), 'catnap: the app has ended');
	t.regex(lines.at(-1) ?? '', /asleep at 0 us, 0 bytes left/);
});

test.serial('endless recursion and an endless loop end the script, not the board', async t => {
	t.timeout(60_000);
	const lines = await run(
		`const f = () => f() + 1; try { f(); } catch (e) { log(e.name); } t.start(10, 0, () => log('alive')); t.start(5, 0, () => { for (;;) {} });`,
	);
	t.is(lines[0], 'InternalError');
	t.regex(lines[1] ?? '', /^Uncaught InternalError: the script watchdog: it ran for 5 s/);
	t.true(lines.includes('alive'));
});

test.serial('a loop, an iteration and a pattern are named by their own line', async t => {
	t.timeout(60_000);
	const lines = await run(`const watch = [() => { for (;;) {} },
() => { while (true) {} },
() => { do {} while (true); },
() => { let i = 0;
for (;;) i++; },
() => { let i = 0;
for (; ; i++) if (i < 0) break; },
];
watch.forEach((loop, i) => t.start(10 + i, 0, loop));
const at = f => { try { f(); } catch (e) { log(e.stack.trim().split('\\n')[0]); } };
at(() => { const a = 1;
const {b} = null; });
at(() => { let a = 1;
[a] = undefined; });
at(() => { const a = 1;
for (const b of null) ; });
at(() => { const a = 1;
for (const [b]
of [[1], null]) ; });`);
	// what is thrown at once comes first, and each timer after it
	const places = lines.flatMap(line => /^(?: {4})?at .*app\.js:(\d+):/.exec(line)?.[1] ?? []);
	t.deepEqual(places, ['14', '16', '18', '20', '3', '4', '5', '7', '9']);
});

test.serial('an assignment that a proxy refuses throws, and isFrozen asks isExtensible first', async t => {
	const lines =
		await run(`try { new Proxy({}, {defineProperty: () => false}).x = 1; log('lost'); } catch (e) { log(e.name); }
const asked = [];
Object.isFrozen(new Proxy({a: 1}, new Proxy({}, {get(_target, name) { asked.push(name); }})));
log(asked);`);
	t.deepEqual(lines.slice(0, 2), ['TypeError', 'isExtensible']);
});
