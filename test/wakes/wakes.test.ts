// No lost wake: an edge at each microsecond (host) and at instructions (simulated chips, QEMU) around going to sleep.
import test from 'ava';
import espBoard from '../../boards/esp32s3-devkitc/board.ts';
import hostBoard from '../../boards/host/board.ts';
import nrfBoard from '../../boards/nrf5340dk/board.ts';
import qemuBoard from '../../boards/qemu-an505/board.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {sweepSection} from './an505/sweep.ts';
import {
	askedUnmasked,
	askedUnmaskedEsp,
	askedUnmaskedVirtual,
	maskedByCaller,
	pulseForgotten,
	takenLate,
} from './breakages.ts';
import {buildFirmware} from './build.ts';
import {sweepInstructions as sweepEsp} from './esp32s3.ts';
import {periodUs, sweepHost} from './host.ts';
import {sweepInstructions} from './nrf5340.ts';
import type {StepOptions} from './steps.ts';
import {judge} from './verdict.ts';

const withUnicorn = (await hasUnicorn()) ? test.serial : test.skip;
/** An inference of 4 ms, a drain, a timer's callback. */
const answeredUs = 8000;
const nrfAnsweredUs = 2000;
const qemuAnsweredUs = 1000;
let injected = 0;

test.serial(
	'an edge at any microsecond of drain, inference, console, timer and sleep is answered once',
	async t => {
		const firmware = buildFirmware(hostBoard);
		const count = 6000;
		const run = await sweepHost(firmware, {fromUs: 0, count});
		t.deepEqual(judge(run.edges, run.answers, answeredUs), {edges: count, lost: [], doubled: []});
		// one answer each, with the very moment of its edge
		t.deepEqual(
			run.answers.map(({coversUs}) => coversUs),
			run.edges,
		);
		injected += count;
		// nothing else suffers: every sample, every window, every tick of the grid
		t.is(run.ended, 'time');
		t.is(run.samples, Math.floor((((count + 4) * periodUs - 1) * 400) / 1e6));
		t.is(run.windows, Math.floor(run.samples / 10) - 1);
		t.true(run.ticks.every((tick, index) => index === 0 || tick - run.ticks[index - 1]! === 10_000));
	},
);

test.serial('a second edge while the first one is handled is answered, too', async t => {
	const firmware = buildFirmware(hostBoard);
	for (const again of [7, 30, 45]) {
		const run = await sweepHost(firmware, {fromUs: 0, count: 300, again});
		t.deepEqual(judge(run.edges, run.answers, answeredUs), {edges: 600, lost: [], doubled: []});
		injected += run.edges.length;
	}
});

test.serial('a wake bit that is taken too late is found', async t => {
	const firmware = buildFirmware(hostBoard, takenLate);
	const run = await sweepHost(firmware, {fromUs: 12_000, count: 50, again: 30});
	t.true(judge(run.edges, run.answers, answeredUs).lost.length >= 25);
});

const sweeps: readonly (StepOptions & {readonly meets: readonly string[]})[] = [
	{
		board: nrfBoard,
		anchor: 'cn_power_idle',
		from: 0,
		count: 1500,
		meets: ['cn_power_idle', 'hal_sleep', 'cn_wake_pending', 'time_alarm', 'wait_for_interrupt'],
	},
	{
		board: nrfBoard,
		anchor: 'cn_power_idle',
		from: 0,
		count: 1500,
		withSecond: true,
		meets: ['pins_isr', 'cn_wake_raise', 'cn_pin_dispatch', 'on_second'],
	},
];

for (const {meets, ...options} of sweeps) {
	const what = options.withSecond ? 'and a second interrupt' : 'and the sleep';
	withUnicorn(`an edge after any instruction from the planner on, ${what}, is answered once`, async t => {
		const firmware = buildFirmware(nrfBoard);
		const run = await sweepInstructions(firmware, options);
		t.deepEqual(judge(run.edges, run.answers, nrfAnsweredUs), {edges: options.count, lost: [], doubled: []});
		t.is(run.answers.length, options.count);
		t.deepEqual(run.violations, []);
		t.deepEqual(
			meets.filter(name => !run.places.has(name)),
			[],
		);
		injected += options.count;
	});
}

withUnicorn('a sleep that asks for wakes before it masks interrupts is found', async t => {
	const firmware = buildFirmware(nrfBoard, askedUnmasked);
	const run = await sweepInstructions(firmware, {board: nrfBoard, anchor: 'hal_sleep', from: 60, count: 120});
	const {lost, doubled} = judge(run.edges, run.answers, nrfAnsweredUs);
	t.true(lost.length >= 10, `${lost.length} lost`);
	t.deepEqual(doubled, []);
});

