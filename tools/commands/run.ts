// `catnap run <app>`: builds the app in memory, runs it in virtual time, shows when it slept, woke and spoke.
import {relative} from 'node:path';
import type {Command} from 'commander';
import {formatDuration} from '../../lib/duration.ts';
import {createPainter, print, progress} from '../../lib/output.ts';
import {findApp} from '../build/app.ts';
import {boardOption, countArgument, durationArgument, targetOption} from '../options.ts';
import type {AppRun} from '../run-app.ts';

interface RunCommandOptions {
	readonly board?: string;
	readonly target: string;
	readonly trace?: string;
	readonly sound?: string;
	/** Milliseconds. */
	readonly for?: number;
	readonly seed?: number;
	readonly json?: boolean;
}

const stripWidth = {least: 20, most: 100, besides: 40} as const;

export function register(program: Command): void {
	program
		.command('run')
		.description('run an app in virtual time: its timeline of sleeping, waking, inferring')
		.argument('<app>', 'folder of the app')
		.addOption(targetOption())
		.addOption(boardOption())
		.option(
			'--trace <file.csv>',
			'what the sensors feel (default: traces/demo.csv of the app, if it has one)',
		)
		.option('--sound <file.wav>', 'what the microphone hears: one channel of 16 bits (default: silence)')
		.option(
			'--for <duration>',
			'how long, like 60s (default: as long as the trace, or the sound)',
			durationArgument,
		)
		.option('--seed <number>', 'seed of everything random (default: 1)', countArgument)
		.option('--json', 'print one JSON document')
		.action(run);
}

async function run(dir: string, options: RunCommandOptions): Promise<void> {
	// a folder that is no app is told before the compilers are loaded
	await findApp(dir);
	const {buildApp} = await import('../build/build.ts');
	const {runApp, throwIfBroken} = await import('../run-app.ts');
	const built = await buildApp(dir, options);
	for (const path of built.declarations) progress(`wrote ${relative(process.cwd(), path)}`);
	for (const warning of built.warnings) progress(`warning: ${warning}`);
	const {for: forMs, seed, trace, sound} = options;
	const ran = await runApp(built, {trace, sound, forMs, seed});
	print(options.json ? JSON.stringify(runReport(ran)) : await describeRun(built.app.name, ran));
	throwIfBroken(ran.result, built.app.name, 'the console lines above say what led to it');
}

/** The document of `--json`; the marks and the timeline, which grow with each interrupt, are left to tests. */
function runReport({result}: AppRun): object {
	const {marks: _marks, timeline: _timeline, ...report} = result;
	return report;
}

async function describeRun(name: string, {result, trace}: AppRun): Promise<string> {
	const {timelineLines} = await import('../report/timeline.ts');
	const {stripLines} = await import('../report/strip.ts');
	const {summaryLines} = await import('../report/summary.ts');
	const paint = createPainter(process.stdout);
	const columns = (process.stdout.columns ?? 100) - stripWidth.besides;
	const width = Math.max(stripWidth.least, Math.min(stripWidth.most, columns));
	const felt = trace === undefined ? 'lying still' : relative(process.cwd(), trace);
	return [
		`${paint('bold', name)} on ${result.target}, ${formatDuration(result.virtualMs)} of virtual time, sensors: ${felt}`,
		'',
		...timelineLines(result.timeline, paint),
		'',
		...stripLines(result.timeline, result.virtualMs, width, paint),
		'',
		...summaryLines(result, paint),
	].join('\n');
}
