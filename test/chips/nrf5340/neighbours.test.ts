// Beside each row of witnesses.test.ts its neighbours: the other instance, channel, port or edge, the same again, and a reset in
// the middle. Sources are those of the rows.

import test from 'ava';
import {Bench, ram} from './bench.ts';

const clock = 0x5000_5000;
const gpiote = 0x5000_d000;
const portEvent = gpiote + 0x17c;
const [rtc0, rtc1] = [0x5001_4000, 0x5001_5000] as const;
const [p0, p1] = [0x5084_2500, 0x5084_2800] as const;
const uartes = [0x5000_8000, 0x5000_9000, 0x5000_b000, 0x5000_c000];
const tickUs = 1e6 / 32768;
const byteUs = 10e6 / 115_200;
const turn = 2 ** 24;

function take(bench: Bench, address: number): boolean {
	const isRaised = bench.get(address) === 1;
	bench.set(address, 0);
	return isRaised;
}

/** A bench whose slow clock runs and whose RTC counts. */
function counting(rtc: number): Bench {
	const bench = new Bench();
	bench.set(clock + 0x518, 1);
	bench.set(clock + 0x008, 1);
	bench.set(rtc, 1);
	bench.pass(2 * tickUs);
	return bench;
}

// ---- RTC: product specification, Zephyr, BabbleSim

for (const [rtc, channel] of [
	[rtc0, 0],
	[rtc0, 3],
	[rtc1, 1],
	[rtc1, 2],
	[rtc1, 3],
] as const) {
	const what = `channel ${channel} of RTC${rtc === rtc0 ? 0 : 1}`;

	test(`${what}: a compare matches from two ticks ahead on, and only while its own bit is set`, t => {
		for (const [enabled, bit, ahead, raised] of [
			[0x344, 16 + channel, 5, true],
			[0x304, 16 + channel, 2, true],
			[0x304, 16 + channel, 1, false],
			[0x344, 16 + ((channel + 1) % 4), 5, false],
			[0x344, 1, 5, false],
		] as const) {
			const bench = counting(rtc);
			bench.set(rtc + enabled, 2 ** bit);
			bench.pass(0.25 * tickUs);
			bench.set(rtc + 0x540 + 4 * channel, bench.get(rtc + 0x504) + ahead);
			bench.pass((ahead + 1) * tickUs);
			t.is(take(bench, rtc + 0x140 + 4 * channel), raised, `${enabled.toString(16)} ${bit} ${ahead}`);
			t.deepEqual(bench.taken(), []);
		}
	});

	test(`${what}: a compare over an old one that is next is missed two ticks ahead and met three ahead`, t => {
		for (const [ahead, matches] of [
			[2, false],
			[3, true],
		] as const) {
			const bench = counting(rtc);
			bench.set(rtc + 0x344, 0xf_0000);
			bench.pass(20.75 * tickUs);
			const [now, cc] = [bench.get(rtc + 0x504), rtc + 0x540 + 4 * channel];
			bench.set(cc, now + 1 + 8);
			bench.pass(8 * tickUs);
			t.is(bench.get(rtc + 0x504), now + 8);
			bench.set(cc, now + 8 + ahead);
			bench.pass((ahead - 0.85) * tickUs);
			bench.set(rtc + 0x140 + 4 * channel, 0);
			bench.pass(0.2 * tickUs);
			t.is(take(bench, rtc + 0x140 + 4 * channel), matches, `${ahead}`);
		}
	});

	test(`${what}: a compare behind the turn of the counter matches there, and the turn is an event of its own`, t => {
		const bench = counting(rtc);
		bench.set(rtc + 0x344, 0xf_0002);
		bench.set(rtc + 0x00c, 1);
		bench.pass(2 * tickUs);
		t.true(bench.get(rtc + 0x504) >= turn - 16);
		bench.set(rtc + 0x540 + 4 * channel, 3);
		bench.pass(14 * tickUs);
		t.false(take(bench, rtc + 0x140 + 4 * channel), 'not before the turn');
		bench.pass(6 * tickUs);
		t.true(take(bench, rtc + 0x104), 'OVRFLW');
		t.true(take(bench, rtc + 0x140 + 4 * channel));
	});
}

