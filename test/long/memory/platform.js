import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
const p = new Proxy({a: 1}, {get: (t, k) => k in t ? t[k] : 'no', has: () => true, ownKeys: () => ['a', 'b'], getOwnPropertyDescriptor: () => ({value: 1, enumerable: true, configurable: true}), deleteProperty: () => true, set: (t, k, v) => (t[k] = v, true), apply() {}, construct() {}}); p.x = 5; say(p.zz + ('q' in p) + Object.keys(p).join() + delete p.a); say({...p}.b);
const fp = new Proxy(function () {}, {apply: (t, s, a) => a.length, construct: () => ({k: 1})}); say(fp(1, 2) + new fp().k); const rv = Proxy.revocable({}, {}); rv.revoke(); try { rv.proxy.x; } catch (e) { say(e.message); }
const w = new WeakRef({}); say(typeof w.deref()); const fr = new FinalizationRegistry(() => {}); const tok = {}; fr.register(tok, 1, tok); fr.unregister(tok); fr.register({}, 2);
say(Reflect.ownKeys({a: 1, [Symbol.iterator]: 2}).length + Reflect.apply(Math.max, null, [1, 2]) + String(Reflect.getPrototypeOf([]) === Array.prototype)); say(Object.getOwnPropertyDescriptors({get a() { return 1; }}).a.get.name);
const o = {toString() { return 'os'; }, valueOf() { return 42; }, [Symbol.toPrimitive](h) { return h === 'number' ? 1 : 'pp'; }}; say(`${o}` + +o + o); say([1, 2, [3]].toString() + String([null, undefined, {}])); say(isNaN('x') + Number.MAX_SAFE_INTEGER + Math.hypot(3, 4));
var hoisted = function named(n) { return n ? named(n - 1) : named.name; }; say(hoisted(3)); const cyc = {}; cyc.me = cyc; try { JSON.stringify(cyc); } catch (e) { say(e.message); } say(JSON.stringify({toJSON() { return {d: new Date(0), u: undefined, n: NaN}; }}, (k, v) => v, '\t')); say(JSON.parse('[1,{"a":2}]', (k, v) => typeof v === 'number' ? v + 1 : v)[1].a);
for (let i = 0; i < 60; i++) globalThis['g' + i] = {['h' + i]: Symbol('s' + i)}; say(Object.keys(globalThis).length);
} catch (e) { say('caught ' + e); }
