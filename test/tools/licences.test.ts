// NOTICE: each firmware names exactly what it holds of the work of others, and nothing is linked that has no notice.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {portOf} from '../../boards/facts/port.ts';
import {catnapRoot} from '../../tools/build/app.ts';
import {findQuickjs} from '../../tools/build/fetch.mjs';
import {ensureFirmware} from '../../tools/build/firmware.ts';
import {works} from '../../tools/build/licences.ts';
import {heldOf} from '../../tools/build/linked.ts';
import {licenceText, noticeText, partsOf} from '../../tools/build/notice.ts';
import {packagesIn} from '../../tools/build/packages.ts';
import {cFiles} from '../../tools/dev/check/files.ts';

const engine = ['QuickJS 2025-04-26', 'Unicode character data'];
const registers = "Nordic's description of the registers of the nRF5340";
/** By the compiler: what its libraries are called. */
const libraries: Readonly<Record<string, readonly string[]>> = {
	clang: ['wasi-libc'],
	'arm-none-eabi-gcc': ['newlib', 'libgcc'],
};
/** Linked in only while some code asks for one of its functions: today a conversion, tomorrow none. */
const byNeed = 'compiler-rt builtins';

for (const board of await loadBoards()) {
	const compiler = portOf(board)?.core.compiler;
	if (compiler === undefined) continue; // a board of facts only
	const firmwareTest = spawnSync(compiler, ['--version']).status === 0 ? test.serial : test.serial.skip;
	firmwareTest(
		`the firmware for ${board.name} holds work of others with a notice, and names exactly that`,
		async t => {
			t.timeout(600_000);
			const {held} = await ensureFirmware(board.name);
			t.deepEqual(
				partsOf(held).flatMap(({name}) => (name === byNeed ? [] : [name])),
				[...engine, ...libraries[compiler]!, ...(board.chip === 'nrf5340' ? [registers] : [])],
			);
		},
	);
}

const gnuMap = `
Discarded input sections

 .text.unused   0x00000000       0x10 /usr/lib/arm-none-eabi/lib/libc_nano.a(lib_a-unused.o)

Linker script and memory map

.text           0x00000000      0x100
 .text.main     0x00000000       0x40 CMakeFiles/catnap.dir/boards/chips/nrf5340/start.c.obj
 .text.JS_Call  0x00000040       0x40 CMakeFiles/quickjs.dir/home/me/quickjs/quickjs.c.obj
 .text.memcpy   0x00000080       0x20 /usr/lib/gcc/arm-none-eabi/12/../../../arm-none-eabi/lib/libc_nano.a(lib_a-memcpy.o)
 .text.empty    0x000000a0        0x0 /usr/lib/arm-none-eabi/lib/libm.a(lib_a-empty.o)
.stabstr        0x00000000       0x30
 .stabstr       0x00000000       0x30 /usr/lib/arm-none-eabi/lib/libnosys.a(close.o)
`;
const wasmMap = `    Addr      Off     Size Out     In      Symbol
       -     10d3    9ec8d CODE
       -     10d5        3         <internal>:(__wasm_call_ctors)
       -     10e1       16         CMakeFiles/quickjs.dir/quickjs/quickjs.c.obj:(js_malloc_rt)
       -     10e1       16                 js_malloc_rt
       -     10f8       16         CMakeFiles/catnap.dir/native/src/ring.c.obj:(cn_ring_push)
       -     1110        0         /usr/lib/wasm32-wasi/libc.a(empty.o):(empty)
   b9e44        0        4         /usr/lib/wasm32-wasi/libc.a(errno.o):(.bss.errno)
`;
const deps = `CMakeFiles/catnap.dir/boards/chips/nrf5340/start.c.obj: #deps 2, deps mtime 1 (VALID)
    /catnap/boards/chips/nrf5340/start.c
    /catnap/boards/chips/nrf5340/registers.h
    /usr/include/newlib/stdio.h

CMakeFiles/catnap.dir/boards/chips/nrf5340/unlinked.c.obj: #deps 1, deps mtime 1 (VALID)
    /catnap/boards/other/registers.h
`;

test('what puts no byte on the chip is not held: discarded, empty, debugging', t => {
	t.deepEqual(heldOf(gnuMap, deps, '/catnap'), [
		'/usr/lib/arm-none-eabi/lib/libc_nano.a(lib_a-memcpy.o)',
		'boards/chips/nrf5340/registers.h',
		'quickjs/quickjs.c',
	]);
	t.deepEqual(heldOf(wasmMap, '', '/catnap'), ['/usr/lib/wasm32-wasi/libc.a(errno.o)', 'quickjs/quickjs.c']);
});

