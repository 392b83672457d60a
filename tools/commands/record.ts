// `catnap record`: recordings of a sensor, from a board that runs the capture app, or from a simulated run.
import {resolve} from 'node:path';
import {type Command, InvalidArgumentError, Option} from 'commander';
import {targets} from '../../boards/gen/targets.ts';
import {print, progress} from '../../lib/output.ts';
import {countArgument, durationArgument} from '../options.ts';
import {sensorNames} from '../record/capture-apps.ts';

interface RecordOptions {
	readonly sensor: string;
	readonly label?: string;
	/** Milliseconds. */
	readonly for?: number;
	readonly output: string;
	readonly app?: string;
	readonly simulate?: boolean;
	readonly target: string;
	readonly trace?: string;
	readonly sound?: string;
	readonly port?: string;
	readonly baud: number;
	readonly json?: boolean;
}

export function register(program: Command): void {
	program
		.command('record')
		.description('record what a sensor delivers as CSV or WAV, in the folder of its class')
		.addOption(new Option('--sensor <name>', 'which').choices(sensorNames).makeOptionMandatory())
		.option('--label <name>', 'class of what is recorded: the sub-folder', labelArgument)
		.option('--for <duration>', 'how much (default: 10s)', durationArgument)
		.option('-o, --output <dir>', 'folder of the recordings', 'recordings')
		.option('--app <dir>', 'write the capture app of the sensor there, to be flashed, and record nothing')
		.option('--simulate', 'run the capture app in virtual time instead of listening to a board')
		.addOption(new Option('--target <name>', 'where it is simulated').choices(targets).default('host'))
		.addOption(new Option('--trace <file.csv>', 'what the simulated sensors feel').implies({simulate: true}))
		.addOption(
			new Option('--sound <file.wav>', 'what the simulated microphone hears').implies({simulate: true}),
		)
		.addOption(
			new Option('--port <path>', 'serial port (default: the only one that looks like a board)').conflicts(
				'simulate',
			),
		)
		.option('--baud <rate>', 'bits a second', countArgument, 115_200)
		.option('--json', 'print one JSON document')
		.action(run);
}

const usualMs = 10_000;

/** A name of a folder and of files. */
function labelArgument(text: string): string {
	if (!/^[\p{L}\p{N}_-]([\p{L}\p{M}\p{N} _.-]*[\p{L}\p{M}\p{N}_-])?$/u.test(text))
		throw new InvalidArgumentError('expected letters, digits, - and _, spaces and points between them.');
	return text;
}

async function run(options: RecordOptions): Promise<void> {
	const {sensor, label, output, app, for: forMs = usualMs, json} = options;
	const {captureOf, record, writeCaptureApp} = await import('../record/record.ts');
	if (app !== undefined) {
		await writeCaptureApp(sensor, app);
		print(`${app}: the capture app of ${sensor}; next: npx catnap flash ${app} --board <name>`);
		return;
	}
	const {console, where} = options.simulate ? await simulated(options) : await serial(options);
	const named = label ?? captureOf(sensor).sensor;
	const {files, seconds} = await record({sensor, output, label: named, forMs}, console, where);
	print(json ? JSON.stringify({sensor, seconds, files}) : files.map(file => `${file}`).join('\n'));
	progress(`${seconds} s of ${sensor}`);
}

async function simulated({sensor, target, trace, sound, for: forMs = usualMs}: RecordOptions) {
	const {simulatedConsole} = await import('../record/record.ts');
	const {simulate} = await import('../testing/simulate.ts');
	const console = simulatedConsole(sensor, async dir => {
		// the sensors start, and the last window must be full
		const result = await simulate({
			...{app: dir, target, for: `${forMs + 2000}ms`},
			...(trace === undefined ? {} : {trace: resolve(trace)}),
			...(sound === undefined ? {} : {sound: resolve(sound)}),
		});
		return result.console;
	});
	return {console, where: `the simulated ${target}`};
}

async function serial({port, baud}: RecordOptions) {
	const {loadSerialPort, portOrOnly} = await import('../../lib/serial-ports.ts');
	const {monitor} = await import('../monitor/monitor.ts');
	const {SerialPort} = await loadSerialPort();
	const path = await portOrOnly(port);
	const console = async (take: (line: string) => void, enough: () => boolean) => {
		const end = new AbortController();
		process.once('SIGINT', () => end.abort());
		let failure: unknown;
		await monitor({
			...{path, baud, progress, signal: end.signal},
			create: options => new SerialPort(options),
			print: line => {
				try {
					take(line);
				} catch (error) {
					failure = error;
					end.abort();
				}
				if (enough()) end.abort();
			},
		});
		if (failure !== undefined) throw failure;
	};
	return {console, where: path};
}
