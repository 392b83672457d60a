// A folder for PATH with a pyocd that programs a chip of its own: fake-pyocd.mjs.
import {chmodSync, copyFileSync, mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';

export function fakeProbe(folder: string): string {
	mkdirSync(folder, {recursive: true});
	const program = join(folder, 'pyocd.mjs');
	copyFileSync(join(catnapRoot, 'test/tools/fake-pyocd.mjs'), program);
	chmodSync(program, 0o755);
	symlinkSync('pyocd.mjs', join(folder, 'pyocd'));
	return folder;
}
