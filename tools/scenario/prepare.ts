// Turns a scenario into what a run takes, and a run into what the scenario says of it.

import {join} from 'node:path';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {parseDuration} from '../../lib/duration.ts';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../lib/root.mjs';
import type {RunResult} from '../../sim/result.ts';
import {readSound, type Sound} from '../../sim/world/sound.ts';
import {findFile, type RunAppOptions} from '../run-app.ts';
import {messageOf} from './check.ts';
import {Play} from './play.ts';
import type {FoundScenario} from './read.ts';
import type {Scenario, ScenarioFailure, ScenarioReport} from './scenario.ts';
import {usualScenario} from './usual.ts';

export interface Prepared {
	readonly options: RunAppOptions;
	report(result: RunResult): ScenarioReport;
}

/** The scenario that is named, or the app's usual one. @throws {CatnapError} NO_SCENARIO, BAD_SCENARIO */
export async function findScenario(
	appDir: string,
	named: string | undefined,
): Promise<FoundScenario | undefined> {
	const path = named ?? usualScenario(appDir);
	if (path === undefined) return undefined;
	const {readScenario} = await import('./read.ts');
	return readScenario(appDir, path);
}

/** What the command line says wins over the scenario. */
export function given({for: forMs, seed}: {for?: number; seed?: number}): RunAppOptions {
	return {...(forMs !== undefined && {forMs}), ...(seed !== undefined && {seed})};
}

/** @throws {CatnapError} BAD_SCENARIO, SOUND_MISSING, SOUND_BAD */
export function prepareScenario(
	{scenario, path}: FoundScenario,
	appDir: string,
	board: BoardFacts,
): Prepared {
	const play = new Play(scenario, soundsOf(scenario, appDir), board, path);
	const {for: duration, seed, battery, faults, chips} = scenario;
	const forMs = duration === undefined ? undefined : parseDuration(duration);
	return {
		options: {seed, battery, faults, chips, forMs, setup: world => play.begin(world)},
		report: result => play.report(result),
	};
}

/**
 * Run what the scenario was prepared for. An error that names no place, such as a fault on a bus that the board does not have,
 * is one of the scenario, and so is what its own code throws: `setup`, chips, what they ask to be called.
 * @throws {CatnapError} BAD_SCENARIO, and what `run` throws
 */
export async function runFor<T>(found: FoundScenario | undefined, run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		if (found === undefined) throw error;
		if (error instanceof CatnapError) throw error.facts.where === undefined ? error.at(found.path) : error;
		const where = thrownAt(error, found.path);
		if (where === undefined) throw error;
		throw new CatnapError('BAD_SCENARIO', {which: 'code', where, received: messageOf(error)});
	}
}

/** Where code that is not ours threw it. */
function thrownAt(error: unknown, path: string): string | undefined {
	if (!(error instanceof Error)) return path;
	const [, file, position] =
		/\(?(?:file:\/\/)?(\/[^()?]*?)(?:\?[^:]*)?(:\d+:\d+)\)?$/m.exec(error.stack ?? '') ?? [];
	if (file === undefined) return path;
	const isOurs = ownFolders.some(folder => file.startsWith(join(catnapRoot, folder, '/')));
	return isOurs ? undefined : `${file}${position}`;
}

const ownFolders = ['dist', 'sim', 'tools', 'lib', 'boards', 'node_modules'];

function soundsOf({steps = []}: Scenario, appDir: string): Map<string, Sound> {
	const names = steps.flatMap(step => ('play' in step && step.play !== null ? [step.play] : []));
	return new Map(names.map(name => [name, readSound(findFile(appDir, name))]));
}

/** `steps[2], waitFor "on": expected a line ..., received ...`, with the moment of a step. */
export function failureLine({what, expected, received, atMs}: ScenarioFailure): string {
	const at = atMs === undefined ? '' : ` at ${atMs} ms`;
	return `${what}${at}: expected ${expected}; received ${received}`;
}

/** @throws {CatnapError} SCENARIO_FAILED */
export function throwIfUnmet({failures}: ScenarioReport, app: string, path: string): void {
	if (failures.length === 0) return;
	const count = failures.length === 1 ? '1 difference' : `${failures.length} differences`;
	const received = failures.map(failureLine).join('\n    ');
	throw new CatnapError('SCENARIO_FAILED', {app, count, where: path, received});
}
