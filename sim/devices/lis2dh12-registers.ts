// Registers of the LIS2DH12: what can be written, what must stay zero, what holds after power-on.

import {type RegisterFact, readOnly} from './register-chip.ts';

export const reg = {
	STATUS_AUX: 0x07,
	WHO_AM_I: 0x0f,
	CTRL0: 0x1e,
	TEMP_CFG: 0x1f,
	CTRL1: 0x20,
	CTRL2: 0x21,
	CTRL3: 0x22,
	CTRL4: 0x23,
	CTRL5: 0x24,
	CTRL6: 0x25,
	REFERENCE: 0x26,
	STATUS: 0x27,
	OUT_X_L: 0x28,
	OUT_Z_H: 0x2d,
	FIFO_CTRL: 0x2e,
	FIFO_SRC: 0x2f,
	INT1_CFG: 0x30,
	INT1_SRC: 0x31,
	INT1_THS: 0x32,
	INT1_DURATION: 0x33,
} as const;

export const registers: Readonly<Record<number, RegisterFact>> = {
	7: readOnly('STATUS_REG_AUX'),
	12: readOnly('OUT_TEMP_L'),
	13: readOnly('OUT_TEMP_H'),
	15: readOnly('WHO_AM_I', 0x33),
	30: {name: 'CTRL_REG0', writable: 0x80, reset: 0x10, fixed: 0x10},
	31: {name: 'TEMP_CFG_REG', writable: 0xc0, reset: 0, absent: 0xc0},
	32: {name: 'CTRL_REG1', writable: 0xff, reset: 0x07},
	33: {name: 'CTRL_REG2', writable: 0xff, reset: 0, absent: 0x06},
	34: {name: 'CTRL_REG3', writable: 0xfe, reset: 0, absent: 0xa0},
	35: {name: 'CTRL_REG4', writable: 0xff, reset: 0, absent: 0x47},
	36: {name: 'CTRL_REG5', writable: 0xcf, reset: 0, absent: 0x07},
	37: {name: 'CTRL_REG6', writable: 0xfa, reset: 0, absent: 0xf8},
	38: {name: 'REFERENCE', writable: 0xff, reset: 0},
	39: readOnly('STATUS_REG'),
	40: readOnly('OUT_X_L'),
	41: readOnly('OUT_X_H'),
	42: readOnly('OUT_Y_L'),
	43: readOnly('OUT_Y_H'),
	44: readOnly('OUT_Z_L'),
	45: readOnly('OUT_Z_H'),
	46: {name: 'FIFO_CTRL_REG', writable: 0xff, reset: 0, absent: 0x20},
	47: readOnly('FIFO_SRC_REG'),
	48: {name: 'INT1_CFG', writable: 0xff, reset: 0, absent: 0x40},
	49: readOnly('INT1_SRC'),
	50: {name: 'INT1_THS', writable: 0x7f, reset: 0},
	51: {name: 'INT1_DURATION', writable: 0x7f, reset: 0},
	52: {name: 'INT2_CFG', writable: 0xff, reset: 0, absent: 0xff},
	53: readOnly('INT2_SRC'),
	54: {name: 'INT2_THS', writable: 0x7f, reset: 0},
	55: {name: 'INT2_DURATION', writable: 0x7f, reset: 0},
	56: {name: 'CLICK_CFG', writable: 0x3f, reset: 0, absent: 0x3f},
	57: readOnly('CLICK_SRC'),
	58: {name: 'CLICK_THS', writable: 0xff, reset: 0},
	59: {name: 'TIME_LIMIT', writable: 0x7f, reset: 0},
	60: {name: 'TIME_LATENCY', writable: 0xff, reset: 0},
	61: {name: 'TIME_WINDOW', writable: 0xff, reset: 0},
	62: {name: 'ACT_THS', writable: 0x7f, reset: 0, absent: 0x7f},
	63: {name: 'ACT_DUR', writable: 0xff, reset: 0},
};

/** Output rate in Hz by the code in CTRL_REG1 [7:4], in low-power mode and in the others; 0 is power-down. */
export const ratesHz: readonly {readonly lowPower: number | undefined; readonly other: number | undefined}[] =
	[
		{lowPower: 0, other: 0},
		{lowPower: 1, other: 1},
		{lowPower: 10, other: 10},
		{lowPower: 25, other: 25},
		{lowPower: 50, other: 50},
		{lowPower: 100, other: 100},
		{lowPower: 200, other: 200},
		{lowPower: 400, other: 400},
		{lowPower: 1620, other: undefined},
		{lowPower: 5376, other: 1344},
	];

export const modes = {
	'low-power': {bits: 8, mgPerDigit: [16, 32, 64, 192]},
	normal: {bits: 10, mgPerDigit: [4, 8, 16, 48]},
	'high-resolution': {bits: 12, mgPerDigit: [1, 2, 4, 12]},
} as const;

export type LisMode = keyof typeof modes;

/** Milli-g per digit of INT1_THS by range. */
export const thresholdMg = [16, 32, 62, 186] as const;
