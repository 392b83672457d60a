// What the simulated ESP32-S3 reports: registers used as a port must not use them, each with the source of the rule.

import test from 'ava';
import {rig} from './rig.ts';

const rtc = 0x6000_8000;
const wdtKey = 0x50d8_3aa1;

/** As a port stops what the ROM leaves running. */
async function started() {
	const chip = await rig();
	chip.write(rtc + 0xb0, wdtKey);
	chip.write(rtc + 0x98, 0);
	chip.write(rtc + 0xb0, 0);
	chip.write(rtc + 0xb8, 0x8f1d_312a);
	chip.write(rtc + 0xb4, 2 ** 31);
	chip.write(0x6001_f064, wdtKey);
	chip.write(0x6001_f048, 0);
	return chip;
}

// the shortest of them bites after 0.65 s
test('a watchdog that the ROM leaves running resets the chip unless it is stopped [bootloader_init.c]', async t => {
	const careless = await rig();
	careless.run(800_000);
	t.true(careless.machine.boots > 1);
	const careful = await started();
	careful.run(800_000);
	t.is(careful.machine.boots, 1);
	t.deepEqual(careful.said(), []);
});

test('a watchdog that is locked takes no setting [rtc_cntl_reg.h, WDTWPROTECT]', async t => {
	const chip = await started();
	chip.write(rtc + 0xb0, 0);
	chip.write(rtc + 0x98, 0);
	t.deepEqual(chip.said(), ['RTC_CNTL: WDTCONFIG0 is written while WDTWPROTECT locks it']);
});

test('a peripheral behind a closed gate cannot be reached [system_reg.h, PERIP_CLK_EN0]', async t => {
	const chip = await started();
	chip.write(0x6001_3004, 0);
	t.deepEqual(chip.said(), ['I2C0: write of CTR while its clock gate is closed']);
});

test('a transfer that FSM_RST ends does not end the next one [i2c_reg.h, FSM_RST]', async t => {
	const chip = await started();
	const i2c = 0x6001_3000;
	chip.write(0x600c_0018, chip.read(0x600c_0018) | (1 << 7));
	chip.write(0x600c_0020, chip.read(0x600c_0020) & ~(1 << 7));
	const begin = (): void => {
		chip.write(i2c + 0x04, (1 << 4) | (1 << 11));
		chip.write(i2c + 0x1c, 0x32);
		chip.write(i2c + 0x58, 6 << 11);
		chip.write(i2c + 0x5c, (1 << 11) | (1 << 8) | 1);
		chip.write(i2c + 0x60, 2 << 11);
		chip.write(i2c + 0x04, (1 << 4) | (1 << 5));
	};
	const {outside} = chip.machine;
	const hold = outside.hold.bind(outside);
	outside.hold = () => ({status: 'ok', data: new Uint8Array(0)});
	begin();
	outside.hold = hold;
	chip.write(i2c + 0x04, (1 << 4) | (1 << 10));
	begin();
	chip.run(1000);
	const [complete, nack] = [1 << 7, 1 << 10];
	t.is(chip.read(i2c + 0x20) & (complete | nack), nack, 'the second one, which nobody answers');
});

test('registers that are not known and bits that are reserved are reported [gpio_reg.h]', async t => {
	const chip = await started();
	chip.read(0x6000_4f00);
	chip.write(0x6000_4074, 1 << 20);
	t.deepEqual(chip.said(), [
		'read of 0x60004f00: no register is known there',
		'GPIO: write of 0x00100000 to PIN0: reserved bits 0x00100000',
	]);
});

test('a pin may wake by a level only, never by an edge [gpio.h, gpio_wakeup_enable]', async t => {
	const chip = await started();
	chip.write(0x6000_4074 + 16, (1 << 7) | (1 << 10));
	t.regex(chip.said().join(), /GPIO4 may wake by a level only/);
});

