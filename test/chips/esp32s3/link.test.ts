// The tool chain for the ESP32-S3: core, engine and the chip's software for doubles compile, link whole, and compute.

import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {cores} from '../../../boards/facts/cores.ts';
import {cacheFolder} from '../../../lib/cache.mjs';
import {fetchQuickjs} from '../../../tools/build/fetch.mjs';
import {reachCompiler} from '../../../tools/build/inputs.ts';
import {fetchXtensa} from '../../../tools/build/xtensa/fetch.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const {compiler, flags, linkFlags} = cores['xtensa-lx7']!;

/** A board that consists of the chip's files so far and of stand-ins for the rest. */
function boardFolder(): string {
	// CMake keeps the paths of compiler and sources: others build in another folder
	const tree = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const folder = join(cacheFolder(), 'build', `esp32s3-link-${tree}-${basename(join(fetchXtensa(), '..'))}`);
	mkdirSync(join(folder, 'gen'), {recursive: true});
	const lines = {
		CN_BOARD_FOLDERS: 'boards/chips/esp32s3 test/chips/esp32s3',
		CN_BOARD_DEFINITIONS: 'CN_JS_STACK_BYTES=16384 CN_DEEP_MIN_US=1500',
		CN_BOARD_COMPILE_OPTIONS: flags.join(' '),
		CN_BOARD_LINK_OPTIONS: [...linkFlags, '-Wl,-e,link_start'].join(' '),
	};
	const text = Object.entries(lines).map(([name, value]) => `set(${name} ${value})\n`);
	writeFileSync(join(folder, 'gen/board.cmake'), text.join(''));
	return folder;
}

test('core and engine compile for the ESP32-S3 and link without an undefined symbol', t => {
	t.timeout(600_000);
	reachCompiler(compiler);
	const folder = boardFolder();
	const build = join(folder, 'build');
	const settings = [
		`-DCN_BOARD_DIR=${folder}`,
		`-DCN_QUICKJS=${fetchQuickjs()}`,
		`-DCMAKE_TOOLCHAIN_FILE=${join(root, 'boards/gen/xtensa-lx7.cmake')}`,
	];
	execFileSync('cmake', ['-G', 'Ninja', '-S', root, '-B', build, ...settings], {stdio: 'pipe'});
	const {status, stdout} = spawnSync('cmake', ['--build', build], {encoding: 'utf8'});
	t.is(status, 0, stdout.slice(-2000));
	const elf = join(build, 'catnap.elf');
	t.is(execFileSync('xtensa-lx7-elf-nm', ['--undefined-only', elf], {encoding: 'utf8'}), '');
	const code = execFileSync('xtensa-lx7-elf-objdump', ['-d', elf], {encoding: 'utf8', maxBuffer: 256 << 20});
	for (const instruction of [
		'entry',
		'retw',
		'mulsh',
		'muluh',
		'mul.s',
		'loop',
		'nsau',
		'quou',
		'min',
		'sext',
	])
		t.regex(code, new RegExp(`\\t${instruction.replace('.', '\\.')}`), instruction);
});
