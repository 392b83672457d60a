// The duty cycle of the seed: 10 ms of inference a second is 1 % awake, plus what a wake and going to sleep cost.
import {join} from 'node:path';
import test from 'ava';
import {type SimulationResult, simulate, type World} from 'catnap/testing';
import board from '../../boards/qemu-an505/board.ts';

const app = join(import.meta.dirname, 'duty');
const usOf = (instructions: number) => (instructions * board.cpiMilli * 1000) / board.clockHz;

/** A run, and for each second when the inferences began and ended, in microseconds and instructions. */
async function run(target: 'host' | 'qemu-an505', seconds: number) {
	const edges: {atUs: number; at: number}[] = [];
	const setup = (world: World): void => {
		world.pins.onChange('led', () => void edges.push({atUs: world.nowUs, at: world.instructions ?? 0}));
	};
	// the last callback ends within the run
	const result: SimulationResult = await simulate({app, target, for: `${seconds * 1000 + 500}ms`, setup});
	const begins = edges.filter((_, index) => index % 2 === 0);
	const ends = edges.filter((_, index) => index % 2 === 1);
	return {
		result,
		inferenceUs: begins.map(({atUs}, index) => ends[index]!.atUs - atUs),
		inferenceInstructions: begins.map(({at}, index) => ends[index]!.at - at),
	};
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.serial('ten milliseconds of inference a second are 1 % awake and the cost of a wake', async t => {
	// the difference of two runs: the start is left out
	const [short, long] = [await run('host', 10), await run('host', 70)];
	const awakeMs = (long.result.awakeMs - short.result.awakeMs) / 60;
	const inferenceMs = mean(long.inferenceUs) / 1000;
	const overheadMs = awakeMs - inferenceMs;
	t.log(
		`awake ${(awakeMs / 10).toFixed(3)} %: inference ${inferenceMs.toFixed(3)} ms, wake ${overheadMs.toFixed(3)} ms`,
	);
	t.is(long.result.wakesBy('timer'), 70);
	// the script's time is charged in ticks of 3 ms (CN_COST_SCRIPT_TICK), here one a minute: 0.05 ms on either side
	t.true(Math.abs(inferenceMs - 10) < 0.1, `${inferenceMs} ms of inference`);
	t.true(overheadMs > 0 && overheadMs < 0.2, `${overheadMs} ms of overhead`);
	t.true(Math.abs(awakeMs - 10.14) < 0.05, `${awakeMs} ms awake`);
	t.is(long.result.inferences, 70 * 49);
});

test.serial('what a wake is estimated to cost covers what QEMU counts', async t => {
	const {result, inferenceInstructions, inferenceUs} = await run('qemu-an505', 20);
	const wakes = result.wakes.flatMap(({cause}, index) =>
		cause === 'timer' ? [result.wakeInstructions![index]!] : [],
	);
	t.is(wakes.length, 20);
	const counted = wakes
		.map((whole, index) => whole - inferenceInstructions[index]!)
		.sort((a, b) => a - b)[10]!;
	const [short, long] = [await run('host', 10), await run('host', 20)];
	t.deepEqual(long.inferenceUs, inferenceUs);
	const estimatedUs = (long.result.awakeMs - short.result.awakeMs) * 100 - mean(inferenceUs);
	t.log(
		`beside the inference ${counted} instructions, ${usOf(counted).toFixed(0)} us; estimated ${estimatedUs.toFixed(0)} us`,
	);
	t.true(counted > 500 && usOf(counted) <= estimatedUs, `${counted}`);
});
