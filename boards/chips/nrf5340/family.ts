// What every board with an nRF5340 has in common: the application core, its memory map and what ends off.

import type {FlashFacts, RegionFact} from '../../facts/memory-map.ts';
import {type BoardFacts, type MemoryFacts, retainedRecordBytes} from '../../facts/schema.ts';
import {
	nrf5340Cpi,
	nrf5340Energy,
	nrf5340Pulse,
	nrf5340Pwm,
	nrf5340Supply,
	nrf5340UartEnergy,
} from './draws.ts';

const ramStart = 0x2000_0000;
/** Two sections of VMC block 0: what System OFF keeps. */
const keptKb = 8;
/** The last 4 KiB stay free: start-up code of the vendor copies FICR there. */
const vendorKb = 4;

const memory = {
	flashKb: 1024,
	ramKb: 512,
	// one of two slots
	appImageKb: 288,
	firmwareKb: 416,
	firmwareDataKb: 8,
	poolKb: 160,
	jsStackBytes: 131_072,
	stackBytes: 139_264,
	retainedBytes: retainedRecordBytes + 3840,
} as const satisfies MemoryFacts;

function region(address: number, kb: number, access: RegionFact['access'], doc: string): RegionFact {
	return {address, bytes: kb * 1024, access, doc};
}

/** Firmware, then two app slots; retained memory first in RAM. */
function regionsOf({firmwareKb, appImageKb, ramKb}: MemoryFacts): Record<string, RegionFact> {
	const slotA = firmwareKb * 1024;
	return {
		FIRMWARE: region(0, firmwareKb, 'rx', 'vectors and identity first'),
		SLOT_A: region(slotA, appImageKb, 'r', 'app slot A'),
		SLOT_B: region(slotA + appImageKb * 1024, appImageKb, 'r', 'app slot B'),
		RETAINED: region(ramStart, keptKb, 'rw', 'what System OFF keeps: VMC block 0, sections 0 and 1'),
		RAM: region(ramStart + keptKb * 1024, ramKb - vendorKb - keptKb, 'rwx', 'all but the last 4 KiB'),
	};
}

const flash = {
	by: 'probe',
	pageBytes: 4096,
	// behind the vectors: identity.c
	identityAddress: (16 + 69) * 4,
	// FICR.INFO.PART
	chip: {name: 'nRF5340', idAddress: 0x00ff_020c, id: 0x5340},
} as const satisfies FlashFacts;

/** UARTE: the rates of BAUDRATE in Nordic's device description. */
export const nrf5340Bauds = [
	1200, 2400, 4800, 9600, 14_400, 19_200, 28_800, 31_250, 38_400, 56_000, 57_600, 76_800, 115_200, 230_400,
	250_000, 460_800, 921_600, 1_000_000,
] as const;

/** Erratum 47: at 400 kHz the clock's low time is too short. */
const i2cHz = 390_000;

export const nrf5340 = {
	chip: 'nrf5340',
	core: 'cortex-m33',
	simulator: 'nrf5340',
	virtual: false,
	clockHz: 64_000_000,
	fastClockHz: 128_000_000,
	...nrf5340Cpi,
	watchdogUs: 8_000_000,
	memory,
	regions: regionsOf(memory),
	flash,
	off: {timer: false, doc: 'System OFF: no clock runs, a level on a pin ends it'},
	buses: {
		i2c0: {kind: 'i2c', number: 0, hz: i2cHz, timeoutUs: 10_000, sda: 'sda', scl: 'scl'},
	},
	// hal_bus.c, hal_spi.c, hal_serial.c; P0.00 to P1.15
	controllers: {
		i2c: 2,
		spi: 1,
		uart: 1,
		bauds: nrf5340Bauds,
		// TWIM3 and UARTE3
		shared: [['i2c 1', 'uart 0']],
		i2cHz: [100_000, 250_000, i2cHz],
		pins: 48,
	},
	uartEnergy: nrf5340UartEnergy,
	pwm: nrf5340Pwm,
	pulse: nrf5340Pulse,
	supply: nrf5340Supply,
	// power.c switches off what lies behind the firmware's last byte
	energy: nrf5340Energy({ramOnKb: 308, ramOffKb: keptKb, i2cHz}),
	headroom: 0.2,
} as const satisfies Omit<BoardFacts, 'name' | 'title' | 'id' | 'pins' | 'rails' | 'sensors'>;
