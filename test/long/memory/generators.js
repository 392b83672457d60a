import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
function* g(n) { try { for (let i = 0; i < n; i++) { const r = yield i; if (r) say(r); } } finally { say('fin'); } }
say([...g(5)].join()); const it = g(3); it.next(); it.next('sent'); it.return(4); for (const x of g(9)) if (x === 2) break; const i2 = g(2); i2.next(); try { i2.throw(new Error('t')); } catch (e) { say(e.message); }
function* outer() { yield* g(2); yield* [7, 8]; return 1; } const [a, , b = 5, ...rest] = outer(); say(a + b + rest.join());
const iter = {from: 1, [Symbol.iterator]() { let n = this.from; return {next: () => ({done: n > 3, value: n++}), return() { say('ret'); return {}; }}; }}; const [p] = iter; say(p + [...iter].length);
const {x: {y: [z]}, ...o} = {x: {y: [3]}, k: 1, l: 2}; say(z + Object.keys(o).join()); const f = ({q = 1, r: {s} = {s: 2}} = {}, [t] = [9]) => q + s + t; say(f());
try { say(g(5).map(x => x * 2).take(2).toArray().join()); } catch (e) { say(e.name); }
l: for (const i of [1, 2]) for (const j of [1, 2]) { if (j === 2) continue l; try { if (i === 2) break l; } finally { say('f' + i); } }
switch (String(a)) { case '0': say('zero'); }
function deep(n) { return n === 0 ? (() => { throw new TypeError('deep'); })() : deep(n - 1) + 1; } try { deep(10); } catch (e) { say(e.message + (e.stack.length > 0)); }
try { null.x; } catch (e) { say(e.message); } try { undefinedName; } catch (e) { say(e.message); } try { (void 0)(); } catch (e) { say(e.message); } try { throw new Error('outer', {cause: new RangeError('inner')}); } catch (e) { say(e.cause.message); }
try { throw new AggregateError([new Error('1')], 'all'); } catch (e) { say(e.errors.length); } const inf = () => inf(); try { inf(); } catch (e) { say(e.name + e.message); }
say(typeof globalThis + (a ?? 1) + (o?.m?.n) + Number('12px')); let cc; cc ??= {}; cc.k ||= 5; cc.k &&= 6; cc.k **= 2; say(cc.k);
} catch (e) { say('caught ' + e); }
