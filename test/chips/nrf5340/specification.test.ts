// More behaviour, from documents and not from the port: Armv8-M manual for the core, product specification for the rest.

import test from 'ava';
import {Agenda, unitsPerUs} from '../../../sim/nrf5340/agenda.ts';
import {ErrataWatch} from '../../../sim/nrf5340/errata.ts';
import {exceptions, Nvic, noMasks} from '../../../sim/nrf5340/nvic.ts';
import {Scs, scsBase} from '../../../sim/nrf5340/scs.ts';
import {SysTick} from '../../../sim/nrf5340/systick.ts';
import {Bench, ram} from './bench.ts';

const clock = 0x5000_5000;
const power = 0x5000_5000;
const p0 = 0x5084_2500;
const nvmc = 0x5003_9000;
const vmc = 0x5008_1000;
const wdt0 = 0x5001_8000;
const spim0 = 0x5000_8000;
const cache = 0x5000_1000;
const first = exceptions.firstIrq;

// ---- NVIC: Armv8-M Architecture Reference Manual, B3 "Exception priorities and preemption", "Exception masking"

function nvicWith(priorities: Readonly<Record<number, number>>): Nvic {
	const nvic = new Nvic();
	nvic.reset();
	for (const [irq, priority] of Object.entries(priorities)) {
		nvic.enabled[first + Number(irq)] = 1;
		nvic.priority[first + Number(irq)] = priority;
	}
	return nvic;
}

test('the most urgent exception comes first, of equals the one with the lowest number', t => {
	const nvic = nvicWith({5: 0x40, 6: 0x20, 7: 0x20});
	for (const irq of [5, 7, 6]) nvic.pend(first + irq);
	t.is(nvic.next(noMasks), first + 6);
	nvic.enter(first + 6);
	t.is(nvic.next(noMasks), undefined, 'an equal one does not preempt');
	nvic.leave(first + 6);
	t.is(nvic.next(noMasks), first + 7);
});

test('bits of the subpriority order, but do not preempt', t => {
	const nvic = nvicWith({5: 0x40, 6: 0x60});
	nvic.priorityGroup = 6; // one bit preempts
	nvic.pend(first + 6);
	nvic.enter(first + 6);
	nvic.pend(first + 5);
	t.is(nvic.next(noMasks), undefined);
	nvic.priorityGroup = 0;
	t.is(nvic.next(noMasks), first + 5);
});

test('PRIMASK holds exceptions back but not a wake-up; BASEPRI holds both back', t => {
	const nvic = nvicWith({5: 0x60});
	nvic.pend(first + 5);
	t.is(nvic.next({...noMasks, primask: true}), undefined);
	t.true(nvic.wakes({...noMasks, primask: true}));
	t.is(nvic.next({...noMasks, basepri: 0x60}), undefined);
	t.false(nvic.wakes({...noMasks, basepri: 0x60}));
	t.is(nvic.next({...noMasks, basepri: 0x80}), first + 5);
	t.is(nvic.next({...noMasks, faultmask: true}), undefined);
	nvic.pend(exceptions.nmi);
	t.is(nvic.next({...noMasks, faultmask: true}), exceptions.nmi);
});

test('a pulse on a line is not lost, and a line that still stands after the handler pends again', t => {
	const nvic = nvicWith({5: 0});
	const source = {};
	nvic.line(source, 5, true);
	nvic.line(source, 5, false);
	t.is(nvic.next(noMasks), first + 5, 'a pulse');
	nvic.enter(first + 5);
	t.false(nvic.isPending(first + 5));
	nvic.line(source, 5, true);
	nvic.leave(first + 5);
	nvic.enter(first + 5);
	nvic.leave(first + 5);
	t.is(nvic.next(noMasks), first + 5, 'a level');
	nvic.line(source, 5, false);
	t.is(nvic.next(noMasks), undefined);
});

// ---- SysTick and SCB: Armv8-M manual, B11 "SysTick", D1.2 "AIRCR", "SCR", "ICSR"

