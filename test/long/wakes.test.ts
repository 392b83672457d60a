// No lost wake, in full: every microsecond of the sensor's period, pairs of edges, and long stretches of instructions.
import test from 'ava';
import {loadBoard} from '../../boards/facts/boards.ts';
import hostBoard from '../../boards/host/board.ts';
import qemuBoard from '../../boards/qemu-an505/board.ts';
import {flashedBoards} from '../targets.ts';
import {sweepSection} from '../wakes/an505/sweep.ts';
import {maskedByCaller} from '../wakes/breakages.ts';
import {buildFirmware} from '../wakes/build.ts';
import {periodUs, sweepHost} from '../wakes/host.ts';
import {sweepInstructions} from '../wakes/nrf5340.ts';
import {judge} from '../wakes/verdict.ts';

/** Edges that were injected, and those that the sections asked for: the two counts have different sources. */
let injected = 0;
let asked = 0;

test.serial('an edge at every microsecond of the period of the sensor is answered once', async t => {
	const run = await sweepHost(buildFirmware(hostBoard), {fromUs: 0, count: periodUs});
	t.deepEqual(judge(run.edges, run.answers, 8000), {edges: periodUs, lost: [], doubled: []});
	t.is(run.answers.length, periodUs);
	injected += run.edges.length;
	asked += periodUs;
});

for (const again of [4, 10, 30, 41, 100, 1000]) {
	test.serial(`two edges ${again} us apart are both answered wherever they come`, async t => {
		const run = await sweepHost(buildFirmware(hostBoard), {fromUs: 0, count: 7000, again});
		t.deepEqual(judge(run.edges, run.answers, 8000), {edges: 14_000, lost: [], doubled: []});
		const known = new Set(run.edges);
		const moments = run.answers.map(({coversUs}) => coversUs);
		t.is(new Set(moments).size, moments.length, 'each answer has the moment of an edge of its own');
		t.true(moments.every(moment => known.has(moment)));
		injected += run.edges.length;
		asked += 2 * 7000;
	});
}

const sweeps = ['cn_power_idle', 'hal_sleep', 'cn_loop_turn', 'cn_timer_dispatch'].flatMap(anchor =>
	[false, true].map(withSecond => ({anchor, withSecond, from: 0, count: 3000})),
);

// the ESP32-S3, whose sections are others: esp32s3.test.ts
for (const name of flashedBoards.filter(board => board !== 'esp32s3-devkitc')) {
	for (const sweep of sweeps) {
		const also = sweep.withSecond ? ', a second pin too' : '';
		test.serial(
			`on ${name} an edge after any instruction from ${sweep.anchor} on is answered once${also}`,
			async t => {
				t.timeout(600_000);
				const board = await loadBoard(name);
				const run = await sweepInstructions(buildFirmware(board), {board, ...sweep});
				t.deepEqual(judge(run.edges, run.answers, 2000), {edges: sweep.count, lost: [], doubled: []});
				t.is(run.answers.length, sweep.count);
				t.deepEqual(run.violations, []);
				injected += run.edges.length;
				asked += sweep.count;
			},
		);
	}
}

const sections = [
	{what: 'each instruction', until: 'on_tick'},
	{
		what: 'stepped-to instructions',
		until: 'cn_loop_turn',
		dense: [],
		every: 29,
		stepped: true,
	},
];

for (const {what, ...section} of sections) {
	for (const variant of [undefined, maskedByCaller]) {
		const how = variant ? 'masked by the caller' : 'as it is';
		test.serial(
			`in QEMU an edge at ${what} of planner, sleep and wake, ${how}, is answered once`,
			async t => {
				t.timeout(600_000);
				const run = await sweepSection(buildFirmware(qemuBoard, variant), section);
				t.deepEqual(judge(run.edges, run.answers, 1000), {edges: run.chosen, lost: [], doubled: []});
				// how long a section is decides the firmware; how many of its instructions get an edge, the sweep
				const least = 'every' in section ? run.length / section.every : run.length;
				t.true(run.chosen >= least && least > 0, `${run.chosen} of ${run.length}`);
				t.deepEqual(
					run.answers.map(({coversUs}) => coversUs),
					run.edges,
				);
				t.log(`${run.length} instructions, ${run.taken} edges taken at once, ${run.masked} masked`);
				t.true(run.masked > 0);
				// a caller that masks leaves only the way back to the loop, which a sparse choice may miss
				t.true(run.taken > 0 || (variant !== undefined && section.dense !== undefined));
				injected += run.edges.length;
				asked += run.chosen;
			},
		);
	}
}

test.serial('they were as many as the sections of the long suite ask for', async t => {
	t.log(`${injected} edges injected, none lost, none doubled`);
	t.true(injected > periodUs);
	t.is(injected, asked);
});
