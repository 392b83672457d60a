// The disk: Z: is the machine's own root, as Wine has it; other drives and the network are folders of a temporary one.
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

export const place = mkdtempSync(join(tmpdir(), 'catnap-win32-'));

/** The path of this machine that stands for `path`; what is no absolute path of Windows stays. */
export function native(path) {
	if (typeof path !== 'string') return path;
	const [, drive, rest] = /^([A-Za-z]):[\\/](.*)$/s.exec(path) ?? [];
	const slashed = text => text.replaceAll('\\', '/');
	if (drive !== undefined) {
		const below = slashed(rest);
		return drive.toUpperCase() === 'Z' ? `/${below}` : join(place, drive.toUpperCase(), below);
	}
	const [, share] = /^\\\\(.*)$/s.exec(path) ?? [];
	return share === undefined ? path : join(place, 'network', slashed(share));
}

/** The other way round. */
export function windows(path) {
	if (typeof path !== 'string' || !path.startsWith('/')) return path;
	if (!path.startsWith(`${place}/`)) return `Z:${path.replaceAll('/', '\\')}`;
	const [root, ...rest] = path.slice(place.length + 1).split('/');
	return root === 'network' ? `\\\\${rest.join('\\')}` : `${root}:\\${rest.join('\\')}`;
}

export function makeFolder(path) {
	mkdirSync(native(path), {recursive: true});
}

export function makeFolderOf(path) {
	mkdirSync(dirname(native(path)), {recursive: true});
}

export function removeAll() {
	rmSync(place, {recursive: true, force: true});
}
