// Own measurements in place of the board's figures: they count at once, and what is wrong with them is said.

import test from 'ava';
import {withFigures} from '../../boards/facts/overrides.ts';
import board from '../../boards/nrf5340dk/board.ts';
import type {CatnapError, ErrorCode} from '../../lib/errors.ts';

test('a row that was measured changes every figure that is made of it, and is marked so', t => {
	const own = withFigures(board, {on_idle_rtc: 2.5, cpu_64: {typ: 3210, unit: 'uA', range: [3200, 3250]}});
	t.is(own.energy.floor.asleep.typ, 2.5);
	t.is(own.energy.floor.asleep.mark, 'measured');
	t.is(own.energy.floor.awake.typ, 1.2);
	t.is(own.energy.floor.awake.mark, 'from memory, unverified', 'the other row was not measured');
	t.deepEqual(own.energy.cpu.run.range, [3200, 3250]);
	t.is(board.energy.floor.asleep.typ, 1.5, 'the board stays as it is');
});

test('what a sensor draws in a state can be replaced', t => {
	const own = withFigures(board, {'imu.high-resolution 200 Hz': {typ: 41, source: 'PPK2, board 3'}});
	const {typ, mark, source} = own.sensors.imu.energy['high-resolution 200 Hz']!;
	t.deepEqual([typ, mark, source], [41, 'measured', 'PPK2, board 3']);
});

test('what the microphone and its clocking draw can be replaced', t => {
	const own = withFigures(board, {pdm: 900, 'microphone.on': 650});
	t.is(own.microphone.capture.on.typ, 900);
	t.is(own.microphone.energy.on.typ, 650);
	t.is(own.microphone.energy.off.typ, 5);
});

const wrong: Readonly<Record<string, readonly [unknown, ErrorCode, RegExp]>> = {
	'an id that no figure has': [{cpu_65: 1}, 'NO_FIGURE', /no figure cpu_65\n.*\n {2}expected: .*cpu_64/],
	'a state that a sensor does not have': [
		{'imu.high-resolution 300 Hz': 1},
		'NO_FIGURE',
		/imu\.high-resolution 200 Hz/,
	],
	'another unit': [{cpu_64: {typ: 3.2, unit: 'mA'}}, 'BAD_FIGURE', /expected: uA\n {2}received: "mA"/],
	'a charge where a current is': [{wake_charge: {typ: 1, unit: 'uA'}}, 'BAD_FIGURE', /expected: uC/],
	'a number below nothing': [
		{cpu_64: -1},
		'BAD_FIGURE',
		/a number of uA, 0 to 1000000000000\n {2}received: -1/,
	],
	'a number beyond all reason': [
		{cpu_64: 1e300},
		'BAD_FIGURE',
		/a number of uA, 0 to .*\n {2}received: 1e\+300/,
	],
	'no number': [{cpu_64: {}}, 'BAD_FIGURE', /a number of uA, .*\n {2}received: nothing/],
	'a text for a number': [{cpu_64: '3210'}, 'BAD_FIGURE', /a number, or an object with typ/],
	'a range beside its figure': [{cpu_64: {typ: 5, range: [6, 7]}}, 'BAD_FIGURE', /around 5\n.*\[6,7\]/],
	'a field that means nothing': [{cpu_64: {typ: 5, max: 6}}, 'BAD_FIGURE', /typ, unit, range.*\n.*max/],
	'a list': [[], 'BAD_FIGURE', /the file of figures is not an object/],
	'a source that is no text': [{cpu_64: {typ: 5, source: 6}}, 'BAD_FIGURE', /source of cpu_64 is not a text/],
};

for (const [what, [figures, code, message]] of Object.entries(wrong)) {
	test(`${what} is refused`, t => {
		const error = t.throws<CatnapError>(() => withFigures(board, figures, 'my.json'))!;
		t.is(error.code, code);
		t.regex(error.message, message);
		t.regex(error.message, /at my\.json/);
	});
}
