// Random schedules, many of them. A seed that fails is in the message: CATNAP_SEED=<seed> runs that one alone.
import test from 'ava';
import {live} from '../schedules/schedule.ts';
import {flashedChips} from '../targets.ts';

const only = process.env.CATNAP_SEED;
const series = [
	{target: 'host', seeds: only === undefined ? range(1001, 3000) : [Number(only)]},
	{target: 'qemu-an505', seeds: only === undefined ? range(4, 43) : [Number(only)]},
	...flashedChips.map(target => ({target, seeds: only === undefined ? range(4, 43) : [Number(only)]})),
];

function range(first: number, last: number): number[] {
	return Array.from({length: last - first + 1}, (_, index) => first + index);
}

for (const {target, seeds} of series) {
	test.serial(
		`${seeds.length} schedules on ${target}: every edge, tick, window and sample is right or reported`,
		async t => {
			t.timeout(3_600_000);
			for (const seed of seeds) {
				const {wrong, result} = await live(target, seed);
				t.deepEqual(wrong, [], `CATNAP_SEED=${seed} repeats it`);
				// a chip starts and counts by clocks of its own: what the app does at random comes at other moments
				if (target !== 'qemu-an505') continue;
				const host = await live('host', seed);
				for (const what of ['console', 'wakes', 'timeline', 'awakeMs', 'sensors', 'faults'] as const)
					t.deepEqual(result[what], host.result[what], `CATNAP_SEED=${seed} repeats it: ${what}`);
			}
		},
	);
}