function core(): {
	agenda: Agenda;
	scs: Scs;
	nvic: Nvic;
	resets: number;
	said: string[];
	pass(cycles: number): void;
} {
	const agenda = new Agenda();
	let now = 0;
	const nvic = new Nvic();
	const systick = new SysTick(
		agenda,
		() => now,
		() => 2,
		() => nvic.pend(exceptions.systick),
	);
	const made = {
		agenda,
		nvic,
		resets: 0,
		said: [] as string[],
		scs: undefined as unknown as Scs,
		pass(cycles: number): void {
			const until = now + 2 * cycles;
			while (agenda.next <= until) {
				now = Math.max(now, agenda.next);
				agenda.run(now);
			}
			now = until;
		},
	};
	made.scs = new Scs(nvic, systick, {
		violation: text => void made.said.push(text),
		reset: () => void made.resets++,
		attend() {},
	});
	nvic.reset();
	return made;
}

test('SysTick counts RELOAD + 1 cycles, flags it until read, and any write clears the counter', t => {
	const {scs, nvic, pass} = core();
	scs.write(scsBase + 0x014, 4, 99);
	scs.write(scsBase + 0x018, 4, 12345);
	scs.write(scsBase + 0x010, 4, 7);
	pass(99);
	t.is(scs.read(scsBase + 0x010, 4) & (1 << 16), 0);
	pass(1);
	t.true(nvic.isPending(exceptions.systick));
	t.is(scs.read(scsBase + 0x010, 4), (1 << 16) | 7);
	t.is(scs.read(scsBase + 0x010, 4), 7, 'read once');
	nvic.clear(exceptions.systick);
	pass(50);
	t.is(scs.read(scsBase + 0x018, 4), 50);
	scs.write(scsBase + 0x018, 4, 1);
	pass(99);
	t.false(nvic.isPending(exceptions.systick), 'the whole time again');
	pass(1);
	t.true(nvic.isPending(exceptions.systick));
});

test('SysTick without its interrupt, or with RELOAD 0, pends nothing', t => {
	const {scs, nvic, pass} = core();
	scs.write(scsBase + 0x010, 4, 7);
	pass(100_000);
	scs.write(scsBase + 0x010, 4, 0);
	scs.write(scsBase + 0x014, 4, 9);
	scs.write(scsBase + 0x010, 4, 5);
	pass(100);
	t.false(nvic.isPending(exceptions.systick));
});

test('a reset needs the key of AIRCR; SLEEPDEEP is kept; the chip has three bits of priority and 69 lines', t => {
	const made = core();
	const {scs} = made;
	scs.write(scsBase + 0xd0c, 4, 4);
	t.is(made.resets, 0);
	t.is(made.said.length, 1);
	scs.write(scsBase + 0xd0c, 4, 0x05fa_0004);
	t.is(made.resets, 1);
	scs.write(scsBase + 0xd10, 4, 4);
	t.is(scs.read(scsBase + 0xd10, 4), 4);
	scs.write(scsBase + 0x400 + 68, 1, 0xff);
	t.is(scs.read(scsBase + 0x400 + 68, 1), 0xe0);
	scs.write(scsBase + 0x108, 4, 1 << 5);
	t.is(made.said.length, 3, 'priority bits and line 69');
	t.is(scs.read(scsBase + 0x004, 4), 2, 'ICTR: 3 x 32 lines');
	t.is(scs.read(scsBase + 0xd00, 4) & 0xfff0, 0xd210, 'CPUID: Cortex-M33');
});

test('ICSR shows what waits and what runs, and pends and clears PendSV and SysTick', t => {
	const {scs, nvic} = core();
	scs.write(scsBase + 0xd04, 4, 1 << 28);
	t.is((scs.read(scsBase + 0xd04, 4) >>> 12) & 0x1ff, exceptions.pendsv);
	scs.write(scsBase + 0xd04, 4, 1 << 27);
	t.is(scs.read(scsBase + 0xd04, 4), 0);
	nvic.enter(first + 3);
	t.is(scs.read(scsBase + 0xd04, 4) & 0x1ff, first + 3);
});

// ---- errata [Zephyr Kconfig, pull request 55006]

test('erratum 160: a sixth sleep within 200 us is reported, five and slower ones are not', t => {
	for (const [gapUs, count] of [
		[39, 1],
		[41, 0],
	] as const) {
		const said: string[] = [];
		const watch = new ErrataWatch(text => said.push(text));
		for (let sleep = 0; sleep < 6; sleep++) watch.sleeps(sleep * gapUs * unitsPerUs, 0, () => 0xbf00);
		t.is(said.length, count, `${gapUs} us`);
	}
});

