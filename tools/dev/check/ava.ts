// The TypeScript tests: ava with its TAP report, counted.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {avaProgram} from '../../app-test/ava.ts';
import {catnapRoot} from '../../build/app.ts';
import {repositoryFiles} from './files.ts';
import {type Chosen, runTool, type StepResult} from './step.ts';
import {countTap} from './tap.ts';

/** Those that ava.config.js runs; the long ones have a configuration of their own. */
export function tsTests(): string[] {
	return repositoryFiles().filter(path =>
		/^test\/(?!long\/|tools\/(samples|apps)\/).*\.test\.ts$/.test(path),
	);
}

export async function runAva({files, flags}: Chosen): Promise<StepResult> {
	const {status, output} = await runTool(process.execPath, [avaProgram(), '--tap', ...files, ...flags]);
	const counts = countTap(output);
	if (flags.length > 0 && /^1\.\.0$/m.test(output)) return noTitle(files, flags);
	const broken =
		counts.broken ?? (status !== 0 && counts.failed === 0 ? `ava exited with ${status}` : undefined);
	const failed = counts.failed + (broken === undefined ? 0 : 1);
	return {...counts, failed, details: failed === 0 ? '' : failuresOf(output, broken)};
}

/** Titles as they are written in the source: a title that is computed is shown with its `${...}`. */
function noTitle(files: readonly string[], flags: readonly string[]): StepResult {
	const titles = (files.length > 0 ? files : tsTests()).flatMap(path => {
		const text = readFileSync(join(catnapRoot, path), 'utf8');
		return [...text.matchAll(/test(?:\.serial)?\(\s*(['"`])(.*?)\1,/gi)].map(([, , title]) => title!);
	});
	const details = [`no title matches ${flags.join(' ')}; there are`, ...titles].join('\n  ');
	return {passed: 0, failed: 1, skipped: 0, details};
}

/** The blocks of what failed, with ava's differences; everything when the run broke. */
function failuresOf(report: string, broken: string | undefined): string {
	if (broken !== undefined) return `${broken}\n${report.split('\n').slice(-60).join('\n')}`;
	const blocks = report.split(/^(?=(?:not )?ok )/m);
	return blocks
		.filter(block => block.startsWith('not ok'))
		.join('')
		.trimEnd();
}
