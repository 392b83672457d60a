// Every app of this folder on every target: console lines as expected, and the same moments where the world owns the clock.

import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {type SimulationResult, simulate, type World, type WorldOptions} from 'catnap/testing';
import {loadBoards} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';

const here = import.meta.dirname;
// the ESP32-S3 runs those that were seen to pass in test/chips/esp32s3
const simulated = (await loadBoards()).filter(({simulator}) => simulator !== undefined);
const boards = simulated.filter(({simulator}) => simulator !== 'esp32s3');
/** Their clock is the world's: they see the same moments. */
const virtual = boards.filter(board => board.virtual).map(({name}) => name);
/** A simulated chip has a clock of its own, driven by its instructions: same words, other moments. */
const targets = (await hasUnicorn()) ? boards : boards.filter(({simulator}) => simulator !== 'nrf5340');
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
	spi: ({buses}) => 'spi0' in buses,
	microphone: ({microphone}) => microphone !== undefined,
};
const update = process.env.CATNAP_UPDATE === '1';

const apps = readdirSync(here, {withFileTypes: true})
	.filter(entry => entry.isDirectory())
	.map(entry => entry.name);

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

async function run(app: string, target: string): Promise<SimulationResult> {
	const folder = join(here, app);
	return simulate({app: folder, target, for: '20s', ...(await worldOf(folder))});
}

for (const app of apps) {
	const expected = join(here, app, 'expected.txt');
	const results = new Map<string, SimulationResult>();
	for (const {name: target} of targets.filter(board => needs[app]?.(board) ?? true)) {
		test.serial(`app ${app} says on ${target} what is expected`, async t => {
			const result = await run(app, target);
			results.set(target, result);
			if (update && target === 'host') writeFileSync(expected, `${result.console.join('\n')}\n`);
			t.deepEqual(result.console, readFileSync(expected, 'utf8').trimEnd().split('\n'));
			t.deepEqual(result.violations, []);
		});
	}
	test.serial(`app ${app} wakes at the same moments on all virtual targets`, t => {
		const [first, ...others] = virtual.map(target => results.get(target));
		for (const other of others) {
			t.deepEqual(other?.wakes, first?.wakes);
			t.is(other?.inferences, first?.inferences);
			t.is(other?.awakeMs, first?.awakeMs);
		}
	});
	test.serial(`app ${app} gives the same result byte for byte when it runs again`, async t => {
		t.is(JSON.stringify(await run(app, 'host')), JSON.stringify(results.get('host')));
	});
}
