// `PWM` of `catnap/io`: pulse-width modulation on a pin, in the shape of Ecma-419's PWM.

import * as native from 'catnap:pwm';
import type {Pin} from './board-types.ts';
import {mistake, transferAt} from './bus-error.ts';

export interface PWMOptions {
	/** One of `board.pins`, not a line of a bus; it is an output from now on, at low. */
	readonly pin: Pin;
	/** The frequency that is wanted, in Hz; on the nRF5340 4 to 5333333, on the ESP32-S3 3 to 10000000. @default 1000 */
	readonly hz?: number;
}

/**
 * Pulses on a pin, which the chip makes by itself: the core sleeps meanwhile. While there are pulses a clock runs, and
 * draws current (docs/io.md); a duty of 0 and the full one are constant levels that need none. A reset and off end them.
 */
export class PWM {
	readonly #pin: Pin;
	/** The frequency that the pulses have, in Hz: that of the chip that is nearest, rounded to whole Hz. */
	readonly hz: number;
	/** Bits of a duty: `write` takes 0 to 2 ** resolution - 1. 13 at 1 kHz on the nRF5340, 14 on the ESP32-S3; fewer above. */
	readonly resolution: number;
	#isOpen = true;

	/**
	 * @throws {NativeError} RANGE for a frequency that the chip cannot make, BUSY when the pin has pulses already or is counted, FULL
	 * when as many pins have as the chip can serve (4 on both), INVAL when the board has no such pin.
	 */
	constructor({pin, hz = 1000}: PWMOptions) {
		if (!Number.isFinite(hz) || hz < 0.5 || hz >= 2 ** 32)
			throw mistake('RANGE', `PWM on pin ${pin.name}: a frequency is 1 Hz and more, not ${hz}`);
		this.#pin = pin;
		const made = transferAt(`PWM on pin ${pin.name} at ${hz} Hz`, () =>
			native.open(pin.number, Math.round(hz)),
		);
		this.hz = made.hz;
		this.resolution = made.resolution;
	}

	/**
	 * The pin is high for `duty / (2 ** resolution - 1)` of each period, from the next period on; it was 0.
	 * @throws {NativeError} RANGE for a duty that is none, CLOSED after close().
	 */
	write(duty: number): void {
		const {name, number} = this.#pin;
		if (!this.#isOpen) throw mistake('CLOSED', `PWM on pin ${name} is closed`);
		const most = 2 ** this.resolution - 1;
		if (!Number.isInteger(duty) || duty < 0 || duty > most)
			throw mistake('RANGE', `PWM on pin ${name}: a duty is 0 to ${most}, not ${duty}`);
		native.write(number, duty);
	}

	/** Stop at once: the pin becomes an input. A second close does nothing. */
	close(): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		native.close(this.#pin.number);
	}
}
