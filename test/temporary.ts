// A folder for what tests write, gone with their process, or with the next one if it is killed.
import {makeTemporary, removeTemporary} from '../lib/temporary.mjs';

export function temporaryFolder(kind: string): string {
	const folder = makeTemporary(kind);
	process.on('exit', () => removeTemporary(folder));
	return folder;
}
