import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
try {
const n = 'w'; say(`hello ${n} ${1 + 2} ${[1, 2]} ${{}}`); let t = ''; for (let i = 0; i < 300; i++) t += 'ab'; say(t.length); let u = '\u1234'; for (let i = 0; i < 200; i++) u = u + i + '\u00e9'; say(u.length);
const tag = (s, ...v) => s.raw.join('|') + v.join(); say(tag`a${1}\n${2}c`); say('a,b,c'.split(',').join('-') + 'abc'.padStart(10, 'xy') + 'ab'.repeat(20));
say('x'.codePointAt(0) + String.fromCodePoint(0x1f600) + [...'a\u{1f600}b'].length); say('ABC'.toLowerCase() + 'straße'.toUpperCase() + '  a '.trim()); say('a-b-c'.replace('-', x => x + '!') + 'a-b-c'.replaceAll('-', '+'));
say(/(\d+)-(?<w>\w+)/.exec('x 12-ab').groups.w); say('aXbXc'.replace(/x/gi, (m, i) => m + i)); say('a1b2'.split(/\d/).join()); for (const m of 'a1b22'.matchAll(/\d+/g)) say(m[0] + m.index);
say(/(a+)+b/.test('aaaaaaaaac')); say('abcabc'.match(/(?<=a)b/g).length); say('x'.search(/x/)); const r = /y*/y; r.lastIndex = 1; say(String(r.exec('xyyy'))); say('aaa'.replace(/(a)(b)?/, '[$1$2$&]'));
say((1234.5678).toFixed(2) + (255).toString(2) + (1e21).toString() + (0.1).toPrecision(30) + parseFloat('1.5e-7') + parseInt('ff', 16)); say((123.456).toExponential(3)); say(encodeURIComponent('a b\u00e9') + decodeURIComponent('%C3%A9'));
say('\ud800x'.isWellFormed() + '\ud800x'.toWellFormed()); say(new Date(0).toISOString() + new Date(2020, 1, 1).toString()); say(Symbol.for('abc').description + String(Date.parse('2020-01-01')));
} catch (e) { say('caught ' + e); }
