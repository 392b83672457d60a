// Generated files are those that their sources give now: every generator is run in its checking mode.
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {catnapRoot} from '../../build/app.ts';
import {runTool} from './step.ts';

export async function genProblems(): Promise<string[]> {
	const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
	const {status, output} = await runTool(process.execPath, [
		'--import',
		tsx,
		join(catnapRoot, 'tools/dev/gen/main.ts'),
		'--check',
	]);
	return status === 0 ? [] : [output.trimEnd() || `tools/dev/gen/main.ts --check exited with ${status}`];
}
