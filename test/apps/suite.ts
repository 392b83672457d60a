// Every app of this folder as tests of one target: console lines as expected, and no violation.

import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {type SimulationResult, simulate, type World, type WorldOptions} from 'catnap/testing';
import type {BoardFacts} from '../../boards/facts/schema.ts';

const here = import.meta.dirname;
/** What an app needs that not every board has. */
const needs: Readonly<Record<string, (board: BoardFacts) => boolean>> = {
	analog: ({converter}) => ['a0', 'a1'].every(input => input in (converter?.inputs ?? {})),
	battery: ({supply, converter}) => supply !== undefined && converter !== undefined,
	imu6: ({sensors}) => 'imu6' in sensors,
	'imu6-off': ({sensors}) => 'imu6' in sensors,
	bank: ({pins}) => 'd7' in pins,
	i2c: ({pins}) => 'd7' in pins,
	bme280: ({buses}) => 'spi0' in buses,
	'own-board': ({name, virtual}) => virtual || name === 'nrf5340dk',
	'own-pins': ({name}) => name === 'esp32s3-devkitc',
	'pulse-units': ({name}) => name === 'esp32s3-devkitc',
	spi: ({buses}) => 'spi0' in buses,
	serial: ({buses}) => 'uart0' in buses,
	pwm: ({pwm, pins}) => pwm !== undefined && 'd7' in pins,
	pulses: ({pulse, pins}) => pulse !== undefined && 'd7' in pins,
	microphone: ({microphone}) => microphone !== undefined,
	'off-timer': ({off}) => off.timer,
	'off-untimed': ({off}) => !off.timer,
};
/** They keep a simulated chip at work for five seconds and more of the PC's time. */
export const longOnSoc: ReadonlySet<string> = new Set([
	'dsp',
	'language-engine',
	'limits',
	'memory',
	'microphone',
	'watchdog',
]);
/** What asks most of a chip's port: the ESP32-S3 runs these with each `npm test`, the others in the long suite. */
export const ofThePort: readonly string[] = [
	...[
		'analog',
		'bank',
		'bme280',
		'button',
		'clock',
		'crash',
		'i2c',
		'imu6-off',
		'off',
		'off-timer',
		'own-pins',
		'pins',
		'pulse-units',
		'pulses',
		'pwm',
		'recursion',
		'retained',
		'serial',
		'spi',
		'timers',
		'wakes',
	],
];
const update = process.env.CATNAP_UPDATE === '1';

export const apps: readonly string[] = readdirSync(here, {withFileTypes: true})
	.filter(entry => entry.isDirectory())
	.map(entry => entry.name);

/** Whether a board has what an app needs. */
export function suits(app: string, board: BoardFacts): boolean {
	return needs[app]?.(board) ?? true;
}

interface AppWorld {
	/** Changes the world while the app runs. */
	readonly setup?: (world: World) => void;
	/** Chips of its own. */
	readonly chips?: WorldOptions['chips'];
	/** The text of a trace. */
	readonly trace?: () => string;
}

/** What an app's folder says of its world: a file, or a module that makes it. */
async function worldOf(folder: string) {
	const file = existsSync(join(folder, 'trace.csv')) ? {trace: 'trace.csv'} : {};
	if (!existsSync(join(folder, 'world.ts'))) return file;
	const {setup, trace, chips} = (await import(join(folder, 'world.ts'))) as AppWorld;
	if (!trace) return {...file, setup, chips};
	const made = join(mkdtempSync(join(tmpdir(), 'catnap-apps-')), 'trace.csv');
	writeFileSync(made, trace());
	return {trace: made, setup};
}

/** The PLL of the ESP32-S3 starts before each fast phase, which takes a part of what four times the clock gains. */
const timesAsFast: Readonly<Record<string, number>> = {esp32s3: 3};

function linesOn(text: string, {simulator}: Pick<BoardFacts, 'simulator'>): string[] {
	const times = timesAsFast[simulator ?? ''] ?? 2;
	return text.trimEnd().replaceAll('{fast}', String(times)).split('\n');
}

export async function run(app: string, target: string): Promise<SimulationResult> {
	const folder = join(here, app);
	return simulate({app: folder, target, for: '20s', ...(await worldOf(folder))});
}

/** What a target says; a chip whose converter counts otherwise has a file of its own. */
function expectedOf(app: string, {simulator = ''}: Pick<BoardFacts, 'simulator'>): string {
	const own = join(here, app, `expected.${simulator}.txt`);
	return existsSync(own) ? own : join(here, app, 'expected.txt');
}

/** Those of `apps` that the board can run, each as a test; `keep` receives what they gave. */
export function appsSay(
	{name: target, ...facts}: BoardFacts,
	names: readonly string[] = apps,
	keep: (app: string, result: SimulationResult) => void = () => {},
): void {
	for (const app of names.filter(name => suits(name, {name: target, ...facts}))) {
		test.serial(`app ${app} says on ${target} what is expected`, async t => {
			const expected = expectedOf(app, facts);
			const result = await run(app, target);
			keep(app, result);
			const text = readFileSync(expected, 'utf8');
			if (update && target === 'host' && !text.includes('{fast}'))
				writeFileSync(expected, `${result.console.join('\n')}\n`);
			t.deepEqual(result.console, linesOn(text, facts));
			t.deepEqual(result.violations, []);
		});
	}
}
