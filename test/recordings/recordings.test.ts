// Real recordings of fans through driver, interrupt, window, features and Invoke, on every target.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type SimulationResult, simulate} from 'catnap/testing';
import {needsShared, sharedPath} from '../shared.ts';

const here = import.meta.dirname;
const folder = sharedPath('data/nxp_fan');
const sharedTest = needsShared(test.serial, 'data/nxp_fan');

const {heldOut} = JSON.parse(readFileSync(join(here, '../../examples/fan-monitor/src/fan.json'), 'utf8')) as {
	heldOut: string[];
};
const labels: Readonly<Record<string, string>> = {
	clog: 'clogged',
	off: 'off',
	on: 'on',
	friction: 'friction',
};
/** Raw counts of the recordings: 4096 per g. */
const traceOptions = {unit: 'raw', scaleMg: 1000 / 4096} as const;

function play(recording: string, target: string): Promise<SimulationResult> {
	return simulate({app: here, target, trace: join(folder, `${recording}.csv`), traceOptions});
}

const right = {host: 0, 'qemu-an505': 0};
let windows = 0;

for (const recording of heldOut) {
	sharedTest(`${recording} is labelled the same, window by window, on all targets`, async t => {
		const label = labels[recording.split('_')[0] as string];
		const host = await play(recording, 'host');
		const chip = await play(recording, 'qemu-an505');
		t.deepEqual(chip.console, host.console);
		t.deepEqual(chip.inferenceLog, host.inferenceLog);
		t.deepEqual(chip.wakes, host.wakes);
		t.true(host.console.length >= 14, 'a recording of 20 s has 15 windows of 1.28 s, the first begins late');
		windows += host.console.length;
		right.host += host.console.filter(line => line.startsWith(`${label} `)).length;
		right['qemu-an505'] += chip.console.filter(line => line.startsWith(`${label} `)).length;
	});
}

sharedTest('at least 90 % of the windows of recordings that were not trained on are right', t => {
	t.true(windows > 0);
	for (const [target, count] of Object.entries(right)) {
		t.log(`${target}: ${count} of ${windows} windows`);
		t.true(count / windows >= 0.9, `${target}: ${count} of ${windows}`);
	}
});
