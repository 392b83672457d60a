// QEMU's mps2-an505 as a chip of the bench: instructions are guest time, files come and go by semihosting.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {makeTemporary, removeTemporary} from '../../lib/temporary.mjs';
import {memorySections} from '../flash/size-table.ts';
import type {Toolchain} from './firmware.ts';
import type {BenchChip} from './machine.ts';

/** An instruction takes 2^6 ns of guest time, a tick of the timer 50 ns. */
const instructionNs = 64;
const tickNs = 50;

const target = ['-mcpu=cortex-m33', '-mthumb', '-mfpu=fpv5-sp-d16', '-mfloat-abi=hard'];

const tools: Toolchain = {
	name: 'an505',
	compiler: 'arm-none-eabi-gcc',
	todo: 'install the compiler: sudo apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi',
	reach: () => {},
	flags: target,
	// as in CMakeLists.txt: the kernels for this core are fast, the rest is small
	flagsOf: source => [source.includes('/kernels/m33/') ? '-O2' : '-Os'],
	includes: [],
	library: [],
	harness: ['bench_an505.c'],
	headers: [],
	linkFlags: [...target, '-nostartfiles', '-specs=nano.specs', '-Wl,--no-warn-rwx-segments'],
	scripts: [fileURLToPath(new URL('firmware/link.ld', import.meta.url))],
	/** The sections that a product has, too: the script keeps the harness apart. */
	codeBytes: elf =>
		[...memorySections(elf)]
			.filter(({name}) => ['.text', '.data', '.ARM.exidx'].includes(name))
			.reduce((sum, {bytes}) => sum + bytes, 0),
};

export const an505: BenchChip = {
	board: 'qemu-an505',
	tools,
	// all that the board's memories leave
	room: {plan: 3500 * 1024, arena: 3500 * 1024, state: 256 * 1024},
	run(elf, job) {
		const folder = makeTemporary('bench');
		try {
			writeFileSync(join(folder, 'job.bin'), job);
			emulate(elf, folder);
			return readFileSync(join(folder, 'result.bin'));
		} finally {
			removeTemporary(folder);
		}
	},
	instructions: ticks => Math.round((ticks * tickNs) / instructionNs),
};

function emulate(elf: string, folder: string) {
	const parameters = [
		...'-M mps2-an505 -display none -monitor none -serial null'.split(' '),
		...'-semihosting-config enable=on,target=native'.split(' '),
		'-kernel',
		elf,
		'-icount',
		`shift=${Math.log2(instructionNs)},sleep=off`,
	];
	try {
		execFileSync('qemu-system-arm', parameters, {
			cwd: folder,
			timeout: 120_000,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
	} catch (error) {
		const {status, code, stderr} = error as {status?: number; code?: string; stderr?: Buffer};
		throw new CatnapError('BENCH_RUN', {
			where: elf,
			received: `exit code ${status ?? code} ${stderr ?? ''}`.trim(),
			...(code === 'ENOENT' && {todo: 'install it: sudo apt-get install qemu-system-arm'}),
		});
	}
}
