// Our library as JavaScript for the package: with the usual tsconfig.json an app's first build finds it made.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {withTemporary} from '../../../lib/files.ts';
import {catnapRoot} from '../../../lib/root.mjs';
import {findApp} from '../../build/app.ts';
import {parseProject} from '../../build/compiler.ts';
import {libraryCode, writeLibrary} from '../../build/library-code.ts';
import {loadTypescript} from '../../build/load-typescript.ts';
import {libraryDir} from '../../build/public-modules.ts';
import {writeProject} from '../../build/typescript.ts';

export async function packLibrary(dist: string): Promise<void> {
	const ts = loadTypescript();
	const app = await findApp(join(catnapRoot, 'examples/hello'));
	const options = await withTemporary('library', async folder => {
		const {tsconfig} = await writeProject(app, folder, '');
		return parseProject(ts, tsconfig, []).options;
	});
	for (const name of readdirSync(libraryDir, {recursive: true, encoding: 'utf8'})) {
		if (!/(?<!\.d)\.ts$/.test(name)) continue;
		const path = join(libraryDir, name);
		libraryCode(ts, options, path, readFileSync(path, 'utf8'));
	}
	writeLibrary(join(dist, 'library'));
}
