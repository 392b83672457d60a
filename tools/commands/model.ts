// `catnap model`: what a model is, whether it computes exactly and rightly, what it costs, and int8 from float.
import {type Command, InvalidArgumentError, Option} from 'commander';
import {type CellName, cellNames} from '../../boards/facts/cells.ts';
import {targets} from '../../boards/gen/targets.ts';
import {print, progress} from '../../lib/output.ts';
import {working} from '../../lib/working.ts';
import {countArgument, durationArgument, positiveArgument, shareArgument} from '../options.ts';

interface JsonOption {
	readonly json?: boolean;
}
interface InspectOptions extends JsonOption {
	readonly target: 'host' | 'qemu-an505';
}
interface BudgetOptions extends JsonOption {
	readonly every?: number;
	readonly cell: CellName;
}
interface QuantizeOptions extends JsonOption {
	readonly data: string;
	readonly output?: string;
	readonly perChannel: boolean;
	readonly io: 'int8' | 'float';
	readonly ranges: 'minmax' | 'percentile' | 'mse';
	readonly activations: '8' | '16';
	readonly html?: string;
	readonly samples: number;
	readonly mgPerUnit?: number;
}
interface ValidateOptions extends JsonOption {
	readonly golden: string;
	readonly reference?: string;
	readonly calibration?: string;
	readonly maxDrop: number;
	readonly minAccuracy: number;
	readonly labels?: string;
	readonly features?: 'speech';
	readonly mgPerUnit?: number;
	readonly target: string;
	/** False: --no-html. */
	readonly html: string | boolean;
}
interface AnomalyOptions extends JsonOption {
	readonly data: string;
	readonly clusters: number;
	readonly threshold: number;
	readonly values?: readonly number[];
	readonly mgPerUnit?: number;
}
interface VerifyOptions extends JsonOption {
	readonly target: 'host' | 'qemu-an505' | 'esp32s3-devkitc';
	readonly unfused?: boolean;
}

export function register(program: Command): void {
	const model = program
		.command('model')
		.description('look at models: operators and memory, exactness, cost')
		.allowExcessArguments()
		.action((_, command: Command) => {
			const [word] = command.args;
			if (word === undefined) command.help({error: true});
			command.error(`error: unknown command '${word}'`);
		});
	model
		.command('inspect')
		.description('operators, shapes, quantisation, arena map, flash and RAM of a model')
		.argument('<file>', 'a .tflite')
		.addOption(
			target('whose plan is shown: the portable kernels of the PC, or those of the Cortex-M33').default(
				'qemu-an505',
			),
		)
		.option('--json', 'print one JSON document')
		.action(inspect);
	registerMaking(model);
	registerValidate(model);
	registerAnomaly(model);
	model
		.command('verify')
		.description('run every golden of these folders and compare every tensor')
		.argument('<dir...>', 'folders with goldens')
		.addOption(
			target('where the plans run').choices(['host', 'qemu-an505', 'esp32s3-devkitc']).default('host'),
		)
		.option('--unfused', 'compile plans in which no tensor is fused away')
		.option('--json', 'print one JSON document a line: what differs, then the sums')
		.action(verify);
	model
		.command('profile')
		.description('instructions of each operator, and the time they would take on each board')
		.argument('<file>', 'a .tflite')
		.addOption(target('where it is counted').choices(['qemu-an505']).default('qemu-an505'))
		.option('--json', 'print one JSON document')
		.action(profile);
}

