// clang-format over the C that is written by hand. Run with --write to format instead of checking.
import {fileURLToPath} from 'node:url';
import {cFiles} from './files.ts';
import {runTool} from './step.ts';

export async function cFormatProblems(write = false): Promise<string[]> {
	const files = cFiles();
	if (files.length === 0) return [];
	const mode = write ? ['-i'] : ['--dry-run', '--Werror'];
	const {status, output} = await runTool('clang-format', [...mode, ...files]);
	if (status === 0) return [];
	// two lines of source follow each message: the place is enough
	const places = output.split('\n').filter(line => line.includes('error:'));
	return [...places, 'npm run format corrects them'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const problems = await cFormatProblems(process.argv.includes('--write'));
	for (const problem of problems) process.stderr.write(`${problem}\n`);
	process.exitCode = problems.length === 0 ? 0 : 1;
}
