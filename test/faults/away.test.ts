// What an app sees when a sensor is lost: the first error, by the chip's name, not what the clean-up met afterwards.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {targetsOf} from '../targets.ts';

const app = join(import.meta.dirname, 'away');

for (const target of targetsOf('host', 'qemu-an505')) {
	test.serial(`on ${target} a lost sensor fails with the read's error, and comes back`, async t => {
		const absent = (fromUs: number, untilUs: number) =>
			({kind: 'sensor-absent', sensor: 'imu', fromUs, untilUs}) as const;
		const {console: lines, ended} = await simulate({
			app,
			target,
			for: '8s',
			faults: [absent(600_000, 1_400_000), absent(2_000_000, 3_500_000)],
		});
		const lost = 'LIS2DH12 at 0x19 of bus 0: nothing answers: check wiring, address and supply';
		t.deepEqual(lines, [
			`windows: ${lost}`,
			'true true',
			`sample: ${lost}`,
			'sample: succeeded',
			'windows: succeeded',
		]);
		t.is(ended, 'time');
	});
}
