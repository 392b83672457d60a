// Energy figures of the nRF5340: the rows that concern the application core, each with its source, and
// what Nordic's tables say of its serial ports.

import {type Rows, row} from '../../facts/figures.ts';

const remembered = 'from memory, unverified';
const computed = 'computed from other rows';
const sister = 'product spec of a sister part';
const spec = 'product spec';
const quoted = 'datasheet, quoted by a third party';
const babbleSim = 'BabbleSim ext_nRF_hw_models, NHW_config.5340.h';
const brief = 'product brief as remembered';
const page = 'product page as remembered';
/** What Nordic's table of current consumption says for all its rows. */
const common = '3 V, 25 C, DC/DC, HFINT 64 MHz, no LFCLK, 8 kB application RAM on, network core forced off';
const busy = `${common}; CPU in WFI`;
const table = 'nRF5340 product specification, current consumption';

export const nrf5340Rows = {
	cpu_64: row('core runs from flash at 64 MHz', 3500, 'uA', remembered, `${brief}: 257 CoreMark, 73 per mA`, {
		range: [3000, 4500],
		conditions: `${common}; cache on; CoreMark`,
	}),
	cpu_128: row(
		'core runs from flash at 128 MHz',
		7800,
		'uA',
		remembered,
		`${brief}: 514 CoreMark, 66 per mA`,
		{
			range: [7000, 9000],
			conditions: `${common}; cache on; CoreMark`,
		},
	),
	twim_100: row('TWIM moves data at 100 kbit/s', 965, 'uA', spec, `${table}, ITWIM0`, {conditions: busy}),
	twim_400: row('TWIM moves data at 400 kbit/s', 1000, 'uA', spec, `${table}, ITWIM2`, {conditions: busy}),
	twim_1000: row('TWIM moves data at 1 Mbit/s', 2050, 'uA', spec, `${table}, ITWIM4`, {conditions: busy}),
	spim_2m: row('SPIM moves data at 2 Mbit/s', 935, 'uA', spec, `${table}, ISPIM0`, {conditions: busy}),
	spim_8m: row('SPIM moves data at 8 Mbit/s', 1705, 'uA', spec, `${table}, ISPIM2`, {conditions: busy}),
	uarte_115k: row('UARTE sends at 115200 bit/s', 890, 'uA', spec, `${table}, IUARTE1`, {
		conditions: `${busy}; HFXO`,
	}),
	uarte_rx: row('UARTE waits to receive', 645, 'uA', spec, `${table}, IUARTE,IDLE0`, {conditions: busy}),
	hfxo: row('HFXO runs', 250, 'uA', sister, 'nRF52832 product specification, IHFXO, from memory', {
		range: [100, 500],
	}),
	on_idle: row('System ON idle, wake by any event', 1.3, 'uA', remembered, page, {
		range: [1, 2],
		conditions: '3 V, little RAM on, no LFCLK',
	}),
	on_idle_rtc: row('System ON idle, RTC on LFXO', 1.5, 'uA', remembered, page, {
		range: [1.2, 2.5],
		conditions: '3 V, little RAM on',
	}),
	on_idle_rtc_full: row(
		'System ON idle, RTC on LFXO, 512 KiB RAM on',
		4.5,
		'uA',
		computed,
		'estimate: on_idle_rtc and 128 sections; the sister nRF54L15 draws 2.9 uA with 256 KiB',
		{range: [3, 7]},
	),
	ram_on_4k: row(
		'a 4 KiB section that stays on in System ON',
		3 / 126,
		'uA',
		remembered,
		'on_idle_rtc_full less on_idle_rtc, over the 126 sections between them; range of ret_4k',
		{range: [0.0125, 0.04]},
	),
	off: row('System OFF, nothing retained, wake by GPIO or reset', 0.9, 'uA', remembered, page, {
		range: [0.7, 1.5],
		conditions: '3 V',
	}),
	ret_4k: row(
		'a 4 KiB section that is retained in System OFF',
		0.025,
		'uA',
		sister,
		'sister parts: nRF91 0.1 uA for 32 kB, nRF54L15 0.03 uA for 4 kB',
		{range: [0.0125, 0.04]},
	),
	gpiote_in: row('a GPIOTE IN event armed in WFI', 16, 'uA', sister, 'nRF91: 18 uA against 1.8 uA (PORT)', {
		range: [5, 50],
	}),
	gpiote_port: row('PORT and SENSE in WFI', 0, 'uA', sister, 'nRF91: none'),
	pwm: row(
		'PWM makes pulses, without its clock',
		200,
		'uA',
		sister,
		'nRF52832 product specification, IPWM, from memory',
		{
			range: [100, 400],
		},
	),
	constlat: row('constant latency in WFI', 550, 'uA', sister, 'nRF54L15 0.55 mA, nRF91 0.6 mA', {
		range: [400, 800],
	}),
	wake_charge: row(
		'a short wake with the start of the clock',
		0.8,
		'uC',
		computed,
		'from 671 uA at k_msleep(1) and 200 uA at k_msleep(5), measured by someone',
		{range: [0.6, 1]},
	),
	t_wake_idle: row('WFI to the first instruction', 10, 'us', remembered, 'HFINT start, cache warm', {
		range: [3, 30],
	}),
	t_wake_off: row(
		'System OFF to the reset handler',
		300,
		'us',
		remembered,
		'copy of the trimming, .data and .bss follow; LFXO 0.25 s if used',
		{range: [30, 2000]},
	),
	t_lfxo: row('start of the LFXO', 250_000, 'us', quoted, 'data sheet, quoted by embassy-nrf src/lib.rs', {
		range: [200_000, 500_000],
	}),
	t_hfxo: row('start of the HFXO', 1400, 'us', quoted, 'startup-time-us in the Zephyr devicetree'),
	flash_word: row('write of a flash word', 43, 'us', quoted, babbleSim),
	flash_erase: row('erase of a flash page', 87_500, 'us', quoted, babbleSim),
	flash_i: row('flash is written or erased', 7000, 'uA', remembered, 'as on nRF52', {range: [3000, 8000]}),
	saadc_conversion: row(
		'a conversion of the SAADC',
		0.0084,
		'uC',
		remembered,
		'12 us of 700 uA, the figure of the nRF52832 for its SAADC',
		{range: [0.005, 0.02]},
	),
	pdm: row('PDM records one channel, HFXO on', 1400, 'uA', remembered, 'PDM of the nRF52832 with EasyDMA', {
		range: [700, 2000],
	}),
	charge_off: row('start after System OFF', 1.05, 'uC', remembered, 't_wake_off (300 us) x cpu_64', {
		range: [0.1, 9],
	}),
} as const satisfies Rows;