test.serial('on the ESP32-S3 an edge after any instruction from the planner on is answered once', async t => {
	const options = {board: espBoard, anchor: 'cn_power_idle', from: 0, count: 3000};
	const run = await sweepEsp(buildFirmware(espBoard), options);
	t.deepEqual(judge(run.edges, run.answers, nrfAnsweredUs), {edges: options.count, lost: [], doubled: []});
	t.is(run.answers.length, options.count);
	t.deepEqual(run.violations, []);
	const meets = ['cn_power_idle', 'hal_sleep', 'cn_wake_pending', 'sleep_alarm', 'sleep_start'];
	t.deepEqual(
		meets.filter(name => !run.places.has(name)),
		[],
	);
	injected += options.count;
});

// the first of them comes before the slow clock is measured
const shortPulses = {board: espBoard, anchor: 'hal_sleep', from: 0, count: 1200, pulseUs: 1};

test.serial('on the ESP32-S3 a pulse of 1 us after any instruction of a sleep is answered once', async t => {
	const run = await sweepEsp(buildFirmware(espBoard), shortPulses);
	const {count} = shortPulses;
	t.deepEqual(judge(run.edges, run.answers, nrfAnsweredUs), {edges: count, lost: [], doubled: []});
	t.is(run.answers.length, count);
	t.deepEqual(run.violations, []);
	injected += count;
});

test.serial('on the ESP32-S3 a light sleep that does not look for pulses that are over is found', async t => {
	const run = await sweepEsp(buildFirmware(espBoard, pulseForgotten), shortPulses);
	const {lost} = judge(run.edges, run.answers, nrfAnsweredUs);
	t.true(lost.length >= 100, `${lost.length} lost`);
});

test.serial('on the ESP32-S3 a sleep that asks for wakes before it masks interrupts is found', async t => {
	const firmware = buildFirmware(espBoard, askedUnmaskedEsp);
	const run = await sweepEsp(firmware, {board: espBoard, anchor: 'hal_sleep', from: 0, count: 300});
	const {lost, doubled} = judge(run.edges, run.answers, nrfAnsweredUs);
	t.true(lost.length >= 10, `${lost.length} lost`);
	t.deepEqual(doubled, []);
});

/** What decides about the sleep on the virtual boards; test/long has every instruction of all functions. */
const deciding = [
	'hal_sleep',
	'cn_wake_pending',
	'port_pending',
	'hal_irq_lock',
	'hal_irq_unlock',
	'port_wait',
];

for (const variant of [undefined, maskedByCaller]) {
	const how = variant ? 'masked from before the planner on' : 'masked by the sleep itself';
	test.serial(`in QEMU an edge at any instruction that decides, ${how}, is answered once`, async t => {
		const firmware = buildFirmware(qemuBoard, variant);
		const run = await sweepSection(firmware, {until: 'cn_loop_turn', dense: deciding, every: 8});
		t.deepEqual(judge(run.edges, run.answers, qemuAnsweredUs), {
			edges: run.edges.length,
			lost: [],
			doubled: [],
		});
		t.deepEqual(
			run.answers.map(({coversUs}) => coversUs),
			run.edges,
		);
		t.deepEqual(
			deciding.filter(name => !run.places.has(name)),
			[],
		);
		t.log(`${run.length} instructions, ${run.taken} edges taken at once, ${run.masked} masked`);
		// both states of the core were met
		t.true(run.masked >= 50, `${run.masked} masked`);
		t.true(run.taken >= (variant ? 1 : 50), `${run.taken} taken at once`);
		injected += run.edges.length;
	});
}

test.serial('in QEMU a sleep that asks for wakes before it masks interrupts is found', async t => {
	const firmware = buildFirmware(qemuBoard, askedUnmaskedVirtual);
	const run = await sweepSection(firmware, {until: 'port_wait', dense: deciding, every: 10_000});
	const {lost, doubled} = judge(run.edges, run.answers, qemuAnsweredUs);
	t.true(lost.length >= 5, `${lost.length} lost`);
	t.deepEqual(doubled, []);
});

test.serial('they were as many as promised', async t => {
	t.log(`${injected} edges injected, none lost, none doubled`);
	t.true(injected >= ((await hasUnicorn()) ? 11_000 : 8_000), `${injected}`);
});
