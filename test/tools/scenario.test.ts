// Scenarios: what their steps do and wait for, what is not as they expect, and what is no scenario.

import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {type Scenario, type ScenarioReport, type SimulationResult, type Step, simulate} from 'catnap/testing';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import type {CatnapError} from '../../lib/errors.ts';
import type {Fault} from '../../sim/world/faults.ts';
import type {World} from '../../sim/world.ts';
import {catnapRoot} from '../../tools/build/app.ts';
import {checkScenario} from '../../tools/scenario/check.ts';
import {prepareScenario, runFor} from '../../tools/scenario/prepare.ts';
import {readScenario} from '../../tools/scenario/read.ts';

const app = join(catnapRoot, 'examples/button');
const folder = mkdtempSync(join(tmpdir(), 'catnap-scenario-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

/** Each list holds the one before nine times. */
const aliases = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcde'].map(nine)].join('\n');
function nine(name: string, index: number): string {
	return `${name}: &${name} [${Array(9).fill(`*${'abcd'[index]}`).join(', ')}]`;
}

async function play(scenario: Scenario): Promise<SimulationResult & {readonly scenario: ScenarioReport}> {
	const run = await simulate({app, target: 'host', ...{scenario: {for: '30s', ...scenario}}});
	return {...run, scenario: run.scenario!};
}

test('a step begins when the one before has ended, and the run is the same each time', async t => {
	const steps: readonly Step[] = [
		{at: '2s'},
		{press: 'button', for: '20ms'},
		{waitFor: 'presses: 1'},
		{delay: '1500ms'},
		{press: 'button'},
		{waitFor: 'good night', within: '11s'},
	];
	const run = await play({steps});
	t.deepEqual(run.scenario, {done: 6, steps: 6, failures: []});
	const presses = run.timeline.filter(({kind, text}) => kind === 'console' && text.startsWith('presses'));
	t.deepEqual(
		presses.map(({atMs}) => Math.round(atMs / 10) * 10),
		[2000, 3500],
	);
	t.is(JSON.stringify(run), JSON.stringify(await play({steps})));
});

test('levels, currents and the lines of the whole run are compared', async t => {
	const {scenario} = await play({
		steps: [
			{at: '1s'},
			{expectLevels: {button: 'low'}},
			{levels: {button: 'high'}},
			{expectLevels: {button: 'high'}},
			{levels: {button: 'low'}},
			{waitFor: 'good night'},
			{delay: '1s'},
			{expectUa: {atMost: 5}},
		],
		expect: {
			lines: ['presses', 'good'],
			noLines: ['Uncaught'],
			averageUa: {atMost: 500},
			awakePercent: {atMost: 2},
			inferences: 0,
			wakes: {'pin:button': 1},
		},
	});
	t.deepEqual(scenario, {done: 8, steps: 8, failures: []});
	const other = await play({steps: [{at: '1s'}, {expectLevels: {button: 'high'}}, {press: 'button'}]});
	t.deepEqual(other.scenario, {
		done: 1,
		steps: 3,
		failures: [
			{
				what: 'steps[1], expectLevels {"button":"high"}',
				expected: 'button high',
				received: 'button low',
				atMs: 1000,
			},
		],
	});
	t.deepEqual(other.console, ['good night']);
});

const wrong: Readonly<Record<string, [Scenario, RegExp]>> = {
	'a line that does not come in time': [
		{steps: [{at: '1s'}, {press: 'button'}, {waitFor: 'presses: 9', within: '2s'}]},
		/^steps\[2\], waitFor "presses: 9".*a line that holds it within 2s.*"presses: 1"/,
	],
	'a line that never comes': [
		{steps: [{waitFor: 'presses: 9'}]},
		/^steps\[0\].*done before the run ends.*ended after 30000 ms; its last line was "good night"/,
	],
	'a moment that is over': [
		{steps: [{delay: '2s'}, {at: '1s'}]},
		/^steps\[1\], at "1s".*a moment to come.*it is 2000 ms/,
	],
	'a step that the run does not come to': [
		{for: '1s', steps: [{delay: '3s'}, {press: 'button'}]},
		/^steps\[0\], delay "3s".*before the run ends.*after 1000 ms$/,
	],
	'a current': [
		{steps: [{delay: '1s'}, {expectUa: {atLeast: 1e6}}]},
		/^steps\[1\], expectUa.*at least 1000000 uA/,
	],
	'lines in another order': [
		{steps: [{at: '1s'}, {press: 'button'}], expect: {lines: ['good night', 'presses']}},
		/^expect\.lines\[1\].*a line with "presses".*no further line$/,
	],
	'a line that must not come': [
		{expect: {noLines: ['night']}},
		/^expect\.noLines.*no line with "night".*good night/,
	],
	'an average': [{expect: {averageUa: {atMost: 0.1}}}, /^expect\.averageUa.*at most 0\.1 uA/],
	'a share': [
		{expect: {awakePercent: {atLeast: 50, atMost: 60}}},
		/^expect\.awakePercent.*at least 50, at most 60 %/,
	],
	'a count of wakes': [{expect: {wakes: {'pin:button': 3}}}, /^expect\.wakes\.pin:button.*3.*0$/],
};

for (const [what, [scenario, expected]] of Object.entries(wrong)) {
	test(`${what}: reported with what was expected and received`, async t => {
		const {failures} = (await play(scenario)).scenario;
		t.is(failures.length, 1);
		const {what: place, expected: wanted, received} = failures[0]!;
		t.regex(`${place} | ${wanted} | ${received}`, expected);
	});
}

const none: Readonly<Record<string, [unknown, RegExp]>> = {
	'no object': [
		[],
		/the file is not what.*\n.*\n {2}expected: an object of for, trace.*\n {2}received: \[\]/,
	],
	'a key that is not known': [{stepz: []}, /stepz is not what[\s\S]*expected: one of for, trace/],
	'a key of JavaScript': [JSON.parse('{"__proto__": {}}'), /__proto__ is not what/],
	'a step of no kind': [
		{steps: [{jump: 1}]},
		/steps\[0\] is not what[\s\S]*one of at, delay[\s\S]*\{"jump":1\}/,
	],
	'a step of two kinds': [{steps: [{delay: '1s', press: 'button'}]}, /steps\[0\]\.press[\s\S]*one of delay/],
	'a duration without a unit': [{steps: [{delay: 5}]}, /steps\[0\]\.delay[\s\S]*a unit of us, ms/],
	'a level of no kind': [{steps: [{levels: {d7: 1}}]}, /steps\[0\]\.levels\.d7[\s\S]*"high", "low"/],
	'no bounds': [{expect: {averageUa: {}}}, /expect\.averageUa[\s\S]*atLeast and atMost/],
	'a number that is none': [{expect: {inferences: 'many'}}, /expect\.inferences/],
	'a fault of no kind': [{faults: [{kind: 'flood'}]}, /faults\[0\][\s\S]*one of bus, serial, sensor-reset/],
	'a fault that lacks a field': [
		{faults: [{kind: 'bus', bus: 'i2c0', how: 'nack'}]},
		/faults\[0\]\.transfer/,
	],
	'a cell of no kind': [{battery: {cell: 'AAAA'}}, /battery\.cell[\s\S]*CR2032/],
};

for (const [what, [value, message]] of Object.entries(none)) {
	test(`${what} is one clear error`, t => {
		const error = t.throws<CatnapError>(() => checkScenario(value, 'scenario.yaml'));
		t.is(error.code, 'BAD_SCENARIO');
		t.regex(error.message, message);
	});
}

test('a pin and an input that the board does not have are named with those that it has', async t => {
	const pin = await t.throwsAsync<CatnapError>(play({steps: [{press: 'buton'}]}));
	t.regex(
		pin!.message,
		/steps\[0\]\.press names something that host does not have[\s\S]*button[\s\S]*received: buton/,
	);
	const wake = await t.throwsAsync<CatnapError>(play({expect: {wakes: {'pin:buton': 1}}}));
	t.regex(wake!.message, /expect\.wakes names something[\s\S]*pin:button,[\s\S]*received: pin:buton/);
	await t.throwsAsync(play({steps: [{delay: '1s'}, {millivolts: {a9: 5}}]}), {
		message: /steps\[1\]\.millivolts.*host/,
	});
});

test('a scenario is YAML or a module, and what is neither is an error with its place', async t => {
	const file = (name: string, text: string): string => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	file('package.json', '{"type": "module"}');
	const read = async (name: string, text: string): Promise<Scenario> =>
		(await readScenario(folder, file(name, text))).scenario;
	t.deepEqual(await read('a.yaml', 'for: 5s\nsteps:\n  - press: button\n'), {
		for: '5s',
		steps: [{press: 'button'}],
	});
	const module =
		"import {defineScenario} from 'catnap/testing';\nexport default defineScenario({for: '5s'});\n";
	t.deepEqual(await read('b.ts', module), {for: '5s'});
	t.deepEqual(await read('b.ts', module.replace('5s', '6s')), {for: '6s'});
	const refused = async (name: string, text: string, message: RegExp): Promise<void> => {
		const error = await t.throwsAsync<CatnapError>(read(name, text));
		t.is(error?.code, 'BAD_SCENARIO');
		t.regex(error!.message, message);
	};
	await refused('c.yaml', 'for: 5s\nsteps: [\n', /the scenario is not YAML\n {2}at .*c\.yaml:3:1\n/);
	await refused('d.yaml', '', /the file is not what[\s\S]*received: null/);
	await refused(
		'e.ts',
		'throw new Error("no");\n',
		/module of the scenario cannot be run[\s\S]*received: no/,
	);
	await refused('f.ts', 'export const x = 1;\n', /received: nothing/);
	await refused('g.ts', 'throw null;\n', /cannot be run[\s\S]*received: null/);
	await refused('h.ts', 'export default {seed: 5n};\n', /seed is not what[\s\S]*received: 5n/);
	await refused('i.ts', 'export default {get for() { throw new Error("no"); }};\n', /cannot be run[\s\S]*no/);
	await refused('j.yaml', 'for: *nosuch\n', /not YAML\n {2}at .*j\.yaml\n {2}received: Unresolved alias/);
	await refused('k.yaml', aliases, /not YAML[\s\S]*received: Excessive alias count/);
	await refused('l.yaml', 'steps: &a [*a]\n', /steps\[0\] is not what[\s\S]*received: .*Circular/);
	await refused('m.yaml', 'for: .nan\n', /for is not what[\s\S]*received: NaN/);
	const fault = 'faults: [{kind: bus, bus: i2c0, transfer: 1, how: nosuch}]\n';
	await refused(
		'n.yaml',
		fault,
		/faults\[0\]\.how is not what[\s\S]*expected: "nack", "timeout", "stuck-sda"/,
	);
	await refused(
		'o.yaml',
		fault.replace('1', '0'),
		/transfer is not what[\s\S]*expected: a whole number, 1 or more/,
	);
	await t.throwsAsync(readScenario(folder, 'missing.yaml'), {code: 'NO_SCENARIO'});
});

test('a step that the run ends before is not done, one at its very end is', async t => {
	const late = await play({steps: [{at: '31s'}]});
	t.is(late.scenario.done, 0);
	t.regex(late.scenario.failures[0]!.what, /^steps\[0\], at "31s"$/);
	t.deepEqual((await play({steps: [{at: '30s'}]})).scenario, {done: 1, steps: 1, failures: []});
});

test('what the code of a scenario throws is its mistake, and so is a fault on a bus that the board does not have', async t => {
	const board = {name: 'host', pins: {}} as unknown as BoardFacts;
	const path = join(folder, 'thrower.ts');
	writeFileSync(path, "export default {\n\tsetup() { throw new Error('no'); },\n};\n");
	const found = await readScenario(folder, path);
	const run = () =>
		runFor(found, async () => prepareScenario(found, folder, board).options.setup!({} as World));
	const error = await t.throwsAsync<CatnapError>(run());
	t.is(error?.code, 'BAD_SCENARIO');
	t.regex(
		error!.message,
		/code of the scenario has thrown an error\n {2}at .*thrower\.ts:2:\d+\n {2}received: no\n/,
	);
	const fault: Fault = {kind: 'bus', bus: 'i2c9', transfer: 1, how: 'nack'};
	const simulated = () => simulate({app, target: 'host', for: '1s', faults: [fault]});
	const named = await t.throwsAsync<CatnapError>(runFor(found, simulated));
	t.is(named?.code, 'BAD_FAULT');
	t.regex(
		named!.message,
		/at .*thrower\.ts\n {2}expected: i2c0, spi0\n {2}received: i2c9\n {2}name a bus of the board/,
	);
	const own = new Error('ours');
	own.stack = `Error: ours\n    at f (${join(catnapRoot, 'sim/world.ts')}:1:1)`;
	t.is(await t.throwsAsync(runFor(found, () => Promise.reject(own))), own);
});

test('run plays the scenario of the app, says how far it came, and fails where it is not as expected', t => {
	const run = (...args: string[]) =>
		spawnSync(process.execPath, ['tools/catnap.mjs', 'run', app, ...args], {
			cwd: catnapRoot,
			encoding: 'utf8',
		});
	const fine = run();
	t.is(fine.status, 0, fine.stderr);
	t.regex(fine.stdout, /\nscenario {5}10 of 10 steps, all as expected\n$/);
	const path = join(folder, 'late.yaml');
	writeFileSync(path, 'expect:\n  lines: [good morning]\n');
	const late = run('--scenario', path, '--for', '12s', '--json');
	t.is(late.status, 1);
	t.regex(late.stderr, /^error SCENARIO_FAILED: the run of button .*1 difference\n {2}at .*late\.yaml\n/);
	t.is(JSON.parse(late.stdout).scenario.failures.length, 1);
	writeFileSync(path, 'expect:\n  lines: [good morning]\n  inferences: 7\n');
	const twice = run('--scenario', path, '--for', '12s');
	t.regex(twice.stdout, /\nscenario {5}not as expected\n$/);
	t.regex(twice.stderr, /\n {2}received: expect\.lines.*\n {4}expect\.inferences: /);
});

test('seeds and faults of simulate are held to the same as those of a scenario', async t => {
	const refused = (options: object, message: RegExp) =>
		t.throwsAsync(simulate({app, target: 'host', for: '1s', ...options}), {code: 'BAD_SCENARIO', message});
	await refused({seed: -1}, /seed is not what[\s\S]*the options of simulate[\s\S]*received: -1/);
	await refused({faults: [{kind: 'nosuch'}]}, /faults\[0\] is not what[\s\S]*expected: one of bus/);
	await refused({faults: 5}, /faults is not what[\s\S]*expected: a list/);
});

test('an option that simulate does not have is refused, and so is a duration without its unit', async t => {
	const refused = (options: object, message: RegExp) =>
		t.throwsAsync(simulate({app, target: 'host', ...options}), {code: 'BAD_SCENARIO', message});
	await refused({fr: '3s'}, /fr is not what[\s\S]*expected: one of app, for, [\s\S]*received: "fr"/);
	await refused({for: 3}, /for is not what[\s\S]*expected: .*unit[\s\S]*received: 3/);
});
