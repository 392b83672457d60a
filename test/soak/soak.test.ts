// A day of a device on host: memory flat, timers without drift, counts that add up. The month is in test/long.
import test from 'ava';
import {check, checkMemory, soak} from './soak.ts';

const ppm = 40;

test('in a day nothing drifts, nothing grows and every sample, wake and press is accounted for', async t => {
	// the first line of counts is shorter than the others: from the second on the peak stands still
	const half = await soak(2, ppm);
	const day = await soak(4, ppm);
	check(t, half, ppm);
	check(t, day, ppm);
	t.log(
		`${day.result.wakeCount} wakes, ${day.said.at(-1)!.samples} samples, ${day.result.memory!.poolPeakBytes} bytes`,
	);
	checkMemory(t, half, day);
});
