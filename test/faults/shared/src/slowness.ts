// On the chip: what an app does that has no time for its sensor. Asleep, the driver's ring fills; busy, the chip's FIFO does.

import {nowUs, sleep} from 'catnap';

/** Longer than the ring of either chip holds. */
const asleepMs = 400;
/** Longer than the FIFO of either chip holds: 256 samples at 416 Hz. */
const busyUs = 700_000;

export function slowness(count: number): Promise<unknown> | undefined {
	if (count === 2 || count === 3) return sleep(`${asleepMs}ms`);
	if (count === 4) {
		const untilUs = nowUs() + busyUs;
		while (nowUs() < untilUs);
	}
	return undefined;
}
