import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
class A { #x = 1; static n = 0; y = [1]; constructor(v) { this.v = v; A.n++; } get x() { return this.#x; } set x(v) { this.#x = v; } static make(v) { return new this(v); } #p() { return this.#x; } q() { return this.#p(); } static { A.z = 1; } static #s = 2; static t() { return A.#s; } has(o) { return #x in o; } }
class B extends A { z = 2; constructor(v) { super(v); } q() { return super.q() + 1; } toString() { return `B${this.v}`; } get [Symbol.toStringTag]() { return 'B'; } }
const b = B.make(3); b.x = 4; say(`${b} ${b.q()} ${A.n} ${A.t()} ${b.has(b)}`);
class E extends Error { constructor(m) { super(m); this.code = 'E'; } }
try { throw new E('boom'); } catch (e) { say(e.code + e.message + (e instanceof Error) + typeof e.stack); }
class M extends Map { get(k) { return super.get(k) ?? 'none'; } } say(new M([[1, 2]]).get(3));
class L extends Array { last() { return this[this.length - 1]; } } say(L.from([1, 2, 3]).map(x => x).last());
const mk = () => { let n = 0; return {inc: () => ++n, dec: () => --n}; }; const k = mk(); k.inc(); k.inc(); say(k.dec());
function F(a) { this.a = a; } F.prototype.g = function () { return this.a; }; say(new F(2).g()); say(F.bind(null, 1).name);
say(Reflect.construct(F, [1]).a + typeof F.call);
const fs = []; for (let i = 0; i < 4; i++) fs.push(() => i); say(fs.map(f => f()).join());
} catch (e) { say('caught ' + e); }
