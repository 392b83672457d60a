// The hash that says whether a firmware must be built again.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {inputHash} from '../../tools/build/inputs.ts';

test('a patch of the engine changes the hash, a README does not', t => {
	const root = mkdtempSync(join(tmpdir(), 'catnap-inputs-'));
	t.teardown(() => rmSync(root, {recursive: true}));
	const put = (path: string, text: string) => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		writeFileSync(join(root, path), text);
	};
	const hash = () => inputHash(root, join(root, 'quickjs'), 'clang 14');
	put('CMakeLists.txt', '');
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
