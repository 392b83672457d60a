// Energy figures of the ESP32-S3: the rows that concern sleep and one or two cores, each with its source.

import {type Mark, type Row, type Rows, row} from '../../facts/figures.ts';

const remembered = 'from memory, unverified';
const quoted = 'datasheet, quoted by a third party';
const measured = 'measured by someone';
const sheet = 'data sheet, modem-sleep table, as remembered';

function uA(state: string, typ: number, conditions: string, mark: Mark = remembered, source = sheet): Row {
	return row(state, typ, 'uA', mark, source, {conditions});
}

export const esp32s3Rows = {
	ms40_idle: uA('40 MHz, both cores wait', 13_200, 'peripheral clocks off (all on: 18.8 mA)'),
	ms40_1: uA('40 MHz, one core', 16_200, 'peripheral clocks off (on: 21.8 mA)'),
	ms80_idle: uA('80 MHz, both cores wait', 22_000, 'peripheral clocks off (all on: 36.1 mA)'),
	ms80_1: uA('80 MHz, one core', 28_400, 'peripheral clocks off (on: 42.6 mA)'),
	ms80_2: uA('80 MHz, both cores', 35_100, 'peripheral clocks off (on: 49.6 mA)'),
	ms160_idle: uA('160 MHz, both cores wait', 27_600, 'peripheral clocks off (on: 42.3 mA)'),
	ms160_1: uA('160 MHz, one core', 39_900, 'peripheral clocks off (on: 54.6 mA)'),
	ms160_2: uA('160 MHz, both cores', 54_400, 'peripheral clocks off (on: 69.2 mA)'),
	ms240_idle: uA('240 MHz, both cores wait', 32_900, 'peripheral clocks off (on: 47.6 mA)'),
	ms240_1: uA('240 MHz, one core', 51_200, 'peripheral clocks off (on: 65.9 mA)'),
	ms240_2: uA('240 MHz, both cores', 72_400, 'peripheral clocks off (on: 87.9 mA)'),
	light: row('light sleep', 240, 'uA', quoted, "a user's forum post", {
		range: [240, 2000],
		conditions: 'VDD_SPI and Wi-Fi off, all GPIO high impedance; 700 to 1900 uA on users’ boards',
	}),
	deep_rtcmem: row(
		'deep sleep, RTC timer and RTC memory',
		6.8,
		'uA',
		measured,
		'Espressif, esp-idf docs/en/api-guides/sleep-current/esp32s3_summary.inc',
		{conditions: 'RTC peripherals off; average; 7 in the data sheet, quoted by lucidar.me'},
	),
	deep_rtcperiph: uA(
		'deep sleep, RTC memory and RTC peripherals',
		8,
		'ext0, pulls, ULP off',
		remembered,
		'data sheet as remembered',
	),
	deep_measured: uA(
		'deep sleep, DevKitM-1 without its power LED',
		8,
		'fed at 3.3 V, timer wake',
		measured,
		'lucidar.me',
	),
	deep_devkit: row('deep sleep, DevKitC as sold', 1000, 'uA', remembered, 'USB bridge, LDO and LED', {
		range: [500, 5000],
		conditions: 'fed by USB; order of magnitude only',
	}),
	off: uA('CHIP_PU low', 1, '', remembered, 'data sheet as remembered'),
	i_boot: row('while it starts', 40_000, 'uA', remembered, 'as remembered', {range: [25_000, 60_000]}),
	t_deep: row('deep sleep to app_main', 320_000, 'us', measured, 'esp-idf issue 7935; MicroPython PR 12252', {
		range: [100_000, 350_000],
		conditions: 'default bootloader; over 200 ms less where it does not validate the image',
	}),
	t_light: row('light sleep to running code', 700, 'us', remembered, 'as remembered', {range: [300, 2000]}),
	charge_light: row('wake from light sleep', 28, 'uC', remembered, 't_light x i_boot', {range: [7.5, 120]}),
	charge_deep: row('start after deep sleep', 12_800, 'uC', remembered, 't_deep x i_boot', {
		range: [2500, 21_000],
	}),
} as const satisfies Rows;
