// `catnap run [app]`: builds the app in memory, runs it in virtual time, shows when it slept, woke and spoke.
import {relative} from 'node:path';
import type {Command} from 'commander';
import {formatDuration} from '../../lib/duration.ts';
import {createPainter, type Painter, print, progress} from '../../lib/output.ts';
import type {RunResult} from '../../sim/result.ts';
import type {World} from '../../sim/world.ts';
import {findApp} from '../build/app.ts';
import {boardOption, countArgument, durationArgument, scenarioOption, targetOption} from '../options.ts';
import {describeInputs, type Inputs, readInputs, runApp, throwIfBroken} from '../run-app.ts';
import {findScenario, given, prepareScenario, runFor, throwIfUnmet} from '../scenario/prepare.ts';
import type {ScenarioReport} from '../scenario/scenario.ts';

export interface RunCommandOptions {
	readonly board?: string;
	readonly target: string;
	readonly trace?: string;
	readonly sound?: string;
	readonly scenario?: string;
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
		.argument('[app]', 'folder of the app', '.')
		.addOption(targetOption())
		.addOption(boardOption())
		.option(
			'--trace <file.csv>',
			'what the sensors feel (default: traces/demo.csv of the app, if it has one)',
		)
		.option(
			'--sound <file.wav>',
			'what the microphone hears: one channel of 16 bits (default: traces/demo.wav of the app, or silence)',
		)
		.option(
			'--for <duration>',
			'how long, like 60s (default: as long as the trace, or the sound)',
			durationArgument,
		)
		.addOption(scenarioOption())
		.option('--seed <number>', 'seed of everything random (default: 1)', countArgument)
		.option('--json', 'print one JSON document')
		.action((dir: string, options: RunCommandOptions) => runOnce(dir, options));
}

/**
 * @param disturb called once the world stands, behind what the scenario does then.
 * @throws {CatnapError} also RUN_FAILED, after everything was printed.
 */
export async function runOnce(
	dir: string,
	options: RunCommandOptions,
	disturb: (world: World) => void = () => {},
): Promise<void> {
	// a folder without an app and a bad trace are reported before the compilers are loaded
	const app = await findApp(dir);
	const found = await findScenario(app.dir, options.scenario);
	const inputs = readInputs(app.dir, {...found?.scenario, ...options});
	const {buildApp} = await import('../build/build.ts');
	const built = await buildApp(app, options);
	for (const path of built.declarations) progress(`wrote ${relative(process.cwd(), path)}`);
	for (const warning of built.warnings) progress(`warning: ${warning}`);
	const prepared = found && prepareScenario(found, app.dir, built.board);
	const setup = (world: World): void => {
		prepared?.options.setup?.(world);
		disturb(world);
	};
	const all = {...prepared?.options, ...given(options), setup};
	const result = await runFor(found, () => runApp(built, inputs, all));
	const scenario = prepared?.report(result);
	const report = {...runReport(result), ...(scenario && {scenario})};
	print(options.json ? JSON.stringify(report) : await describeRun(app.name, inputs, result, scenario));
	throwIfBroken(result, app.name, 'the console lines above say what led to it');
	if (scenario) throwIfUnmet(scenario, app.name, found!.path);
}

/** The document of `--json`; the marks and the timeline, which grow with each interrupt, are left to tests. */
function runReport(result: RunResult): object {
	const {marks: _marks, timeline: _timeline, ...report} = result;
	return report;
}

async function describeRun(
	name: string,
	inputs: Inputs,
	result: RunResult,
	scenario: ScenarioReport | undefined,
): Promise<string> {
	const {timelineLines} = await import('../report/timeline.ts');
	const {stripLines} = await import('../report/strip.ts');
	const {summaryLines} = await import('../report/summary.ts');
	const paint = createPainter(process.stdout);
	const columns = (process.stdout.columns ?? 100) - stripWidth.besides;
	const width = Math.max(stripWidth.least, Math.min(stripWidth.most, columns));
	const time = `${formatDuration(result.virtualMs)} of virtual time`;
	return [
		`${paint('bold', name)} on ${result.target}, ${time}, ${describeInputs(inputs)}`,
		'',
		...timelineLines(result.timeline, paint),
		'',
		...stripLines(result.timeline, result.virtualMs, width, paint),
		'',
		...summaryLines(result, paint),
		...(scenario ? [scenarioLine(scenario, paint)] : []),
	].join('\n');
}

function scenarioLine({done, steps, failures}: ScenarioReport, paint: Painter): string {
	const verdict = failures.length === 0 ? 'all as expected' : 'not as expected';
	const way = steps === 0 ? '' : `${done} of ${steps} steps, `;
	return `${paint('bold', 'scenario'.padEnd(12))} ${way}${verdict}`;
}
