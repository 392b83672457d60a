// Ports that are wrong on purpose, each in one place.

import type {Breakage} from '../../wakes/build.ts';

const port = (file: string): string => `boards/chips/esp32s3/${file}`;

/** What the chip does not allow, or does not forgive: the simulator says so. */
export const careless = {
	wakePin: {
		name: 'wake-pin-not-the-rtcs',
		file: port('hal_off.c'),
		from: 'pad | PAD_TO_RTC | PAD_INPUT',
		to: 'pad | PAD_INPUT',
	},
	cache: {
		name: 'cache-not-off',
		file: port('start.c'),
		from: '    Cache_MMU_Init();',
		to: '    Cache_Enable_DCache(0);\n    Cache_MMU_Init();',
	},
	watchdog: {
		name: 'watchdog-unfed',
		file: port('watchdog.c'),
		from: '    unlocked(RTC_WDTFEED, FEED);',
		to: '',
	},
	gate: {
		name: 'gate-closed',
		file: port('hal_bus.c'),
		from: '    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_I2C0;',
		to: '',
	},
	hold: {name: 'hold-forgotten', file: port('hal_off.c'), from: '    pins_hold(true);', to: ''},
} as const satisfies Readonly<Record<string, Breakage>>;

/** What the core's clock and voltage do not allow: each with what is said of it. */
export const unpowered: readonly {readonly wrong: Breakage; readonly said: RegExp}[] = [
	{
		wrong: {
			name: 'pll-not-waited-for',
			file: port('clock.c'),
			from: '    while ((REG(ANALOG_CONF0) & CALIBRATED) == 0) {\n    }\n    time_pass(10);',
			to: '',
		},
		said: /the core is put on the PLL, which was not calibrated/,
	},
	{
		wrong: {
			name: 'voltage-behind-the-clock',
			file: port('clock.c'),
			from: '    if (mhz > core_mhz) {\n        voltage_raise(mhz);\n    }\n',
			to: '',
		},
		said: /the core runs at 240 MHz, and 3 parts of the regulator are off, 0 may be/,
	},
	{
		wrong: {
			name: 'voltage-not-raised',
			file: port('voltage.c'),
			from: 'set_levels(true);\n        time_pass',
			to: 'time_pass',
		},
		said: /the digital regulator is at level 28, this chip needs 29/,
	},
	{
		wrong: {
			name: 'voltage-not-settled',
			file: port('voltage.c'),
			from: 'set_levels(true);\n        time_pass(SETTLE_US);',
			to: 'set_levels(true);',
		},
		said: /the voltage has not settled for 40 us/,
	},
	{
		wrong: {
			name: 'voltage-lowered-first',
			file: port('clock.c'),
			from: '    if (mhz == CLOCK_CRYSTAL_MHZ) {\n        take_crystal();',
			to: '    if (mhz < core_mhz) {\n        voltage_lower(core_mhz, mhz);\n    }\n    if (mhz == CLOCK_CRYSTAL_MHZ) {\n        take_crystal();',
		},
		said: /the core runs at 240 MHz, and the digital regulator is at level 28/,
	},
	{
		wrong: {
			name: 'voltage-not-lowered',
			file: port('clock.c'),
			from: '    if (mhz < core_mhz) {\n        voltage_lower(core_mhz, mhz);\n    }\n',
			to: '',
		},
		said: /sleeps with the core's voltage raised for 240 MHz/,
	},
	{
		wrong: {
			name: 'voltage-of-no-chip',
			file: port('voltage.c'),
			from: 'if (lowest != 0 && is_measured())',
			to: 'if (lowest != 0 && is_measured() && raised && !raised)',
		},
		said: /the digital regulator is at level 28, this chip needs 29/,
	},
	{
		wrong: {name: 'voltage-of-the-rtc', file: port('voltage.c'), from: '10181 +', to: '10381 +'},
		said: /the RTC's voltage is too far below the digital one/,
	},
	{
		wrong: {
			name: 'voltage-without-signs',
			file: port('voltage.c'),
			from: 'return fuse_read(at + bits - 1, 1) ? -size : size;',
			to: 'return size;',
		},
		said: /the RTC's voltage is too far below the digital one/,
	},
];

