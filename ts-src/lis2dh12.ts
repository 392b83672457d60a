// LIS2DH12 or LIS3DH: a three-axis accelerometer.

import * as native from 'catnap:sensor';
import type {Pin} from './board-types.ts';
import {type SensorOptions, SensorStream} from './sensor-stream.ts';

/** The chip's rates in samples per second. */
export type Lis2dh12Rate = 1 | 10 | 25 | 50 | 100 | 200 | 400;

/** The watermark is 1 to 31. */
export interface Lis2dh12Options<RateHz extends Lis2dh12Rate = Lis2dh12Rate, Alert extends Pin = Pin>
	extends SensorOptions<RateHz, Alert> {
	/** 7-bit I2C address. @default 0x19 (SDO high) */
	readonly address?: 0x18 | 0x19;
}

/**
 * LIS2DH12 or LIS3DH, three-axis accelerometer, in high-resolution mode (12 bit). Motion: thresholds from 16, 32, 62 or
 * 186 mg at 2, 4, 8 or 16 g, 127 times that at most; durations to 5 s in steps of 40 ms.
 */
export class Lis2dh12<const RateHz extends Lis2dh12Rate, Alert extends Pin = Pin> extends SensorStream<
	RateHz,
	3,
	Alert
> {
	/**
	 * Finds the chip and puts it to rest; sampling begins with `windows()`.
	 * @throws {NativeError} NO_DEVICE when nothing answers at the address, WRONG_DEVICE when another chip does, BUSY when
	 * another object has the chip.
	 */
	constructor(options: Lis2dh12Options<RateHz, Alert>) {
		const {address = 0x19} = options;
		const limits =
			'watermark 1 to 31; motion at 2, 4, 8, 16 g from 16, 32, 62, 186 mg to 127 times that, at most 5 s';
		super({name: 'LIS2DH12', open: native.lis2dh12, identity: 0x33, address, rangeDps: 0, limits}, options);
	}
}