test('a header counts only through an object that is linked', t => {
	const without = gnuMap.replace(/^.*start\.c\.obj\n/m, '');
	t.false(heldOf(without, deps, '/catnap').includes('boards/chips/nrf5340/registers.h'));
});

test('a library that is linked and has no notice is an error that names it', t => {
	for (const [map, path] of [
		[gnuMap.replace('libc_nano.a(lib_a-memcpy.o)', 'libsecret.a(aes.o)'), 'libsecret.a(aes.o)'],
		[
			wasmMap.replaceAll('/usr/lib/wasm32-wasi/libc.a', '/opt/lib/libsecret.a'),
			'/opt/lib/libsecret.a(errno.o)',
		],
	] as const) {
		const error = t.throws(() => partsOf(heldOf(map, deps, '/catnap')), {code: 'NO_NOTICE'});
		t.true(error!.message.includes(path), error!.message);
	}
});

test('each work that a firmware can hold has its text', t => {
	for (const {name, text} of works) t.true(licenceText(text).length > 500, name);
});

test('each C file with a notice of others in it is the text of a work', t => {
	const known = new Set(works.map(({text}) => text));
	const noticed = cFiles().filter(path =>
		/copyright|SPDX-/i.test(readFileSync(join(catnapRoot, path), 'utf8')),
	);
	t.deepEqual(
		noticed.filter(path => !known.has(path)),
		[],
	);
	t.true(noticed.includes('boards/chips/nrf5340/registers.h'));
});

/** Words alone: lines are cut elsewhere. */
function words(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

for (const [text, source, from] of [
	['licences/quickjs.txt', join(findQuickjs() ?? '', 'LICENSE'), ''],
	['licences/libgcc.txt', '/usr/share/doc/gcc-12-base/copyright', 'GCC RUNTIME LIBRARY EXCEPTION'],
	['licences/unicode.txt', '/usr/share/doc/nodejs/LICENSE', ''],
] as const) {
	(existsSync(source) ? test : test.skip)(`${text} is word for word what its source says`, t => {
		const ours = licenceText(text);
		const theirs = words(readFileSync(source, 'utf8'));
		t.true(theirs.includes(words(ours.slice(ours.indexOf(from)))));
	});
}

test('a notice lists the works, then gives our licence and theirs', t => {
	const text = noticeText('The firmware', partsOf(['quickjs/dtoa.c', 'boards/chips/nrf5340/registers.h']));
	t.regex(
		text,
		/^The firmware holds work of others.*\n\n {2}QuickJS 2025-04-26 +MIT\n {2}Nordic's .* BSD-3-Clause\n/,
	);
	t.regex(text, /under this licence:\n\nMIT License\n\nCopyright \(c\) \d+ the Catnap authors\n/);
	t.regex(text, /\nHeld: dtoa\.c\n=+\n\nQuickJS Javascript Engine\n/);
	t.regex(text, /\nHeld: registers\.h\n=+\n\nCopyright \(c\) 2010 - 2026, Nordic Semiconductor ASA/);
	t.regex(text, /POSSIBILITY OF SUCH DAMAGE\.\n$/);
});

test('npm packages are those whose code is in the bundle, with the texts that they bring', t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-licences-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const files = {
		'node_modules/left/package.json': '{"name": "left", "version": "1.2.3", "license": "ISC"}',
		'node_modules/left/LICENSE.md': 'ISC, by Left.\n',
		'node_modules/left/NOTICE': 'More of Left.\n',
		'node_modules/@a/b/package.json': '{"name": "@a/b", "version": "2.0.0"}',
	};
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), {recursive: true});
		writeFileSync(join(folder, path), text);
	}
	const sources = [
		'src/main.ts',
		'node_modules/left/lib/pad.js',
		'node_modules/@a/b/x.js',
		'node_modules/left/a.js',
	];
	const map = JSON.stringify({sources: sources.map(path => join(folder, path))});
	t.deepEqual(
		packagesIn(map).map(({name, licence, text, held}) => [name, licence, text, held]),
		[
			['@a/b 2.0.0', 'not said', 'The package brings no text of its licence.\n', ['x.js']],
			['left 1.2.3', 'ISC', 'ISC, by Left.\n\nMore of Left.\n', ['a.js', 'pad.js']],
		],
	);
});
