// Durations with units, in and out.
import test from 'ava';
import {formatDuration, parseDuration} from '../../lib/duration.ts';

test('a duration is a number and a unit', t => {
	const cases = {
		'250ms': 250,
		'60s': 60_000,
		'1.5h': 5_400_000,
		'10min': 600_000,
		'1d': 86_400_000,
		'5us': 0.005,
	};
	for (const [text, ms] of Object.entries(cases)) t.is(parseDuration(text), ms, text);
});

test('a bare number says that its unit is missing', t => {
	const error = t.throws(() => parseDuration('5', '--for'), {code: 'BAD_DURATION'});
	t.regex(error.message, /missing unit in `5`/);
	t.regex(error.message, /at --for/);
});

test('what is no duration is refused', t => {
	for (const text of [
		'',
		's',
		'5m',
		'-1s',
		'1e3s',
		'0s',
		'0.0000001us',
		'10 fortnights',
		'99999999999999d',
	]) {
		t.throws(() => parseDuration(text), {code: 'BAD_DURATION'}, text);
	}
});

test('durations are shown in the unit a person would take', t => {
	const cases = {
		0.25: '250 us',
		12.3456: '12.3 ms',
		999: '999 ms',
		1500: '1.5 s',
		60_000: '1 min 00 s',
		3_725_000: '1 h 02 min',
	};
	for (const [ms, text] of Object.entries(cases)) t.is(formatDuration(Number(ms)), text);
});
