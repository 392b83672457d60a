// CSV traces: units, rates, and one clear error for each way in which a file can be wrong.

import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {parseTrace, readTrace, type TraceOptions} from '../../sim/world/trace.ts';

const parse = (text: string, options?: TraceOptions) => parseTrace(text, 'some.csv', options);

test('times start at the first row and the last row is held as long as the one before', t => {
	const trace = parse('t_ms,x,y,z\n60005,1,2,3\n60010,4,5,6\n60020.5,7,8,9\n');
	t.deepEqual([...trace.atUs], [0, 5000, 15_500]);
	t.is(trace.durationUs, 26_000);
	t.is(trace.rowAt(4999), 0);
	t.is(trace.rowAt(5000), 3);
	t.is(trace.rowAt(99e6), 6);
	t.is(trace.rowAt(0), 0);
});

test('without times a rate is needed, from the options or the file', t => {
	t.is(parse('x,y,z\n0,0,0\n0,0,0\n', {rateHz: 200}).durationUs, 10_000);
	t.is(parse('# rate: 50 Hz\nx,y,z\n0,0,0\n').durationUs, 20_000);
	const error = t.throws<CatnapError>(() => parse('x,y,z\n0,0,0\n'))!;
	t.is(error.facts.where, 'some.csv:1');
	t.regex(error.message, /neither times nor a rate/);
});

test('milli-g, g and raw counts with a scale give the same', t => {
	const rate = {rateHz: 100};
	t.deepEqual([...parse('x,y,z\n250,0,-1000\n', rate).mg], [250, 0, -1000]);
	t.deepEqual([...parse('# unit: g\nx,y,z\n0.25,0,-1\n', rate).mg], [250, 0, -1000]);
	t.deepEqual([...parse('# unit: raw 0.25\nx,y,z\n1000,0,-4000\n', rate).mg], [250, 0, -1000]);
	t.deepEqual([...parse('x,y,z\n1000,0,-4000\n', {...rate, unit: 'raw', scaleMg: 0.25}).mg], [250, 0, -1000]);
});

test('columns are found by name, in any order, and others are ignored', t => {
	t.deepEqual([...parse('temperature,z,y,x,t_ms\n9,3,2,1,0\n', {}).mg], [1, 2, 3]);
});

test('three more columns are angular rate, in degrees per second unless a comment says else', t => {
	const text = 'x,y,z,gx,gy,gz\n0,0,1000,90,0,-180\n1,0,1000,45,1,2\n';
	t.deepEqual([...parse(text, {rateHz: 100}).dps], [90, 0, -180, 45, 1, 2]);
	t.deepEqual(
		[...parse(`# unit: g\n# unit: mdps\n${text}`, {rateHz: 100}).dps].slice(0, 3),
		[0.09, 0, -0.18],
	);
	const radians = parse('# unit: rad/s\nx,y,z,gx,gy,gz\n0,0,0,3.141592653589793,0,0\n', {rateHz: 100});
	t.true(Math.abs(radians.dps[0]! - 180) < 1e-9);
	t.is(parse('x,y,z\n0,0,0\n', {rateHz: 100}).dps.length, 0);
});

const inG = (comment: string): number => parse(`${comment}\nt_ms,x,y,z\n0,0,0,1\n10,0,0,1\n`).mg[2]!;

test('a unit counts however the comment is written', t => {
	for (const comment of [
		'# unit: g',
		'# Unit: g',
		'#unit:g',
		'# UNIT: G',
		'# units: g',
		'# Units = g',
		'# unit=g',
		'# unit : g',
		'# unit g',
		'# unit is g',
		'# acc unit: g',
		'# unit of x,y,z: g',
		'# values are in units of g',
		'# unit: g, dps',
		'\uFEFF# unit: g',
		'## unit:\tg',
	])
		t.is(inG(comment), 1000, comment);
	t.is(inG('# unit: mg'), 1);
	t.is(inG('# unit: RAW 0.25'), 0.25);
});

test('a unit that is not known is an error, however the comment is written', t => {
	for (const comment of [
		'# Unit: m/s2',
		'# units = ms-2',
		'# unit g/s',
		'# unit:',
		'# unit (g)',
		'# unit: g 9.81',
		'# unit: raw x',
		'# unit: g, knots',
		'# unit: g\n# unit: mg',
		'# acceleration units: gravities',
	])
		t.throws(() => inG(comment), {code: 'TRACE_BAD', message: /unit/}, comment);
});

test('a comment that speaks of something else is only a comment', t => {
	for (const comment of [
		'# fan 3, this unit rattles',
		'# united: yes',
		'# unit-tested: yes',
		'# the rate is high',
	])
		t.is(inG(comment), 1, comment);
});