/** Mistakes in what moves bytes, converts, hears, writes flash and watches the supply. */
export const unhearing: readonly Breakage[] = [
	{
		name: 'spi-gate-closed',
		file: port('hal_spi.c'),
		from: '    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_SPI2;',
		to: '',
	},
	{
		name: 'spi-not-updated',
		file: port('hal_spi.c'),
		from: '    REG(SPI2_CMD) = CMD_UPDATE;\n    while',
		to: '    while',
	},
	{
		name: 'spi-other-edge',
		file: port('hal_spi.c'),
		from: '(mode == 1 || mode == 2)',
		to: '(mode == 0 || mode == 3)',
	},
	{name: 'spi-rests-high', file: port('hal_spi.c'), from: 'mode & 2 ? MISC', to: '!(mode & 2) ? MISC'},
	{
		name: 'spi-bytes-turned',
		file: port('hal_spi.c'),
		from: 'from + i + k] << 8 * k',
		to: 'from + i + k] << 8 * (3 - k)',
	},
	{name: 'spi-a-bit-more', file: port('hal_spi.c'), from: '8 * bytes - 1', to: '8 * bytes'},
	{name: 'spi-buffer-too-long', file: port('hal_spi.c'), from: 'BUFFER 64u', to: 'BUFFER 68u'},
	{name: 'spi-too-fast', file: port('hal_spi.c'), from: '(CRYSTAL_HZ + hz - 1) / hz', to: 'CRYSTAL_HZ / hz'},
	{name: 'spi-done-kept', file: port('hal_spi.c'), from: '    REG(SPI2_INT_CLR) = DONE;', to: ''},
	{
		name: 'adc-without-power',
		file: port('hal_analog.c'),
		from: '    REG(SENS_POWER_XPD) |= POWER_ON;',
		to: '',
	},
	{name: 'adc-gate-closed', file: port('hal_analog.c'), from: '    REG(SENS_CLK_GATE) |= CLOCK_ON;', to: ''},
	{name: 'adc-other-code', file: port('hal_analog.c'), from: 'fuse(149, 8)', to: 'fuse(149, 4)'},
	{name: 'adc-other-slope', file: port('hal_analog.c'), from: '900 + fuse', to: '950 + fuse'},
	{name: 'adc-next-channel', file: port('hal_analog.c'), from: '((input)-1u)', to: '(input)'},
	{
		name: 'adc-not-waited-for',
		file: port('hal_analog.c'),
		from: 'done = wait_for(SENS_MEAS1_CTRL2, DONE, true, until_us);',
		to: '',
	},
	{
		name: 'pad-stays-digital',
		file: port('hal_analog.c'),
		from: 'REG(IO_MUX_PIN(input)) = IO_MUX_GPIO;',
		to: '',
	},
	{name: 'pdm-other-filter', file: port('hal_capture.c'), from: '{16000, DSR_16, 2,', to: '{16000, 0, 2,'},
	{
		name: 'pdm-no-fraction',
		file: port('hal_capture.c'),
		from: 'REG(I2S0_RX_CLKM_DIV) = rate->fraction;',
		to: '',
	},
	{
		name: 'pdm-not-updated',
		file: port('hal_capture.c'),
		from: '    REG(I2S0_RX_CONF) = conf | UPDATE;',
		to: '',
	},
	{
		name: 'pdm-short-blocks',
		file: port('hal_capture.c'),
		from: 'REG(I2S0_RXEOF_NUM) = capture.ring.block * sizeof(int16_t);',
		to: 'REG(I2S0_RXEOF_NUM) = capture.ring.block;',
	},
	{name: 'pdm-unwired', file: port('hal_capture.c'), from: '= I2S0_SIGNAL_CLOCK;', to: '= GPIO_PLAIN;'},
	{
		name: 'pdm-half-as-loud',
		file: port('hal_capture.c'),
		from: 'float gain = 4096.0f;',
		to: 'float gain = 2048.0f;',
	},
	{
		name: 'pdm-block-uncounted',
		file: port('hal_capture.c'),
		from: '(last + 1 + capture.ring.blocks - known)',
		to: '(last + capture.ring.blocks - known)',
	},
	{name: 'pdm-asleep', file: port('hal_sleep.c'), from: '&& holds == 0', to: ''},
	{name: 'flash-not-enabled', file: port('flash.c'), from: '    command(WRITE_ENABLE);', to: ''},
	{name: 'flash-in-use', file: port('flash.c'), from: 'data = Cache_Suspend_DCache();', to: 'data = 0;'},
	{
		name: 'flash-not-waited-for',
		file: port('flash.c'),
		from: '    command(PAGE_PROGRAM);\n    wait_idle();',
		to: '    command(PAGE_PROGRAM);',
	},
	{name: 'flash-cache-stale', file: port('flash.c'), from: '    Cache_Invalidate_DCache_All();', to: ''},
	{
		name: 'flash-other-word',
		file: port('flash.c'),
		from: '(uint32_t)word & WINDOW',
		to: '((uint32_t)word + 4) & WINDOW',
	},
	{
		name: 'supply-unwatched',
		file: port('brownout.c'),
		from: '    REG(RTC_BROWN_OUT) |= DETECTOR_ON;',
		to: '',
	},
	{name: 'supply-too-low', file: port('brownout.c'), from: 'LEVEL 4u', to: 'LEVEL 6u'},
	{
		name: 'supply-by-hardware',
		file: port('brownout.c'),
		from: '    REG(RTC_FIB_SEL) &= ~BY_HARDWARE;',
		to: '',
	},
];

