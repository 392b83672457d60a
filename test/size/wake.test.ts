// What a wake costs on qemu-an505 and on the ESP32-S3: no figure more than 5 % above the ledger, and the bounds that were promised.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import {readLedger, worseWakes} from '../../tools/bench/ledger.ts';
import {
	measureWakes,
	type Wakes,
	type WakeTarget,
	wakeGoals,
	wakesText,
	wakeTargets,
} from '../../tools/bench/wake.ts';

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0;
const chipTest = has('arm-none-eabi-gcc') && has('qemu-system-arm') ? test.serial : test.skip;

const measured = new Map<WakeTarget, Promise<Wakes>>();
function wakes(target: WakeTarget) {
	const known = measured.get(target) ?? measureWakes(target);
	measured.set(target, known);
	return known;
}

for (const target of wakeTargets) {
	const run = target === 'qemu-an505' ? chipTest : test.serial;
	run(`a wake on ${target} got no more than 5 % worse than the ledger`, async t => {
		t.deepEqual(worseWakes(readLedger().wake[target], await wakes(target)), []);
	});

	run(`the stations of a wake on ${target} come in their order`, async t => {
		const {pin, window} = await wakes(target);
		for (const {handler, script, typescript, whole, backToSleep} of [pin, window])
			t.true(handler < script && script < typescript && typescript + backToSleep < whole);
		t.true(window.typescript < window.invoke! && pin.invoke === undefined);
	});
}

chipTest('from an interrupt to the callback, and from its end to sleep, are within their goals', async t => {
	const {pin, window} = await wakes('qemu-an505');
	for (const wake of [pin, window])
		for (const figure of ['typescript', 'backToSleep'] as const)
			t.true(wake[figure] <= wakeGoals[figure], `${figure} ${wake[figure]}`);
	t.regex(wakesText('qemu-an505', {pin, window}), /first line of the app .*20,000/);
});

test('a wake that is 6 % dearer than the ledger is reported', t => {
	const row = {handler: 100, script: 100, typescript: 100, backToSleep: 100, whole: 1000};
	const known = {pin: row, window: {...row, invoke: 500}};
	t.deepEqual(worseWakes(known, {...known, window: {...row, whole: 1040, invoke: 530}}), [
		'wake by window: invoke 530, ledger 500',
	]);
});
