// I2S0 in PDM mode and the DMA behind it: a block by its descriptor and its EOF, and what a setting that is wrong does.

import test from 'ava';
import {type Rig, rig} from './rig.ts';

const i2s = 0x6000_f000;
const dma = 0x6003_f000;
const chain = 0x3fc9_0000;
const buffer = 0x3fc9_1000;
const blockBytes = 256;
const conf = (1 << 21) | (1 << 20) | (1 << 22) | 0x9600;
const update = 1 << 8;
const start = 1 << 2;

function word(chip: Rig, address: number): number {
	return new DataView(chip.machine.bytes(address, 4).buffer).getUint32(0, true);
}

/** 16 kHz of a microphone on GPIO42, clocked by GPIO41, into one descriptor that is its own next one. */
async function ready(): Promise<Rig> {
	const chip = await rig();
	chip.machine.setBytes(chain, new Uint8Array(Uint32Array.of(2 ** 31 + blockBytes, buffer, chain).buffer));
	chip.write(0x600c_0018, chip.read(0x600c_0018) | (1 << 4));
	chip.write(0x600c_001c, 0x600 | (1 << 6));
	chip.write(0x600c_0024, chip.read(0x600c_0024) & ~(1 << 6));
	chip.write(0x6000_9004 + 4 * 41, 1 << 12);
	chip.write(0x6000_4030, 1 << 9);
	chip.write(0x6000_4554 + 4 * 41, 27);
	chip.write(0x6000_9004 + 4 * 42, (1 << 12) | (1 << 9));
	chip.write(0x6000_4154 + 4 * 25, (1 << 7) | 42);
	chip.write(i2s + 0x34, 2 ** 29 + 2);
	chip.write(i2s + 0x30, (1 << 26) | 2);
	chip.write(i2s + 0x38, (1 << 18) | (30 << 9) | 113);
	chip.write(i2s + 0x28, (15 << 24) | (15 << 18) | (15 << 13) | (7 << 7));
	chip.write(i2s + 0x50, 1);
	chip.write(i2s + 0x64, blockBytes);
	chip.write(dma + 0x3c8, 1 << 4);
	chip.write(dma + 0x48, 3);
	chip.write(dma + 0x20, (1 << 22) | (chain & 0xf_ffff));
	return chip;
}

test('a block of 128 samples at 16 kHz ends after 8 ms, round and round [i2s_pdm.c, i2s_ll.h]', async t => {
	const chip = await ready();
	chip.write(i2s + 0x20, conf | update);
	chip.write(i2s + 0x20, conf | start);
	chip.run(7990);
	t.is(chip.read(dma + 8), 0);
	chip.run(20);
	t.is(chip.read(dma + 8), 2);
	t.is(chip.read(dma + 0x28), chain);
	t.is(
		word(chip, chain),
		2 ** 30 + (blockBytes << 12) + blockBytes,
		'it is the processor’s, and says its length',
	);
	chip.write(dma + 0x14, 2);
	chip.run(8000);
	t.is(chip.read(dma + 8), 2);
	t.deepEqual(chip.said(), []);
});

test('a receiver that cannot hear what it seems to is reported [i2s_ll.h]', async t => {
	const stale = await ready();
	stale.write(i2s + 0x20, conf | start);
	t.regex(stale.said().join(), /settings that no UPDATE has applied/);
	const unwired = await ready();
	unwired.write(0x6000_4554 + 4 * 41, 0x100);
	unwired.write(i2s + 0x20, conf | update);
	unwired.write(i2s + 0x20, conf | start);
	t.regex(unwired.said().join(), /no pin gives out the clock/);
	const short = await ready();
	short.write(i2s + 0x64, blockBytes / 2);
	short.write(i2s + 0x20, conf | update);
	short.write(i2s + 0x20, conf | start);
	short.run(4100);
	t.regex(short.said().join(), /has room for 256 bytes: an EOF comes after 128/);
});
