// node:url by the rules of Windows; the files of this machine are those of drive Z.
import url from 'node:url';
import {windows} from './disk.mjs';

export const fileURLToPath = from => {
	const {href, pathname, host} = new URL(from);
	const isOfWindows = host !== '' || /^\/[A-Za-z]:/.test(pathname);
	return isOfWindows ? url.fileURLToPath(href, {windows: true}) : windows(url.fileURLToPath(href));
};
export const pathToFileURL = path =>
	/^z:/i.test(path)
		? url.pathToFileURL(path.slice(2).replaceAll('\\', '/'))
		: url.pathToFileURL(path, {windows: true});
export default {...url, fileURLToPath, pathToFileURL};
