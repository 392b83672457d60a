// Registers of the LIS2DH12: what can be written, what must stay zero, what holds after power-on.

export interface RegisterFact {
	readonly name: string;
	/** Bits that may be written; 0 is a read-only register. */
	readonly writable: number;
	readonly reset: number;
	/** Bits outside `writable` that must keep this value. */
	readonly fixed?: number;
	/** Bits whose function this model does not have: setting one is reported. */
	readonly absent?: number;
}

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

const readOnly = (name: string, reset = 0): RegisterFact => ({name, writable: 0, reset});

export const registers: Readonly<Record<number, RegisterFact>> = {
	0x07: readOnly('STATUS_REG_AUX'),
	0x0c: readOnly('OUT_TEMP_L'),
	0x0d: readOnly('OUT_TEMP_H'),
	0x0f: readOnly('WHO_AM_I', 0x33),
	0x1e: {name: 'CTRL_REG0', writable: 0x80, reset: 0x10, fixed: 0x10},
	0x1f: {name: 'TEMP_CFG_REG', writable: 0xc0, reset: 0, absent: 0xc0},
	0x20: {name: 'CTRL_REG1', writable: 0xff, reset: 0x07},
	0x21: {name: 'CTRL_REG2', writable: 0xff, reset: 0, absent: 0x06},
	0x22: {name: 'CTRL_REG3', writable: 0xfe, reset: 0, absent: 0xa0},
	0x23: {name: 'CTRL_REG4', writable: 0xff, reset: 0, absent: 0x47},
	0x24: {name: 'CTRL_REG5', writable: 0xcf, reset: 0, absent: 0x07},
	0x25: {name: 'CTRL_REG6', writable: 0xfa, reset: 0, absent: 0xf8},
	0x26: {name: 'REFERENCE', writable: 0xff, reset: 0},
	0x27: readOnly('STATUS_REG'),
	0x28: readOnly('OUT_X_L'),
	0x29: readOnly('OUT_X_H'),
	0x2a: readOnly('OUT_Y_L'),
	0x2b: readOnly('OUT_Y_H'),
	0x2c: readOnly('OUT_Z_L'),
	0x2d: readOnly('OUT_Z_H'),
	0x2e: {name: 'FIFO_CTRL_REG', writable: 0xff, reset: 0, absent: 0x20},
	0x2f: readOnly('FIFO_SRC_REG'),
	0x30: {name: 'INT1_CFG', writable: 0xff, reset: 0, absent: 0x40},
	0x31: readOnly('INT1_SRC'),
	0x32: {name: 'INT1_THS', writable: 0x7f, reset: 0},
	0x33: {name: 'INT1_DURATION', writable: 0x7f, reset: 0},
	0x34: {name: 'INT2_CFG', writable: 0xff, reset: 0, absent: 0xff},
	0x35: readOnly('INT2_SRC'),
	0x36: {name: 'INT2_THS', writable: 0x7f, reset: 0},
	0x37: {name: 'INT2_DURATION', writable: 0x7f, reset: 0},
	0x38: {name: 'CLICK_CFG', writable: 0x3f, reset: 0, absent: 0x3f},
	0x39: readOnly('CLICK_SRC'),
	0x3a: {name: 'CLICK_THS', writable: 0xff, reset: 0},
	0x3b: {name: 'TIME_LIMIT', writable: 0x7f, reset: 0},
	0x3c: {name: 'TIME_LATENCY', writable: 0xff, reset: 0},
	0x3d: {name: 'TIME_WINDOW', writable: 0xff, reset: 0},
	0x3e: {name: 'ACT_THS', writable: 0x7f, reset: 0, absent: 0x7f},
	0x3f: {name: 'ACT_DUR', writable: 0xff, reset: 0},
};

/** Output rate in Hz by the code in CTRL_REG1 [7:4], in low-power mode and in the others; 0 is power-down. */
export const ratesHz: readonly {readonly lowPower: number | undefined; readonly other: number | undefined}[] = [
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
