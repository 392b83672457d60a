// PWM: what one value on one pin gives, as the product specification, Zephyr's pwm_nrfx.c and nrfx_pwm.h say it.

import test from 'ava';
import type {Pulses} from '../../../sim/world/pwm.ts';
import {Bench, ram} from './bench.ts';

const pwm0 = 0x5002_1000;
const p0 = 0x5084_2500;
const pin = 5;
const register = {
	stop: pwm0 + 0x004,
	start: pwm0 + 0x008,
	stopped: pwm0 + 0x104,
	loaded: pwm0 + 0x108,
	enable: pwm0 + 0x500,
	mode: pwm0 + 0x504,
	top: pwm0 + 0x508,
	prescaler: pwm0 + 0x50c,
	at: pwm0 + 0x520,
	count: pwm0 + 0x524,
	pin: pwm0 + 0x560,
} as const;

class Output {
	readonly bench = new Bench();
	/** What the pin does; undefined: it is GPIO's. */
	pulses: Pulses | undefined;

	/** 1 MHz over 1000: a period of a millisecond. */
	constructor(value: number, config = 1) {
		const {bench} = this;
		bench.outside.pwm = (_pin, pulses) => {
			this.pulses = pulses;
		};
		bench.set(p0 + 0x200 + 4 * pin, config);
		this.value = value;
		const settings = [
			[register.pin, pin],
			[register.prescaler, 4],
			[register.top, 1000],
			[register.at, ram],
			[register.count, 1],
			[register.enable, 1],
			[register.start, 1],
		] as const;
		for (const [address, setting] of settings) bench.set(address, setting);
	}

	set value(value: number) {
		this.bench.memory.set([value & 0xff, value >> 8]);
	}
}

test('a value with bit 15 is high for so many clocks of its period [Zephyr pwm_nrfx.c], one without it low', t => {
	t.deepEqual(new Output(0x8000 | 250).pulses, {hz: 1000, duty: 0.25});
	t.deepEqual(new Output(250).pulses, {hz: 1000, duty: 0.75});
});

test('a value beyond the top makes no edge: the pin is high, or low [product specification, "Wave counter"]', t => {
	t.is(new Output(0x8000 | 1001).pulses?.duty, 1);
	t.is(new Output(1001).pulses?.duty, 0);
});

test('a value that is started again is loaded when the period under way ends', t => {
	const output = new Output(0x8000 | 250);
	output.bench.pass(400);
	output.bench.set(register.loaded, 0);
	output.value = 0x8000 | 500;
	output.bench.set(register.start, 1);
	output.bench.pass(500);
	t.is(output.pulses?.duty, 0.25);
	t.is(output.bench.get(register.loaded), 0);
	output.bench.pass(101);
	t.is(output.pulses?.duty, 0.5);
	t.is(output.bench.get(register.loaded), 1);
	t.deepEqual(output.bench.taken(), []);
});

test('STOP waits for the end of the period and then says so [device description, TASKS_STOP]', t => {
	const output = new Output(0x8000 | 250);
	output.bench.pass(400);
	output.bench.set(register.stop, 1);
	output.bench.pass(599);
	t.not(output.pulses, undefined);
	output.bench.pass(2);
	t.is(output.pulses, undefined);
	t.is(output.bench.get(register.stopped), 1);
});

test('disabled it stops at once [nrfx_pwm.h, nrfx_pwm_uninit], and loads nothing any more', t => {
	const output = new Output(0x8000 | 250);
	output.bench.set(register.start, 1);
	output.bench.set(register.enable, 0);
	t.is(output.pulses, undefined);
	output.bench.pass(5000);
	t.is(output.pulses, undefined);
	t.deepEqual(output.bench.taken(), []);
});

test('a pin that is no output, a top below 3, a change while it runs and other modes are reported', t => {
	t.regex(new Output(1, 0).bench.taken().join(), /pin 5 is no output/);
	const {bench} = new Output(0x8000 | 250);
	bench.set(register.prescaler, 0);
	bench.set(register.top, 2);
	bench.set(register.mode, 1);
	bench.set(register.count, 4);
	bench.set(register.start, 1);
	const said = bench.taken();
	for (const [index, text] of [
		/PRESCALER written while it makes pulses/,
		/COUNTERTOP 2, expected 3 to 32767/,
		/MODE 1 is not simulated/,
		/more than one value/,
	].entries())
		t.regex(said[index] ?? '', text);
	t.is(said.length, 4);
	bench.set(register.enable, 0);
	bench.set(register.start, 1);
	t.regex(bench.taken().join(), /TASKS_SEQSTART while it is disabled/);
});
