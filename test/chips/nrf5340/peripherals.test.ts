// Behaviour of the simulated peripherals, as the product specification and the fact sheet say it; no core, no port.

import test from 'ava';
import {unitsPerUs} from '../../../sim/nrf5340/agenda.ts';
import {Bench, ram} from './bench.ts';

const clock = 0x5000_5000;
const rtc1 = 0x5001_5000;
const p0 = 0x5084_2500;
const gpiote = 0x5000_d000;
const uarte0 = 0x5000_8000;
const twim1 = 0x5000_9000;
const wdt0 = 0x5001_8000;
const nvmc = 0x5003_9000;
const vmc = 0x5008_1000;
const reset = 0x5000_5400;
const tickUs = 1e6 / 32768;
const byteUs = 10e6 / 115_200;
const irq = {serial0: 8, serial1: 9, gpiote: 13, rtc1: 21} as const;

/** A bench whose slow clock runs from the RC oscillator. */
function ticking(): Bench {
	const bench = new Bench();
	bench.set(clock + 0x518, 1);
	bench.set(clock + 0x008, 1);
	return bench;
}

// ---- CLOCK: product specification, "LFCLK": the RC oscillator stands in while the crystal starts

test('the crystal reports its start after a quarter of a second and the RC oscillator ticks until then', t => {
	const bench = new Bench();
	for (const [address, value] of bench.soc.undocumented.trimPairs) bench.set(address, value);
	for (const pin of [0, 1]) bench.set(p0 + 0x200 + 4 * pin, 0x3000_0002);
	bench.set(0x5000_46d0, 2);
	bench.set(clock + 0x518, 2);
	bench.set(clock + 0x008, 1);
	t.is(bench.get(clock + 0x418), 0x1_0001, 'running, LFRC');
	bench.pass(249_000);
	t.is(bench.get(clock + 0x104), 0);
	bench.pass(2000);
	t.is(bench.get(clock + 0x104), 1);
	t.is(bench.get(clock + 0x418), 0x1_0002, 'running, LFXO');
	t.deepEqual(bench.taken(), []);
});

test('the crystal started without its pins, its load and the trims is reported', t => {
	const bench = new Bench();
	bench.set(clock + 0x518, 2);
	bench.set(clock + 0x008, 1);
	t.is(bench.taken().length, 2);
});

// ---- RTC: product specification, "COUNTER", "Overflow", "COMPARE"

test('the counter counts 32768 a second once it has started', t => {
	const bench = ticking();
	bench.set(rtc1, 1);
	bench.pass(tickUs + 1_000_000);
	t.is(bench.get(rtc1 + 0x504), 32768);
});

test('a compare two ticks ahead matches, one tick ahead does not before the counter has turned', t => {
	const bench = ticking();
	bench.set(rtc1, 1);
	bench.set(rtc1 + 0x304, 0x3_0000);
	bench.pass(100 * tickUs);
	const now = bench.get(rtc1 + 0x504);
	bench.set(rtc1 + 0x540, now + 1);
	bench.set(rtc1 + 0x544, now + 2);
	bench.pass(3 * tickUs);
	t.is(bench.get(rtc1 + 0x140), 0, 'one tick ahead');
	t.is(bench.get(rtc1 + 0x144), 1, 'two ticks ahead');
	bench.pass(512e6);
	t.is(bench.get(rtc1 + 0x140), 1, 'after a turn');
});

test('the overflow comes after 512 seconds and raises the interrupt only while it is enabled', t => {
	const bench = ticking();
	bench.set(rtc1, 1);
	bench.set(rtc1 + 0x344, 2);
	bench.pass(511.9e6);
	t.is(bench.get(rtc1 + 0x104), 0);
	bench.pass(0.2e6);
	t.is(bench.get(rtc1 + 0x104), 1);
	t.false(bench.isRaised(irq.rtc1));
	bench.set(rtc1 + 0x304, 2);
	t.true(bench.isRaised(irq.rtc1));
	bench.set(rtc1 + 0x104, 0);
	t.false(bench.isRaised(irq.rtc1));
});

