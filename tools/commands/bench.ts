// `catnap bench`: instructions, arena and flash of the reference models on qemu-an505, beside their anchors, and on the
// ESP32-S3; what a wake and a start cost; and what the firmware of a board costs, in parts. With --tools: what its own
// commands take.
import {type Command, InvalidArgumentError} from 'commander';
import {print, progress} from '../../lib/output.ts';
import {throwWithoutSources} from '../../lib/prebuilt.ts';
import {working} from '../../lib/working.ts';
import type {LedgerBoard} from '../bench/firmware-figures.ts';
import {countArgument, folderArgument} from '../options.ts';

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
		.option(
			'--models <dir>',
			'folder of the models (default: models in CATNAP_SHARED, if that is set)',
			folderArgument,
		)
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
	const {besideText, failureLines, runBench} = await import('../model/bench.ts');
	const {an505} = await import('../bench/an505.ts');
	const {esp32s3} = await import('../bench/esp32s3.ts');
	const {measureOn} = await import('../bench/measure.ts');
	const {sharedModels} = await import('../bench/places.ts');
	const models = options.models ?? sharedModels();
	const first = runBench({models, measure: measureOn(an505)});
	const second = runBench({models, measure: measureOn(await esp32s3())});
	const {measureWakes, wakesText, wakeTargets} = await import('../bench/wake.ts');
	const wake = await byName('wakes', wakeTargets, measureWakes);
	const boards = await boardsHere();
	const {measureStarts, startsText} = await import('../bench/start.ts');
	const start = await byName('starts', boards, measureStarts);
	const {firmwareText, measureFirmware} = await import('../bench/firmware-figures.ts');
	const firmware = await byName('firmware', boards, measureFirmware);
	const {measureRegister, registerText} = await import('../bench/register.ts');
	const {measureSerial, serialText} = await import('../bench/serial.ts');
	const hasSoc = boards.includes('nrf5340dk');
	const register = hasSoc ? await working('register', {isLong: true}, measureRegister) : undefined;
	const serial = hasSoc ? await working('serial port', {isLong: true}, measureSerial) : undefined;
	if (options.json) {
		const on = {'qemu-an505': first.data.models, 'esp32s3-devkitc': second.data.models};
		print(JSON.stringify({models: on, wake, start, register, serial, firmware}));
	} else {
		print(
			[
				first.text,
				besideText('esp32s3-devkitc', second.data.models, first.data.models),
				...failureLines(second.data.failed),
				...wakeTargets.map(target => wakesText(target, wake[target]!)),
				startsText(start),
				...(register ? [registerText(register)] : []),
				...(serial ? [serialText(serial)] : []),
				...boards.map(board => firmwareText(board, firmware[board]!)),
			].join('\n\n'),
		);
	}
	process.exitCode = first.exitCode || second.exitCode;
}

/** The boards whose firmware can be measured on this machine. */
async function boardsHere(): Promise<readonly LedgerBoard[]> {
	const {hasUnicorn} = await import('../../sim/nrf5340/unicorn.ts');
	const {ledgerBoards} = await import('../bench/firmware-figures.ts');
	if (await hasUnicorn()) return ledgerBoards;
	progress('not measured: the firmware of nrf5340dk (install libunicorn2 and koffi)');
	return ledgerBoards.filter(board => board !== 'nrf5340dk');
}

async function byName<Name extends string, Row>(
	what: string,
	names: readonly Name[],
	measure: (name: Name) => Promise<Row>,
): Promise<Partial<Record<Name, Row>>> {
	const rows: Partial<Record<Name, Row>> = {};
	for (const name of names)
		rows[name] = await working(`${what} on ${name}`, {isLong: true}, () => measure(name));
	return rows;
}

async function benchTools({against, rounds, json}: BenchCommandOptions): Promise<void> {
	const {measureTools, toolsText} = await import('../bench/tools.ts');
	const rows = await measureTools(rounds, against);
	print(json ? JSON.stringify({tools: rows}) : toolsText(rows));
}
