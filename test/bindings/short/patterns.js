// Patterns made at run time, each long enough to grow its code at another instruction, with each allocation refused.
import * as c from 'catnap:console';
import {fail, refused} from 'catnap:probe';

const kinds = [
	'x|y',
	'(?=x)',
	'(?!x)',
	'(?<=xy)',
	'(?<!x|y)',
	'x{2,5}',
	'x{3,}?',
	'x+?',
	'(x)*',
	'(x|y){0,3}?',
	'[a-z0-9_]',
	'[^a-f]',
	'(?<name>x)\\k<name>',
	'(?:x|y|z)+',
	'(x)\\1',
	'.',
	'^x$',
	'\\bx\\B',
	'\\d\\w\\s',
	'(?:)*',
	'((x)(y))?',
];
const flagged = [
	['[\\u{10000}-\\u{10ffff}]', 'u'],
	['[k-s]x|K', 'i'],
	['.\\S', 's'],
	['^x|y$', 'm'],
];
const all = [...kinds.map(kind => [kind, '']), ...flagged];
let failures = 0;
for (const [kind, flags] of all) {
	for (const text of [kind, kind.repeat(3), ...[1, 2, 3, 5, 8, 13].map(n => 'a'.repeat(n) + kind + '|b')]) {
		if (kind.includes('name') && text === kind.repeat(3)) continue;
		for (let nth = 1; ; nth++) {
			const before = refused();
			let caught;
			fail(nth);
			try {
				new RegExp(text, flags);
			} catch (error) {
				caught = error;
			}
			fail(0);
			if (caught !== undefined && caught.code !== 'NO_MEMORY') c.write('log', `WRONG ${text}: ${caught}`);
			if (refused() === before) break;
			failures++;
		}
	}
}
c.write('log', `done ${failures}`);
