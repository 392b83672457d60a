// `catnap/analog`: levels at the converter's inputs, in the shape of Ecma-419's Analog.

import * as native from 'catnap:analog';
import type {AnalogInput} from './board-types.ts';

export type {AnalogInput} from './board-types.ts';

export interface AnalogOptions {
	/** One of `board.analog`. */
	readonly pin: AnalogInput;
}

/** One input. It costs nothing between conversions. */
export class Analog {
	readonly #input: number;
	#closed = false;

	/** @param options which input. */
	constructor(options: AnalogOptions) {
		this.#input = options.pin.input;
	}

	/** Bits of a result. */
	get resolution(): 12 {
		return 12;
	}

	/**
	 * One conversion: 0 to 4095. A level beyond the ends reads as the end.
	 * @throws {NativeError} INVAL when the board has no such input, CLOSED after close().
	 */
	read(): number {
		return native.read(this.#open());
	}

	/** One conversion, in volts. @throws {NativeError} as read() does. */
	get volts(): number {
		return native.microvolts(this.#open()) / 1e6;
	}

	/** One conversion, in millivolts. @throws {NativeError} as read() does. */
	get millivolts(): number {
		return native.microvolts(this.#open()) / 1e3;
	}

	/** No further conversions. A second close does nothing. */
	close(): void {
		this.#closed = true;
	}

	#open(): number {
		if (this.#closed) throw Object.assign(new Error('the input is closed'), {code: 'CLOSED'} as const);
		return this.#input;
	}
}