test('each turn of the counter is an overflow, not the first alone', t => {
	const bench = counting(rtc1);
	bench.set(rtc1 + 0x344, 2);
	bench.pass(512e6);
	for (let turns = 0; turns < 3; turns++) {
		t.true(take(bench, rtc1 + 0x104));
		bench.pass(511e6);
		t.false(take(bench, rtc1 + 0x104));
		bench.pass(1e6);
	}
});

test('an overflow whose bit is not set is no event', t => {
	const bench = counting(rtc1);
	bench.set(rtc1 + 0x344, 0xf_0000);
	bench.set(rtc1 + 0x00c, 1);
	bench.pass(20 * tickUs);
	t.true(bench.get(rtc1 + 0x504) < 16);
	t.false(take(bench, rtc1 + 0x104));
});

test('a reset takes the tasks, matches and the count of an RTC back that were under way', t => {
	for (const task of [0x000, 0x004, 0x008, 0x00c]) {
		const bench = counting(rtc1);
		bench.set(rtc1 + 0x344, 0xf_0002);
		bench.set(rtc1 + 0x540, bench.get(rtc1 + 0x504) + 4);
		bench.set(rtc1 + task, 1);
		for (const peripheral of bench.soc.all) if (peripheral.name === 'RTC1') peripheral.reset();
		bench.pass(30 * tickUs);
		t.deepEqual([bench.get(rtc1 + 0x504), bench.get(rtc1 + 0x140), bench.get(rtc1 + 0x104)], [0, 0, 0]);
	}
});

// ---- CLOCK: BabbleSim, and the product specification: STARTED is raised by each start

for (const [start, status, event, source] of [
	[0x000, 0x40c, 0x100, 0],
	[0x008, 0x418, 0x104, 1],
	[0x008, 0x418, 0x104, 2],
] as const) {
	test(`a clock that is started twice and stopped does not come back: task ${start}, source ${source}`, t => {
		const bench = new Bench();
		bench.set(0x5000_4000 + 0x5d0, 0);
		bench.soc.clock.crystalReady = () => true;
		bench.set(clock + 0x518, source);
		bench.set(clock + start, 1);
		bench.pass(100);
		bench.set(clock + start, 1);
		bench.set(clock + start + 4, 1);
		bench.pass(500_000);
		t.deepEqual([bench.get(clock + event), bench.get(clock + status)], [0, 0]);
		bench.set(clock + start, 1);
		bench.set(clock + start, 1);
		bench.pass(500_000);
		t.true(take(bench, clock + event));
		bench.pass(500_000);
		t.false(take(bench, clock + event), 'one start under way is one event');
	});
}

test('a slow clock that runs from its crystal still does when it is started again', t => {
	const bench = new Bench();
	bench.soc.clock.crystalReady = () => true;
	bench.set(clock + 0x518, 2);
	bench.set(clock + 0x008, 1);
	bench.pass(300_000);
	t.true(take(bench, clock + 0x104));
	bench.set(clock + 0x008, 1);
	t.is(bench.get(clock + 0x418), 0x1_0002);
	bench.pass(1);
	t.true(take(bench, clock + 0x104), 'and the start is an event again');
});

// ---- LATCH: BabbleSim

