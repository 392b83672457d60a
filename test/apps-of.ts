// Apps that a test writes down as texts: folders of their own, removed at the end.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

const folders: string[] = [];

/** The folder of an app with these files. */
export function appOf(files: Readonly<Record<string, string | Uint8Array>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-app-of-'));
	folders.push(folder);
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), text);
	}
	return folder;
}

export function removeApps(): void {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
}
