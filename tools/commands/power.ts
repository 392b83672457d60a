// `catnap power [app]`: runs the app and says what drew how much current, how far that is from the floor, how long a cell lasts.
import {type Command, Option} from 'commander';
import {type CellName, cellNames} from '../../boards/facts/cells.ts';
import {figureIds} from '../../boards/facts/overrides.ts';
import {formatDuration} from '../../lib/duration.ts';
import {CatnapError} from '../../lib/errors.ts';
import {writeAtomically} from '../../lib/files.ts';
import {createPainter, type Painter, print, progress} from '../../lib/output.ts';
import {longestJsonMb, parseJson, readText} from '../../lib/read.ts';
import type {RunResult} from '../../sim/result.ts';
import {findApp} from '../build/app.ts';
import {boardOption, countArgument, durationArgument, scenarioOption, targetOption} from '../options.ts';
import {type Battery, batteryOf, formatDays} from '../power/battery.ts';
import {currentsOf} from '../power/currents.ts';
import {type Floor, floorOf} from '../power/floor.ts';
import {measuredLines} from '../power/measured-table.ts';
import {readCurrentLog} from '../power/ppk2.ts';
import {type Reconciliation, reconcile} from '../power/reconcile.ts';
import {pictureOf} from '../power/svg.ts';
import {number, type PowerRow, powerRows, tableLines} from '../power/table.ts';
import {boardWithFigures, describeInputs, readInputs, runApp, throwIfBroken} from '../run-app.ts';
import {findScenario, given, prepareScenario, runFor, throwIfUnmet} from '../scenario/prepare.ts';

interface PowerCommandOptions {
	readonly board?: string;
	readonly target: string;
	readonly trace?: string;
	readonly scenario?: string;
	/** Milliseconds. */
	readonly for?: number;
	readonly seed?: number;
	readonly cell: CellName;
	readonly figures?: string;
	readonly measured?: string;
	readonly svg?: string;
	readonly json?: boolean;
}

/** What a run drew, complete. */
interface PowerReport {
	readonly rows: readonly PowerRow[];
	readonly floor: Floor;
	readonly battery: Battery;
	/** The current that was measured against it. */
	readonly measured?: Reconciliation;
}

export function register(program: Command): void {
	program
		.command('power')
		.description('run an app in virtual time: what drew how much current, and how long a cell lasts')
		.argument('[app]', 'folder of the app', '.')
		.addOption(targetOption())
		.addOption(boardOption())
		.option(
			'--trace <file.csv>',
			'what the sensors feel (default: traces/demo.csv of the app, if it has one)',
		)
		.option('--for <duration>', 'how long, like 60s (default: as long as the trace)', durationArgument)
		.addOption(scenarioOption())
		.option('--seed <number>', 'seed of everything random (default: 1)', countArgument)
		.addOption(new Option('--cell <name>', 'the cell it lives on').choices(cellNames).default('CR2032'))
		.option('--figures <file.json>', 'own measurements instead of figures of the board')
		.option('--measured <log.csv>', 'a current log of a Power Profiler Kit II, to hold against the estimate')
		.option('--svg <file.svg>', 'draw the current over time')
		.option('--json', 'print one JSON document')
		.action(power);
}

async function power(dir: string, options: PowerCommandOptions): Promise<void> {
	// a folder without an app and bad files are reported before the compilers are loaded
	const app = await findApp(dir);
	const scenario = await findScenario(app.dir, options.scenario);
	const inputs = readInputs(app.dir, {...scenario?.scenario, ...options});
	const figures = options.figures === undefined ? undefined : readFigures(options.figures);
	const log = options.measured === undefined ? undefined : readCurrentLog(options.measured);
	const {buildApp} = await import('../build/build.ts');
	const found = await buildApp(app, options);
	for (const warning of found.warnings) progress(`warning: ${warning}`);
	const built = {...found, board: boardWithFigures(found, figures, options.figures)};
	const recordEnergy = log !== undefined || options.svg !== undefined;
	const prepared = scenario && prepareScenario(scenario, app.dir, built.board);
	const result = await runFor(scenario, () =>
		runApp(built, inputs, {...prepared?.options, ...given(options), recordEnergy}),
	);
	// what a run drew that ended in an error, or was not as expected, says nothing of the app
	throwIfBroken(result, built.app.name, 'catnap run shows what led to it');
	if (prepared) throwIfUnmet(prepared.report(result), built.app.name, scenario!.path);
	const report: PowerReport = {
		rows: powerRows(result.energy, result.virtualMs),
		floor: floorOf(result, built.board, built.models),
		battery: batteryOf(options.cell, result.energy),
		...(log && {measured: reconcile(currentsOf(result), log, built.board, options.measured!)}),
	};
	if (options.svg !== undefined) await writePicture(options.svg, built.app.name, result, report);
	if (options.json) {
		const ids = Object.fromEntries(figureIds(built.board));
		print(JSON.stringify({app: built.app.name, ...summary(result), ...report, figures: ids}));
		return;
	}
	const paint = createPainter(process.stdout);
	const time = formatDuration(result.virtualMs);
	print(
		[
			`${paint('bold', app.name)} on ${result.target}, figures of ${result.board}, ${time}, ${describeInputs(inputs)}`,
			paint('dim', built.board.energy.conditions),
			'',
			...tableLines(report.rows, paint),
			'',
			...totals(result, report, paint),
			...(report.measured ? ['', ...measuredLines(report.measured, paint)] : []),
		].join('\n'),
	);
}

function summary({target, board, virtualMs, inferences, wakeCount, awake, energy}: RunResult): object {
	const {averageUa, lowUa, highUa, mark} = energy;
	return {target, board, virtualMs, inferences, wakeCount, awake, averageUa, lowUa, highUa, mark};
}

function totals({energy}: RunResult, {floor, battery}: PowerReport, paint: Painter): string[] {
	const row = (name: string, text: string): string => `${paint('bold', name.padEnd(10))} ${text}`;
	const {averageUa, lowUa, highUa, mark} = energy;
	const {title, capacityMah, lowDays, days, highDays} = battery;
	const parts = floor.parts.map(part => `${number(part.averageUa)} ${part.what}`);
	return [
		row(
			'average',
			`${number(averageUa)} uA (${number(lowUa)} to ${number(highUa)}), weakest figure: ${mark}`,
		),
		row(
			'floor',
			`${number(floor.averageUa)} uA that the same figures allow: ${floor.ratio.toFixed(2)} times`,
		),
		...parts.map(part => paint('dim', `           ${part}`)),
		row(
			'life',
			`${title}, ${capacityMah} mAh: ${formatDays(days)} (${formatDays(lowDays)} to ${formatDays(highDays)}), computed, not measured`,
		),
	];
}

async function writePicture(
	path: string,
	app: string,
	result: RunResult,
	{floor}: PowerReport,
): Promise<void> {
	const {averageUa, mark} = result.energy;
	const time = formatDuration(result.virtualMs);
	const title = `${app} on ${result.target}, figures of ${result.board}, ${time}`;
	const picture = pictureOf(currentsOf(result), {title, averageUa, floorUa: floor.averageUa, mark});
	await writeAtomically(path, picture);
	progress(`wrote ${path}`);
}

function readFigures(path: string): unknown {
	const expected = 'a JSON file like {"cpu_64": 3210}';
	const text = readText(path, {code: 'NO_FIGURES', longestMb: longestJsonMb, expected});
	try {
		return parseJson(text);
	} catch (error) {
		throw new CatnapError('BAD_FIGURE', {
			which: 'json',
			where: path,
			received: (error as Error).message,
			todo: 'correct the file',
		});
	}
}
