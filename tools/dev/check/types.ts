// tsc over the PC's side (tsconfig.json) and over each app and the library as the chip sees them (their tsconfig.json).
import {createRequire} from 'node:module';
import {repositoryFiles} from './files.ts';
import {runTool} from './step.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export async function typeProblems(): Promise<string[]> {
	const projects = repositoryFiles().filter(path =>
		/^(examples\/[^/]+\/)?tsconfig\.json$|^ts-src\/tsconfig\.json$/.test(path),
	);
	// two at once: a compiler waits for nothing, and two cores are what we count on
	const queue = [...projects];
	const problems: string[] = [];
	const worker = async (): Promise<void> => {
		for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
			const {status, output} = await runTool(process.execPath, [compiler, '--noEmit', '-p', project]);
			if (status !== 0) problems.push(`${project}:\n${output.trimEnd()}`);
		}
	};
	await Promise.all([worker(), worker()]);
	return problems.sort();
}
