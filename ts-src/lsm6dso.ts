// LSM6DSO: a three-axis accelerometer and a three-axis gyroscope.

import * as native from 'catnap:sensor';
import type {Pin} from './board-types.ts';
import {type SensorOptions, SensorStream} from './sensor-stream.ts';

/** The chip's rates in samples per second; the slowest is for the accelerometer alone. */
export type Lsm6dsoRate = 1.6 | 12.5 | 26 | 52 | 104 | 208 | 416 | 833 | 1666;

/** The watermark is 1 to 255, or 511 without the gyroscope. */
export interface Lsm6dsoOptions<
	RateHz extends Lsm6dsoRate = Lsm6dsoRate,
	Gyroscope extends boolean = boolean,
	Alert extends Pin = Pin,
> extends SensorOptions<RateHz, Alert> {
	/** 7-bit I2C address. @default 0x6a (SA0 low) */
	readonly address?: 0x6a | 0x6b;
	/** Without it a sample has three axes, and the chip takes a twentieth of the current. @default true */
	readonly gyroscope?: Gyroscope;
	/** Full scale of the gyroscope, plus and minus, in degrees per second. @default 250 */
	readonly rangeDps?: 125 | 250 | 500 | 1000 | 2000;
}

/**
 * LSM6DSO, accelerometer and gyroscope at one rate. Motion: thresholds from 1/256 of the range in as many steps to a
 * quarter of it, then in steps of 1/64 of it; durations to 115 ms in steps of 38 ms.
 */
export class Lsm6dso<
	const RateHz extends Lsm6dsoRate,
	const Gyroscope extends boolean = true,
	Alert extends Pin = Pin,
> extends SensorStream<RateHz, Gyroscope extends false ? 3 : 6, Alert> {
	/**
	 * Finds the chip and puts it to rest; sampling begins with `windows()`.
	 * @throws {NativeError} NO_DEVICE when nothing answers at the address, WRONG_DEVICE when another chip does.
	 */
	constructor(options: Lsm6dsoOptions<RateHz, Gyroscope, Alert>) {
		const {address = 0x6a, gyroscope = true, rangeDps = 250} = options;
		const turns = gyroscope ? rangeDps : 0;
		const limits =
			'watermark 1 to 255, or 511 without gyroscope; motion from 1/256 of the range to 63/64, at most 115 ms; 1.6 Hz without gyroscope';
		super({name: 'LSM6DSO', open: native.lsm6dso, identity: 0x6c, address, rangeDps: turns, limits}, options);
	}
}
