// `catnap/pin`: digital pins, in the shape of Ecma-419's Digital, with edges that wake the chip.

import * as native from 'catnap:pin';
import type {Pin} from './board.ts';
import type {WakeSource} from './power.ts';

export interface DigitalOptions {
	readonly pin: Pin;
	/** @default 'input' */
	readonly mode?: 'input' | 'pull-up' | 'pull-down' | 'output';
	/** Which edges call `onReadable`. @default 'both' */
	readonly edge?: 'rising' | 'falling' | 'both';
	/**
	 * Called after an edge, with the moment of the first one since the last call (microseconds since power-on). The
	 * chip sleeps until then.
	 */
	readonly onReadable?: (atUs: number) => void;
}

/** One pin. */
export class Digital {
	readonly #pin: Pin;
	#watch: number | undefined;

	/** @throws {NativeError} INVAL when the board has no such pin, FULL when too many pins are watched. */
	constructor(options: DigitalOptions) {
		const {pin, mode = 'input', edge = 'both', onReadable} = options;
		this.#pin = pin;
		native.mode(pin.number, mode);
		if (onReadable !== undefined) this.#watch = native.watch(pin.number, edge, onReadable);
	}

	/** The level: 1 is high. */
	read(): 0 | 1 {
		return native.read(this.#pin.number) ? 1 : 0;
	}

	write(level: 0 | 1): void {
		native.write(this.#pin.number, level === 1);
	}

	/** The pin's high level as a wake source, for `power.off({wakeOn: [button.high()]})`. */
	high(): WakeSource {
		return {pin: this.#pin, arm: () => {}};
	}

	/** No further calls of `onReadable`. A second close does nothing. */
	close(): void {
		if (this.#watch !== undefined) native.unwatch(this.#watch);
		this.#watch = undefined;
	}
}
