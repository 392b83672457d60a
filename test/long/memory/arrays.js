import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
const a = []; for (let i = 0; i < 40; i++) a.push(i);
const b = a.map(x => ({v: x, w: -x})).filter(o => o.v % 2).concat([1, 2, 3]).slice(2);
b.splice(1, 2, 'x', 'y', 'z'); b.unshift(1); b.reverse();
say([...a, ...b].length + a.join(',').slice(0, 9));
say(a.sort((x, y) => y - x).toString().length);
const s = Array.from({length: 5}, (_, i) => [i]).flat(); say(s.flatMap(x => [x, x]).length);
const h = [1, , 3]; h[100] = 1; say(h.length + Object.keys(h).join());
say(a.toSorted().with(1, 2).toSpliced(1, 1).toReversed().length);
say(a.reduce((x, y) => x + y) + a.findLast(x => x > 3) + a.at(-1) + a.indexOf(5));
(function () { arguments[1] = 3; say([...arguments].length); })(1, 2, 3);
((...rest) => say(rest.length))(1, 2, 3); say(Math.max(...a));
for (const [k, v] of a.entries()) if (k > 3) break;
} catch (e) { say('caught ' + e); }
