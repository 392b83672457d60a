// Thirty days of a device on host, in minutes.
import test from 'ava';
import {check, checkMemory, soak} from '../soak/soak.ts';

for (const ppm of [0, -130]) {
	test.serial(
		`in thirty days with an oscillator that is ${ppm} ppm off nothing drifts, grows or is lost`,
		async t => {
			t.timeout(3_600_000);
			const day = await soak(4, ppm);
			const month = await soak(120, ppm);
			check(t, day, ppm);
			check(t, month, ppm);
			const {wakeCount, memory} = month.result;
			t.log(
				`${wakeCount} wakes, ${month.said.at(-1)!.samples} samples, ${memory!.poolPeakBytes} bytes at most`,
			);
			checkMemory(t, day, month);
		},
	);
}