test('GPIO does not end deep sleep, and a pin of EXT1 must be the RTC’s [esp_sleep.h]', async t => {
	const chip = await started();
	chip.write(rtc + 0x90, 2 ** 31);
	chip.write(rtc + 0x3c, 4 << 15);
	chip.machine.soc.rtc.onSleep = () => {};
	chip.write(rtc + 0x18, 2 ** 31);
	t.regex(chip.said().join(), /GPIO does not end deep sleep/);
	chip.write(rtc + 0x3c, 2 << 15);
	chip.write(rtc + 0xe0, 1 << 4);
	chip.write(rtc + 0x18, 2 ** 31);
	t.regex(chip.said().join(), /GPIO4 shall wake, and the RTC does not have its pad/);
});

test('the core on a PLL that was not calibrated is reported [clk_tree_ll.h]', async t => {
	const chip = await started();
	chip.write(0x600c_0010, 5);
	chip.write(0x600c_0060, 1 << 10);
	t.regex(chip.said().join(), /the core is put on the PLL, which/);
});

test('flash that is read while a cache is off is an exception and is reported [soc.h, extmem_reg.h]', async t => {
	const chip = await started();
	t.is(chip.machine.soc.caches.problem('data'), 'while its cache is off');
	chip.machine.soc.caches.enable('data', true);
	t.is(chip.machine.soc.caches.problem('data'), 'while its bus is shut for core 0');
	chip.write(0x600c_4004, 0);
	t.is(chip.machine.soc.caches.problem('data'), undefined);
	chip.machine.soc.caches.suspend('data', true);
	t.is(chip.machine.soc.caches.problem('data'), 'while its cache is suspended');
});

test('the slow clock is measured against the crystal [rtc_time.c, rtc_clk_cal_internal]', async t => {
	const chip = await started();
	chip.write(0x6001_f068, (1024 << 16) | 0);
	chip.write(0x6001_f068, (1024 << 16) + 2 ** 31);
	t.is(chip.read(0x6001_f068) & (1 << 15), 0);
	chip.run(8000);
	t.not(chip.read(0x6001_f068) & (1 << 15), 0);
	// 1024 periods of 136 kHz, 5 % more or less, in periods of 40 MHz
	const nominal = (1024 * 40e6) / 136e3;
	t.true(Math.abs((chip.read(0x6001_f06c) >>> 7) / nominal - 1) < 0.05);
	t.deepEqual(chip.said(), []);
});

test('a byte of UART0 takes ten bits at the baud rate that the ROM leaves [uart_reg.h]', async t => {
	const chip = await started();
	chip.write(0x6000_0078, (3 << 20) | (1 << 22) | (1 << 24));
	chip.write(0x6000_0014, 347 | (3 << 20));
	for (const byte of [0x48, 0x69]) chip.write(0x6000_0000, byte);
	chip.run(170);
	t.not(chip.read(0x6000_006c) & 0xf0, 0);
	chip.run(10);
	t.is(chip.read(0x6000_006c) & 0xf0, 0);
	t.is(String.fromCharCode(...chip.sent), 'Hi');
});

test('SYSTIMER counts 16 MHz, and an alarm that has passed comes at once [systimer_reg.h]', async t => {
	const chip = await started();
	const count = (): number => {
		chip.write(0x6002_3004, 2 ** 30);
		return chip.read(0x6002_3040) * 2 ** 32 + chip.read(0x6002_3044);
	};
	const before = count();
	chip.run(1000);
	t.true(Math.abs(count() - before - 16_000) <= 16);
	chip.write(0x6002_3064, 1);
	chip.write(0x6002_3020, 1);
	chip.write(0x6002_3000, 2 ** 30 + (1 << 24));
	chip.run(1);
	t.is(chip.read(0x6002_3070), 1);
	t.deepEqual(chip.said(), []);
});

test('light sleep without a wake source is reported, deep sleep without one is not [docs, sleep_modes]', async t => {
	const chip = await started();
	chip.machine.soc.rtc.onSleep = () => {};
	chip.write(rtc + 0x3c, 0);
	chip.write(rtc + 0x18, 2 ** 31);
	t.deepEqual(chip.said(), ['RTC_CNTL: sleeps lightly without a wake source']);
	chip.write(rtc + 0x90, 2 ** 31);
	chip.write(rtc + 0x18, 2 ** 31);
	t.deepEqual(chip.said(), []);
});
