// What every board with an ESP32-S3 has in common: the core, its clocks and what ends off.

import type {FlashFacts, RegionFact} from '../../facts/memory-map.ts';
import {type BoardFacts, type MemoryFacts, retainedRecordBytes} from '../../facts/schema.ts';
import {esp32s3At, esp32s3Pulse, esp32s3Pwm, esp32s3UartEnergy} from './draws.ts';

const memory = {
	flashKb: 8192,
	ramKb: 416,
	// one of two slots
	appImageKb: 1024,
	firmwareKb: 1024,
	firmwareDataKb: 8,
	poolKb: 160,
	jsStackBytes: 131_072,
	stackBytes: 139_264,
	retainedBytes: retainedRecordBytes + 3840,
} as const satisfies MemoryFacts;

/** Flash page n is page n of both windows; the first holds what the ROM loads. */
const firstPage = 0x1_0000;
const codeKb = 32;

function region(address: number, bytes: number, access: RegionFact['access'], doc: string): RegionFact {
	return {address, bytes, access, doc};
}

/** SRAM is seen by two buses, 0x6f0000 apart: code first, then data, up to what the ROM works with while it loads. */
function regionsOf({firmwareKb, appImageKb}: MemoryFacts): Record<string, RegionFact> {
	const firmware = firmwareKb * 1024 - firstPage;
	const app = appImageKb * 1024;
	const slotA = 0x3c00_0000 + firmwareKb * 1024;
	return {
		DROM: region(0x3c00_0000 + firstPage, firmware, 'r', 'constants in flash, behind the code'),
		SLOT_A: region(slotA, app, 'r', 'app slot A'),
		SLOT_B: region(slotA + app, app, 'r', 'app slot B'),
		RAM: region(0x3fc8_8000 + codeKb * 1024, 0x3fce_9700 - 0x3fc8_8000 - codeKb * 1024, 'rw', 'data'),
		IRAM: region(0x4037_8000, codeKb * 1024, 'rx', 'vectors, and code for when the flash cannot be read'),
		IROM: region(0x4200_0000 + firstPage, firmware, 'rx', 'code in flash'),
		RETAINED: region(0x5000_0000, 0x2000, 'rw', 'RTC slow memory: what deep sleep keeps'),
	};
}

const flash = {
	by: 'loader',
	pageBytes: 4096,
	// link.ld: the first that lies behind what the ROM loads
	identityAddress: 0x3c00_0000 + firstPage,
	chip: {name: 'ESP32-S3'},
	firmware: {address: 0x3c00_0000, bytes: memory.firmwareKb * 1024},
} as const satisfies FlashFacts;

/** UART1 from the crystal of 40 MHz, at most 0.07 % off; its core wakes for each byte, of which 40 MHz bear so many. */
export const esp32s3Bauds = [
	1200, 2400, 4800, 9600, 14_400, 19_200, 28_800, 31_250, 38_400, 56_000, 57_600, 76_800, 115_200, 230_400,
	250_000, 460_800, 921_600, 1_000_000,
] as const;

/** Strapping pins [data sheet of the ESP32-S3, "Strapping Pins"] and those of octal memories [data sheet of the WROOM-1]. */
const cautions = [
	{pins: [0], doc: 'low at a reset it starts the loader in place of the app'},
	{pins: [3], doc: 'at a reset its level may choose where JTAG is; what drives it must allow both'},
	{pins: [45], doc: 'high at a reset it gives the flash memory 1.8 V, and a memory for 3.3 V does not start'},
	{pins: [46], doc: 'high at a reset together with a low GPIO0 it lets neither the app nor the loader start'},
	{
		pins: [33, 34, 35, 36, 37],
		doc: 'a module with octal memory has it (35 to 37 with R8 or R16 in its name, 33 and 34 with octal flash, too)',
	},
] as const;

export const esp32s3 = {
	chip: 'esp32s3',
	core: 'xtensa-lx7',
	simulator: 'esp32s3',
	virtual: false,
	// the crystal, cheapest while the core waits; and the PLL's fastest, which costs least for the same work
	...esp32s3At({slow: 40, fast: 240}),
	cpiMilli: 1300,
	cpiSource: 'assumed equal to the Cortex-M33; nothing was measured on this core',
	watchdogUs: 8_000_000,
	memory,
	regions: regionsOf(memory),
	flash,
	off: {
		timer: true,
		pins: {first: 0, last: 21, called: 'RTC pin'},
		doc: 'deep sleep: a timer or a level on an RTC pin (GPIO0 to GPIO21) ends it',
	},
	// hal_bus.c, hal_spi.c, hal_serial.c; GPIO0 to GPIO48
	controllers: {
		i2c: 1,
		spi: 1,
		uart: 1,
		bauds: esp32s3Bauds,
		i2cHz: [100_000, 400_000],
		pins: 49,
		// soc_caps.h, SOC_GPIO_VALID_GPIO_MASK
		absentPins: [22, 23, 24, 25],
		cautions,
	},
	uartEnergy: esp32s3UartEnergy,
	pwm: esp32s3Pwm,
	pulse: esp32s3Pulse,
	headroom: 0.2,
} as const satisfies Partial<BoardFacts>;
