// The ESP32-S3's port in full: all apps that its board can run, mistakes in it, an edge at each instruction of all functions around sleep.
import test from 'ava';
import board from '../../boards/esp32s3-devkitc/board.ts';
import {apps, appsSay, ofThePort} from '../apps/suite.ts';
import {buildFirmware as buildPort} from '../chips/esp32s3/build.ts';
import {type Life, live, watchdogUs} from '../chips/esp32s3/life.ts';
import {mistaken} from '../chips/esp32s3/wrong.ts';
import {buildFirmware} from '../wakes/build.ts';
import {sweepInstructions} from '../wakes/esp32s3.ts';
import {judge} from '../wakes/verdict.ts';

/** Milliseconds in lines may differ by as much. */
const jitterMs = 5;

/** Whether two lives are the same but for jitter. */
function isSame(one: Life, other: Life): boolean {
	const shape = ({console, violations, held, ended}: Life) =>
		JSON.stringify([
			console.map(line => line.replace(/^(window|tick late by) \d+$/, '$1')),
			violations,
			held,
			ended,
		]);
	const times = ({console}: Life) =>
		console.filter(line => line.startsWith('window')).map(line => Number(line.slice(7)));
	const starts = ({wakes}: Life) =>
		wakes.filter(({cause}) => !/^(pin|timer)/.test(cause)).map(({atMs}) => atMs);
	const near = (of: (life: Life) => number[]) =>
		of(one).length === of(other).length &&
		of(one).every((at, index) => Math.abs(at - of(other)[index]!) <= jitterMs);
	return shape(one) === shape(other) && near(times) && near(starts);
}

test('each of the mistakes in the port is found by the life of a device', async t => {
	t.timeout(900_000);
	t.true(mistaken.length >= 10);
	const right = await live();
	t.true(isSame(right, await live()));
	for (const wrong of mistaken) {
		buildPort('life', {change: {watchdogUs}, wrong}); // it compiles
		const life = await live({}, wrong).catch((error: Error) => error);
		t.true(life instanceof Error || !isSame(right, life), wrong.name);
	}
});

for (const [anchor, count] of [
	['cn_power_idle', 4000],
	['hal_sleep', 4000],
	['time_slept', 3000],
	['cn_loop_turn', 4000],
	['cn_timer_dispatch', 4000],
] as const) {
	for (const withSecond of [false, true]) {
		const also = withSecond ? ', a second pin too' : '';
		test(`on the ESP32-S3 an edge after any instruction from ${anchor} on is answered once${also}`, async t => {
			t.timeout(600_000);
			const options = {board, anchor, from: 0, count, withSecond};
			const run = await sweepInstructions(buildFirmware(board), options);
			t.deepEqual(judge(run.edges, run.answers, 2500), {edges: count, lost: [], doubled: []});
			t.is(run.answers.length, count);
			t.deepEqual(run.violations, []);
		});
	}
}

appsSay(
	board,
	apps.filter(app => !ofThePort.includes(app)),
);