/** Not a mistake: what it does is the same. */
export const harmless: Breakage = {
	name: 'harmless',
	file: port('hal_spi.c'),
	from: '    REG(SPI2_SLAVE) = 0;',
	to: '    REG(SPI2_SLAVE) = 0;\n    REG(SPI2_SLAVE) = 0;',
};

/** Mistakes that the chip allows: the life of a device is another one. */
export const mistaken: readonly Breakage[] = [
	{
		name: 'sense-the-same-level',
		file: port('hal_pins.c'),
		from: 'high ? GPIO_PIN_TYPE_LOW : GPIO_PIN_TYPE_HIGH',
		to: 'high ? GPIO_PIN_TYPE_HIGH : GPIO_PIN_TYPE_LOW',
	},
	{
		name: 'light-sleep-by-the-clock-only',
		file: port('hal_sleep.c'),
		from: 'uint32_t causes = WAKE_GPIO;',
		to: 'uint32_t causes = 0;',
	},
	{name: 'time-stands-still', file: port('hal_time.c'), from: 'base_us += at_us - now_us;', to: ''},
	{name: 'slow-clock-off-by-2', file: port('hal_time.c'), from: 'CRYSTAL_MHZ 40u', to: 'CRYSTAL_MHZ 41u'},
	{name: 'cause-of-off', file: port('hal_boot.c'), from: 'cause = HAL_BOOT_OFF_WAKE;', to: ''},
	{
		name: 'pin-of-ext1',
		file: port('hal_boot.c'),
		from: 'causes & WAKE_EXT1 && pins',
		to: 'causes & WAKE_EXT0 && pins',
	},
	{
		name: 'level-of-ext1',
		file: port('hal_off.c'),
		from: '(ext1_high ? EXT1_HIGH : 0)',
		to: '(ext1_high ? 0 : EXT1_HIGH)',
	},
	{
		name: 'time-of-off-lost',
		file: port('hal_boot.c'),
		from: 'return !memory_lost;',
		to: 'return memory_lost;',
	},
	{name: 'last-byte-acknowledged', file: port('hal_bus.c'), from: 'OP_READ | NACK | 1u', to: 'OP_READ | 1u'},
	{name: 'console-cut', file: port('hal_off.c'), from: '    console_flush();', to: ''},
	{name: 'pll-at-80', file: port('clock.c'), from: '(mhz / 80u - 1u)', to: '(mhz - mhz)'},
];
