// Compiles C files for a Cortex-M33 and runs them in QEMU: what a test on the PC compares with its own results.

import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CPU = ['-mcpu=cortex-m33', '-mthumb', '-mfpu=fpv5-sp-d16', '-mfloat-abi=hard'];
const FLAGS = ['-std=c11', '-O2', '-ffp-contract=off', '-fno-math-errno', '-Wall', '-Wextra', '-Werror'];
const LINK = ['-nostartfiles', '-specs=nano.specs', '-specs=nosys.specs', '-Wl,--gc-sections'];

/** Build `sources` (paths from the root) with start.c and return what the program prints. */
export function runOnM33(sources: readonly string[], flags: readonly string[] = []): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-m33-'));
	try {
		const elf = join(folder, 'program.elf');
		const includes = ['-Inative/include', '-Itest/m33', '-Itest/c'];
		const link = [...LINK, '-T', 'test/m33/link.ld', '-Wl,--no-warn-rwx-segments'];
		const files = ['test/m33/start.c', ...sources];
		execFileSync(
			'arm-none-eabi-gcc',
			[...CPU, ...FLAGS, ...flags, ...includes, ...link, ...files, '-o', elf],
			{
				cwd: ROOT,
			},
		);
		const machine = [
			'-M',
			'mps2-an505',
			'-kernel',
			elf,
			'-display',
			'none',
			'-monitor',
			'none',
			'-serial',
			'none',
		];
		const icount = ['-icount', 'shift=8,sleep=off'];
		const semihosting = ['-semihosting-config', 'enable=on,target=native'];
		const args = [...machine, ...icount, ...semihosting];
		const {status, stdout, stderr} = spawnSync('qemu-system-arm', args, {encoding: 'utf8', timeout: 60_000});
		if (status !== 0) throw new Error(`QEMU ended with ${status}\n${stdout}${stderr}`);
		return stderr; // where QEMU puts semihosting text
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
