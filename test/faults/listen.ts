// Runs the listener with faults on a target and tells what it must not do: stop, tear a window, lose without a word.

import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Fault, type SimulationResult, simulate} from 'catnap/testing';

const app = join(import.meta.dirname, 'listener');
/** Samples of a window, and of a full FIFO. */
const windowSamples = 48;
const fifoSamples = 32;

interface Stats {
	readonly samples: number;
	readonly windows: number;
	readonly dropped: number;
	readonly gaps: number;
	readonly overruns: number;
	readonly busErrors: number;
	readonly restarts: number;
}

export interface Heard {
	readonly result: SimulationResult;
	/** Codes of the errors that the app was told. */
	readonly errors: readonly string[];
	/** As of the last window. */
	readonly stats: Stats;
	/** What is wrong; empty if all is well. */
	readonly wrong: readonly string[];
}

/** A ramp of x that the app checks. With `pauseMs` no sample is recorded for so long, in the middle. */
export function rampTrace(pauseMs = 0): string {
	const path = join(mkdtempSync(join(tmpdir(), 'catnap-ramp-')), 'ramp.csv');
	const rows = Array.from({length: 4000}, (_, index) => {
		const atMs = index * 2.5 + (index >= 400 ? pauseMs : 0);
		return `${atMs},${(index % 2000) - 1000},0,1000`;
	});
	writeFileSync(path, ['# unit: mg', 't_ms,x,y,z', ...rows, ''].join('\n'));
	return path;
}

export interface Listening {
	readonly target: string;
	readonly faults: readonly Fault[];
	readonly trace: string;
	readonly forMs?: number;
	/** The sensor never comes back: no window is expected at the end. */
	readonly isDeaf?: boolean;
}

export async function listen({
	target,
	faults,
	trace,
	forMs = 1500,
	isDeaf = false,
}: Listening): Promise<Heard> {
	const result = await simulate({app, target, for: `${forMs}ms`, trace, faults});
	const errors = result.console.filter(line => line.startsWith('error ')).map(line => line.slice(6));
	const last = result.console.findLast(line => line.includes('{')) ?? '{}';
	const stats = JSON.parse(last.slice(last.indexOf('{'))) as Stats;
	return {result, errors, stats, wrong: wrongs(result, errors, stats, isDeaf)};
}

function wrongs(
	result: SimulationResult,
	errors: readonly string[],
	stats: Stats,
	isDeaf: boolean,
): string[] {
	const {console: lines, violations, faults, ended, timeline, virtualMs} = result;
	const wrong: string[] = [...violations];
	if (ended !== 'time') wrong.push(`the run ended: ${ended}`);
	wrong.push(...lines.filter(line => !/^(whole|error) /.test(line)));
	wrong.push(...faults.filter(({fired}) => fired === 0).map(({fault}) => `never: ${JSON.stringify(fault)}`));
	const heard = timeline.findLast(({kind, text}) => kind === 'console' && text.startsWith('whole'));
	if (!isDeaf && virtualMs - (heard?.atMs ?? 0) > 300) wrong.push(`nothing heard since ${heard?.atMs} ms`);
	const {samples, lost} = result.sensors.imu!;
	const isTold = errors.length > 0 || stats.gaps > 0 || stats.restarts > 0;
	// what was neither read nor said to be lost waits: in the window, in the FIFO
	const missing = samples - lost - (stats.samples ?? 0);
	if (!isTold && (missing < 0 || missing > windowSamples + fifoSamples))
		wrong.push(`${missing} of ${samples} samples are nowhere, and nothing says so`);
	if (lost > 0 && !isTold && stats.overruns === 0) wrong.push(`the chip lost ${lost} samples without a word`);
	return wrong;
}
