// Registers of the LSM6DSO: what can be written, what must stay as it is, what holds after power-on, what codes mean.

import {type RegisterFact, readOnly} from './register-chip.ts';

export const reg = {
	FIFO_CTRL1: 0x07,
	FIFO_CTRL2: 0x08,
	FIFO_CTRL3: 0x09,
	FIFO_CTRL4: 0x0a,
	INT1_CTRL: 0x0d,
	WHO_AM_I: 0x0f,
	CTRL1_XL: 0x10,
	CTRL2_G: 0x11,
	CTRL3_C: 0x12,
	CTRL5_C: 0x14,
	CTRL6_C: 0x15,
	CTRL8_XL: 0x17,
	ALL_INT_SRC: 0x1a,
	WAKE_UP_SRC: 0x1b,
	STATUS: 0x1e,
	OUTX_L_G: 0x22,
	OUTZ_H_A: 0x2d,
	FIFO_STATUS1: 0x3a,
	FIFO_STATUS2: 0x3b,
	TAP_CFG0: 0x56,
	TAP_CFG2: 0x58,
	WAKE_UP_THS: 0x5b,
	WAKE_UP_DUR: 0x5c,
	MD1_CFG: 0x5e,
	FIFO_DATA_OUT_TAG: 0x78,
	FIFO_DATA_OUT_Z_H: 0x7e,
} as const;

const readable = (first: number, names: readonly string[]): Record<number, RegisterFact> =>
	Object.fromEntries(names.map((name, index) => [first + index, readOnly(name)]));

const both = (names: readonly string[]): string[] => names.flatMap(name => [`${name}_L`, `${name}_H`]);

/** A register of functions that the simulated chip does not have: it holds its reset value. */
const unused = (name: string, writable: number, reset = 0, fixed = 0): RegisterFact => ({
	name,
	writable,
	reset,
	...(fixed === 0 ? {} : {fixed}),
	absent: writable & ~reset,
});

export const registers: Readonly<Record<number, RegisterFact>> = {
	1: unused('FUNC_CFG_ACCESS', 0xc0),
	2: {name: 'PIN_CTRL', writable: 0xc0, reset: 0x3f, fixed: 0x3f},
	7: {name: 'FIFO_CTRL1', writable: 0xff, reset: 0},
	8: {name: 'FIFO_CTRL2', writable: 0xd7, reset: 0, absent: 0xd6},
	9: {name: 'FIFO_CTRL3', writable: 0xff, reset: 0},
	10: {name: 'FIFO_CTRL4', writable: 0xf7, reset: 0, absent: 0xf0},
	11: unused('COUNTER_BDR_REG1', 0xe7),
	12: unused('COUNTER_BDR_REG2', 0xff),
	13: {name: 'INT1_CTRL', writable: 0xff, reset: 0, absent: 0xc4},
	14: unused('INT2_CTRL', 0x7f),
	15: readOnly('WHO_AM_I', 0x6c),
	16: {name: 'CTRL1_XL', writable: 0xfe, reset: 0, absent: 0x02},
	17: {name: 'CTRL2_G', writable: 0xfe, reset: 0},
	18: {name: 'CTRL3_C', writable: 0xfd, reset: 0x04, absent: 0x18},
	19: unused('CTRL4_C', 0x6e),
	20: {name: 'CTRL5_C', writable: 0xef, reset: 0, absent: 0x6f},
	21: {name: 'CTRL6_C', writable: 0xff, reset: 0, absent: 0xef},
	22: unused('CTRL7_G', 0xf7),
	23: {name: 'CTRL8_XL', writable: 0xfd, reset: 0, absent: 0x11},
	24: unused('CTRL9_XL', 0xfe, 0xe0),
	25: unused('CTRL10_C', 0x20),
	...readable(0x1a, ['ALL_INT_SRC', 'WAKE_UP_SRC', 'TAP_SRC', 'D6D_SRC', 'STATUS_REG']),
	...readable(0x20, both(['OUT_TEMP', 'OUTX_G', 'OUTY_G', 'OUTZ_G', 'OUTX_A', 'OUTY_A', 'OUTZ_A'])),
	...readable(0x35, ['EMB_FUNC_STATUS', 'FSM_STATUS_A', 'FSM_STATUS_B']),
	...readable(0x39, ['STATUS_MASTER', 'FIFO_STATUS1', 'FIFO_STATUS2']),
	...readable(0x40, ['TIMESTAMP0', 'TIMESTAMP1', 'TIMESTAMP2', 'TIMESTAMP3']),
	86: {name: 'TAP_CFG0', writable: 0x7f, reset: 0, absent: 0x2e},
	87: unused('TAP_CFG1', 0xff),
	88: {name: 'TAP_CFG2', writable: 0xff, reset: 0, absent: 0x7f},
	89: unused('TAP_THS_6D', 0xff),
	90: unused('INT_DUR2', 0xff),
	91: {name: 'WAKE_UP_THS', writable: 0xff, reset: 0, absent: 0xc0},
	92: {name: 'WAKE_UP_DUR', writable: 0xff, reset: 0, absent: 0x8f},
	93: unused('FREE_FALL', 0xff),
	94: {name: 'MD1_CFG', writable: 0xff, reset: 0, absent: 0xdf},
	95: unused('MD2_CFG', 0xff),
	98: unused('I3C_BUS_AVB', 0x19),
	99: readOnly('INTERNAL_FREQ_FINE'),
	111: unused('INT_OIS', 0xf0),
	112: unused('CTRL1_OIS', 0x7f),
	113: unused('CTRL2_OIS', 0xff),
	114: unused('CTRL3_OIS', 0xff),
	115: unused('X_OFS_USR', 0xff),
	116: unused('Y_OFS_USR', 0xff),
	117: unused('Z_OFS_USR', 0xff),
	...readable(0x78, ['FIFO_DATA_OUT_TAG', 'FIFO_DATA_OUT_X_L', 'FIFO_DATA_OUT_X_H', 'FIFO_DATA_OUT_Y_L']),
	...readable(0x7c, ['FIFO_DATA_OUT_Y_H', 'FIFO_DATA_OUT_Z_L', 'FIFO_DATA_OUT_Z_H']),
};

/** Rates in Hz by their code 1 to 10; each is half of the next. */
export const ratesHz = [0, 12.5, 26, 52, 104, 208, 416, 833, 1666, 3332, 6664] as const;

/** Code 11 of the accelerometer in its frugal modes, and of its batches: an eighth of code 1. */
export const slowestHz = 1.6;

/** Where a code stands in the row of rates that halve; undefined: not allowed. */
export function rung(code: number, eleven: number | undefined): number | undefined {
	return code === 11 ? eleven : code >= 1 && code <= 10 ? code : undefined;
}

/** Milli-g per count, by bits FS [3:2] of CTRL1_XL: 2, 16, 4, 8 g. */
export const mgPerCount = [0.061, 0.488, 0.122, 0.244] as const;
export const rangeMg = [2000, 16_000, 4000, 8000] as const;

/** Millidegrees per second per count, by bits [3:1] of CTRL2_G; undefined: not allowed. */
export const mdpsPerCount = [8.75, 4.375, 17.5, undefined, 35, undefined, 70, undefined] as const;

/** Divisor of the output rate that is the high-pass filter's cut-off, by HPCF_XL; 0 is the slope filter. */
export const highPassDivisors = [4, 10, 20, 45, 100, 200, 400, 800] as const;

/** Angular rate is meaningless this long after the gyroscope was switched on (data sheet as remembered). */
export const gyroscopeTurnOnUs = 35_000;