test('erratum 168: eight NOPs must follow a WFI, seven are reported', t => {
	for (const nops of [7, 8]) {
		const said: string[] = [];
		new ErrataWatch(text => said.push(text)).sleeps(0, 0x100, at =>
			at < 0x100 + 2 * nops ? 0xbf00 : 0x4770,
		);
		t.deepEqual(said, nops === 8 ? [] : ['erratum 168: 7 NOPs after WFI, expected 8']);
	}
});

test('erratum 140: the slow clock that hangs starts only after it ran from the synthesiser', t => {
	const bench = new Bench();
	let isStuck = true;
	bench.soc.clock.isStuck = () => isStuck;
	bench.set(clock + 0x518, 1);
	bench.set(clock + 0x008, 1);
	t.regex(bench.taken()[0]!, /erratum 140/);
	t.is(bench.get(clock + 0x418), 0);
	bench.set(clock + 0x518, 3);
	bench.set(clock + 0x008, 1);
	bench.pass(1000);
	t.is(bench.get(clock + 0x104), 1);
	isStuck = false;
	t.deepEqual(bench.taken(), []);
});

test('erratum 160: a converter that is switched on before its settings is reported', t => {
	const bench = new Bench();
	bench.set(0x5000_4704, 1);
	t.regex(bench.taken()[0]!, /VREGMAIN_DCDCEN before the settings of erratum 160/);
});

// ---- CLOCK: product specification, "HFCLK": HFCLKSTARTED comes once the crystal runs

test('the fast crystal reports its start after its time, the internal oscillator at once', t => {
	const bench = new Bench();
	bench.set(clock + 0x514, 1);
	bench.set(clock, 1);
	bench.pass(1300);
	t.is(bench.get(clock + 0x100), 0);
	bench.pass(200);
	t.is(bench.get(clock + 0x100), 1);
	t.is(bench.get(clock + 0x40c), 0x1_0001);
	bench.set(clock + 0x004, 1);
	t.is(bench.get(clock + 0x40c), 0);
});

// ---- POWER, VMC, RESET: product specification, "Reset behavior"

test('GPREGRET and the memory power survive a reset; a loss of supply takes them', t => {
	const bench = new Bench();
	bench.set(power + 0x51c, 0xa5);
	bench.set(vmc + 0x604, 0x3_0000);
	for (const peripheral of bench.soc.all) peripheral.reset();
	t.is(bench.get(power + 0x51c), 0xa5);
	t.is(bench.get(vmc + 0x600), 0x3_ffff);
	bench.soc.power.powerOn();
	bench.soc.vmc.powerOn();
	t.is(bench.get(power + 0x51c), 0);
	t.is(bench.get(vmc + 0x600), 0xffff, 'nothing is retained');
});

test('a port senses a low level, and a reset takes latch and configuration', t => {
	const bench = new Bench();
	bench.set(p0 + 0x200 + 4 * 23, (3 << 16) | (3 << 2)); // sense low, pull up
	bench.drive(23, true);
	t.is(bench.soc.portOf(23).sensed, 0);
	bench.drive(23, false);
	t.is(bench.soc.portOf(23).sensed, 1 << 23, 'a low level');
	t.is(bench.get(p0 + 0x020), 1 << 23);
	bench.soc.portOf(23).reset();
	t.is(bench.get(p0 + 0x020), 0);
	t.is(bench.get(p0 + 0x200 + 4 * 23), 2, 'PIN_CNF: input disconnected');
});

// ---- WDT: product specification, "once started it can only be stopped if STOPEN was set", CONFIG reset 1: runs in sleep

test('the watchdog runs in sleep unless configured otherwise, and a stop is in vain', t => {
	const bench = new Bench();
	bench.set(wdt0 + 0x504, 32767);
	bench.set(wdt0, 1);
	t.is(bench.get(wdt0 + 0x400), 1);
	bench.set(wdt0 + 0x004, 1);
	t.is(bench.taken().length, 1);
	t.is(bench.get(wdt0 + 0x400), 1);
	for (const dog of bench.soc.watchdogs) dog.sleeping(true);
	bench.pass(1_001_000);
	t.deepEqual(bench.resets, ['watchdog0']);
});

