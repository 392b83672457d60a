// Counting a TAP report: a report that is cut off is no success.
import test from 'ava';
import {countTap} from '../../tools/dev/check/tap.ts';

test('results are counted by kind', t => {
	const report = 'TAP version 13\nok 1 - a\nnot ok 2 - b\n  ---\n  ok: no\nok 3 - c # SKIP no data\n1..3\n';
	t.deepEqual(countTap(report), {passed: 1, failed: 1, skipped: 1, broken: undefined});
});

test('a report without a plan, with another plan or without results is broken', t => {
	t.regex(countTap('ok 1 - a\n').broken!, /cut off/);
	t.regex(countTap('1..2\nok 1 - a\n').broken!, /plan says 2 tests, 1 reported/);
	t.regex(countTap('1..0\n').broken!, /no test ran/);
});
