// The oldest Node that Catnap runs on. Plain JavaScript that older ones read, too: it is they who must say so.
import {CatnapError} from './catnap-error.mjs';

export const oldestNode = [20, 19];

/** Whether a version such as 20.19.0 is new enough. */
export function isNewEnough(version) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** @throws {CatnapError} NODE_VERSION */
export function checkNode(version = process.versions.node) {
	if (isNewEnough(version)) return;
	throw new CatnapError('NODE_VERSION', {
		expected: `${oldestNode.join('.')} or newer`,
		received: `${version} (${process.execPath})`,
	});
}