test('all enabled requests are needed to feed the watchdog', t => {
	const bench = new Bench();
	bench.set(wdt0 + 0x504, 32767);
	bench.set(wdt0 + 0x508, 3);
	bench.set(wdt0, 1);
	bench.pass(900_000);
	bench.set(wdt0 + 0x600, 0x6e52_4635);
	bench.pass(200_000);
	t.deepEqual(bench.resets, ['watchdog0'], 'one of two is not enough');
});

// ---- NVMC and CACHE: product specification, "Writing to flash", "Cache": disabled after reset

test('READY must be asked for between a write and the next, and before the mode changes', t => {
	const bench = new Bench();
	bench.set(nvmc + 0x504, 1);
	bench.soc.nvmc.store(0, 4, 0);
	bench.get(nvmc + 0x400);
	bench.soc.nvmc.store(4, 4, 0);
	t.deepEqual(bench.taken(), []);
	bench.soc.nvmc.store(8, 4, 0);
	t.regex(bench.taken()[0]!, /store at 0x00000008 before READY/);
	bench.set(nvmc + 0x504, 0);
	t.regex(bench.taken()[0]!, /CONFIG written before READY/);
});

test('an erase with the address inside a page is a fault, and erasing all from the firmware is reported', t => {
	const bench = new Bench();
	bench.set(nvmc + 0x504, 2);
	t.false(bench.soc.nvmc.store(0x104, 4, 0xffff_ffff));
	bench.taken();
	bench.set(nvmc + 0x50c, 1);
	t.regex(bench.taken()[0]!, /ERASEALL/);
});

test('flash that has changed is stale until the cache is invalidated', t => {
	const bench = new Bench();
	t.is(bench.get(cache + 0x500), 0, 'off after reset');
	bench.set(nvmc + 0x504, 1);
	bench.soc.nvmc.store(0, 4, 0);
	t.true(bench.soc.nvmc.stale);
	bench.set(cache + 0x504, 1);
	t.false(bench.soc.nvmc.stale);
});

// ---- SPIM: product specification, "EasyDMA": the longer buffer decides, ORC fills the output

test('a full duplex transfer takes eight bits a byte of the longer buffer and sends ORC behind the shorter', t => {
	const bench = new Bench();
	const sent: number[][] = [];
	bench.soc.spims[0]!.device = mosi => {
		sent.push([...mosi]);
		return mosi.map(byte => byte ^ 0xff);
	};
	bench.memory.set([1, 2]);
	for (const [offset, value] of [
		[0x524, 0x1000_0000],
		[0x5c0, 0x55],
		[0x500, 7],
		[0x544, ram],
		[0x548, 2],
		[0x534, ram + 16],
		[0x538, 4],
		[0x010, 1],
	] as const)
		bench.set(spim0 + offset, value);
	bench.pass(31);
	t.is(bench.get(spim0 + 0x118), 0);
	bench.pass(2);
	t.is(bench.get(spim0 + 0x118), 1);
	t.deepEqual(sent, [[1, 2, 0x55, 0x55]]);
	t.deepEqual([...bench.memory.slice(16, 20)], [0xfe, 0xfd, 0xaa, 0xaa]);
	t.deepEqual([bench.get(spim0 + 0x54c), bench.get(spim0 + 0x53c)], [2, 4]);
	t.deepEqual(bench.taken(), []);
});

// product specification, SPIM "pin configuration": SCK and MOSI are outputs, MISO is an input
test('a line of SPIM that is configured the other way is reported', t => {
	const bench = new Bench();
	const [sck, mosi, miso] = [5, 6, 7];
	const config = (pin: number, value: number) => bench.set(p0 + 0x200 + 4 * pin, value);
	for (const [index, pin] of [sck, mosi, miso].entries()) bench.set(spim0 + 0x508 + 4 * index, pin);
	bench.set(spim0 + 0x524, 0x1000_0000);
	bench.set(spim0 + 0x500, 7);
	bench.set(spim0 + 0x544, ram);
	bench.set(spim0 + 0x548, 1);
	bench.set(spim0 + 0x534, ram + 16);
	const start = (): string[] => {
		bench.set(spim0 + 0x010, 1);
		bench.pass(10);
		return bench.taken();
	};
	config(miso, 1);
	t.deepEqual(start(), [
		'SPIM0: pin 5 of PSEL_SCK is no output',
		'SPIM0: pin 6 of PSEL_MOSI is no output',
		'SPIM0: pin 7 of PSEL_MISO is an output',
	]);
	for (const pin of [sck, mosi]) config(pin, 1);
	config(miso, 0);
	t.deepEqual(start(), []);
});

