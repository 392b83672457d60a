// `catnap bench`: instructions, arena and flash of the reference models on qemu-an505, beside their anchors.
import type {Command} from 'commander';
import {print} from '../output.ts';

interface BenchCommandOptions {
	readonly models?: string;
	readonly json?: boolean;
}

export function register(program: Command): void {
	program
		.command('bench')
		.description('count what the reference models cost on qemu-an505, beside TFLM with CMSIS-NN')
		.option('--models <dir>', 'folder of the models (default: ../shared/models, where it is)')
		.option('--json', 'print one JSON document')
		.action(bench);
}

async function bench(options: BenchCommandOptions): Promise<void> {
	const {runBench} = await import('../model/bench.ts');
	const {measureOnMachine} = await import('../bench/measure.ts');
	const {sharedModels} = await import('../bench/places.ts');
	const {data, text, exitCode} = runBench({
		models: options.models ?? sharedModels(),
		measure: measureOnMachine,
	});
	print(options.json ? JSON.stringify(data) : text);
	process.exitCode = exitCode;
}
