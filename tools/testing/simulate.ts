// `simulate`: build an app and run it against the world in virtual time, for tests.

import {parseDuration} from '../../lib/duration.ts';
import type {RunResult} from '../../sim/result.ts';
import {type BuiltApp, buildApp, defaultTarget} from '../build/build.ts';
import {type InputOptions, type RunAppOptions, readInputs, runApp} from '../run-app.ts';

export interface SimulateOptions extends InputOptions, Omit<RunAppOptions, 'forMs'> {
	/** Folder of the app. @default the current folder */
	readonly app?: string;
	/** How long, with its unit. @default the length of the trace, or a minute without one */
	readonly for?: string;
	/** @default the environment variable CATNAP_TARGET, which `catnap test --target` sets, else host */
	readonly target?: string;
	/** Whose pins, memory and energy count. @default the target's own */
	readonly board?: string;
}

export interface SimulationResult extends RunResult {
	/** How often this woke the chip: `pin:imuInt`, `timer`, `off:button`. */
	wakesBy(cause: string): number;
}

const builds = new Map<string, Promise<BuiltApp>>();

/** Run an app. It is built once in a process for each target and board; its source must not change meanwhile. */
export async function simulate(options: SimulateOptions = {}): Promise<SimulationResult> {
	const {
		app = '.',
		for: duration,
		target = process.env.CATNAP_TARGET || defaultTarget,
		board,
		...rest
	} = options;
	const key = JSON.stringify([app, target, board]);
	const building = builds.get(key) ?? buildApp(app, board === undefined ? {target} : {target, board});
	builds.set(key, building);
	const forMs = duration === undefined ? undefined : parseDuration(duration, 'for');
	const built = await building;
	const result = await runApp(built, readInputs(built.app.dir, rest), {...rest, forMs});
	return {...result, wakesBy: cause => result.wakes.filter(wake => wake.cause === cause).length};
}
