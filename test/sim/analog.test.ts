// Analog inputs of the world: levels by hand and from a trace, saturation, what a pin does not bear, time and charge.

import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {supplyInput, toCounts} from '../../sim/world/analog.ts';
import {parseTrace} from '../../sim/world/trace.ts';
import {Bench} from './bench.ts';

test('counts step at whole multiples of the full scale over 4096 and saturate at both ends', t => {
	t.is(toCounts(0, 3600), 0);
	t.is(toCounts(0.87, 3600), 0);
	t.is(toCounts(0.88, 3600), 1);
	t.is(toCounts(1800, 3600), 2048);
	t.is(toCounts(3599.2, 3600), 4095);
	t.is(toCounts(5000, 3600), 4095);
	t.is(toCounts(-200, 3600), 0);
});

test('an input has the level that was set, else that of the trace, else ground', t => {
	const trace = parseTrace('t_ms,a0_mv\n0,900\n10,1800\n', 'some.csv');
	const {world} = new Bench({trace});
	t.is(world.convert(0), 1024);
	t.is(world.convert(1), 0);
	world.clock.advanceTo(10_000);
	t.is(world.convert(0), 2048);
	world.analog('a0', 2700);
	t.is(world.convert(0), 3072);
	t.deepEqual(world.violations, []);
});

test('the supply is an input, and an input that the board lacks is none', t => {
	const {world} = new Bench();
	t.is(world.convert(supplyInput), Math.floor((3000 / 3600) * 4096));
	t.is(world.convert(2), undefined);
	t.is(world.convert(64), undefined);
});

test('a conversion takes its time and leaves its charge in the ledger', t => {
	const {world} = new Bench();
	world.convert(0);
	world.convert(0);
	t.is(world.nowUs, 24);
	const entry = world.ledger.report(world.nowUs).ledger.find(({item}) => item === 'converter');
	t.is(entry?.count, 2);
	t.is(entry?.uC, 0.0168);
});

test('a level that the pin does not bear reads as the end and is reported', t => {
	const {world} = new Bench();
	world.analog('a0', 4000);
	t.is(world.convert(0), 4095);
	world.analog('a0', -400);
	t.is(world.convert(0), 0);
	t.deepEqual(world.violations, [
		'0.012 ms: analog input a0: 4000 mV, the pin bears -300 to 3300 mV',
		'0.024 ms: analog input a0: -400 mV, the pin bears -300 to 3300 mV',
	]);
});

test('a name that is no input of the board is an error, by hand and in a trace', t => {
	const expected = {code: 'NO_INPUT'};
	const error = t.throws<CatnapError>(() => new Bench().world.analog('a7', 1))!;
	t.is(error.code, 'NO_INPUT');
	t.is(error.facts.expected, 'a0, a1');
	const trace = parseTrace('t_ms,light_mv\n0,900\n', 'some.csv');
	t.throws(() => new Bench({trace}), expected);
	const inherited = parseTrace('t_ms,__proto___mv\n0,900\n', 'some.csv');
	t.throws(() => new Bench({trace: inherited}), expected);
});

test('a trace of levels alone lies flat, and with acceleration it has both', t => {
	const alone = parseTrace('t_ms,a0_mv\n0,900\n10,1800\n', 'some.csv');
	t.deepEqual([...alone.mg], [0, 0, 1000, 0, 0, 1000]);
	const both = parseTrace('# unit: g\na1_mv,t_ms,x,y,z\n7,0,1,0,0\n', 'some.csv');
	t.deepEqual([...both.mg], [1000, 0, 0]);
	t.is(both.analogAt('a1', 99e6), 7);
	t.is(both.analogAt('a0', 0), undefined);
});
