// GPIOTE, DPPI and TIMER as a counter of edges: BabbleSim's NRF_GPIOTE.c, NHW_DPPI.c and NHW_TIMER.c, read beside.

import test from 'ava';
import {Bench} from './bench.ts';

const gpiote = 0x5000_d000;
const dppic = 0x5001_7000;
const timer1 = 0x5001_0000;
const p1 = 0x5084_2800;
/** P1.01, channel 2 of GPIOTE, channel 7 of DPPI. */
const pin = 33;
const register = {
	start: timer1,
	stop: timer1 + 0x004,
	count: timer1 + 0x008,
	clear: timer1 + 0x00c,
	capture: timer1 + 0x044,
	compare: timer1 + 0x140,
	interrupts: timer1 + 0x304,
	mode: timer1 + 0x504,
	bits: timer1 + 0x508,
	mark: timer1 + 0x540,
	captured: timer1 + 0x544,
	config: gpiote + 0x510 + 8,
	event: gpiote + 0x108,
	publish: gpiote + 0x188,
	channels: dppic + 0x504,
	channelsOff: dppic + 0x508,
} as const;
const polarity = {rising: 1, falling: 2, both: 3} as const;
const timerIrq = 16;

class Counter {
	readonly bench = new Bench();

	constructor(edge: keyof typeof polarity = 'rising', bits = 3) {
		const {bench} = this;
		bench.drive(pin, false);
		const settings = [
			[p1 + 0x200 + 4, 0],
			[register.mode, 2],
			[register.bits, bits],
			[timer1 + 0x088, 0x8000_0007],
			[register.start, 1],
			[register.publish, 0x8000_0007],
			[register.config, 1 | (pin << 8) | (polarity[edge] << 16)],
			[register.channels, 1 << 7],
		] as const;
		for (const [address, value] of settings) bench.set(address, value >>> 0);
	}

	pulse(times = 1): void {
		for (let time = 0; time < times; time++) {
			this.bench.drive(pin, true);
			this.bench.drive(pin, false);
		}
	}

	get count(): number {
		this.bench.set(register.capture, 1);
		return this.bench.get(register.captured);
	}
}

for (const [edge, count] of [
	['rising', 3],
	['falling', 3],
	['both', 6],
] as const)
	test(`three pulses are ${count} edges of polarity ${edge}`, t => {
		const counter = new Counter(edge);
		counter.pulse(3);
		t.is(counter.count, count);
		t.is(counter.bench.get(register.event), 1);
		t.deepEqual(counter.bench.taken(), []);
	});

test('a level that is given again, and another pin, are no edges', t => {
	const counter = new Counter();
	counter.bench.drive(pin, true);
	counter.bench.drive(pin, true);
	counter.bench.drive(pin + 1, true);
	t.is(counter.count, 1);
});

test('a channel of DPPI that is off carries nothing, and a timer that stands does not count', t => {
	const counter = new Counter();
	counter.bench.set(register.channelsOff, 1 << 7);
	counter.pulse();
	t.is(counter.count, 0);
	counter.bench.set(register.channels, 1 << 7);
	counter.bench.set(register.stop, 1);
	counter.pulse();
	t.is(counter.count, 0);
	counter.bench.set(register.start, 1);
	counter.pulse(2);
	t.is(counter.count, 2);
	counter.bench.set(register.clear, 1);
	t.is(counter.count, 0);
});

test('the count that is equal to a compare register is an event, and an interrupt where it is enabled', t => {
	const counter = new Counter();
	counter.bench.set(register.mark, 2);
	counter.bench.set(register.interrupts, 1 << 16);
	counter.pulse();
	t.false(counter.bench.isRaised(timerIrq));
	counter.pulse();
	t.true(counter.bench.isRaised(timerIrq));
	t.is(counter.bench.get(register.compare), 1);
});

test('with 8 bits it wraps from 255 to 0 [NHW_TIMER.c, mask_from_bitmode]', t => {
	const counter = new Counter('rising', 1);
	counter.pulse(256 + 3);
	t.is(counter.count, 3);
});

test('a channel that is armed draws current until it is not', t => {
	const counter = new Counter();
	const said: [number, boolean][] = [];
	counter.bench.outside.counts = (at, isOn) => void said.push([at, isOn]);
	counter.bench.set(register.config, 0);
	counter.pulse();
	t.is(counter.count, 0);
	counter.bench.set(register.config, 1 | (pin << 8) | (1 << 16));
	t.deepEqual(said, [
		[pin, false],
		[pin, true],
	]);
});

test('what is not simulated is reported: a timer with its own clock, a change while it runs', t => {
	const {bench} = new Counter();
	bench.set(register.mode, 0);
	bench.set(register.start, 1);
	t.deepEqual(
		bench.taken().map(text => text.replace(/^\w+: /, '')),
		['MODE written while it runs', 'counting by its own clock is not simulated'],
	);
});
