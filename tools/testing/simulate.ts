// `simulate`: build an app and run it against the world in virtual time, for tests.

import {parseDuration} from '../../lib/duration.ts';
import type {RunResult} from '../../sim/result.ts';
import {type BuiltApp, buildApp, defaultTarget} from '../build/build.ts';
import {type InputOptions, type RunAppOptions, readInputs, runApp} from '../run-app.ts';
import {checkScenario, checkSimulateOptions} from '../scenario/check.ts';
import {findScenario, prepareScenario} from '../scenario/prepare.ts';
import type {FoundScenario} from '../scenario/read.ts';
import type {Scenario, ScenarioReport} from '../scenario/scenario.ts';

export interface SimulateOptions extends InputOptions, Omit<RunAppOptions, 'forMs'> {
	/** Folder of the app. @default the current folder */
	readonly app?: string;
	/** How long, with its unit. @default the length of the trace, or a minute without one */
	readonly for?: string;
	/** A scenario, or its file, relative to the app's folder or to the current one. Other options win over what it says. */
	readonly scenario?: Scenario | string;
	/** @default the environment variable CATNAP_TARGET, which `catnap test --target` sets, else host */
	readonly target?: string;
	/** Whose pins, memory and energy count. @default the target's own */
	readonly board?: string;
}

export interface SimulationResult extends RunResult {
	/** How often this woke the chip: `pin:imuInt`, `timer`, `off:button`. */
	wakesBy(cause: string): number;
	/** How far the scenario came and what was not as it expects, if the run had one. */
	readonly scenario?: ScenarioReport;
}

const builds = new Map<string, Promise<BuiltApp>>();

/** Run an app. It is built once in a process for each target and board; its source must not change meanwhile. */
export async function simulate(options: SimulateOptions = {}): Promise<SimulationResult> {
	const {
		app = '.',
		for: duration,
		target = process.env.CATNAP_TARGET || defaultTarget,
		board,
		scenario,
		...rest
	} = options;
	// a test is not compiled before it runs: a fault of no kind would never strike, and nobody would hear of it
	const {seed = 0, faults = []} = rest;
	checkSimulateOptions({...rest, seed, faults, app, target, ...(duration !== undefined && {for: duration})});
	const key = JSON.stringify([app, target, board]);
	const building = builds.get(key) ?? buildApp(app, board === undefined ? {target} : {target, board});
	builds.set(key, building);
	const forMs = duration === undefined ? undefined : parseDuration(duration, 'for');
	const built = await building;
	const {dir} = built.app;
	const found = scenario === undefined ? undefined : await scenarioOf(scenario, dir);
	const prepared = found && prepareScenario(found, dir, built.board);
	const result = await runApp(
		built,
		readInputs(dir, {...found?.scenario, ...rest}),
		laidOver(prepared?.options ?? {}, {...rest, ...(forMs !== undefined && {forMs})}),
	);
	return {
		...result,
		wakesBy: cause => result.wakes.filter(wake => wake.cause === cause).length,
		...(prepared && {scenario: prepared.report(result)}),
	};
}

async function scenarioOf(scenario: Scenario | string, dir: string): Promise<FoundScenario> {
	if (typeof scenario === 'string') return (await findScenario(dir, scenario))!;
	const path = 'the scenario of simulate';
	return {scenario: checkScenario(scenario, path), path};
}

/** The options of the call win; faults, chips and set-ups of both count. */
function laidOver(scenario: RunAppOptions, call: RunAppOptions): RunAppOptions {
	return {
		...scenario,
		...call,
		faults: [...(scenario.faults ?? []), ...(call.faults ?? [])],
		chips: {...scenario.chips, ...call.chips},
		setup: world => {
			scenario.setup?.(world);
			call.setup?.(world);
		},
	};
}
