// Models and JSON that an app takes in lie in its own folder, in its repository or in a package: nothing else of the disk may
// end in an image, also not by a link.
import {existsSync, realpathSync} from 'node:fs';
import {dirname, isAbsolute, join, relative, sep} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';

/** Whether the path leads out of the folder. */
export function isOutside(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way.split(sep)[0] === '..' || isAbsolute(way);
}

/** `dir` of an app. @throws {CatnapError} FILE_OUTSIDE for an existing file that lies elsewhere */
export function checkInside(dir: string, path: string): void {
	if (!existsSync(path)) return;
	const real = realpathSync(path);
	const roots = [dir, repositoryOf(dir)].filter(root => root !== undefined);
	const isIn = roots.some(root => !isOutside(realpathSync(root), real));
	if (isIn || real.includes(`${sep}node_modules${sep}`)) return;
	throw new CatnapError('FILE_OUTSIDE', {
		where: relative(dir, path),
		expected: `a file below ${roots.join(' or ')}, or of a package`,
		received: real,
	});
}

function repositoryOf(folder: string): string | undefined {
	if (existsSync(join(folder, '.git'))) return folder;
	return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}