for (const [port, first] of [
	[p0, 0],
	[p1, 32],
] as const) {
	for (const [what, sense, active] of [
		['high', 2, true],
		['low', 3, false],
	] as const) {
		test(`a pin of P${first / 32} that is sensed ${what} latches at its edge, keeps it behind, and is cleared alone`, t => {
			for (const mode of [0, 1]) {
				const bench = new Bench();
				bench.set(port + 0x028, mode);
				for (const pin of [3, 15]) {
					bench.levels.set(first + pin, !active);
					bench.set(port + 0x200 + 4 * pin, sense << 16);
				}
				t.deepEqual([bench.get(port + 0x020), take(bench, portEvent)], [0, false]);
				bench.drive(first + 15, active);
				t.true(take(bench, portEvent));
				bench.drive(first + 15, !active);
				t.is(bench.get(port + 0x020), 1 << 15, 'kept behind the edge');
				bench.drive(first + 3, active);
				t.is(take(bench, portEvent), mode === 0, 'LDETECT is high already');
				bench.set(port + 0x020, 1 << 3);
				t.is(bench.get(port + 0x020), (1 << 15) | (1 << 3), 'its level stands');
				bench.set(port + 0x020, 1 << 15);
				t.is(bench.get(port + 0x020), 1 << 3, 'the other stays');
				bench.drive(first + 3, !active);
				bench.set(port + 0x020, 0xffff_ffff);
				t.is(bench.get(port + 0x020), 0);
				take(bench, portEvent);
				bench.drive(first + 15, active);
				t.true(take(bench, portEvent), 'the next edge is one again');
			}
		});
	}
}

test('a latch that stands when DETECT begins to follow the latches is an event', t => {
	const bench = new Bench();
	bench.set(p1 + 0x200 + 4 * 4, 2 << 16);
	bench.drive(36, true);
	bench.drive(36, false);
	t.true(take(bench, portEvent));
	bench.set(p1 + 0x028, 1);
	t.true(take(bench, portEvent));
});

// ---- watchdog: DevZone 114321

for (const [index, base] of [0x5001_8000, 0x5001_9000].entries()) {
	test(`WDT${index}: a soft reset keeps what is left, also behind a timeout, and a feed of one of two requests is none`, t => {
		const bench = new Bench();
		bench.set(base + 0x504, 32767);
		bench.set(base + 0x508, 3);
		bench.set(base, 1);
		bench.pass(500_000);
		bench.set(base + 0x600, 0x6e52_4635);
		bench.pass(400_000);
		bench.soc.watchdogs[index]!.resetUnlessRunning();
		bench.set(base + 0x604, 0x6e52_4635);
		bench.pass(999_000);
		t.deepEqual(bench.resets, [], 'both together are a feed');
		bench.pass(1000 + tickUs);
		t.is(bench.get(base + 0x100), 1, 'TIMEOUT');
		bench.soc.watchdogs[index]!.resetUnlessRunning();
		bench.pass(2 * tickUs);
		t.deepEqual(bench.resets, [`watchdog${index}`]);
	});
}

// ---- UARTE: BabbleSim, nrfx

function sending(base: number, length: number): Bench {
	const bench = new Bench();
	for (const [offset, value] of [
		[0x50c, 20],
		[0x524, 0x01d6_0000],
		[0x500, 8],
		[0x544, ram],
		[0x548, length],
		[0x008, 1],
	] as const)
		bench.set(base + offset, value);
	return bench;
}

