// The simulated ESP32-S3 as a chip of the bench: the harness behind the board's own port; a job lies in flash where apps do.
import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import board from '../../boards/esp32s3-devkitc/board.ts';
import {cores} from '../../boards/facts/cores.ts';
import {definitionsOf} from '../../boards/facts/port.ts';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../lib/root.mjs';
import {lx7Module} from '../../sim/cores/lx7/build.ts';
import {Machine} from '../../sim/esp32s3/machine.ts';
import {faultAt, flashOf} from '../../sim/esp32s3/run.ts';
import {WorldOutside} from '../../sim/soc/outside.ts';
import {Stop} from '../../sim/world/clock.ts';
import {World} from '../../sim/world.ts';
import {reachCompiler} from '../build/inputs.ts';
import {contentOf, readLinkMap} from '../build/link-map.ts';
import {memorySections} from '../flash/size-table.ts';
import type {Toolchain} from './firmware.ts';
import type {BenchChip} from './machine.ts';

const core = cores['xtensa-lx7']!;
const port = join(catnapRoot, 'boards/chips/esp32s3');
const gen = join(catnapRoot, `boards/${board.name}/gen`);
/** What stands for a C library: a product links as much of it as it calls. */
const libraryFiles = ['double.c', 'integer.c', 'string.c', 'whole.c'];
/** Longer than any job: 160 million instructions a second. */
const longestUs = 1e9;

const inPort = (end: string, wanted: (name: string) => boolean = () => true): string[] =>
	readdirSync(port)
		.filter(name => name.endsWith(end) && wanted(name))
		.sort()
		.map(name => join(port, name));

const tools: Toolchain = {
	name: 'esp32s3',
	compiler: core.compiler,
	todo: 'make it: node tools/build/xtensa/fetch.mjs',
	reach: () => reachCompiler(core.compiler),
	flags: [
		...core.flags,
		...Object.entries(definitionsOf(board)).map(([name, value]) => `-D${name}=${value}`),
	],
	// as in CMakeLists.txt
	flagsOf: source =>
		/\/native\/(kernels\/m33|dsp)\//.test(source)
			? ['-O2', '-fno-math-errno']
			: source.includes('/native/kernels/')
				? ['-Os', '-fno-math-errno']
				: ['-Os'],
	includes: [port, join(catnapRoot, 'boards/flashed'), gen],
	library: libraryFiles.map(name => join(port, name)),
	harness: ['bench_esp32s3.c', ...inPort('.c', name => !libraryFiles.includes(name))],
	headers: [...inPort('.h'), ...['facts.h', 'pins.h'].map(name => join(gen, name))],
	linkFlags: [...core.linkFlags, '-L', gen],
	scripts: [join(port, 'link.ld'), join(gen, 'memory.ld')],
	codeBytes(elf, map, counted) {
		const contributions = readLinkMap(map());
		return [...memorySections(elf)]
			.filter(({isLoaded}) => isLoaded)
			.flatMap(section => contentOf(contributions, section))
			.filter(({object}) => counted.has(object))
			.reduce((sum, {bytes}) => sum + bytes, 0);
	},
};

/** The chip, once the simulator of its core is built. */
export async function esp32s3(): Promise<BenchChip> {
	const module = new WebAssembly.Module(readFileSync(await lx7Module()));
	return {
		board: board.name,
		tools,
		// the region of the app, the pool, and what bench_esp32s3.c says
		room: {plan: 1000 * 1024, arena: board.memory.poolKb * 1024, state: 32 * 1024},
		run: (elf, job) => run(module, elf, job),
		instructions: ticks => ticks,
	};
}

function run(module: WebAssembly.Module, elf: string, job: Uint8Array): Uint8Array {
	const failed = (received: string): CatnapError => new CatnapError('BENCH_RUN', {where: elf, received});
	const room = board.memory.appImageKb * 1024;
	if (job.length > room) throw failed(`the job has ${job.length} bytes, the region for it ${room}`);
	const written: Uint8Array[] = [];
	const machine = Machine.open(module, {
		elf: readFileSync(elf),
		where: basename(elf),
		flash: flashOf(elf, job),
		outside: new WorldOutside(new World({board, forUs: longestUs})),
		seed: 1,
		busHz: 0,
		onViolation: text => {
			throw failed(text);
		},
	});
	machine.observe('bench_write', ([from, bytes]) => written.push(machine.bytes(from, bytes)));
	machine.observe('bench_leave', ([status]) => {
		throw new Stop(String(status));
	});
	machine.observe('hal_panic', ([text]) => {
		throw failed(`panic: ${machine.text(text)}`);
	});
	machine.observe('fault_at', ([frame]) => faultAt(machine, frame));
	const status = statusOf(machine);
	if (status !== '0') throw failed(`exit code ${status}`);
	return Buffer.concat(written);
}

function statusOf(machine: Machine): string {
	try {
		return machine.run();
	} catch (error) {
		if (error instanceof Stop) return error.reason;
		throw error;
	}
}
