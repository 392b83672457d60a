// A PATH on which only Node is: what a newcomer's machine has, whatever is installed here.
import {existsSync, mkdirSync, realpathSync, symlinkSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';

/** Make the folder `bin` with node, npm, npx, and the shell that npm starts. */
export function onlyNode(bin: string): void {
	mkdirSync(bin, {recursive: true});
	const npm = dirname(realNpm());
	symlinkSync(process.execPath, join(bin, 'node'));
	symlinkSync('/bin/sh', join(bin, 'sh'));
	for (const name of ['npm', 'npx']) symlinkSync(join(npm, `${name}-cli.js`), join(bin, name));
}

function realNpm(): string {
	const folder = (process.env.PATH ?? '').split(delimiter).find(path => existsSync(join(path, 'npm')))!;
	return realpathSync(join(folder, 'npm'));
}
