// The capture app of each sensor in virtual time: what it records is what the world was given.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {type SimulateOptions, simulate} from 'catnap/testing';
import {Sound} from '../../sim/world/sound.ts';
import {type Recording, readRecordings} from '../../tools/model/data/samples.ts';
import {record, simulatedConsole} from '../../tools/record/record.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-record-'));
test.after.always(() => rmSync(folder, {recursive: true}));

async function recorded(sensor: string, world: SimulateOptions): Promise<Recording> {
	const output = join(folder, sensor);
	const console = simulatedConsole(sensor, async app => (await simulate({app, for: '3s', ...world})).console);
	await record({sensor, output, label: 'still', forMs: 1000}, console, 'host');
	return readRecordings(output)[0]!;
}

for (const [sensor, rateHz, axes] of [
	['lis2dh12', 200, 3],
	['lsm6dso', 104, 6],
] as const)
	test(`${sensor}: a second of a device that lies flat is 1 g on z`, async t => {
		const {rateHz: rate, shape, values} = await recorded(sensor, {target: 'host'});
		t.true(Math.abs(rate! - rateHz) < 0.01);
		t.deepEqual(shape, [rateHz, axes]);
		t.true(values.every((value, i) => Math.abs(value - (i % axes === 2 ? 1000 : 0)) < 2));
	});

test('analog: a second is ten levels', async t => {
	t.deepEqual((await recorded('analog', {target: 'host'})).shape, [10, 1]);
});

test('microphone: a tone comes back as a tone of its frequency', async t => {
	const sound = Sound.of(seconds => 0.5 * Math.sin(2 * Math.PI * 500 * seconds), 16_000, 4);
	const {values, rateHz} = await recorded('microphone', {target: 'host', sound});
	t.is(rateHz, 16_000);
	const crossings = values.filter((value, i) => i > 0 && value >= 0 !== values[i - 1]! >= 0).length;
	t.true(Math.abs(crossings - 1000) < 5, `${crossings}`);
});
