// Run a built app against the world, with what its sensors feel: what `catnap run`, `catnap power` and `simulate` share.
import {existsSync} from 'node:fs';
import {relative, resolve} from 'node:path';
import {type Overrides, withFigures} from '../boards/facts/overrides.ts';
import type {BoardFacts} from '../boards/facts/schema.ts';
import {formatDuration} from '../lib/duration.ts';
import {CatnapError} from '../lib/errors.ts';
import {working} from '../lib/working.ts';
import type {RunResult} from '../sim/result.ts';
import type {RunOptions} from '../sim/run.ts';
import {readSound, type Sound} from '../sim/world/sound.ts';
import {readTrace, type Trace, type TraceOptions} from '../sim/world/trace.ts';
import type {World} from '../sim/world.ts';
import type {BuiltApp} from './build/build.ts';

/** What the sensors feel, as a caller names it. */
export interface InputOptions {
	/** CSV file, relative to the app's folder or to the current one. @default traces/demo.csv, if the app has it */
	readonly trace?: string | undefined;
	readonly traceOptions?: TraceOptions;
	/** A sound, or a WAV file, relative to the app's folder or to the current one. @default traces/demo.wav, or silence */
	readonly sound?: Sound | string | undefined;
}

/** What the sensors feel, found and read. */
export interface Inputs {
	readonly tracePath?: string;
	readonly trace?: Trace;
	readonly soundPath?: string;
	readonly sound?: Sound;
}

/** What a run takes beside the app and what its sensors feel. */
export interface RunAppOptions
	extends Pick<
		RunOptions,
		'seed' | 'faults' | 'chips' | 'oscillatorPpm' | 'setup' | 'battery' | 'recordEnergy' | 'logLimit'
	> {
	/** @default the length of the trace or else of the sound, or a minute without one */
	readonly forMs?: number | undefined;
	/** Own measurements instead of the board's figures; they win over those of the app's package.json. */
	readonly figures?: Overrides | undefined;
}

const defaultTrace = 'traces/demo.csv';
const defaultSound = 'traces/demo.wav';
const defaultForMs = 60_000;
/** As many as the bar can show. */
const steps = 500;

/** @throws {CatnapError} TRACE_MISSING, TRACE_BAD, SOUND_MISSING, SOUND_BAD */
export function readInputs(appDir: string, {trace, traceOptions, sound}: InputOptions = {}): Inputs {
	const tracePath = findInput(appDir, trace, defaultTrace);
	const soundPath = typeof sound === 'object' ? undefined : findInput(appDir, sound, defaultSound);
	return {
		...(tracePath !== undefined && {tracePath, trace: readTrace(tracePath, traceOptions)}),
		...(soundPath !== undefined && {soundPath, sound: readSound(soundPath)}),
		...(typeof sound === 'object' && {sound}),
	};
}

/** `sensors: lying still`, or the files. */
export function describeInputs({tracePath, soundPath}: Inputs): string {
	const paths = [tracePath, soundPath].filter(path => path !== undefined);
	return `sensors: ${paths.map(path => relative(process.cwd(), path)).join(', ') || 'lying still'}`;
}

/** Console lines of the result, and everything else in it that names a place, speak of TypeScript files. */
export async function runApp(
	{target, image, symbolicator, ...built}: BuiltApp,
	{trace, sound}: Inputs,
	{forMs, figures, ...options}: RunAppOptions = {},
): Promise<RunResult> {
	const {runImage} = await import('../sim/run.ts');
	const {ensureFirmware} = await import('./build/firmware.ts');
	const board = boardWithFigures(built, figures);
	// a trace of one line never changes: it has no length
	const durationUs = trace?.durationUs || sound?.durationUs || defaultForMs * 1000;
	const forUs = Math.round(forMs === undefined ? durationUs : forMs * 1000);
	const firmware = {[target]: (await ensureFirmware(target)).path};
	const result = await working(`running ${built.app.name}`, {total: forUs}, work => {
		const setup = (world: World): void => {
			world.clock.report(forUs / steps, nowUs => work.at(nowUs));
			options.setup?.(world);
		};
		return runImage({...options, setup, image, firmware, target, board, trace, sound, forUs});
	});
	return symbolicate(result, symbolicator.text);
}

/**
 * A run that ended otherwise than by its time or the app's own wish has failed, and so has one with errors that nobody
 * caught. @throws {CatnapError} RUN_FAILED
 */
export function throwIfBroken({ended, virtualMs, uncaught}: RunResult, app: string, todo: string): void {
	if (ended === 'time' || ended === 'exit') {
		if (uncaught === 0) return;
		const count = uncaught === 1 ? 'an error' : `${uncaught} errors`;
		throw new CatnapError('RUN_FAILED', {which: 'errors', app, count, todo});
	}
	if (ended === 'app-error')
		throw new CatnapError('RUN_FAILED', {which: 'uncaught', app, received: ended, todo});
	const time = formatDuration(virtualMs);
	throw new CatnapError('RUN_FAILED', {which: 'stopped', app, time, received: ended, todo});
}

/** The board's facts with what the app and the caller have measured themselves. */
export function boardWithFigures(
	{board, app}: Pick<BuiltApp, 'board' | 'app'>,
	figures: unknown,
	where?: string,
): BoardFacts {
	const ofApp = app.energy === undefined ? board : withFigures(board, app.energy, `${app.name}, energy`);
	return figures === undefined ? ofApp : withFigures(ofApp, figures, where);
}

function findInput(appDir: string, named: string | undefined, unnamed: string): string | undefined {
	if (named !== undefined) return findFile(appDir, named);
	const inApp = resolve(appDir, unnamed);
	return existsSync(inApp) ? inApp : undefined;
}

/** In the app's folder, or where the shell is: the error for a missing file names that place. */
export function findFile(appDir: string, path: string): string {
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