for (const [index, base] of uartes.entries()) {
	const [endTx, txStopped] = [base + 0x120, base + 0x158];

	test(`UARTE${index}: a second stop changes nothing, and behind TXSTOPPED it sends again`, t => {
		const bench = sending(base, 10);
		bench.pass(1.5 * byteUs);
		bench.set(base + 0x00c, 1);
		bench.pass(0.2 * byteUs);
		bench.set(base + 0x00c, 1);
		bench.pass(byteUs);
		t.true(take(bench, endTx) && take(bench, txStopped));
		t.is(bench.get(base + 0x54c), 2);
		bench.set(base + 0x548, 3);
		bench.set(base + 0x008, 1);
		bench.pass(4 * byteUs);
		t.true(take(bench, endTx));
		t.is(bench.get(base + 0x54c), 3);
		t.deepEqual(bench.taken(), []);
	});

	test(`UARTE${index}: nothing to send ends at once, and a stop in the last byte waits for it`, t => {
		const bench = sending(base, 0);
		bench.pass(1);
		t.true(take(bench, endTx));
		t.is(bench.get(base + 0x54c), 0);
		bench.set(base + 0x548, 1);
		bench.set(base + 0x008, 1);
		bench.pass(0.5 * byteUs);
		t.true(take(bench, endTx), 'its buffer is free');
		bench.set(base + 0x00c, 1);
		bench.pass(0.4 * byteUs);
		t.false(take(bench, txStopped));
		bench.pass(0.2 * byteUs);
		t.true(take(bench, txStopped));
	});

	test(`UARTE${index}: a reset in mid-transmission leaves no event behind`, t => {
		for (const isStopped of [false, true]) {
			const bench = sending(base, 10);
			bench.pass(2.5 * byteUs);
			if (isStopped) bench.set(base + 0x00c, 1);
			for (const peripheral of bench.soc.all) peripheral.reset();
			bench.pass(20 * byteUs);
			t.deepEqual([bench.get(endTx), bench.get(txStopped)], [0, 0]);
		}
	});
}

// ---- TWIM behind an error: nrfx

for (const [status, tx, rx] of [
	['no-device', 1, 0],
	['no-device', 0, 2],
	['io', 2, 0],
	['io', 1, 2],
] as const) {
	test(`each TWIM needs RESUME behind ${status} of ${tx} bytes written and ${rx} read`, t => {
		for (const base of [0x5000_9000, 0x5000_c000]) {
			const bench = new Bench();
			for (const pin of [2, 3]) bench.set(p1 + 0x200 + 4 * pin, 0x60c);
			for (const [offset, value] of [
				[0x508, 35],
				[0x50c, 34],
				[0x524, 0x0620_0000],
				[0x500, 6],
				[0x544, ram],
				[0x548, tx],
				[0x534, ram + 16],
				[0x538, rx],
				[0x200, rx > 0 ? (1 << 7) | (1 << 12) : 1 << 9],
			] as const)
				bench.set(base + offset, value);
			bench.answer = {status, data: [], takesUs: 25};
			bench.set(base + (tx > 0 ? 0x008 : 0x000), 1);
			bench.pass(60);
			t.true(take(bench, base + 0x124), 'ERROR');
			bench.set(base + 0x014, 1);
			bench.pass(100);
			t.false(take(bench, base + 0x104));
			t.regex(bench.taken()[0] ?? '', /TASKS_STOP after an error without TASKS_RESUME/);
			bench.set(base + 0x020, 1);
			bench.set(base + 0x014, 1);
			bench.pass(100);
			t.true(take(bench, base + 0x104));
		}
	});
}

// ---- NVMC: nrfx, product specification

test('each word of flash takes two writes between two erases, and an erase of a page is one of all its words', t => {
	const bench = new Bench();
	const nvmc = 0x5003_9000;
	const store = (mode: number, at: number, value: number): boolean => {
		bench.set(nvmc + 0x504, mode);
		const is = bench.soc.nvmc.store(at, 4, value);
		bench.get(nvmc + 0x400);
		return is;
	};
	for (const at of [0x1000, 0x1ffc]) {
		store(1, at, 0xffff_fff0);
		store(1, at, 0xffff_ff00);
		t.deepEqual(bench.taken(), []);
		store(1, at, 0xffff_f000);
		t.regex(bench.taken()[0]!, /3 writes/);
	}
	store(2, 0x1000, 0xffff_ffff);
	for (const at of [0x1000, 0x1ffc]) store(1, at, 0);
	t.deepEqual(bench.taken(), []);
	t.false(store(2, 0x1004, 0xffff_ffff), 'in the middle of a page');
	t.false(store(0, 0x1000, 0), 'without permission');
});
