// What a person sees of a run: lines, strip, battery.
import test from 'ava';
import type {TimelineEntry} from '../../sim/world/log.ts';
import {awakePerSlice, stripLines} from '../../tools/report/strip.ts';
import {batteryText} from '../../tools/report/summary.ts';
import {timelineLines} from '../../tools/report/timeline.ts';

const plain = (_style: string, text: string): string => text;
const entry = (atMs: number, kind: TimelineEntry['kind'], text = ''): TimelineEntry => ({atMs, kind, text});

const run: TimelineEntry[] = [
	entry(0, 'wake', 'power-on'),
	entry(10, 'sleep', 'deep'),
	entry(100, 'wake', 'pin:imuInt'),
	entry(101, 'sleep', 'deep'),
	entry(200, 'wake', 'pin:imuInt'),
	entry(201, 'inference', 'cafe'),
	entry(202, 'console', 'fan is on'),
	entry(205, 'sleep', 'deep'),
	entry(300, 'wake', 'timer'),
	entry(301, 'off', 'imuInt'),
	entry(900, 'wake', 'off:imuInt'),
	entry(910, 'violation', 'FIFO read while off'),
];

test('what was said stands alone and quiet wakes are counted between', t => {
	t.deepEqual(timelineLines(run, plain), [
		'     0.000 s  power on',
		'              … 1 wake by pin:imuInt, nothing said',
		'     0.202 s  fan is on',
		'              … 1 wake by timer, nothing said',
		'     0.301 s  off, until imuInt',
		'     0.900 s  on again by imuInt',
		'     0.910 s  violation: FIFO read while off',
	]);
});

test('off without a pin that ends it, and a fault, are said in words', t => {
	const fault = JSON.stringify({kind: 'sensor-absent', sensor: 'imu', fromUs: 0});
	t.deepEqual(timelineLines([entry(1, 'fault', fault), entry(2, 'off')], plain), [
		'     0.001 s  fault: sensor-absent, sensor imu, fromUs 0',
		'     0.002 s  off',
	]);
});

test('a wake that says something is no wake of which nothing was said', t => {
	const twice = [
		entry(100, 'wake', 'timer'),
		entry(100, 'console', 'tick'),
		entry(101, 'inference', 'cafe'),
		entry(102, 'sleep', 'deep'),
		entry(200, 'wake', 'timer'),
		entry(201, 'fault', 'bus'),
		entry(202, 'console', 'tock'),
		entry(203, 'sleep', 'deep'),
		entry(300, 'wake', 'timer'),
		entry(301, 'inference', 'cafe'),
		entry(302, 'sleep', 'deep'),
		entry(400, 'wake', 'timer'),
	];
	t.deepEqual(timelineLines(twice, plain), [
		'     0.100 s  tick',
		'     0.201 s  fault: bus',
		'     0.202 s  tock',
		'              … 2 wakes by timer, 1 inference, nothing said',
	]);
});

test('a moment is shown once', t => {
	const lines = timelineLines([entry(5, 'console', 'a\nb'), entry(5, 'console', 'c')], plain);
	t.deepEqual(lines, ['     0.005 s  a', '              b', '              c']);
});

test('quiet wakes at the end are counted, too', t => {
	t.is(timelineLines(run.slice(0, 4), plain).at(-1), '              … 1 wake by pin:imuInt, nothing said');
});

test('the strip holds all awake time and no more', t => {
	const slices = awakePerSlice(run, 1000, 7);
	const sum = slices.reduce((a, b) => a + b, 0);
	t.true(Math.abs(sum - (10 + 1 + 5 + 1 + 100)) < 1e-9, `${sum}`);
	t.true(slices.every(ms => ms <= 1000 / 7 + 1e-9));
});

test('the strip shows sleep, the highest slice in full, and where something was said', t => {
	const [awake, said] = stripLines(run, 1000, 10, plain);
	t.is(awake, 'awake  ▁▁▁▁·····█  highest 100 % of 100 ms');
	t.is(said, 'said     ▲');
});

test('a run of no time has no strip', t => {
	t.deepEqual(stripLines([], 0, 10, plain), []);
});

test('the life of a cell is shown in a unit that fits', t => {
	t.regex(batteryText(5), /about 5 years$/);
	t.regex(batteryText(100), /about 3 months$/);
	t.regex(batteryText(2000), /about 5 days$/);
	t.regex(batteryText(50_000), /about 4 hours$/);
});