/** What leads from a trained network to one that fits. */
function registerMaking(model: Command): void {
	model
		.command('budget')
		.description('what a model takes of each board, operator by operator, and what would save most')
		.argument('<file>', 'a .tflite')
		.option(
			'--every <duration>',
			'time from one inference to the next: duty cycle and battery life',
			durationArgument,
		)
		.addOption(new Option('--cell <name>', 'the cell it lives on').choices(cellNames).default('CR2032'))
		.option('--json', 'print one JSON document')
		.action(budget);
	model
		.command('quantize')
		.description('a float model in int8, its ranges taken from recordings; what was lost by it')
		.argument('<file>', 'a float32 .tflite, or the model.json of a tfjs layers model')
		.requiredOption('--data <dir>', 'folder of .csv, .wav or .npy; sub-folders are classes')
		.option('-o, --output <file>', 'the int8 .tflite (default: <file>_int8.tflite)')
		.option('--per-channel', 'a scale for each output channel of a convolution (default)', true)
		.option('--no-per-channel', 'one scale for all weights of a convolution')
		.addOption(new Option('--io <type>', 'of inputs and outputs').choices(['int8', 'float']).default('int8'))
		.addOption(
			new Option('--ranges <method>', 'how much of the values the int8 range covers')
				.choices(['minmax', 'percentile', 'mse'])
				.default('minmax'),
		)
		.addOption(
			new Option('--activations <bits>', 'of what operators compute').choices(['8', '16']).default('8'),
		)
		.option('--html <file>', 'the report as one page')
		.option('--samples <count>', 'how many samples are run, evenly spread, 10 or more', samplesArgument, 500)
		.option('--mg-per-unit <number>', 'milli-g of one unit of the recordings (default: 1)', positiveArgument)
		.option('--json', 'print one JSON document')
		.action(quantize);
}

/** Whether what was made is right. */
function registerValidate(model: Command): void {
	model
		.command('validate')
		.description(
			'labelled recordings through float32, int8 and device code: what is lost, where, and what to do',
		)
		.argument('<file>', 'a .tflite')
		.requiredOption('--golden <dir>', 'folder of .csv, .wav or .npy; sub-folders are classes')
		.option('--reference <file>', 'the float32 .tflite (default: the weights of the model in float32)')
		.option('--calibration <dir>', 'recordings that it was quantised with: how far the golden ones drifted')
		.addOption(new Option('--target <name>', 'where the device code runs').choices(targets).default('host'))
		.option('--max-drop <share>', 'how much of the accuracy may be lost, like 1%', shareArgument, 0.01)
		.option('--min-accuracy <share>', 'least accuracy, like 90%', shareArgument, 0)
		.option('--labels <names>', 'classes in the order of the outputs, a,b,c (default: from the .json)')
		.addOption(
			new Option('--features <stage>', 'how sound becomes inputs (default: as the .json says)').choices([
				'speech',
			]),
		)
		.option('--mg-per-unit <number>', 'milli-g of one unit of the recordings (default: 1)', positiveArgument)
		.option('--html <file>', 'the report (default: <file>_validation.html in the current folder)')
		.option('--no-html', 'write no report')
		.option('--json', 'print one JSON document')
		.action(validate);
}

function registerAnomaly(model: Command): void {
	model
		.command('anomaly')
		.description("learn from recordings what windows usually are, and write it into the model's .json")
		.argument('<file>', 'a .tflite whose .json has a feature stage')
		.requiredOption('--data <dir>', 'folder of .csv, .wav or .npy of what is usual')
		.option('--clusters <count>', 'most clusters, 1 to 255', clustersArgument, 8)
		.option('--threshold <score>', 'a score above it is an anomaly', positiveArgument, 0.3)
		.option('--values <places>', 'which features count, 0,3,4 (default: all)', placesArgument)
		.option('--mg-per-unit <number>', 'milli-g of one unit of the recordings (default: 1)', positiveArgument)
		.option('--json', 'print one JSON document')
		.action(anomaly);
}

function target(what: string): Option {
	return new Option('--target <name>', what).choices(['host', 'qemu-an505']);
}

async function inspect(file: string, {json, target}: InspectOptions): Promise<void> {
	const {runInspect} = await import('../model/inspect.ts');
	const {data, text} = runInspect({file, target: target === 'host' ? 'portable' : 'm33'});
	print(json ? JSON.stringify(data) : text);
}

