// tsc over the PC's side (tsconfig.json) and over each app and the library as the chip sees them (their tsconfig.json).
import {createRequire} from 'node:module';
import {repositoryFiles} from './files.ts';
import {runTool} from './step.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export async function typeProblems(): Promise<string[]> {
	const projects = repositoryFiles().filter(path =>
		/^(examples\/[^/]+\/)?tsconfig\.json$|^ts-src\/tsconfig\.json$/.test(path),
	);
	const problems: string[] = [];
	for (const project of projects) {
		const {status, output} = await runTool(process.execPath, [compiler, '--noEmit', '-p', project]);
		if (status !== 0) problems.push(`${project}:\n${output.trimEnd()}`);
	}
	return problems;
}