test('the prescaler cannot change while the counter runs, nor can it run without a clock', t => {
	const bench = ticking();
	bench.set(rtc1, 1);
	bench.pass(2 * tickUs);
	bench.set(rtc1 + 0x508, 7);
	t.regex(bench.taken()[0]!, /PRESCALER/);
	const cold = new Bench();
	cold.set(rtc1, 1);
	t.regex(cold.taken()[0]!, /slow clock/);
});

// ---- GPIO and GPIOTE: product specification, "Pin sense mechanism", DETECTMODE

test('a sensed level is latched and makes one PORT event, and LDETECT makes another for what still stands', t => {
	const bench = new Bench();
	bench.set(p0 + 0x028, 1);
	bench.set(gpiote + 0x304, 0x8000_0000);
	bench.set(p0 + 0x200 + 4 * 5, 2 << 16);
	bench.drive(5, true);
	t.is(bench.get(p0 + 0x020), 1 << 5);
	t.is(bench.get(gpiote + 0x17c), 1);
	t.true(bench.isRaised(irq.gpiote));
	bench.set(gpiote + 0x17c, 0);
	t.false(bench.isRaised(irq.gpiote));
	bench.set(p0 + 0x020, 1 << 5);
	t.is(bench.get(p0 + 0x020), 1 << 5, 'the level stands: it latches again');
	t.is(bench.get(gpiote + 0x17c), 1);
});

test('with DETECT a second pin makes no event while the first one holds the line', t => {
	const bench = new Bench();
	for (const pin of [5, 6]) bench.set(p0 + 0x200 + 4 * pin, 2 << 16);
	bench.drive(5, true);
	bench.set(gpiote + 0x17c, 0);
	bench.drive(6, true);
	t.is(bench.get(gpiote + 0x17c), 0);
	t.is(bench.get(p0 + 0x020), (1 << 5) | (1 << 6));
});

test('a pin that has the level already when it is sensed raises the event at once', t => {
	const bench = new Bench();
	bench.drive(7, true);
	bench.set(p0 + 0x200 + 4 * 7, 2 << 16);
	t.is(bench.get(gpiote + 0x17c), 1);
});

test('a GPIOTE channel that is a task and a sense without an input are reported', t => {
	const bench = new Bench();
	bench.set(gpiote + 0x510, 0x1_0503);
	bench.set(p0 + 0x200, (2 << 16) | 2);
	t.is(bench.taken().length, 2);
});

// ---- UARTE, TWIM: product specification, EasyDMA and ENABLE

test('a transmission takes ten bits a byte and ends with its amount', t => {
	const bench = new Bench();
	bench.memory.set(Buffer.from('hello'));
	bench.set(uarte0 + 0x50c, 20);
	bench.set(uarte0 + 0x524, 0x01d6_0000);
	bench.set(uarte0 + 0x500, 8);
	bench.set(uarte0 + 0x544, ram);
	bench.set(uarte0 + 0x548, 5);
	bench.set(uarte0 + 0x008, 1);
	bench.pass(4 * byteUs - 3);
	t.is(bench.get(uarte0 + 0x120), 0);
	bench.pass(6);
	t.is(bench.get(uarte0 + 0x120), 1, 'the last byte has begun');
	t.is(bench.get(uarte0 + 0x54c), 5);
	t.deepEqual(bench.console, ['hello']);
});

test('DMA from flash, a task while disabled and a buffer that changes while it is sent are reported', t => {
	const bench = new Bench();
	bench.set(uarte0 + 0x008, 1);
	t.regex(bench.taken()[0]!, /disabled/);
	bench.set(uarte0 + 0x50c, 20);
	bench.set(uarte0 + 0x500, 8);
	bench.set(uarte0 + 0x544, 0x1000);
	bench.set(uarte0 + 0x548, 5);
	bench.set(uarte0 + 0x008, 1);
	t.regex(bench.taken()[0]!, /EasyDMA/);
	bench.set(uarte0 + 0x544, ram);
	bench.set(uarte0 + 0x008, 1);
	bench.memory[2] = 1;
	bench.pass(10_000);
	t.regex(bench.taken()[0]!, /changed while/);
});

