// Time: the moment now, and waiting, which is sleeping.

import * as native from 'catnap:timer';
import {type Duration, durationUs} from './duration.ts';

/** Microseconds since power-on; counts through sleep. */
export function nowUs(): number {
	return native.nowUs();
}

/**
 * Sleep: the promise resolves after `duration`; the chip sleeps as deep as it may meanwhile.
 * @throws {TypeError} when the duration has no unit.
 */
export function sleep(duration: Duration): Promise<void> {
	const delayUs = durationUs(duration);
	return new Promise(resolve => {
		native.start(delayUs, 0, () => resolve());
	});
}
