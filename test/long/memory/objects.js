import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
const o = {}; for (let i = 0; i < 20; i++) o['p' + i] = i;
delete o.p3; o.q = {r: {s: 1}}; Object.defineProperty(o, 'g', {get() { return 1; }, set(v) {}, enumerable: true, configurable: true});
const {p1, p2: z, ...rest} = o; say(Object.keys(rest).length);
const copy = {...o, [`k${z}`]: 1, m() { return super.toString(); }}; say(copy.m());
Object.freeze(copy); try { copy.p1 = 3; } catch (e) { say(e.message); }
say(JSON.stringify(o)); say(JSON.stringify([o, {a: [1, 'x\u2028']}], null, 2).length);
say(JSON.stringify(JSON.parse('{"a":[1,2,{"b":"c\\u1234"}],"d":null,"e":1.5e3}')));
try { JSON.parse('{"a":'); } catch (e) { say(e.message); }
for (const k in o) if (k === 'p9') say(k);
say(Object.entries(o).length + Object.values(o).length); say(Object.fromEntries([['a', 1]]).a);
say(Object.groupBy([1, 2, 3], x => x % 2 ? 'o' : 'e').o.length);
say(Object.getOwnPropertyNames(Object.create({a: 1}, {b: {value: 1}})).join());
const sy = Symbol('x'); const os = {[sy]: 1}; say(Object.getOwnPropertySymbols(os).length + String(sy));
say(structural(5)); function structural(n) { const r = {}; for (let i = 0; i < n; i++) { r[i] = {a: i}; r['x' + i] = r; } return Object.keys(r).length; }
} catch (e) { say('caught ' + e); }
