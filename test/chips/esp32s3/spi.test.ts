// SPI1 with the flash memory behind it, and SPI2, as the vendor's drivers use them; what they do wrong is reported.

import test from 'ava';
import type {Rig} from './rig.ts';
import {rig} from './rig.ts';

const spi1 = 0x6000_2000;
const spi2 = 0x6002_4000;
const at = 0x20_0000;
const writeEnable = 1 << 30;
const readStatus = 1 << 27;
const pageProgram = 1 << 25;
const sectorErase = 1 << 24;

/** A chip whose watchdogs are stopped and whose caches are off, as in code that writes flash. */
async function quiet(): Promise<Rig & {flash(): Uint8Array}> {
	const chip = await rig();
	chip.write(0x6000_80b0, 0x50d8_3aa1);
	chip.write(0x6000_8098, 0);
	chip.write(0x6000_80b8, 0x8f1d_312a);
	chip.write(0x6000_80b4, 2 ** 31);
	chip.write(0x6001_f064, 0x50d8_3aa1);
	chip.write(0x6001_f048, 0);
	return {...chip, flash: () => chip.machine.core.memory.slice(at, at + 8)};
}

/** One command of the memory, until it is sent. */
function send(chip: Rig, command: number): void {
	chip.write(spi1, command);
	chip.run(10);
	if (chip.read(spi1) !== 0) throw new Error('CMD does not end');
}

function program(chip: Rig, address: number, ...words: number[]): void {
	for (const [index, word] of words.entries()) chip.write(spi1 + 0x58 + 4 * index, word);
	chip.write(spi1 + 4, address | ((4 * words.length) << 24));
	send(chip, pageProgram);
}

function statusOf(chip: Rig): number {
	send(chip, readStatus);
	return chip.read(spi1 + 0x2c) & 3;
}

test('a page program clears bits, once write enable was sent, and is busy for a while [W25Q64JV]', async t => {
	const chip = await quiet();
	send(chip, writeEnable);
	t.is(statusOf(chip), 2);
	program(chip, at, 0x1234_5678);
	t.is(statusOf(chip), 1, 'busy, and write enable is used up');
	chip.run(500);
	t.is(statusOf(chip), 0);
	t.deepEqual([...chip.flash()], [0x78, 0x56, 0x34, 0x12, 0xff, 0xff, 0xff, 0xff]);
	t.deepEqual(chip.said(), []);
});

test('a sector erase sets all bits of 4 KiB and takes far longer [W25Q64JV]', async t => {
	const chip = await quiet();
	send(chip, writeEnable);
	program(chip, at, 0);
	chip.run(500);
	send(chip, writeEnable);
	chip.write(spi1 + 4, at + 100);
	send(chip, sectorErase);
	chip.run(20_000);
	t.is(statusOf(chip) & 1, 1);
	chip.run(30_000);
	t.is(statusOf(chip), 0);
	t.deepEqual(chip.flash().slice(0, 4), Uint8Array.of(255, 255, 255, 255));
});

test('what the flash memory would ignore or do otherwise is reported', async t => {
	const chip = await quiet();
	program(chip, at, 0);
	t.regex(chip.said().join(), /a write without write enable: the memory ignores it/);
	t.is(chip.flash()[0], 255);
	send(chip, writeEnable);
	program(chip, at + 252, 0, 0);
	t.regex(chip.said().join(), /8 bytes at 0x002000fc leave the page of 256 bytes/);
	send(chip, writeEnable);
	t.regex(chip.said().join(), /a command while the memory writes/);
	chip.run(1000);
	send(chip, writeEnable);
	program(chip, at, 0);
	chip.run(1000);
	send(chip, writeEnable);
	program(chip, at, 1);
	t.regex(chip.said().join(), /bits cannot be set/);
});

test('flash is written while no cache reads it, and the data cache forgets what it held [cache_utils.c]', async t => {
	const chip = await quiet();
	const {caches, flash} = chip.machine.soc;
	caches.enable('data', true);
	send(chip, writeEnable);
	t.regex(chip.said().join(), /a command while the data cache works/);
	caches.suspend('data', true);
	send(chip, writeEnable);
	program(chip, at, 0);
	caches.suspend('data', false);
	t.regex(chip.said().join(), /goes on while the flash is written.*nothing has invalidated it/);
	t.true(flash.isBusy);
});

test('SPI2 moves bytes by the clock that its divider makes of the crystal [spi_ll.h]', async t => {
	const chip = await quiet();
	chip.write(0x600c_0018, chip.read(0x600c_0018) | (1 << 6));
	chip.write(spi2 + 0xe8, 3);
	chip.write(spi2 + 0x10, (1 << 28) | (1 << 27) | 1);
	// 40 MHz / (1 x 40): 1 MHz
	chip.write(spi2 + 0xc, (39 << 12) | (19 << 6) | 39);
	chip.write(spi2 + 0x1c, 8 * 50 - 1);
	chip.write(spi2, 1 << 24);
	t.deepEqual(chip.said(), ['SPI2: started with settings that no UPDATE has applied']);
	chip.run(390);
	t.is(chip.read(spi2 + 0x3c), 0);
	chip.run(20);
	t.is(chip.read(spi2 + 0x3c), 1 << 12);
	chip.write(spi2, 1 << 23);
	chip.write(spi2, 1 << 24);
	t.deepEqual(chip.said(), ['SPI2: no pin gives out its clock']);
});
