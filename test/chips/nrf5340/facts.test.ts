// Facts that are written in two places: board.ts and what C, the linker and the tools take them from.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {PinFact} from '../../../boards/facts/schema.ts';
import board from '../../../boards/nrf5340dk/board.ts';
import {layout, slotA, slotB, slotBytes} from '../../../boards/nrf5340dk/layout.ts';

function file(name: string): string {
	return readFileSync(fileURLToPath(new URL(`../../../boards/nrf5340dk/${name}`, import.meta.url)), 'utf8');
}

function define(name: string, text: string): number {
	const value = new RegExp(`#define ${name} \\(?([^\\n/)]+)`).exec(text)![1]!;
	const shifts = [...value.matchAll(/1ull << (\d+)/g)];
	return shifts.length === 0
		? Number.parseInt(value, 10)
		: shifts.reduce((sum, [, bit]) => sum + 2 ** Number(bit), 0);
}

test('pins, timeouts and wake pins of the C files are those of board.ts', t => {
	const facts = file('facts.h');
	t.is(define('FACT_SDA', facts), board.pins.sda.number);
	t.is(define('FACT_SCL', facts), board.pins.scl.number);
	t.is(define('FACT_BUS_TIMEOUT_US', facts), board.buses.i2c0.timeoutUs);
	t.is(define('HAL_WATCHDOG_US', facts), board.watchdogUs);
	t.is(define('FACT_PDM_CLOCK', facts), board.pins.pdmClock.number);
	t.is(define('FACT_PDM_DATA', facts), board.pins.pdmData.number);
	const inputs: readonly number[] = Object.values(board.converter.inputs).map(({number}) => number);
	t.is(
		Number(/FACT_ANALOG_INPUTS (0x\w+?)u/.exec(facts)?.[1]),
		inputs.reduce((mask, number) => mask + 2 ** number, 0),
	);
	t.is(define('FACT_ANALOG_FULL_SCALE_UV', facts), board.converter.fullScaleMv * 1000);
	const waking = (low: boolean): number =>
		Object.values<PinFact>(board.pins)
			.filter(({wakeFromOff, activeLow = false}) => wakeFromOff && activeLow === low)
			.reduce((mask, {number}) => mask + 2 ** number, 0);
	t.is(define('FACT_WAKE_HIGH_PINS', facts), waking(false));
	t.is(define('FACT_WAKE_LOW_PINS', facts), waking(true));
	t.is(define('BOARD_NRF5340DK', file('../chips/nrf5340/identity.c')), board.id);
});

test('memory sizes of the build are those of board.ts', t => {
	const cmake = file('board.cmake');
	const {poolKb, stackBytes, retainedBytes, jsStackBytes} = board.memory;
	t.regex(cmake, new RegExp(`link_pool_size=${poolKb * 1024}\\b`));
	t.regex(cmake, new RegExp(`link_stack_size=${stackBytes}\\b`));
	t.regex(cmake, new RegExp(`link_retained_size=${retainedBytes}\\b`));
	t.regex(cmake, new RegExp(`CN_JS_STACK_BYTES=${jsStackBytes}\\b`));
});

test('the flash map of the tools is that of the linker script', t => {
	const regions = new Map(
		[
			...file('../chips/nrf5340/link.ld').matchAll(
				/^\s*(\w+) \(\w+\)\s*: ORIGIN = (0x\w+), LENGTH = (0x\w+)$/gm,
			),
		].map(([, name, origin, length]) => [name!, {address: Number(origin), bytes: Number(length)}] as const),
	);
	t.deepEqual(regions.get('FIRMWARE'), layout.firmware);
	t.deepEqual(regions.get('SLOT_A'), {address: slotA, bytes: slotBytes});
	t.deepEqual(regions.get('SLOT_B'), {address: slotB, bytes: slotBytes});
	t.true(board.memory.appImageKb * 1024 <= slotBytes);
});