test('a rate counts however the comment is written, and must be a number above 0', t => {
	for (const comment of ['# rate: 50 Hz', '#Rate=50', '# sample rate: 50hz', '# rate 50', '# Rates : 5e1'])
		t.is(parse(`${comment}\nx,y,z\n0,0,0\n`).durationUs, 20_000, comment);
	for (const comment of ['# rate: 0', '# rate: fast', '# rate = -5', '# rate: 1 kHz', '# rate: 0x32'])
		t.throws(() => parse(`${comment}\nx,y,z\n0,0,0\n`), {code: 'TRACE_BAD', message: /rate/}, comment);
});

test('names of columns count in any case and in quotes; ends of lines may be of any system', t => {
	const expected = [1, 2, 3];
	for (const text of [
		'T_ms,X,Y,Z\n0,1,2,3\n',
		'"t_ms","x","y","z"\n0,1,2,3\n',
		't_ms,x,y,z\r\n0,1,2,3\r\n',
		't_ms,x,y,z\r0,1,2,3\r',
		'\uFEFFt_ms,x,y,z\n0,1,2,3',
	])
		t.deepEqual([...parse(text).mg], expected, JSON.stringify(text));
	t.is(parse('t_ms,A0_mV\n0,900\n').analogAt('a0', 0), 900);
});

test('levels in volts, a column twice and a length beyond all reason are errors', t => {
	for (const text of [
		't_ms,a0_v\n0,0.9\n',
		't_ms,x,y,z,X\n0,1,2,3,4\n',
		't_ms,x,y,z\n0,0,0,0\n1e13,0,0,0\n',
		't_ms,a0_mv\n0,1e10\n',
		'# rate: 1e-12\nx,y,z\n0,0,0\n',
	])
		t.throws(() => parse(text), {code: 'TRACE_BAD'}, text);
});

const broken: Readonly<Record<string, readonly [string, string, string, string]>> = {
	'no header': ['', 'some.csv:1', 'a line with the names x,y,z', 'nothing'],
	'a missing column': ['t_ms,x,y\n', 'some.csv:1', 'x,y,z or t_ms,x,y,z', 't_ms,x,y'],
	'a gyroscope without all of its axes': [
		't_ms,x,y,z,gx,gz\n',
		'some.csv:1',
		'none or all of gx,gy,gz',
		't_ms,x,y,z,gx,gz',
	],
	'no samples': ['t_ms,x,y,z\n', 'some.csv:2', 'a line such as 0,0,1000', 'the end'],
	'too few columns': ['t_ms,x,y,z\n0,1,2,3\n5,1,2\n', 'some.csv:3', '4: t_ms,x,y,z', '5,1,2'],
	'a word': ['t_ms,x,y,z\n0,1,two,3\n', 'some.csv:2', 'a number', 'two'],
	'an empty cell': ['t_ms,x,y,z\n0,1,,3\n', 'some.csv:2', 'a number', 'nothing'],
	'a decimal comma': ['t_ms,x,y,z\n0,0,5,0,1\n', 'some.csv:2', '4: t_ms,x,y,z', '0,0,5,0,1'],
	'semicolons between cells': ['t_ms;x;y;z\n0;0;0;1\n', 'some.csv:1', 'x,y,z or t_ms,x,y,z', 't_ms;x;y;z'],
	'a number of another base': ['t_ms,x,y,z\n0,0x10,2,3\n', 'some.csv:2', 'a number', '0x10'],
	'a number beyond all reason': [
		'# unit: g\nt_ms,x,y,z\n0,1,1e306,3\n',
		'some.csv:3',
		'-1000000000 to 1000000000',
		'1e306',
	],
	'a second unit': [
		'# unit: g\n# unit: mg\nt_ms,x,y,z\n',
		'some.csv:2',
		'one unit, g as before',
		'# unit: mg',
	],
	'an infinite number': ['t_ms,x,y,z\n0,1,Infinity,3\n', 'some.csv:2', 'a number', 'Infinity'],
	'time that stands still': ['t_ms,x,y,z\n7,0,0,0\n7,0,0,0\n', 'some.csv:3', 't_ms above 7', '7,0,0,0'],
	'an unknown unit': [
		'# unit: m/s2\nt_ms,x,y,z\n',
		'some.csv:1',
		'# unit: mg, g, or raw <mg per count>; of gx,gy,gz: dps, mdps or rad/s',
		'# unit: m/s2',
	],
	'raw counts without a scale': [
		'# unit: raw\nt_ms,x,y,z\n0,0,0,0\n',
		'some.csv:1',
		'# unit: raw <mg per count>',
		'no scale',
	],
};

for (const [what, [text, where, expected, received]] of Object.entries(broken)) {
	test(`${what} is an error with place, expected and received`, t => {
		const error = t.throws<CatnapError>(() => parse(text))!;
		t.is(error.code, 'TRACE_BAD');
		const {facts} = error;
		t.deepEqual([facts.where, facts.expected, facts.received], [where, expected, received]);
	});
}

test('a missing file is an error that names it', t => {
	const error = t.throws<CatnapError>(() => readTrace('/nowhere/trace.csv'))!;
	t.is(error.code, 'TRACE_MISSING');
	t.is(error.facts.where, '/nowhere/trace.csv');
	t.is(error.facts.received, 'ENOENT');
});