function readyTwim(bench: Bench): void {
	for (const pin of [2, 3]) bench.set(0x5084_2800 + 0x200 + 4 * pin, 0x60c);
	bench.set(twim1 + 0x508, 35);
	bench.set(twim1 + 0x50c, 34);
	bench.set(twim1 + 0x524, 0x0620_0000);
	bench.set(twim1 + 0x500, 6);
	bench.set(twim1 + 0x588, 0x19);
	bench.set(twim1 + 0x544, ram);
	bench.set(twim1 + 0x548, 1);
	bench.set(twim1 + 0x534, ram + 16);
	bench.set(twim1 + 0x538, 2);
	bench.set(twim1 + 0x200, (1 << 7) | (1 << 12));
}

test('a write and read with shorts is one transfer; its bytes and events come at its end', t => {
	const bench = new Bench();
	readyTwim(bench);
	bench.memory[0] = 0x0f;
	bench.answer = {status: 'ok', data: [0x33, 0x44], takesUs: 100};
	bench.set(twim1 + 0x008, 1);
	bench.pass(99);
	t.is(bench.get(twim1 + 0x104), 0);
	bench.pass(2);
	t.is(bench.get(twim1 + 0x104), 1);
	t.deepEqual([...bench.memory.slice(16, 18)], [0x33, 0x44]);
	t.deepEqual(bench.transfers, [{address: 0x19, tx: [0x0f], rxLength: 2}]);
	t.deepEqual(bench.taken(), []);
});

test('no acknowledge is an error that waits for STOP; a held line is no event at all until it was clocked free', t => {
	const bench = new Bench();
	readyTwim(bench);
	bench.answer = {status: 'no-device', data: [], takesUs: 25};
	bench.set(twim1 + 0x008, 1);
	bench.pass(30);
	t.is(bench.get(twim1 + 0x124), 1);
	t.is(bench.get(twim1 + 0x4c4), 2);
	t.is(bench.get(twim1 + 0x104), 0);
	bench.set(twim1 + 0x020, 1);
	bench.set(twim1 + 0x014, 1);
	bench.pass(10);
	t.is(bench.get(twim1 + 0x104), 1);
	bench.set(twim1 + 0x104, 0);
	bench.set(twim1 + 0x124, 0);
	bench.answer = {status: 'timeout', data: [], takesUs: 10_000};
	bench.set(twim1 + 0x008, 1);
	bench.pass(50_000);
	t.is(bench.get(twim1 + 0x104) + bench.get(twim1 + 0x124), 0);
	bench.set(twim1 + 0x500, 0);
	const p1 = 0x5084_2800;
	t.is((bench.get(p1 + 0x010) >>> 2) & 1, 0, 'SDA is low');
	bench.set(p1 + 0x008, 1 << 3);
	bench.set(p1 + 0x200 + 4 * 3, 0x60d);
	for (let pulse = 0; pulse < 9; pulse++) {
		bench.set(p1 + 0x00c, 1 << 3);
		bench.set(p1 + 0x008, 1 << 3);
	}
	t.is(bench.recoveries, 1);
	t.is((bench.get(p1 + 0x010) >>> 2) & 1, 1, 'SDA is free');
});

test('lines that are not open drain and 400 kHz, which erratum 47 forbids, are reported', t => {
	const bench = new Bench();
	readyTwim(bench);
	bench.set(0x5084_2800 + 0x200 + 8, 0x0c);
	bench.set(twim1 + 0x500, 0);
	bench.set(twim1 + 0x524, 0x0640_0000);
	bench.set(twim1 + 0x500, 6);
	bench.set(twim1 + 0x008, 1);
	const seen = bench.taken();
	t.true(seen.some(text => text.includes('open-drain')));
	t.true(seen.some(text => text.includes('erratum 47')));
});

