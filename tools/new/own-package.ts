// How a new project names Catnap in its package.json, so that npm finds again what is running now.
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve, sep} from 'node:path';
import {pathToFileURL} from 'node:url';
import {catnapRoot, hasSources} from '../../lib/root.mjs';

/** The clone itself, the file that this package was installed from, or its version. */
export function ownPackage(root = catnapRoot, isClone = hasSources): string {
	if (isClone) return fileSpec(root);
	const end = `${sep}node_modules${sep}catnap`;
	const project = root.endsWith(end) ? root.slice(0, -end.length) : undefined;
	const lock = project === undefined ? '' : join(project, 'node_modules/.package-lock.json');
	const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	if (!existsSync(lock)) return version;
	const {resolved = ''} = JSON.parse(readFileSync(lock, 'utf8')).packages['node_modules/catnap'] ?? {};
	return resolved.startsWith('file:') ? fileSpec(resolve(project!, resolved.slice(5))) : version;
}

/**
 * Relative paths would be wrong as soon as the project moves; npm takes absolute ones with forward slashes. Of a folder of the
 * network it drops the server, unless its two slashes stand behind the two of a URL.
 */
function fileSpec(path: string): string {
	const {host, pathname} = pathToFileURL(path);
	const absolute = decodeURI(pathname).replace(/^\/(?=[A-Za-z]:)/, '');
	return host === '' ? `file:${absolute}` : `file:////${host}${absolute}`;
}