async function budget(file: string, {json, every, cell}: BudgetOptions): Promise<void> {
	const {runBudget} = await import('../build/model-budget.ts');
	const {data, text, exitCode} = await runBudget({
		file,
		cell,
		...(every === undefined ? {} : {everyMs: every}),
	});
	print(json ? JSON.stringify(data) : text);
	process.exitCode = exitCode;
}

async function quantize(
	file: string,
	{json, output, activations, ...options}: QuantizeOptions,
): Promise<void> {
	const {runQuantize} = await import('../model/quantize.ts');
	const bits = activations === '16' ? 16 : 8;
	const written = output ?? `${file.replace(/\.(tflite|json)$/, '')}_int${bits}.tflite`;
	const {data, text} = await runQuantize({file, output: written, activations: bits, ...options});
	print(json ? JSON.stringify(data) : text);
}

async function validate(file: string, options: ValidateOptions): Promise<void> {
	const {json, html, labels, target, ...rest} = options;
	const {reportName, runValidate} = await import('../model/validation/validation.ts');
	const {deviceOn} = await import('../bench/validation-device.ts');
	const device = deviceOn(target, file);
	const page = html === false ? undefined : typeof html === 'string' ? html : reportName(file);
	const {data, text, exitCode} = await runValidate({
		...{file, target, ...rest},
		...(device === undefined ? {} : {device}),
		...(page === undefined ? {} : {html: page}),
		...(labels === undefined ? {} : {labels: labels.split(',').map(name => name.trim())}),
	});
	print(json ? JSON.stringify(data) : text);
	if (page !== undefined) progress(`wrote ${page}`);
	process.exitCode = exitCode;
}

function samplesArgument(text: string): number {
	const count = countArgument(text);
	if (count < 10) throw new InvalidArgumentError('expected a whole number, 10 or more.');
	return count;
}

function clustersArgument(text: string): number {
	const count = countArgument(text);
	if (count < 1 || count > 255) throw new InvalidArgumentError('expected a whole number, 1 to 255.');
	return count;
}

function placesArgument(text: string): readonly number[] {
	const places = text.split(',').map(countArgument);
	if (new Set(places).size < places.length) throw new InvalidArgumentError('expected each place once.');
	return places;
}

async function anomaly(file: string, {json, ...options}: AnomalyOptions): Promise<void> {
	const {runAnomaly} = await import('../model/anomaly-fit.ts');
	const {data, text} = await runAnomaly({file, ...options});
	print(json ? JSON.stringify(data) : text);
}

async function verify(folders: string[], {target, unfused = false, json}: VerifyOptions): Promise<void> {
	const {runVerify} = await import('../model/verify.ts');
	const chip = await chipOf(target);
	const {data, text, exitCode} = runVerify({
		folders,
		unfused,
		target: chip ? 'm33' : 'portable',
		...(chip ? {runner: (await import('../bench/measure.ts')).runnerOn(chip)} : {}),
		...(json ? {} : {progress: ({model}) => progress(`verified ${model}`)}),
	});
	if (json) {
		for (const {model, error, differences} of data.results) {
			if (error !== undefined) print(JSON.stringify({model, error}));
			for (const difference of differences) print(JSON.stringify(difference));
		}
	}
	print(json ? JSON.stringify(data.totals) : text);
	process.exitCode = exitCode;
}

async function chipOf(target: VerifyOptions['target']) {
	if (target === 'host') return undefined;
	if (target === 'qemu-an505') return (await import('../bench/an505.ts')).an505;
	return (await import('../bench/esp32s3.ts')).esp32s3();
}

async function profile(file: string, {json}: JsonOption): Promise<void> {
	const {runProfile} = await import('../model/profile.ts');
	const {countSteps} = await import('../bench/measure.ts');
	const {data, text} = await working(`counting instructions of ${file}`, {isLong: true}, () =>
		runProfile({file, target: 'm33', counter: countSteps}),
	);
	print(json ? JSON.stringify(data) : text);
}
