// Random schedules by seed: whatever comes together, nothing is lost without a word, and the same seed gives the same log.
import test from 'ava';
import {live} from './schedule.ts';

const seeds = Array.from({length: 80}, (_, index) => index + 1);
const seedsInQemu = [1, 2, 3];

test.serial(
	`${seeds.length} schedules on host: every edge, tick, window and sample is right or reported`,
	async t => {
		t.timeout(300_000);
		let [faults, gaps, presses] = [0, 0, 0];
		for (const seed of seeds) {
			const {wrong, result, lives} = await live('host', seed);
			t.deepEqual(wrong, [], `seed ${seed}`);
			faults += result.faults.filter(({fired}) => fired > 0).length;
			for (const life of lives) {
				gaps += life.three.gaps + life.six.gaps;
				presses += life.presses;
			}
		}
		t.log(`${faults} faults, ${gaps} gaps, ${presses} presses`);
		// a schedule in which nothing happens shows nothing
		t.true(faults > seeds.length && gaps > seeds.length && presses > 50 * seeds.length);
	},
);

for (const seed of seedsInQemu) {
	test.serial(`schedule ${seed} gives the same log again, and in QEMU the same as on host`, async t => {
		const [first, again, qemu] = [
			await live('host', seed),
			await live('host', seed),
			await live('qemu-an505', seed),
		];
		t.is(JSON.stringify(again.result), JSON.stringify(first.result));
		t.deepEqual(qemu.wrong, []);
		for (const what of ['console', 'wakes', 'timeline', 'awakeMs', 'sensors', 'faults'] as const)
			t.deepEqual(qemu.result[what], first.result[what], what);
	});
}

/** One with a transfer that times out in a burst, and one with presses closer to each other than the latch tells apart. */
for (const seed of [5, 16]) {
	test.serial(
		`schedule ${seed} on esp32s3-devkitc, whose clocks are its own, is right or reported, and the same again`,
		async t => {
			const [first, again] = [await live('esp32s3-devkitc', seed), await live('esp32s3-devkitc', seed)];
			t.deepEqual(first.wrong, []);
			t.is(JSON.stringify(again.result), JSON.stringify(first.result));
		},
	);
}
