// The hash that says whether a firmware must be built again.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {portOf} from '../../boards/facts/port.ts';
import host from '../../boards/host/board.ts';
import {inputFiles, inputHash} from '../../tools/build/inputs.ts';
import {cFiles} from '../../tools/dev/check/files.ts';

test('a patch of the engine changes the hash, a README does not', t => {
	const root = mkdtempSync(join(tmpdir(), 'catnap-inputs-'));
	t.teardown(() => rmSync(root, {recursive: true}));
	const put = (path: string, text: string) => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		writeFileSync(join(root, path), text);
	};
	const files = () => inputFiles(root, host, portOf(host)!);
	const hash = () => inputHash(root, files(), join(root, 'quickjs'), 'clang 14');
	put('CMakeLists.txt', '');
	put('boards/gen/wasm32.cmake', '');
	put('quickjs/quickjs.c', '');
	put('bindings/engine/patches/01-a.patch', 'a');
	const before = hash();
	put('bindings/engine/README.md', 'words');
	t.is(hash(), before);
	put('bindings/engine/patches/01-a.patch', 'b');
	const after = hash();
	t.not(after, before);
	put('bindings/engine/patches/02-b.patch', 'b');
	t.not(hash(), after);
});

test('a C file of a port is an input of the boards with that port, and of no other', async t => {
	const repository = join(import.meta.dirname, '../..');
	const all = await loadBoards();
	const boards = all.flatMap(board => {
		const port = portOf(board);
		return port ? [{name: board.name, files: inputFiles(repository, board, port)}] : [];
	});
	/** Chip families that no board can be built for yet. */
	const begun = all.filter(board => !portOf(board)).map(({chip}) => `boards/chips/${chip}/`);
	const users = (file: string) => boards.filter(({files}) => files.includes(file)).map(({name}) => name);
	t.deepEqual(users('boards/host/port.c'), ['host']);
	t.deepEqual(users('boards/qemu-an505/link.ld'), ['qemu-an505']);
	t.deepEqual(users('boards/virtual/link.c'), ['host', 'qemu-an505']);
	t.deepEqual(users('boards/nrf5340dk/gen/pins.h'), ['nrf5340dk']);
	t.false(users('boards/chips/nrf5340/start.c').includes('host'));
	t.is(users('native/src/loop.c').length, boards.length);
	const unused = cFiles().filter(path => path.startsWith('boards/') && users(path).length === 0);
	t.deepEqual(
		unused.filter(path => !begun.some(folder => path.startsWith(folder))),
		[],
	);
});
