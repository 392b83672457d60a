import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
const m = new Map(); for (let i = 0; i < 30; i++) m.set(i % 2 ? 'k' + i : i, {i}); m.delete(4);
for (const [k, v] of m) if (k === 8) m.delete(k); say(m.size); say([...m.keys()].length + [...m.values()].length);
const s = new Set([1, 2, 'a', NaN, -0]); s.forEach(v => s.size); say(s.has(0) + [...s].join());
try { say(s.union(new Set([9])).size + s.intersection(new Set([1])).size); } catch (e) { say(e.name); }
const w = new WeakMap(); const key = {}; w.set(key, {v: 1}); w.set({}, 1); say(w.get(key).v); const ws = new WeakSet([key]); say(ws.has(key));
say(Map.groupBy([1, 2, 3], x => x % 2).size);
const t = new Uint8Array(64); t.set([1, 2, 3], 5); say(t.subarray(3, 9).join()); const f = Float32Array.from([1.5, 2.5, 3]); say(f.map(x => x * 2).join());
const dv = new DataView(new ArrayBuffer(16)); dv.setInt16(2, -5, true); say(dv.getInt16(2, true)); say(new Uint16Array(t.buffer, 4, 4).length);
say([...new Int8Array([3, 1, 2]).sort()].join()); say(Array.from(new Float64Array(3).fill(1.25)).join()); say(t.buffer.slice(4, 8).byteLength);
say(new BigInt64Array(2).length); say(new Int32Array([5, 4, 3]).sort((a, b) => a - b).toString());
try { new Uint8Array(-1); } catch (e) { say(e.name); }
const ba = 123456789012345678901234567890n; say((ba * ba % 97n ** 5n - (ba >> 3n)).toString()); say(BigInt('0xfffffffffffffffffffffff').toString(16)); say((-ba).toString().length + (ba & 255n).toString()); say(Number(ba) + String(ba / 7n)); say(String(BigInt.asIntN(70, -ba) | ~ba ^ 5n));
} catch (e) { say('caught ' + e); }