// product specification, SPIM "SPI modes": mode 0 to 3 are CPOL 0 0 1 1 and CPHA 0 1 0 1
test('the world sees the mode and the rate that CONFIG and FREQUENCY say', t => {
	for (const [mode, config] of [0, 2, 4, 6].entries()) {
		const bench = new Bench();
		const seen: number[] = [];
		bench.outside.spi = (sck, said, hz, out) => {
			seen.push(sck, said, hz);
			return out;
		};
		bench.set(p0 + 0x200 + 4 * 5, 1);
		bench.set(spim0 + 0x508, 5);
		bench.set(spim0 + 0x554, config);
		bench.set(spim0 + 0x524, 0x8000_0000);
		bench.set(spim0 + 0x500, 7);
		bench.set(spim0 + 0x544, ram);
		bench.set(spim0 + 0x548, 1);
		bench.set(spim0 + 0x534, ram + 16);
		bench.set(spim0 + 0x010, 1);
		bench.pass(2);
		t.deepEqual(seen, [5, mode, 8_000_000]);
	}
});

test('a rate that only SPIM4 has is reported on the others', t => {
	const bench = new Bench();
	bench.set(spim0 + 0x524, 0x1400_0000);
	bench.set(spim0 + 0x500, 7);
	bench.set(spim0 + 0x544, ram);
	bench.set(spim0 + 0x548, 1);
	bench.set(spim0 + 0x010, 1);
	t.is(bench.taken().length, 1);
});

// ---- found by breaking the simulator on purpose: nothing above failed

test('the overflow of the counter comes every 512 seconds', t => {
	const bench = new Bench();
	const rtc1 = 0x5001_5000;
	bench.set(clock + 0x518, 1);
	bench.set(clock + 0x008, 1);
	bench.set(rtc1, 1);
	bench.set(rtc1 + 0x344, 2);
	for (let turn = 1; turn <= 3; turn++) {
		bench.pass(510.9e6);
		t.is(bench.get(rtc1 + 0x104), 0, `before overflow ${turn}`);
		bench.pass(1.2e6);
		t.is(bench.get(rtc1 + 0x104), 1, `overflow ${turn}`);
		bench.set(rtc1 + 0x104, 0);
	}
});

test('DETECT follows the pins, LDETECT the latches that are not cleared', t => {
	for (const [mode, events] of [
		[0, 1],
		[1, 0],
	] as const) {
		const bench = new Bench();
		bench.set(p0 + 0x028, mode);
		for (const pin of [5, 6]) bench.set(p0 + 0x200 + 4 * pin, 2 << 16);
		bench.drive(5, true);
		bench.drive(5, false);
		bench.set(0x5000_d17c, 0);
		bench.drive(6, true);
		t.is(bench.get(0x5000_d17c), events, `DETECTMODE ${mode}`);
	}
});

test('the reset of the watchdog follows its event by two ticks of the slow clock', t => {
	const bench = new Bench();
	bench.set(wdt0 + 0x504, 32767);
	bench.set(wdt0, 1);
	bench.pass(1_000_001);
	t.is(bench.get(wdt0 + 0x100), 1, 'TIMEOUT');
	bench.pass(58);
	t.deepEqual(bench.resets, []);
	bench.pass(4);
	t.deepEqual(bench.resets, ['watchdog0']);
});

test('a write over a written word clears bits and sets none', t => {
	const bench = new Bench();
	bench.set(nvmc + 0x504, 1);
	bench.soc.nvmc.store(0, 4, 0x1234_5678);
	bench.get(nvmc + 0x400);
	bench.soc.nvmc.store(0, 4, 0xff00_ff0f);
	t.deepEqual([...bench.flash.slice(0, 4)], [0x08, 0x56, 0x00, 0x12]);
});
