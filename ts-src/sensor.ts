// `catnap/sensor`: sensors that sample by themselves and wake the chip.

import * as native from 'catnap:sensor';
import type {Bus, Pin, PinAble} from './board.ts';
import {type Duration, durationUs} from './duration.ts';
import type {WakeSource} from './wake-source.ts';
import type {Window, WindowOptions} from './window.ts';

export {
	Microphone,
	type MicrophoneOptions,
	type MicrophoneRate,
	type MicrophoneStats,
	type SoundWindow,
} from './microphone.ts';
export type {Window, WindowOptions} from './window.ts';

/** The chip's rates in samples per second. */
export type Lis2dh12Rate = 1 | 10 | 25 | 50 | 100 | 200 | 400;

export interface Lis2dh12Options<RateHz extends Lis2dh12Rate = Lis2dh12Rate, Alert extends Pin = Pin> {
	/** The I2C bus the chip is on. */
	readonly io: Bus;
	/** The pin wired to the chip's INT1 output. */
	readonly alert: Alert;
	/** 7-bit I2C address. @default 0x19 (SDO high) */
	readonly address?: 0x18 | 0x19;
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** Full scale, plus and minus. @default 2 */
	readonly rangeG?: 2 | 4 | 8 | 16;
	/** Samples in the chip's FIFO that end a sleep, 1 to 31: more is frugal, fewer is prompt. @default 25 */
	readonly watermark?: number;
}

export interface MotionOptions {
	/** Acceleration beside gravity that counts as motion. From 16, 32, 62 or 186 mg at 2, 4, 8 or 16 g, 127 times that at most. */
	readonly thresholdMg: number;
	/** How long it must last, 0 to 5 s in steps of 40 ms. @default '0ms' */
	readonly duration?: Duration;
}

/** What happened to the samples since the sensor was opened; nothing is lost without being counted here. */
export type SensorStats = ReturnType<native.Stream['stats']>;

/** LIS2DH12 or LIS3DH, three-axis accelerometer, in high-resolution mode (12 bit). */
export class Lis2dh12<const RateHz extends Lis2dh12Rate, Alert extends Pin = Pin> {
	readonly #stream: native.Stream;
	readonly #alert: Alert;
	readonly #rateHz: RateHz;
	readonly #mgPerCount: number;

	/**
	 * Finds the chip and puts it to rest; sampling begins with `windows()`.
	 * @throws {NativeError} NO_DEVICE when nothing answers at the address, WRONG_DEVICE when another chip does.
	 */
	constructor(options: Lis2dh12Options<RateHz, Alert>) {
		const {io, alert, address = 0x19, rateHz, rangeG = 2, watermark = 25} = options;
		this.#stream = native.open({bus: io.bus, address, alertPin: alert.number, rateHz, rangeG, watermark});
		this.#alert = alert;
		this.#rateHz = rateHz;
		this.#mgPerCount = this.#stream.scaleMgQ16() / 65536;
	}

	/**
	 * Windows as they fill; the chip sleeps between FIFO watermarks. `data` is one buffer that each turn of the loop
	 * overwrites: copy what must last. Leaving the loop stops the sensor.
	 * @throws {NativeError} from the loop: IO when the chip cannot be read even after it was set up anew.
	 */
	async *windows<const Samples extends number>(
		options: WindowOptions<Samples>,
	): AsyncGenerator<Window<Samples, RateHz>, void, undefined> {
		const {samples, hop = samples} = options;
		this.#stream.start({samples, hop});
		try {
			const data = this.#stream.window();
			for (;;) {
				const atUs = await this.#stream.next();
				yield {samples, rateHz: this.#rateHz, data, mgPerCount: this.#mgPerCount, atUs};
			}
		} finally {
			this.#stream.stop();
		}
	}

	/** Motion as a wake source, for `power.off({wakeOn: [imu.motion({thresholdMg: 250})]})`. */
	motion(options: MotionOptions): WakeSource<PinAble<Alert, 'high'>> {
		const {thresholdMg, duration = '0ms'} = options;
		const durationMs = Math.round(durationUs(duration) / 1000);
		return {pin: this.#alert, arm: () => this.#stream.armMotion({thresholdMg, durationMs})};
	}

	/**
	 * Resolves with the moment (microseconds since power-on) of the next motion; the chip sleeps until then.
	 * Sampling must be stopped.
	 */
	nextMotion(options: MotionOptions): Promise<number> {
		this.motion(options).arm();
		return this.#stream.nextMotion();
	}

	get stats(): SensorStats {
		return this.#stream.stats();
	}

	/** Stop the chip and free its memory. A second close does nothing. */
	close(): void {
		this.#stream.close();
	}
}
