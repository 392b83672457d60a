// What is generated of a board for C, CMake and the linker follows from its facts.

import test from 'ava';
import {nrf5340} from '../../boards/chips/nrf5340/family.ts';
import {loadBoard} from '../../boards/facts/boards.ts';
import {layoutOf} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import kit from '../../boards/nrf5340dk/board.ts';
import {boardFiles} from '../../tools/dev/gen/board-files.ts';

/** A file of the kit with other facts. */
function file(name: string, change: Partial<BoardFacts> = {}): string {
	return boardFiles({...kit, ...change}).get(name)!;
}

test('numbers of C are those of the facts', t => {
	const numbers = (text: string) =>
		[...text.matchAll(/#define FACT_(\w+) (\w+?)u /g)].map(([, name, value]) => [name, Number(value)]);
	t.deepEqual(numbers(file('facts.h')), [
		['BOARD_ID', 3],
		['CLOCK_MHZ', 64],
		['FAST_CLOCK_MHZ', 128],
		['WATCHDOG_US', 8_000_000],
		['BUS_TIMEOUT_US', 10_000],
		['ANALOG_INPUTS', 0x3f],
		['ANALOG_FULL_SCALE_UV', 3_600_000],
	]);
	const {converter: _, ...without} = kit;
	const bare = boardFiles({...without, id: 77, watchdogUs: 5, buses: {}}).get('facts.h')!;
	t.deepEqual(
		numbers(bare).map(([, value]) => value),
		[77, 64, 128, 5, 0, 0, 0],
	);
});

test('the table of pins has each pin with what it can', t => {
	const text = file('pins.h', {
		pins: {
			plain: {number: 7, wakeFromOff: false, doc: 'nothing more'},
			lid: {number: 47, wakeFromOff: true, pull: 'up', activeLow: true, doc: 'low when open'},
			lamp: {number: 0, wakeFromOff: false, fallsInOff: true, doc: 'dark in off'},
		},
	});
	t.deepEqual(text.match(/^ {4}\{.*$/gm), [
		'    {7, 0}, // plain: nothing more',
		'    {47, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // lid: low when open',
		'    {0, PIN_FALLS_IN_OFF}, // lamp: dark in off',
	]);
});

test('what a port uses by itself has a name, whether apps see the pin or not', t => {
	const named = (text: string, name: string) => new RegExp(`#define PIN_${name} (\\S+)`).exec(text)?.[1];
	const text = file('pins.h');
	t.deepEqual(
		['SDA', 'PDM_CLOCK', 'CONSOLE_TX'].map(name => named(text, name)),
		['34u', '37u', '20u'],
	);
	const bare = file('pins.h', {ownPins: {}});
	t.deepEqual(
		['SDA', 'CONSOLE_TX'].map(name => named(bare, name)),
		['34u', 'PIN_NONE'],
	);
});

test("the board's own pins start at the levels that it says", t => {
	const text = file('pins.h', {
		ownPins: {
			sensors: {number: 31, startsAt: 'low', doc: ''},
			lights: {number: 33, startsAt: 'high', doc: ''},
			fan: {number: 2, startsAt: 'low', doc: ''},
			other: {number: 3, doc: ''},
		},
	});
	t.regex(text, /^#define PINS_START_HIGH \(1ull << 33\)$/m);
	t.regex(text, /^#define PINS_START_LOW \(1ull << 31 \| 1ull << 2\)$/m);
});

test('the memory map of the linker is that of the tools', t => {
	const text = file('memory.ld');
	const regions = new Map(
		[...text.matchAll(/^ {4}(\w+) \(\w+\) : ORIGIN = (\w+), LENGTH = (\w+)/gm)].map(
			([, name, origin, length]) => [name!, {address: Number(origin), bytes: Number(length)}] as const,
		),
	);
	const {firmware, slots} = layoutOf(kit)!;
	t.deepEqual(
		['FIRMWARE', 'SLOT_A', 'SLOT_B'].map(name => regions.get(name)),
		[firmware, ...slots],
	);
	// the chip: 1 MB of flash at 0, 512 KB of RAM at 0x2000_0000 [product specification, memory map]
	t.true(slots.every(({address, bytes}) => address + bytes <= 0x10_0000));
	const {RETAINED, RAM} = Object.fromEntries(regions);
	t.is(RETAINED!.address, 0x2000_0000);
	t.is(RAM!.address, RETAINED!.address + RETAINED!.bytes);
	t.true(RAM!.address + RAM!.bytes <= 0x2008_0000);
	t.regex(text, /^link_pool_size = 163840;$/m);
	t.regex(file('memory.ld', {memory: {...nrf5340.memory, stackBytes: 9000}}), /^link_stack_size = 9000;$/m);
});

test('the loader of QEMU and its linker script know the image at one place', async t => {
	const {regions, memory} = await loadBoard('qemu-an505');
	const {FLASH, IMAGE, RAM, RETAINED} = regions!;
	t.is(FLASH!.address + FLASH!.bytes, IMAGE!.address);
	t.is(FLASH!.bytes + IMAGE!.bytes, memory.flashKb * 1024);
	t.is(RAM!.bytes + RETAINED!.bytes, memory.ramKb * 1024);
	// mps2-an505: 4 MB of SSRAM 1 and 2 MB of SSRAM 2, at their secure addresses [QEMU, hw/arm/mps2-tz.c]
	t.true(IMAGE!.address + IMAGE!.bytes <= 0x1040_0000 && RETAINED!.address + RETAINED!.bytes <= 0x3820_0000);
});

test('CMake gets the numbers of memory and of sleep, and the folders of the port', t => {
	const text = file('board.cmake', {
		memory: {...nrf5340.memory, poolKb: 100, jsStackBytes: 4000, retainedBytes: 48},
	});
	for (const definition of ['CN_POOL_BYTES=102400', 'CN_JS_STACK_BYTES=4000', 'CN_RETAINED_BYTES=48'])
		t.true(text.includes(`\n    ${definition}`), definition);
	t.regex(text, /CN_BOARD_FOLDERS\n {4}boards\/flashed\n {4}boards\/chips\/nrf5340\n {4}boards\/nrf5340dk\)/);
});

test('a board that has facts only has no files', async t => {
	const board = {...(await loadBoard('esp32s3-devkitc')), chip: 'one-without-a-port'};
	t.deepEqual([...boardFiles(board)], []);
});
