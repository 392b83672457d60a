// Files that are whole or not there: written beside their place, then renamed into it.
import {rename, rm, writeFile} from 'node:fs/promises';

export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(temporary, data);
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	}
}