// ---- WDT: product specification, "Watchdog reset", "Temporarily pausing"

test('the watchdog stands still in sleep, is fed by its key only, and resets two ticks after its timeout', t => {
	const bench = ticking();
	bench.set(wdt0 + 0x504, 32767);
	bench.set(wdt0 + 0x50c, 0);
	bench.set(wdt0, 1);
	bench.pass(900_000);
	for (const dog of bench.soc.watchdogs) dog.sleeping(true);
	bench.pass(60e6);
	for (const dog of bench.soc.watchdogs) dog.sleeping(false);
	t.deepEqual(bench.resets, []);
	bench.set(wdt0 + 0x600, 0x6e52_4635);
	bench.pass(990_000);
	t.deepEqual(bench.resets, []);
	bench.pass(10_000 + 2 * tickUs + 1);
	t.deepEqual(bench.resets, ['watchdog0']);
	bench.set(wdt0 + 0x600, 1);
	bench.set(wdt0 + 0x504, 1);
	t.is(bench.taken().length, 2);
});

// ---- NVMC: product specification, "Writing to flash", "Erasing a page"; times of BabbleSim, NHW_config.5340.h

test('a write clears bits and stalls 43 us, an erase sets a page and stalls 87.5 ms', t => {
	const bench = new Bench();
	bench.set(nvmc + 0x504, 1);
	t.true(bench.soc.nvmc.store(0, 4, 0x1234_5678));
	t.is(bench.stalledUnits, 43 * unitsPerUs);
	t.deepEqual([...bench.flash.slice(0, 4)], [0x78, 0x56, 0x34, 0x12]);
	bench.get(nvmc + 0x400);
	bench.soc.nvmc.store(0, 4, 0xff00_0000);
	bench.get(nvmc + 0x400);
	t.regex(bench.taken()[0]!, /bits cannot be set/);
	bench.set(nvmc + 0x504, 2);
	bench.soc.nvmc.store(0, 4, 0xffff_ffff);
	t.is(bench.flash[0], 0xff);
	t.is(bench.stalledUnits, (43 * 2 + 87_500) * unitsPerUs);
});

test('a store with the controller closed, of a byte, or a third write of a word is reported', t => {
	const bench = new Bench();
	t.false(bench.soc.nvmc.store(0, 4, 0));
	bench.set(nvmc + 0x504, 1);
	t.false(bench.soc.nvmc.store(0, 1, 0));
	bench.taken();
	for (let write = 0; write < 3; write++) {
		bench.soc.nvmc.store(8, 4, 0xff);
		bench.get(nvmc + 0x400);
	}
	t.regex(bench.taken()[0]!, /3 writes/);
});

// ---- VMC, RESET

test('set and clear of the memory power show in one register and tell each section', t => {
	const bench = new Bench();
	const told: [number, number, boolean][] = [];
	bench.soc.vmc.onPower = (first, count, on) => void told.push([first, count, on]);
	bench.set(vmc + 0x618, 0x0f00);
	t.is(bench.get(vmc + 0x610), 0xf0ff);
	bench.set(vmc + 0x614, 0x1_0100);
	t.is(bench.get(vmc + 0x610), 0x1_f1ff);
	t.deepEqual(told, [
		[24, 4, false],
		[24, 1, true],
	]);
	t.true(bench.soc.vmc.isRetained(16));
});

test('reset reasons pile up until they are cleared by ones', t => {
	const bench = new Bench();
	bench.soc.reset.add(1 << 3);
	bench.soc.reset.add(1 << 5);
	bench.soc.reset.reset();
	t.is(bench.get(reset), 0x28);
	bench.set(reset, 1 << 3);
	t.is(bench.get(reset), 0x20);
});
