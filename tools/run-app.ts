// Build an app and run it against the world: what `catnap run` and `simulate` share.
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {type Overrides, withFigures} from '../boards/facts/overrides.ts';
import type {BoardFacts} from '../boards/facts/schema.ts';
import {formatDuration} from '../lib/duration.ts';
import {CatnapError} from '../lib/errors.ts';
import type {RunResult} from '../sim/result.ts';
import type {RunOptions} from '../sim/run.ts';
import type {BuiltApp} from './build/build.ts';

/** What a run takes beside the app and the moment of its end. */
export interface RunAppOptions
	extends Pick<
		RunOptions,
		| 'seed'
		| 'faults'
		| 'oscillatorPpm'
		| 'setup'
		| 'traceOptions'
		| 'sound'
		| 'battery'
		| 'recordEnergy'
		| 'logLimit'
	> {
	/** CSV file, relative to the app's folder or to the current one. @default traces/demo.csv, if the app has it */
	readonly trace?: string | undefined;
	/** @default the length of the trace or else of the sound, or a minute without one */
	readonly forMs?: number | undefined;
	/** Own measurements instead of the board's figures; they win over those of the app's package.json. */
	readonly figures?: Overrides | undefined;
}

export interface AppRun {
	/** Console lines, and everything else that names a place, speak of TypeScript files. */
	readonly result: RunResult;
	/** Path of the trace, if there was one. */
	readonly trace: string | undefined;
}

const defaultTrace = 'traces/demo.csv';
const defaultForMs = 60_000;

export async function runApp(built: BuiltApp, options: RunAppOptions = {}): Promise<AppRun> {
	const {runImage} = await import('../sim/run.ts');
	const {readTrace} = await import('../sim/world/trace.ts');
	const {readSound} = await import('../sim/world/sound.ts');
	const {ensureFirmware} = await import('./build/firmware.ts');
	const {target, image, symbolicator} = built;
	const board = boardWithFigures(built, options.figures);
	const path = findTrace(built.app.dir, options.trace);
	const trace = path === undefined ? undefined : readTrace(path, options.traceOptions);
	const sound =
		typeof options.sound === 'string' ? readSound(findFile(built.app.dir, options.sound)) : options.sound;
	// a trace of one line is for ever the same: it has no length
	const durationUs = trace?.durationUs || sound?.durationUs || defaultForMs * 1000;
	const forUs = Math.round(options.forMs === undefined ? durationUs : options.forMs * 1000);
	const firmware = {[target]: (await ensureFirmware(target)).path};
	const {seed, faults, oscillatorPpm, setup, battery, recordEnergy, logLimit} = options;
	const result = await runImage({
		image,
		firmware,
		target,
		board,
		trace,
		sound,
		forUs,
		seed,
		faults,
		oscillatorPpm,
		setup,
		battery,
		recordEnergy,
		logLimit,
	});
	return {result: symbolicate(result, symbolicator.text), trace: path};
}

/** A run that ended otherwise than by its time or the app's own wish has failed. @throws {CatnapError} RUN_FAILED */
export function throwIfBroken({ended, virtualMs}: RunResult, app: string, todo: string): void {
	if (ended === 'time' || ended === 'exit') return;
	if (ended === 'app-error')
		throw new CatnapError('RUN_FAILED', {which: 'uncaught', app, received: ended, todo});
	const time = formatDuration(virtualMs);
	throw new CatnapError('RUN_FAILED', {which: 'stopped', app, time, received: ended, todo});
}

/** The board's facts with what the app and the caller have measured themselves. */
export function boardWithFigures({board, app}: BuiltApp, figures: unknown, where?: string): BoardFacts {
	const ofApp = app.energy === undefined ? board : withFigures(board, app.energy, `${app.name}, energy`);
	return figures === undefined ? ofApp : withFigures(ofApp, figures, where);
}

function findTrace(appDir: string, trace: string | undefined): string | undefined {
	if (trace !== undefined) return findFile(appDir, trace);
	const inApp = resolve(appDir, defaultTrace);
	return existsSync(inApp) ? inApp : undefined;
}

/** In the app's folder, or where the shell is: the error for a missing file names that place. */
function findFile(appDir: string, path: string): string {
	const inApp = resolve(appDir, path);
	return existsSync(inApp) ? inApp : resolve(path);
}

function symbolicate(result: RunResult, text: (text: string) => string): RunResult {
	return {
		...result,
		console: result.console.map(text),
		timeline: result.timeline.map(entry =>
			entry.kind === 'console' ? {...entry, text: text(entry.text)} : entry,
		),
		ended: text(result.ended),
	};
}
