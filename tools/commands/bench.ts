// `catnap bench`: instructions, arena and flash of the reference models on qemu-an505, beside their anchors; what a wake
// costs; and what the firmware of a board costs, in parts. With --tools: what its own commands take.
import {type Command, InvalidArgumentError} from 'commander';
import {print, progress} from '../../lib/output.ts';
import {throwWithoutSources} from '../../lib/prebuilt.ts';
import {countArgument} from '../options.ts';

interface BenchCommandOptions {
	readonly models?: string;
	readonly tools?: boolean;
	readonly against?: string;
	readonly rounds: number;
	readonly json?: boolean;
}

export function register(program: Command): void {
	program
		.command('bench')
		.description('count what the reference models cost, beside TFLM with CMSIS-NN, a wake, and the firmware')
		.option('--models <dir>', 'folder of the models (default: models in CATNAP_SHARED, if that is set)')
		.option('--tools', 'measure the commands of every day instead: run and dev, in processor seconds')
		.option('--against <folder>', 'with --tools: another Catnap, measured in turn with this one')
		.option('--rounds <number>', 'with --tools: of how many the median counts', roundsArgument, 3)
		.option('--json', 'print one JSON document')
		.action(bench);
}

function roundsArgument(text: string): number {
	const rounds = countArgument(text);
	if (rounds < 1 || rounds > 100) throw new InvalidArgumentError('expected 1 to 100.');
	return rounds;
}

async function bench(options: BenchCommandOptions): Promise<void> {
	if (options.tools) return benchTools(options);
	throwWithoutSources('what bench measures');
	const {runBench} = await import('../model/bench.ts');
	const {measureOnMachine} = await import('../bench/measure.ts');
	const {sharedModels} = await import('../bench/places.ts');
	const {data, text, exitCode} = runBench({
		models: options.models ?? sharedModels(),
		measure: measureOnMachine,
	});
	const {hasUnicorn} = await import('../../sim/nrf5340/unicorn.ts');
	const {firmwareText, ledgerBoard, measureFirmware} = await import('../bench/firmware-figures.ts');
	const figures = (await hasUnicorn()) ? await measureFirmware(ledgerBoard) : undefined;
	if (!figures) progress(`not measured: the firmware of ${ledgerBoard} (install libunicorn2 and koffi)`);
	const {measureWakes, wakesText} = await import('../bench/wake.ts');
	const wake = await measureWakes();
	const {measureRegister, registerText} = await import('../bench/register.ts');
	const register = (await hasUnicorn()) ? await measureRegister() : undefined;
	if (options.json)
		print(JSON.stringify({...data, wake, register, ...(figures && {firmware: {[ledgerBoard]: figures}})}));
	else {
		const shown = [register && registerText(register), figures && firmwareText(ledgerBoard, figures)];
		print([text, wakesText(wake), ...shown.filter(each => each !== undefined)].join('\n\n'));
	}
	process.exitCode = exitCode;
}

async function benchTools({against, rounds, json}: BenchCommandOptions): Promise<void> {
	const {measureTools, toolsText} = await import('../bench/tools.ts');
	const rows = await measureTools(rounds, against);
	print(json ? JSON.stringify({tools: rows}) : toolsText(rows));
}
